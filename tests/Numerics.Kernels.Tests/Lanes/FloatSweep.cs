using System.Collections.Concurrent;
using System.Runtime.Intrinsics;
using Numerics.Kernels.Elementwise;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Tests.Lanes;

/// <summary>Evaluates a lane function on every float between two bit patterns, on this process's widest tier.</summary>
/// <typeparam name="TFunction">The function in lanes.</typeparam>
internal static unsafe class FloatSweep<TFunction>
    where TFunction : struct, IElementwise
{
    /// <summary>Arguments at a time: their values and references stay in the first-level cache.</summary>
    private const int Chunk = 1024;

    private const long ChunksPerTask = 4096;

    /// <summary>The largest error in units in the last place of the expected value, and its argument.</summary>
    public static (double Units, float At) LargestError(float from, float to, Func<Vector256<double>, Vector256<double>> reference)
    {
        var worst = new ConcurrentBag<(double Units, float At)>();
        Each(from, to, mirror: false, (x, y, _) =>
        {
            (double Units, float At) most = (-1, 0);
            for (int i = 0; i < x.Length; i += 4)
            {
                Vector256<double> units = Units(Widened(y, i), reference(Widened(x, i)));
                if (!Vector256.LessThanOrEqualAll(units, Vector256.Create(most.Units)))
                {
                    for (int k = 0; k < 4; k++)
                    {
                        // An error that is not a number counts as infinite.
                        double error = double.IsNaN(units[k]) ? double.PositiveInfinity : units[k];
                        most = error > most.Units ? (error, x[i + k]) : most;
                    }
                }
            }

            worst.Add(most);
        });
        return worst.MaxBy(w => w.Units);
    }

    /// <summary>How many arguments violate a condition on (argument, value, value at minus the argument).</summary>
    public static long Violations(float from, float to, Func<Vector256<float>, Vector256<float>, Vector256<float>, Vector256<float>> holds)
    {
        long violations = 0;
        Each(from, to, mirror: true, (x, y, mirrored) =>
        {
            for (int i = 0; i < x.Length; i += 8)
            {
                Vector256<float> good = holds(Vector256.Create(x.Slice(i, 8)), Vector256.Create(y.Slice(i, 8)), Vector256.Create(mirrored.Slice(i, 8)));
                uint bad = ~good.ExtractMostSignificantBits() & 0xFF;
                if (bad != 0)
                {
                    Interlocked.Add(ref violations, uint.PopCount(bad));
                }
            }
        });
        return violations;
    }

    private delegate void ChunkAction(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> mirrored);

    /// <summary>All patterns from that of <paramref name="from"/> to that of <paramref name="to"/>, both of one sign; the last is repeated to fill a chunk.</summary>
    private static void Each(float from, float to, bool mirror, ChunkAction action)
    {
        uint first = BitConverter.SingleToUInt32Bits(from), last = BitConverter.SingleToUInt32Bits(to);
        long chunks = ((long)last - first + Chunk) / Chunk, tasks = (chunks + ChunksPerTask - 1) / ChunksPerTask;
        Assert.InRange(chunks, 1, uint.MaxValue);
        Parallel.For(0, tasks, new ParallelOptions { MaxDegreeOfParallelism = 2 }, task =>
        {
            float[] x = new float[Chunk], minus = new float[Chunk], y = new float[Chunk], mirrored = new float[Chunk];
            for (long chunk = task * ChunksPerTask; chunk < Math.Min(chunks, (task + 1) * ChunksPerTask); chunk++)
            {
                for (int i = 0; i < Chunk; i++)
                {
                    uint bits = (uint)Math.Min(first + (chunk * Chunk) + i, last);
                    (x[i], minus[i]) = (BitConverter.UInt32BitsToSingle(bits), BitConverter.UInt32BitsToSingle(bits ^ 0x8000_0000));
                }

                Evaluate(x, y);
                if (mirror)
                {
                    Evaluate(minus, mirrored);
                }

                action(x, y, mirrored);
            }
        });
    }

    private static void Evaluate(float[] x, float[] y)
    {
        fixed (float* source = x, target = y)
        {
            var function = new ElementwiseAction<TFunction, float> { First = source, Second = source, Result = target, SecondResult = target, Length = x.Length };
            LaneDispatch.Run<float, ElementwiseAction<TFunction, float>>(SimdTiers.Current, ref function);
        }
    }

    private static Vector256<double> Widened(ReadOnlySpan<float> values, int index) =>
        Vector256.WidenLower(Vector128.Create(values.Slice(index, 4)).ToVector256());

    /// <summary>Distance in units of 2^(e - 23) for an expected value from 2^e to 2^(e + 1), at least the smallest float.</summary>
    private static Vector256<double> Units(Vector256<double> actual, Vector256<double> expected)
    {
        Vector256<long> exponent = expected.AsInt64() & Vector256.Create(0x7FF0_0000_0000_0000);
        Vector256<double> unit = (exponent - Vector256.Create(23L << 52)).AsDouble();
        unit = Vector256.ConditionalSelect(Vector256.GreaterThan(exponent, Vector256.Create(64L << 52)).AsDouble(), unit, Vector256<double>.Zero);
        return Vector256.Abs(actual - expected) / Vector256.Max(unit, Vector256.Create((double)float.Epsilon));
    }
}
