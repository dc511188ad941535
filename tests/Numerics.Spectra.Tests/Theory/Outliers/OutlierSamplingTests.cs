using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Tests.Support;
using Numerics.Spectra.Theory.Outliers;

namespace Numerics.Spectra.Tests.Theory.Outliers;

/// <summary>The equations against stored matrices and dense singular value decompositions.</summary>
public sealed class OutlierSamplingTests : IDisposable
{
    private readonly Lapack lapack = Lapack.Load();

    public void Dispose() => lapack.Dispose();

    /// <summary>Predicted minus exact top singular value, one entry per seed; and the same for spikes taken as independent.</summary>
    private (double[] Dependent, double[] Independent) Errors(int rows, int columns, int seeds, double retained = 1)
    {
        var dependent = new double[seeds];
        var independent = new double[seeds];
        for (int seed = 0; seed < seeds; seed++)
        {
            const int Steps = 6;
            var random = new TestRandom((ulong)((1000 * columns) + seed));
            using var stored = StoredLayer.Nonlinear(lapack, random, rows, columns, Steps, 1, 0.9);
            using DenseMatrix<double> m = stored.Matrix(lapack, retained);
            double exact = SingularValues.Compute(lapack, m).Values[0];
            ConditionedLayer layer = stored.Condition(lapack).Retained(retained);
            var equation = new OutlierEquation(lapack, layer, stored.Spikes, (double)Steps / rows, (double)Steps / columns);
            dependent[seed] = equation.Outliers()[0] - exact;
            independent[seed] = IndependentSpikeEquation.Outliers(lapack, layer, stored.Spikes)[0] - exact;
        }

        return (dependent, independent);
    }

    [Theory]
    [InlineData(400, 400, 1.0)]
    [InlineData(600, 300, 1.0)]
    [InlineData(300, 600, 0.8)]
    public void Adaptive_history_agrees_with_the_dense_decomposition_and_independent_spikes_do_not(int rows, int columns, double retained)
    {
        (double[] dependent, double[] independent) = Errors(rows, columns, 16, retained);
        (double mean, double error, double deviation) = Statistics.Of(dependent);
        (double wrong, double wrongError, _) = Statistics.Of(independent);
        Assert.InRange(mean, -4 * error, 4 * error);
        Assert.True(deviation < 0.3 / Math.Sqrt(Math.Min(rows, columns)), $"deviation {deviation}");
        Assert.False(Math.Abs(wrong) < 20 * wrongError, $"independent spikes are off by {wrong} +- {wrongError} only");
    }

    [Fact]
    [Trait("speed", "slow")]
    public void Error_falls_as_one_over_root_N()
    {
        double small = Statistics.Of(Errors(150, 150, 40).Dependent).StandardDeviation;
        double large = Statistics.Of(Errors(600, 600, 40).Dependent).StandardDeviation;
        // A ratio of two standard deviations of 40 samples each has relative error 1/sqrt(40) = 0.16; expected 2 for four times the size.
        Assert.InRange(Math.Log2(small / large) / 2, 0.5 - 0.3, 0.5 + 0.3);
    }

    [Theory]
    [InlineData(200, 200, Traits = ["speed", "slow"])]
    [InlineData(120, 300)]
    public void Measured_Grams_need_the_finite_size_correction(int rows, int columns)
    {
        const int Steps = 40;
        var corrected = new double[80];
        var uncorrected = new double[80];
        for (int seed = 0; seed < corrected.Length; seed++)
        {
            using var stored = StoredLayer.Nonlinear(lapack, new TestRandom(5000UL + (ulong)seed), rows, columns, Steps, 1, 1.5 / Steps);
            using DenseMatrix<double> m = stored.Matrix(lapack);
            double exact = SingularValues.Compute(lapack, m).Values[0];
            ConditionedLayer layer = stored.Condition(lapack);
            var with = new OutlierEquation(lapack, layer, stored.Spikes, (double)Steps / rows, (double)Steps / columns);
            var without = new OutlierEquation(lapack, layer, stored.Spikes);
            corrected[seed] = with.Outliers()[0] - exact;
            uncorrected[seed] = without.Outliers()[0] - exact;
        }

        (double mean, double error, _) = Statistics.Of(corrected);
        (double biased, double biasedError, _) = Statistics.Of(uncorrected);
        Assert.InRange(mean, -4 * error, 4 * error);
        Assert.True(biased > 4.5 * biasedError, $"uncorrected {biased} +- {biasedError}, corrected {mean} +- {error}");
    }

    [Fact]
    public void Redrawn_matrix_obeys_the_independent_equation_and_rejects_the_conditioned_one()
    {
        var independent = new double[12];
        var dependent = new double[12];
        for (int seed = 0; seed < independent.Length; seed++)
        {
            var random = new TestRandom(700UL + (ulong)seed);
            using var stored = StoredLayer.Nonlinear(lapack, random, 400, 400, 6, 1, 0.9);
            using DenseMatrix<double> fresh = random.GaussianMatrix(400, 400, 1 / Math.Sqrt(400));
            using DenseMatrix<double> m = stored.Matrix(lapack, other: fresh);
            double exact = SingularValues.Compute(lapack, m).Values[0];
            ConditionedLayer layer = stored.Condition(lapack);
            var equation = new OutlierEquation(lapack, layer, stored.Spikes);
            independent[seed] = IndependentSpikeEquation.Outliers(lapack, layer, stored.Spikes)[0] - exact;
            dependent[seed] = equation.Outliers()[0] - exact;
        }

        (double mean, double error, _) = Statistics.Of(independent);
        (double wrong, double wrongError, _) = Statistics.Of(dependent);
        Assert.InRange(mean, -4 * error, 4 * error);
        Assert.True(wrong > 20 * wrongError, $"{wrong} +- {wrongError}");
    }

    [Theory]
    [InlineData(500, 500)]
    [InlineData(350, 700)]
    public void Overlaps_agree_with_dense_singular_vectors(int rows, int columns)
    {
        const int Seeds = 6;
        const int Steps = 5;
        string[] names = ["captured left", "captured right", "left cosine", "right cosine", "product of cosines"];
        double[][] errors = [.. names.Select(_ => new double[Seeds])];
        for (int seed = 0; seed < Seeds; seed++)
        {
            using var stored = StoredLayer.Nonlinear(lapack, new TestRandom(31UL + (ulong)seed), rows, columns, Steps, 1, 0.9);
            using DenseMatrix<double> m = stored.Matrix(lapack);
            using SingularVectors<double> svd = SingularValueDecomposition.Compute(lapack, m);
            var equation = new OutlierEquation(lapack, stored.Condition(lapack), stored.Spikes, (double)Steps / rows, (double)Steps / columns);
            OutlierVectors vectors = equation.SingularVectors(0);
            double[] u = svd.U.Column(0).ToArray();
            double[] v = [.. Enumerable.Range(0, columns).Select(i => svd.VTransposed[0, i])];
            double left = Cosine(u, stored.U.Column(2));
            double right = Cosine(v, stored.V.Column(2));
            errors[0][seed] = vectors.CapturedLeft - Captured(u, stored.U);
            errors[1][seed] = vectors.CapturedRight - Captured(v, stored.V);
            errors[2][seed] = Math.Pow(vectors.LeftCosine(2), 2) - (left * left);
            errors[3][seed] = Math.Pow(vectors.RightCosine(2), 2) - (right * right);
            errors[4][seed] = (vectors.LeftCosine(2) * vectors.RightCosine(2)) - (left * right);
        }

        for (int i = 0; i < names.Length; i++)
        {
            (double mean, double error, double deviation) = Statistics.Of(errors[i]);
            Assert.True(deviation < 0.5 / Math.Sqrt(rows), $"{names[i]}: deviation {deviation}");
            Assert.True(Math.Abs(mean) < (5 * error) + (2.0 / rows), $"{names[i]}: {mean} +- {error}");
        }
    }

    [Theory]
    [InlineData(1.0, 1.0)]
    [InlineData(0.4, 1.0)]
    [InlineData(2.0, 0.7)]
    public void Correlations_and_responses_alone_predict_the_stored_matrix(double q, double retained)
    {
        const int Columns = 400;
        const int Seeds = 12;
        int rows = (int)(q * Columns);
        RandomHistory drawn = RandomHistory.Draw(new TestRandom(3), 3, 0.9, q, retained, strength: 1.2, alignment: 0.6);
        LayerHistory history = drawn.ToLayerHistory();
        var probe = new ProbeOutlierEquation(lapack, history);
        double[] predicted = probe.Above();
        Assert.NotEmpty(predicted);
        double[] exact = new double[Seeds];
        for (int seed = 0; seed < Seeds; seed++)
        {
            using var stored = StoredLayer.Linear(lapack, new TestRandom(90UL + (ulong)seed), drawn, rows, Columns);
            using DenseMatrix<double> m = stored.Matrix(lapack, retained);
            exact[seed] = SingularValues.Compute(lapack, m).Values[0];
        }

        (double mean, double error, _) = Statistics.Of(exact);
        Assert.InRange(mean, predicted[0] - (4 * error), predicted[0] + (4 * error));
        double independent = IndependentSpikeEquation.Outliers(lapack, history.ToConditionedLayer(lapack), history.Spikes)[0];
        Assert.True(Math.Abs(mean - independent) > 5 * error, $"independent {independent}, sampled {mean} +- {error}");
    }

    [Fact]
    public void A_singular_value_below_the_lower_edge_is_predicted()
    {
        // theta^2 = kappa q G (2 sigma^2 a + kappa C) negative: the update removes what A does to its own query.
        const int Columns = 800;
        const int Rows = 200;
        var drawn = RandomHistory.Single(1, 0.25, -1, Math.Sqrt(0.05), 1, 3.3);
        LayerHistory history = drawn.ToLayerHistory();
        var probe = new ProbeOutlierEquation(lapack, history);
        double c = history.FeatureCorrelations[0, 0];
        double theta2 = 3.3 * 0.25 * (-2 + (3.3 * c));
        double expected = Math.Sqrt((theta2 + 1) * (theta2 + 0.25) / theta2);
        double predicted = Assert.Single(probe.Below());
        Assert.Equal(expected, predicted, 1e-10);
        Assert.True(predicted < probe.Bulk.LowerEdge);
        double[] exact = new double[12];
        for (int seed = 0; seed < exact.Length; seed++)
        {
            using var stored = StoredLayer.Linear(lapack, new TestRandom(400UL + (ulong)seed), drawn, Rows, Columns);
            using DenseMatrix<double> m = stored.Matrix(lapack);
            exact[seed] = SingularValues.Compute(lapack, m).Values[^1];
        }

        (double mean, double error, _) = Statistics.Of(exact);
        Assert.InRange(mean, predicted - (4 * error) - (2.0 / Rows), predicted + (4 * error) + (2.0 / Rows));
        Assert.True(mean < probe.Bulk.LowerEdge - (10 * error));
    }

    private double Captured(double[] vector, DenseMatrix<double> span)
    {
        using QrDecomposition<double> qr = Qr.Decompose(lapack, span);
        double sum = 0;
        for (int j = 0; j < qr.Q.Columns; j++)
        {
            double dot = Dot(vector, qr.Q.Column(j));
            sum += dot * dot;
        }

        return sum;
    }

    private static double Cosine(double[] unit, Span<double> query) => Dot(unit, query) / Math.Sqrt(Dot(query, query));

    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            sum += x[i] * y[i];
        }

        return sum;
    }
}
