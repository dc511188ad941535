using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Storage;
using Numerics.LinearAlgebra.Sweeps;

namespace Numerics.LinearAlgebra.Tests.Sweeps;

/// <summary>The small algebra between sweeps against vectors written out.</summary>
public sealed class DelayedBasisTests
{
    private const int Length = 40;

    /// <summary>Loss that is put into every written direction: the delayed pass must find it.</summary>
    private const double Loss = 1e-3;

    private static readonly StreamKey Key = StreamKey.Derive(5, 0, 0, 0);
    private uint drawn;
    private readonly List<double[]> written = [];
    private readonly List<double[]> noise = [];
    private readonly List<double[]> queries = [];
    private readonly DelayedBasis basis = new(12, 1e-11, Math.ScaleB(1, -52));

    [Fact]
    public void A_basis_written_with_errors_is_orthonormal_after_the_delayed_pass()
    {
        (DenseMatrix<double> Mix, DenseMatrix<double> Removed, double[][] Raw)? pending = null;
        for (int block = 0; block < 4; block++)
        {
            if (pending is { } before)
            {
                Write(before.Mix, before.Removed, before.Raw);
            }

            // One noise column stays, one is not settled.
            double[][] fresh = [Vector(), Vector()];
            basis.Prepare(Products(written, fresh));
            noise.AddRange(fresh);
            basis.Settle([1]);
            noise.RemoveAt(noise.Count - 2);
            pending = Ask(2);
        }

        Write(pending!.Value.Mix, pending.Value.Removed, pending.Value.Raw);
        double[][] hat = Orthonormal();
        Assert.Equal(8, hat.Length);
        Assert.InRange(basis.LargestLoss, 0.1 * Loss, 10 * Loss);
        for (int i = 0; i < hat.Length; i++)
        {
            for (int j = 0; j < hat.Length; j++)
            {
                Assert.Equal(i == j ? 1 : 0, Dot(hat[i], hat[j]), 1e-14);
            }

            for (int column = 0; column < noise.Count; column++)
            {
                Assert.Equal(Dot(hat[i], noise[column]), basis.NoiseColumn(column)[i], 1e-13);
            }
        }

        for (int query = 0; query < queries.Count; query++)
        {
            double[] sum = Combination(hat, basis.Coordinates(query).ToArray());

            // The error put into a direction is none of the query's.
            Assert.InRange(Distance(sum, queries[query]), 0, 20 * Loss);
            Assert.True(query >= 6 || Math.Abs(Dot(hat[^1], queries[query])) < 20 * Loss);
        }

        Assert.Equal([0, 2, 4, 6, 8], basis.Ranks);
    }

    [Fact]
    public void Coordinates_are_exact_where_directions_are_written_exactly()
    {
        for (int block = 0; block < 3; block++)
        {
            (DenseMatrix<double> mix, DenseMatrix<double> removed, double[][] raw) = Ask(2);
            Write(mix, removed, raw, loss: 0);
        }

        double[][] hat = Orthonormal();
        for (int query = 0; query < queries.Count; query++)
        {
            Assert.InRange(Distance(Combination(hat, basis.Coordinates(query).ToArray()), queries[query]), 0, 1e-13);
        }
    }

    [Theory]
    [InlineData(1e-3)]
    [InlineData(1e-7)]
    [InlineData(1e-9)]
    public void A_residual_that_one_pass_does_not_resolve_is_found_by_a_careful_one(double size)
    {
        (DenseMatrix<double> mix, DenseMatrix<double> removed, double[][] first) = Ask(2);
        Write(mix, removed, first, loss: 0);
        double[] direction = Vector();
        double[][] raw = [[.. first[0].Zip(direction, (a, b) => a + (size * b))], [.. first[1].Zip(direction, (a, b) => a - (3 * size * b))], first[0]];
        var residual = new QueryResidual(basis, new DenseMatrix<double>(2, 3));
        bool resolved = Measure(residual, raw);
        Assert.False(resolved);
        for (int pass = 0; pass < 3 && !resolved; pass++)
        {
            (DenseMatrix<double> remix, DenseMatrix<double> prediction) = residual.Refine();
            double[][] again = [.. Enumerable.Range(0, 3).Select(j => Less(Combination(raw, remix.Column(j).ToArray()), Combination([.. written], prediction.Column(j).ToArray())))];
            raw = again;
            resolved = Measure(residual, raw);
        }

        // One new direction for both; the third is known.
        Assert.True(resolved);
        Assert.Equal([0], residual.Kept);
        double[][] asked = [[.. first[0].Zip(direction, (a, b) => a + (size * b))], [.. first[1].Zip(direction, (a, b) => a - (3 * size * b))], first[0]];
        (mix, removed) = basis.Admit(residual, [0, 1, 2]);
        Write(mix, removed, raw, loss: 0);
        double[][] hat = Orthonormal();
        for (int j = 0; j < 3; j++)
        {
            Assert.InRange(Distance(Combination(hat, basis.Coordinates(2 + j).ToArray()), asked[j]), 0, 1e-13);
        }

        Assert.Equal(-3, basis.Coordinates(3)[2] / basis.Coordinates(2)[2], 1e-14 / size);
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 4)]
    [InlineData(4, 7)]
    public void A_polynomial_in_time_is_predicted_by_its_degree(int degree, int asked)
    {
        var prediction = new QueryPrediction();
        var coordinates = new DenseMatrix<double>(2, asked);
        double Value(int i, int t) => Math.Pow(t - 1.5, degree) * (i + 1);
        for (int t = 0; t < asked; t++)
        {
            prediction.Note(3, t);
            coordinates[0, t] = Value(0, t);
            coordinates[1, t] = Value(1, t);
        }

        DenseMatrix<double> next = prediction.Predict([3, 0], new QueryRecord(coordinates), 2);
        Assert.Equal(0, next[0, 1]);

        // A sample that was never asked lowers the order for all; alone it is exact.
        next = prediction.Predict([3], new QueryRecord(coordinates), 2);
        Assert.Equal(Value(0, asked), next[0, 0], 1e-9);
        Assert.Equal(Value(1, asked), next[1, 0], 1e-9);
    }

    private bool Measure(QueryResidual residual, double[][] raw) => residual.Measure(Products(written, raw), Products([.. raw], raw), Products(noise, raw));

    /// <summary>A block of random queries, partly inside the span, with a rough prediction.</summary>
    private (DenseMatrix<double> Mix, DenseMatrix<double> Removed, double[][] Raw) Ask(int count)
    {
        double[][] asked = [.. Enumerable.Range(0, count).Select(_ => Vector())];
        queries.AddRange(asked);
        var prediction = new DenseMatrix<double>(written.Count, count);
        foreach (ref double entry in prediction.AsSpan())
        {
            entry = Number();
        }

        double[][] raw = [.. asked.Select((vector, j) => Less(vector, Combination([.. written], prediction.Column(j).ToArray())))];
        var residual = new QueryResidual(basis, prediction);
        Assert.True(Measure(residual, raw));
        (DenseMatrix<double> mix, DenseMatrix<double> removed) = basis.Admit(residual, [.. Enumerable.Range(0, count)]);
        return (mix, removed, raw);
    }

    private void Write(DenseMatrix<double> mix, DenseMatrix<double> removed, double[][] raw, double loss = Loss)
    {
        double[][] before = [.. written];
        double[][] directions = [.. Enumerable.Range(0, (int)mix.Columns).Select(j =>
            Less(Combination(raw, mix.Column(j).ToArray()), Combination(before, removed.Column(j).ToArray())).Select(x => x + (loss * Number())).ToArray())];
        written.AddRange(directions);
        basis.Finish(Products(written, directions), Products(noise, directions));
    }

    private double[][] Orthonormal()
    {
        double[][] hat = [.. written.Select(column => (double[])column.Clone())];
        for (int j = 0; j < hat.Length; j++)
        {
            for (int i = 0; i < j; i++)
            {
                hat[j] = Less(hat[j], [.. hat[i].Select(x => basis.Factor[i, j] * x)]);
            }

            hat[j] = [.. hat[j].Select(x => x / basis.Factor[j, j])];
        }

        return hat;
    }

    private double Number() => Vector()[0];

    private double[] Vector()
    {
        var uniform = new double[Length];
        UniformFill.Fill(Key, drawn++, 0, uniform);
        return [.. uniform.Select(value => value - 0.5)];
    }

    private static DenseMatrix<double> Products(List<double[]> a, double[][] b)
    {
        var products = new DenseMatrix<double>(a.Count, b.Length);
        for (int i = 0; i < a.Count; i++)
        {
            for (int j = 0; j < b.Length; j++)
            {
                products[i, j] = Dot(a[i], b[j]);
            }
        }

        return products;
    }

    private static double[] Combination(double[][] columns, double[] weights)
    {
        var sum = new double[Length];
        for (int i = 0; i < weights.Length; i++)
        {
            for (int r = 0; r < Length; r++)
            {
                sum[r] += weights[i] * columns[i][r];
            }
        }

        return sum;
    }

    private static double[] Less(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x - y)];

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private static double Distance(double[] a, double[] b) => Math.Sqrt(Dot(Less(a, b), Less(a, b)));
}
