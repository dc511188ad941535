using CsCheck;
using Numerics.Kernels.Drivers;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Tests.Drivers;

/// <summary>Columns kept in single precision in arithmetic of double: the bits of the same kernels on columns widened before, and an order written out here.</summary>
public class KeptColumnTests
{
    private static readonly Gen<(int Rows, int Ka, int Kb, int Gap, int Seed)> Shapes =
        Gen.Select(Gen.OneOf(Gen.Int[0, 40], Gen.Int[0, 256], Gen.Int[500, 1100]), Gen.Int[0, 11], Gen.Int[0, 11], Gen.Int[0, 5], Gen.Int[0, 1000]);

    [Fact]
    public void Products_and_updates_have_the_bits_of_widened_columns_on_every_tier() =>
        Shapes.Sample(
            s =>
            {
                (float[] a, double[] wide, double[] y, double[] c) = Columns(s);
                (double[] expectedY, double[] expectedGram) = Run<double>(SimdTier.Scalar, wide);
                foreach (SimdTier tier in Enum.GetValues<SimdTier>())
                {
                    (double[] actualY, double[] actualGram) = Run<float>(tier, a);
                    Assert.Equal(expectedY, actualY);
                    Assert.Equal(expectedGram, actualGram);
                }

                (double[] Y, double[] Gram) Run<TKept>(SimdTier tier, TKept[] columns)
                    where TKept : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<TKept>
                {
                    double[] updated = [.. y];
                    var gram = new double[s.Ka * s.Kb];
                    PanelUpdate.Run<TKept, double>(tier, columns, s.Rows + s.Gap, s.Ka, c, 1, updated, s.Rows, s.Kb, s.Rows, default, hasGram: false);
                    PanelGram.Accumulate<TKept, double>(tier, columns, s.Rows + s.Gap, s.Ka, y, s.Rows, s.Kb, s.Rows, gram, s.Ka, columns);
                    return (updated, gram);
                }
            },
            iter: 100);

    [Fact]
    public void Products_add_in_the_documented_order_of_double() =>
        Shapes.Sample(
            s =>
            {
                (float[] a, double[] wide, double[] y, _) = Columns(s);
                var gram = new double[s.Ka * s.Kb];
                PanelGram.AccumulateKept<float, double>(a, s.Rows + s.Gap, s.Ka, y, s.Rows, s.Kb, s.Rows, gram, Math.Max(1, s.Ka));
                for (int k = 0; k < gram.Length; k++)
                {
                    Assert.Equal(PanelOrder.Sum(wide.AsSpan(k % s.Ka * (s.Rows + s.Gap)), y.AsSpan(k / s.Ka * s.Rows), s.Rows), gram[k]);
                }
            },
            iter: 100);

    /// <summary>Every length to 256; values that round up, down and to even, and beyond single precision.</summary>
    [Fact]
    public void Storing_rounds_to_the_nearest_and_leaves_what_was_stored()
    {
        double[] special = [0, -0.0, 1 + Math.ScaleB(1, -24), 1 + (3 * Math.ScaleB(1, -24)), 1 + Math.ScaleB(1, -24) + Math.ScaleB(1, -40), -1e-46, 1e-45, 1e39, -3.4028236e38];
        for (int length = 0; length <= 256; length++)
        {
            double[] values = [.. Enumerable.Range(0, length).Select(i => i < special.Length ? special[(i + length) % special.Length] : Math.Sin(i + length) * Math.Pow(10, (i % 60) - 30))];
            var kept = new float[length + 1];
            double[] source = [.. values];
            KeptColumn.Store<float, double>(source, kept);
            for (int i = 0; i < length; i++)
            {
                Assert.Equal(BitConverter.SingleToInt32Bits((float)values[i]), BitConverter.SingleToInt32Bits(kept[i]));
                Assert.Equal(BitConverter.DoubleToInt64Bits((float)values[i]), BitConverter.DoubleToInt64Bits(source[i]));
            }

            var wide = new double[length];
            KeptColumn.Widen<float, double>(kept.AsSpan(0, length), wide);
            Assert.Equal(source, wide);
        }
    }

    [Fact]
    public void The_same_type_is_copied()
    {
        double[] source = [1.1, 2.2, 3.3], kept = new double[3], back = new double[3];
        KeptColumn.Store<double, double>(source, kept);
        KeptColumn.Widen<double, double>(kept, back);
        Assert.Equal([1.1, 2.2, 3.3], kept);
        Assert.Equal([1.1, 2.2, 3.3], back);
    }

    [Fact]
    public void Double_columns_in_single_arithmetic_and_spans_too_short_are_refused()
    {
        Assert.Throws<NotSupportedException>(() => PanelUpdate.AddKept<double, float>(new double[4], 4, 1, new double[1], new float[4], 4, 1, 4));
        Assert.Throws<NotSupportedException>(() => PanelGram.AccumulateKept<double, float>(new double[4], 4, 1, new float[4], 4, 1, 4, new double[1], 1));
        Assert.Throws<NotSupportedException>(() => KeptColumn.Store<double, float>(new float[2], new double[2]));
        Assert.ThrowsAny<ArgumentException>(() => KeptColumn.Store<float, double>(new double[2], new float[1]));
        Assert.ThrowsAny<ArgumentException>(() => KeptColumn.Widen<float, double>(new float[2], new double[1]));
        Assert.Throws<ArgumentException>(() => PanelUpdate.AddKept<float, double>(new float[3], 4, 1, new double[1], new double[4], 4, 1, 4));
    }

    private static (float[] Stored, double[] Wide, double[] Y, double[] C) Columns((int Rows, int Ka, int Kb, int Gap, int Seed) s)
    {
        float[] a = [.. Enumerable.Range(0, (s.Rows + s.Gap) * s.Ka).Select(i => (float)Math.Sin((i * 1.7) + s.Seed))];
        return (a, [.. a.Select(v => (double)v)], [.. Enumerable.Range(0, s.Rows * s.Kb).Select(i => Math.Cos((i * 0.9) + s.Seed))], [.. Enumerable.Range(0, s.Ka * s.Kb).Select(i => Math.Cos(i + s.Seed))]);
    }
}
