using CsCheck;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Tests.Support;
using Numerics.Spectra.Theory.Outliers;

namespace Numerics.Spectra.Tests.Theory.Outliers;

/// <summary>Independent routes to the same roots, and properties that hold for every history.</summary>
public sealed class OutlierAgreementTests : IDisposable
{
    private static readonly Gen<(int K, double Sigma, double Q, double Retained, double Strength, uint Seed)> Histories =
        Gen.Select(Gen.Int[1, 6], Gen.Double[0.4, 1.5], Gen.Double[0.2, 4], Gen.Double[0.5, 1], Gen.Double[0.1, 1.5], Gen.UInt);

    private readonly Lapack lapack = Lapack.Load();

    public void Dispose() => lapack.Dispose();

    private static RandomHistory Draw((int K, double Sigma, double Q, double Retained, double Strength, uint Seed) x, double? q = null) =>
        RandomHistory.Draw(new TestRandom(x.Seed), x.K, x.Sigma, q ?? x.Q, x.Retained, strength: x.Strength);

    [Fact]
    public void Gram_form_probe_form_and_companion_give_the_same_roots() =>
        Histories.Sample(
            x =>
            {
                LayerHistory history = Draw(x).ToLayerHistory();
                ConditionedLayer layer = history.ToConditionedLayer(lapack);
                var equation = new OutlierEquation(lapack, layer, history.Spikes);
                var probe = new ProbeOutlierEquation(lapack, history);
                double[] gram = equation.Outliers();
                AssertSame(gram, OutlierCompanion.Outliers(lapack, layer, history.Spikes), equation.BulkEdge);
                AssertSame(gram, probe.Above(), equation.BulkEdge);
            },
            iter: 150, threads: 1);

    [Fact]
    public void Every_root_is_a_zero_of_an_independently_built_matrix_and_the_count_is_its_inertia_at_the_edge() =>
        Histories.Sample(
            x =>
            {
                LayerHistory history = Draw(x).ToLayerHistory();
                ConditionedLayer layer = history.ToConditionedLayer(lapack);
                var equation = new OutlierEquation(lapack, layer, history.Spikes);
                double[] roots = equation.Outliers();
                double edge = history.Retained * history.InitialScale * (1 + Math.Sqrt(history.AspectRatio));
                Assert.Equal(edge, equation.BulkEdge, 1e-12);
                using DenseMatrix<double> atEdge = Build(layer, history.Spikes, edge);
                double[] eigenvalues = SymmetricEigen.Values(lapack, atEdge).Values;
                Assert.Equal(eigenvalues.Count(value => value < 0), roots.Length);
                Assert.Equal(eigenvalues[0], equation.EscapeMargin(), 1e-6 * edge);
                Assert.Equal(roots.Length > 0, equation.EscapeMargin() < 0);
                for (int j = 0; j < roots.Length; j++)
                {
                    using DenseMatrix<double> atRoot = Build(layer, history.Spikes, roots[j]);
                    Assert.Equal(0, SymmetricEigen.Values(lapack, atRoot).Values[j], 1e-7 * roots[j]);
                    Assert.Equal(j, equation.CountAbove(roots[j] * (1 + 1e-7)));
                    Assert.True(roots[j] * (1 - 1e-7) < edge || equation.CountAbove(roots[j] * (1 - 1e-7)) == j + 1);
                }
            },
            iter: 150, threads: 1);

    [Fact]
    public void Rotated_bases_give_the_same_roots_and_overlaps() =>
        Histories.Sample(
            x =>
            {
                LayerHistory history = Draw(x).ToLayerHistory();
                ConditionedLayer layer = history.ToConditionedLayer(lapack);
                ConditionedLayer rotated = Rotate(layer, new TestRandom(x.Seed + 1UL));
                var plain = new OutlierEquation(lapack, layer, history.Spikes);
                var turned = new OutlierEquation(lapack, rotated, history.Spikes);
                AssertSame(plain.Outliers(), turned.Outliers(), plain.BulkEdge);
                for (int j = 0; j < plain.Outliers().Length; j++)
                {
                    OutlierVectors a = plain.SingularVectors(j);
                    OutlierVectors b = turned.SingularVectors(j);
                    Assert.Equal(a.CapturedLeft, b.CapturedLeft, 1e-6);
                    Assert.Equal(a.CapturedRight, b.CapturedRight, 1e-6);
                    Assert.Equal(a.LeftCosine(0) * a.RightCosine(0), b.LeftCosine(0) * b.RightCosine(0), 1e-6);
                    Assert.InRange(a.CapturedLeft, 0, 1 + 1e-9);
                    Assert.InRange(a.CapturedRight, 0, 1 + 1e-9);
                    Assert.True(a.LeftCoordinates.Concat(a.RightCoordinates).MaxBy(Math.Abs) > 0);
                }
            },
            iter: 60, threads: 1);

    [Fact]
    public void Redundant_queries_change_nothing()
    {
        // The last pair repeats the first: C and G are singular, and dropping the null directions must give the roots of the shorter history.
        RandomHistory drawn = RandomHistory.Draw(new TestRandom(5), 3, 0.9, 1.4);
        LayerHistory shorter = drawn.ToLayerHistory();
        int[] map = [0, 1, 2, 0];
        DenseMatrix<double> Repeat(DenseMatrix<double> m) => Fill(4, (i, j) => m[map[i], map[j]]);
        DenseMatrix<double> Responses(DenseMatrix<double> m) => Fill(4, (i, j) => j < 3 ? m[map[i], j] : 0);
        var longer = new LayerHistory(
            Repeat(shorter.FeatureCorrelations), Repeat(shorter.GradientCorrelations), Responses(shorter.FeatureResponses),
            Responses(shorter.GradientResponses), [0.25 * drawn.Strengths[0], drawn.Strengths[1], drawn.Strengths[2], 0.75 * drawn.Strengths[0]], 0.9, 1.4);
        ConditionedLayer layer = longer.ToConditionedLayer(lapack);
        Assert.Equal(3, layer.LeftBasisCount);
        Assert.Equal(3, layer.RightBasisCount);
        var expected = new OutlierEquation(lapack, shorter.ToConditionedLayer(lapack), shorter.Spikes);
        var actual = new OutlierEquation(lapack, layer, longer.Spikes);
        Assert.NotEmpty(expected.Outliers());
        AssertSame(expected.Outliers(), actual.Outliers(), expected.BulkEdge);
    }

    [Fact]
    public void Leading_blocks_are_the_equation_of_the_shorter_history()
    {
        RandomHistory drawn = RandomHistory.Draw(new TestRandom(11), 5, 0.8, 0.7);
        LayerHistory history = drawn.ToLayerHistory();
        using var stored = StoredLayer.Linear(lapack, new TestRandom(12), drawn, 60, 90);
        ConditionedLayer full = stored.Condition(lapack);
        ConditionedLayer leading = full.Leading(3, 3, 3, 3);
        var spikes = SpikeSet.Diagonal(drawn.Strengths.AsSpan(0, 3));
        // The same three spikes, knowing more about A: the value agrees up to finite-size fluctuation, and exactly with the span of three.
        var early = new OutlierEquation(lapack, leading, spikes);
        using DenseMatrix<double> expected = Build(leading, spikes, 4);
        Assert.Equal(6, expected.Rows);
        Assert.Equal(SymmetricEigen.Values(lapack, expected).Values.Count(value => value < 0), early.CountAbove(4));
        Assert.Equal(3, history.Leading(3).Count);
        Assert.Equal(history.FeatureCorrelations[2, 1], history.Leading(3).FeatureCorrelations[2, 1]);
    }

    [Theory]
    [InlineData(60, 0.2)]
    [InlineData(120, 0.1)]
    public void Long_histories_keep_the_agreement(int k, double strength)
    {
        using var stored = StoredLayer.Nonlinear(lapack, new TestRandom(21), 700, 500, k, 1, strength);
        ConditionedLayer layer = stored.Condition(lapack);
        var equation = new OutlierEquation(lapack, layer, stored.Spikes, k / 700.0, k / 500.0);
        double[] roots = equation.Outliers();
        double[] companion = [.. OutlierCompanion.Outliers(lapack, layer, stored.Spikes, k / 700.0, k / 500.0).Where(z => z > equation.BulkEdge)];
        AssertSame(companion, roots, equation.BulkEdge);
        using DenseMatrix<double> m = stored.Matrix(lapack);
        Assert.Equal(1, roots[0] / SingularValues.Compute(lapack, m).Values[0], 1e-3);
    }

    private static DenseMatrix<double> Fill(int n, Func<int, int, double> entry)
    {
        var matrix = new DenseMatrix<double>(n, n);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                matrix[i, j] = entry(i, j);
            }
        }

        return matrix;
    }

    /// <summary>Roots within 1e-9; a root closer than that to the edge may be missing on either side.</summary>
    private static void AssertSame(double[] expected, double[] actual, double edge)
    {
        double[] e = [.. expected.Where(z => z > edge * (1 + 1e-9))];
        double[] a = [.. actual.Where(z => z > edge * (1 + 1e-9))];
        Assert.Equal(e.Length, a.Length);
        for (int i = 0; i < e.Length; i++)
        {
            Assert.Equal(e[i], a[i], 1e-9 * e[i]);
        }
    }

    /// <summary>D(z) from the notes' closed form of g_L, entry by entry, without any code of the equation under test.</summary>
    private static DenseMatrix<double> Build(ConditionedLayer layer, SpikeSet spikes, double z)
    {
        double q = layer.AspectRatio;
        double s2 = layer.InitialScale * layer.InitialScale;
        double c = (z * z) + ((q - 1) * s2);
        double gL = 2 * z / (c + Math.Sqrt(Math.Max(0, (c * c) - (4 * q * s2 * z * z))));
        double gR = 1 / (z - (q * s2 * gL));
        int ku = layer.LeftBasisCount;
        int kv = layer.RightBasisCount;
        DenseMatrix<double> h = layer.CrossProduct;
        return Fill(ku + kv, (i, j) =>
        {
            double value = i == j ? z : 0;
            if (i < ku && j < ku)
            {
                value -= gR * (layer.LeftProductGram[i, j] - Enumerable.Range(0, kv).Sum(r => h[i, r] * h[j, r]));
            }
            else if (i >= ku && j >= ku)
            {
                value -= gL * (layer.RightProductGram[i - ku, j - ku] - Enumerable.Range(0, ku).Sum(r => h[r, i - ku] * h[r, j - ku]));
            }
            else
            {
                (int l, int r) = i < ku ? (i, j - ku) : (j, i - ku);
                value -= h[l, r] + Enumerable.Range(0, spikes.Count).Sum(
                    s => spikes.Strengths[s] * layer.GradientCoordinates[l, spikes.Left[s]] * layer.FeatureCoordinates[r, spikes.Right[s]]);
            }

            return value;
        });
    }

    private ConditionedLayer Rotate(ConditionedLayer layer, TestRandom random)
    {
        using QrDecomposition<double> left = Qr.Decompose(lapack, random.GaussianMatrix(layer.LeftBasisCount, layer.LeftBasisCount));
        using QrDecomposition<double> right = Qr.Decompose(lapack, random.GaussianMatrix(layer.RightBasisCount, layer.RightBasisCount));
        DenseMatrix<double> Turn(DenseMatrix<double> o, DenseMatrix<double> m, DenseMatrix<double> p)
        {
            using DenseMatrix<double> half = Multiply.Product(lapack, o, m);
            return Multiply.Product(lapack, half, p, transposeB: true);
        }

        return new ConditionedLayer(
            Multiply.Product(lapack, left.Q, layer.GradientCoordinates),
            Multiply.Product(lapack, right.Q, layer.FeatureCoordinates),
            Turn(left.Q, layer.CrossProduct, right.Q),
            Turn(right.Q, layer.RightProductGram, right.Q),
            Turn(left.Q, layer.LeftProductGram, left.Q),
            layer.InitialScale,
            layer.AspectRatio);
    }
}
