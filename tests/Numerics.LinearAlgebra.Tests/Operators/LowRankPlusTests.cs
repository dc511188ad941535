using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.LinearAlgebra.Tests.Shards;

namespace Numerics.LinearAlgebra.Tests.Operators;

/// <summary>M = A + (1/columns) sum strength u v^T against the matrix written out entry by entry; rectangular, so that rows cannot stand for columns.</summary>
public sealed class LowRankPlusTests
{
    private static readonly Spike[] Spikes = [new(0, 1, 2.5), new(1, 0, -0.7), new(0, 1, 0.3), new(2, 3, 4)];

    [Theory]
    [InlineData(40, 70)]
    [InlineData(70, 40)]
    public void Stored_products_are_those_of_the_written_matrix(int rows, int columns)
    {
        using var lapack = Lapack.Load();
        using var gaussian = new StoredGaussian<double>(lapack, QueryScript<double>.Options(rows, columns, 1, 1), ShardExecutor.Sequential);
        var matrix = new LowRankPlus<double>(gaussian);
        using Panel<double> v = Panels.Gaussian<double>(columns, 4, 1);
        using Panel<double> u = Panels.Gaussian<double>(rows, 3, 2);
        using var dense = gaussian.Entries.Clone();
        Check(matrix, v, u, spike =>
        {
            for (int i = 0; i < rows; i++)
            {
                for (int j = 0; j < columns; j++)
                {
                    dense[i, j] += spike.Strength / columns * u[i, spike.Left] * v[j, spike.Right];
                }
            }
        }, x => StoredGaussianTests.Apply(dense, x, false), x => StoredGaussianTests.Apply(dense, x, true));
    }

    [Theory]
    [InlineData(40, 70)]
    [InlineData(70, 40)]
    public void Revealed_products_are_those_of_the_revealed_matrix_plus_spikes(int rows, int columns)
    {
        // Same keys, same questions: a second revealed matrix without spikes plays A.
        GaussianOptions options = QueryScript<double>.Options(rows, columns, 1, 1);
        using RevealedGaussian<double> gaussian = QueryScript<double>.Revealed(options);
        using RevealedGaussian<double> bare = QueryScript<double>.Revealed(options);
        using Panel<double> v = Panels.Gaussian<double>(columns, 4, 1);
        using Panel<double> u = Panels.Gaussian<double>(rows, 3, 2);
        using var av = new Panel<double>(new RowShards(rows), 4);
        using var atu = new Panel<double>(new RowShards(columns), 3);
        bare.Multiply(v.View(), av.View());
        bare.MultiplyTransposed(u.View(), atu.View());
        var added = new List<Spike>();
        Check(
            new LowRankPlus<double>(gaussian),
            v,
            u,
            added.Add,
            x => Sum(Ask(bare.Multiply, x, columns, rows), added, s => Panels.Column(u.View(), s.Left), s => Panels.Dot(Panels.Column(v.View(), s.Right), x) / columns),
            x => Sum(Ask(bare.MultiplyTransposed, x, rows, columns), added, s => Panels.Column(v.View(), s.Right), s => Panels.Dot(Panels.Column(u.View(), s.Left), x) / columns));
    }

    [Theory]
    [InlineData(40, 70)]
    [InlineData(70, 40)]
    public void Weighed_products_are_those_of_the_weighed_matrix(int rows, int columns)
    {
        using var lapack = Lapack.Load();
        using var gaussian = new StoredGaussian<double>(lapack, QueryScript<double>.Options(rows, columns, 1, 1), ShardExecutor.Sequential);
        var matrix = new LowRankPlus<double>(gaussian);
        using Panel<double> v = Panels.Gaussian<double>(columns, 4, 1);
        using Panel<double> u = Panels.Gaussian<double>(rows, 3, 2);
        using var dense = new DenseMatrix<double>(rows, columns);

        // 0.8 A + half of the first spike + twice the second; the later two do not count.
        matrix.Weigh(0.8, [0.5, 2]);
        Check(matrix, v, u, spike =>
        {
            double weight = spike == Spikes[0] ? 0.5 : spike == Spikes[1] ? 2 : 0;
            for (int i = 0; i < rows; i++)
            {
                for (int j = 0; j < columns; j++)
                {
                    dense[i, j] += (0.2 * gaussian.Entries[i, j]) + (weight * spike.Strength / columns * u[i, spike.Left] * v[j, spike.Right]);
                }
            }
        }, x => StoredGaussianTests.Apply(dense, x, false), x => StoredGaussianTests.Apply(dense, x, true));
    }

    /// <summary>Momentum and weight decay as a recursion of one small matrix against a weight for every spike.</summary>
    [Fact]
    public void Spikes_that_an_optimizer_moves_are_spikes_with_its_weights()
    {
        const double Momentum = 0.6, Decay = 0.1, Factor = 0.5;
        GaussianOptions options = QueryScript<double>.Options(60, 60, 1, 1, right: 12, left: 12);
        using RevealedGaussian<double> first = QueryScript<double>.Revealed(options);
        using RevealedGaussian<double> second = QueryScript<double>.Revealed(options);
        var moved = new LowRankPlus<double>(first);
        var weighed = new LowRankPlus<double>(second);
        using Panel<double> v = Panels.Gaussian<double>(60, 4, 1);
        using Panel<double> u = Panels.Gaussian<double>(60, 3, 2);
        using Panel<double> x = Panels.Gaussian<double>(60, 4, 3);
        using var one = new Panel<double>(new RowShards(60), 4);
        using var other = new Panel<double>(new RowShards(60), 4);
        foreach (LowRankPlus<double> matrix in (LowRankPlus<double>[])[moved, weighed])
        {
            matrix.Multiply(v.View(), one.View());
            matrix.MultiplyTransposed(u.View(), one.View(0, 3));
        }

        // Spikes 0 and 1 in the first step, spike 2 in the second (at half the rate), spike 3 in the third.
        Assert.True(moved.TryAdvance(1, Momentum, Decay, 1));
        foreach ((int[] added, double factor) in new[] { (new[] { 0, 1 }, 1.0), ([2], Factor), ([3], 1.0) })
        {
            foreach (int spike in added)
            {
                moved.AddSpike(Spikes[spike]);
                weighed.AddSpike(Spikes[spike]);
            }

            moved.TryAdvance(0.7, Momentum, Decay, factor);
        }

        double two = 1 - Decay + Momentum, three = ((1 - Decay) * two) + (Momentum * Momentum);
        weighed.Weigh(0.7, [three, three, Factor * two, 1]);
        moved.Multiply(x.View(), one.View());
        weighed.Multiply(x.View(), other.View());
        Assert.InRange(Samples.Distance(Panels.Column(other.View(), 2), Panels.Column(one.View(), 2)), 0, 1e-12);
        moved.MultiplyTransposed(x.View(), one.View());
        weighed.MultiplyTransposed(x.View(), other.View());
        Assert.InRange(Samples.Distance(Panels.Column(other.View(), 1), Panels.Column(one.View(), 1)), 0, 1e-12);
    }

    private static void Check(
        LowRankPlus<double> matrix, Panel<double> v, Panel<double> u, Action<Spike> write, Func<double[], double[]> apply, Func<double[], double[]> applyTransposed)
    {
        using var forward = new Panel<double>(u.Shards, 4);
        using var back = new Panel<double>(v.Shards, 3);
        matrix.Multiply(v.View(), forward.View());
        matrix.MultiplyTransposed(u.View(), back.View());
        foreach (Spike spike in Spikes)
        {
            matrix.AddSpike(spike);
            write(spike);
        }

        Assert.Equal(Spikes, matrix.Spikes);
        using Panel<double> x = Panels.Gaussian<double>(v.Rows, 2, 3);
        using Panel<double> y = Panels.Gaussian<double>(u.Rows, 2, 4);
        matrix.Multiply(x.View(), forward.View(0, 2));
        matrix.MultiplyTransposed(y.View(), back.View(0, 2));
        for (int column = 0; column < 2; column++)
        {
            Assert.InRange(Samples.Distance(apply(Panels.Column(x.View(), column)), Panels.Column(forward.View(), column)), 0, 1e-11);
        }

        for (int column = 0; column < 2; column++)
        {
            Assert.InRange(Samples.Distance(applyTransposed(Panels.Column(y.View(), column)), Panels.Column(back.View(), column)), 0, 1e-11);
        }
    }

    private static double[] Ask(Action<PanelView<double>, PanelView<double>> product, double[] x, long from, long to)
    {
        using var question = new Panel<double>(new RowShards(from), 1);
        using var answer = new Panel<double>(new RowShards(to), 1);
        Panels.Set(question.View(), 0, row => x[row]);
        product(question.View(), answer.View());
        return Panels.Column(answer.View(), 0);
    }

    private static double[] Sum(double[] start, IEnumerable<Spike> spikes, Func<Spike, double[]> vector, Func<Spike, double> overlap)
    {
        foreach (Spike spike in spikes)
        {
            double weight = spike.Strength * overlap(spike);
            double[] direction = vector(spike);
            start = [.. start.Select((value, row) => value + (weight * direction[row]))];
        }

        return start;
    }
}
