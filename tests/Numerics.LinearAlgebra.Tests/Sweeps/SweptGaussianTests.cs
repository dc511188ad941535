using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.LinearAlgebra.Sweeps;
using Numerics.LinearAlgebra.Tests.Shards;

namespace Numerics.LinearAlgebra.Tests.Sweeps;

/// <summary>Answers in sweeps are those of one fixed matrix; what is known of it is checked against vectors written out.</summary>
public sealed class SweptGaussianTests(ITestOutputHelper output)
{
    private const long Rows = 700;
    private const long Columns = 530;

    [Theory]
    [InlineData(1, 6)]
    [InlineData(2, 8)]
    [InlineData(3, 5)]
    [InlineData(8, 4)]
    public void Both_sides_see_one_matrix(int block, int rounds)
    {
        using var script = new SweptScript<double>(Rows, Columns, block, rounds, Nonlinear);
        Assert.Equal(0, script.Sweep.CarefulSweeps);
        Assert.Equal((rounds + 1) * block, script.Matrix.RightRecord.ToMatrix().Rows);
        CheckAdjoint(script, 1e-12);
        CheckKnowledge(script, 1e-12);
    }

    [Fact]
    public void Dependent_and_nearly_dependent_queries_are_answered_consistently()
    {
        using var script = new SweptScript<double>(Rows, Columns, 3, 9, Dependent);
        output.WriteLine($"{script.Sweep.CarefulSweeps} careful sweeps, ranks {script.Matrix.LeftRecord.ToMatrix().Rows} and {script.Matrix.RightRecord.ToMatrix().Rows} of {script.U.Count} and {script.V.Count}, loss {script.Matrix.Left.LargestLoss:G3}, {script.Matrix.Left.Dropped} and {script.Matrix.Right.Dropped} dropped");
        Assert.True(script.Sweep.CarefulSweeps > 0);

        // From round 1 on the second column repeats an earlier query and the third lies 1e-9 off one: one and two directions a block.
        Assert.Equal(3 + (9 * 2), script.Matrix.RightRecord.ToMatrix().Rows);
        Assert.Equal(3 + (8 * 2), script.Matrix.LeftRecord.ToMatrix().Rows);
        CheckAdjoint(script, 1e-10);
        CheckKnowledge(script, 1e-10);
    }

    [Fact]
    public void Single_precision_is_consistent_to_its_rounding()
    {
        using var script = new SweptScript<float>(Rows, Columns, 2, 8, Nonlinear);
        CheckAdjoint(script, 3e-5);
        Assert.InRange(script.Defect, 0, 2e-5);
    }

    /// <summary>What is known is exact for the vectors as they are kept, which are those asked to 6e-8 of their new parts.</summary>
    [Theory]
    [InlineData(1, 6)]
    [InlineData(3, 5)]
    public void A_history_in_single_precision_is_measured_as_it_is_kept(int block, int rounds)
    {
        using var script = new SweptScript<double>(Rows, Columns, block, rounds, Nonlinear, historyInSingle: true);
        Assert.Equal((rounds + 1) * block, script.Matrix.RightRecord.ToMatrix().Rows);
        CheckAdjoint(script, 2e-8);
        CheckKnowledge(script, 1e-6);
        Assert.All(SweptScript<double>.Columns(script.Matrix.Left.Noise, script.Matrix.Left.Raw, 2).SelectMany(column => column), x => Assert.Equal(x, (float)x));
        using var exact = new SweptScript<double>(Rows, Columns, block, rounds, Nonlinear);
        double furthest = script.MV.Zip(exact.MV, (a, b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Max()).Max();
        output.WriteLine($"answers {furthest:G3} from those of a history in double");
        Assert.InRange(furthest, 1e-9, 3e-6);
    }

    /// <summary>The exact repeat of a query whose direction was rounded, and one 1e-9 off an earlier one, add no direction; in double the latter does.</summary>
    [Fact]
    public void What_single_precision_does_not_resolve_adds_no_direction_to_a_history_kept_in_it()
    {
        using var script = new SweptScript<double>(Rows, Columns, 3, 9, Dependent, historyInSingle: true);
        Assert.Equal(3 + 9, script.Matrix.RightRecord.ToMatrix().Rows);
        Assert.Equal(3 + 8, script.Matrix.LeftRecord.ToMatrix().Rows);
        CheckAdjoint(script, 1e-6);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Threads_ranks_and_orders_of_shards_leave_every_bit(bool historyInSingle)
    {
        string Hash(ShardExecutor executor)
        {
            using var script = new SweptScript<double>(70_000, 50_000, 2, 3, Nonlinear, executor, historyInSingle);
            return script.Hash();
        }

        string alone = Hash(ShardExecutor.Sequential);
        Assert.Equal(alone, Hash(new ShardExecutor(2)));
        Assert.Equal(alone, Hash(new ShardExecutor(4, order: n => [.. Enumerable.Range(0, n).Reverse()])));
        foreach (int ranks in (int[])[2, 3])
        {
            Assert.All(ThreadRanks.Run(ranks, world => Hash(new ShardExecutor(1, communicator: world))), hash => Assert.Equal(alone, hash));
        }

        // The same comparison notices another matrix.
        using var other = new SweptScript<double>(70_000, 50_000, 2, 3, asked => [.. Nonlinear(asked).Select(x => 1.000001 * x)]);
        Assert.NotEqual(alone, other.Hash());
    }

    [Fact]
    public void Too_many_queries_are_refused()
    {
        Assert.Contains(
            "fewer queries than its smaller side",
            Assert.Throws<ArgumentException>(() => new SweptScript<double>(20, 30, 2, 5, Nonlinear)).Message,
            StringComparison.Ordinal);
    }

    private static double[] Nonlinear(SweptScript<double>.Asked asked) => Nonlinear(asked.FromRight, asked.Round, asked.Column, asked.Answer, asked.Rows);

    private static double[] Nonlinear(SweptScript<float>.Asked asked) => Nonlinear(asked.FromRight, asked.Round, asked.Column, asked.Answer, asked.Rows);

    private static double[] Nonlinear(bool fromRight, int round, int column, double[] answer, long[] rows) =>
        [.. rows.Select((row, i) => Math.Sin((row * (column + 1.3 + (0.17 * round))) + (fromRight ? 0.3 : 0.7)) + (answer.Length > 0 ? Math.Tanh(answer[i]) * (0.5 + (0.1 * round)) : 0))];

    private static double[] Dependent(SweptScript<double>.Asked asked)
    {
        double[] fresh = Nonlinear(asked);
        if (asked.Round == 0 || asked.Column == 0)
        {
            return fresh;
        }

        // Multiples by powers of two, so that the repeat is exact.
        return asked.Column == 1 ? [.. asked.Before[0].Select(x => 2 * x)] : [.. asked.Past[1].Zip(fresh, (old, noise) => old + (1e-9 * noise))];
    }

    /// <summary>u . (A v) = (A^T u) . v for all pairs, with the spikes of the time taken off by plain sums.</summary>
    private static void CheckAdjoint<T>(SweptScript<T> script, double tolerance)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        double[][] av = [.. script.MV.Select((answer, i) => WithoutSpikes(script, answer, script.V[i], script.SpikesAtMV[i], script.U, script.V, s => (s.Left, s.Right)))];
        double[][] atu = [.. script.MtU.Select((answer, i) => WithoutSpikes(script, answer, script.U[i], script.SpikesAtMtU[i], script.V, script.U, s => (s.Right, s.Left)))];
        for (int i = 0; i < script.U.Count; i++)
        {
            for (int j = 0; j < av.Length; j++)
            {
                double scale = Math.Sqrt(Dot(script.U[i], script.U[i]) * Dot(script.V[j], script.V[j]));
                Assert.Equal(0, (Dot(script.U[i], av[j]) - Dot(atu[i], script.V[j])) / scale, tolerance);
            }
        }
    }

    private static double[] WithoutSpikes<T>(
        SweptScript<T> script, double[] answer, double[] query, int spikes, List<double[]> own, List<double[]> asked, Func<Spike, (int Own, int Asked)> indices)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        double[] rest = [.. answer];
        foreach (Spike spike in script.Matrix.Spikes.Take(spikes))
        {
            (int left, int right) = indices(spike);
            double weight = spike.Strength / script.Matrix.Columns * Dot(asked[right], query);
            for (int r = 0; r < rest.Length; r++)
            {
                rest[r] -= weight * own[left][r];
            }
        }

        return rest;
    }

    private void CheckKnowledge(SweptScript<double> script, double tolerance)
    {
        double[][] u = Orthonormal(script.Matrix.Left), v = Orthonormal(script.Matrix.Right);
        output.WriteLine($"defect {script.Defect:G3}");
        Assert.InRange(script.Defect, 0, 1e-13);
        CheckOrthonormal(u);
        CheckOrthonormal(v);
        CheckCoordinates(u, script.Matrix.LeftRecord.ToMatrix(), script.U, tolerance);
        CheckCoordinates(v, script.Matrix.RightRecord.ToMatrix(), script.V, tolerance);

        // Products written out: A V = Xi + U Bx.
        DenseMatrix<double> h = script.Matrix.CrossProduct;
        double[][] xi = SweptScript<double>.Columns(script.Matrix.Left.Noise, script.Matrix.Left.Raw, v.Length), psi = SweptScript<double>.Columns(script.Matrix.Right.Noise, script.Matrix.Right.Raw, u.Length);
        double[][] av = Product(xi, u, (i, j) => h[i, j]), atu = Product(psi, v, (j, i) => h[i, j]);
        DenseMatrix<double> right = script.Matrix.RightProductGram(), left = script.Matrix.LeftProductGram();
        for (int j = 0; j < v.Length; j++)
        {
            for (int i = 0; i < u.Length; i++)
            {
                Assert.Equal(h[i, j], Dot(u[i], av[j]), 1e-12);
                Assert.Equal(h[i, j], Dot(atu[i], v[j]), 1e-12);
            }

            for (int i = 0; i < v.Length; i++)
            {
                Assert.Equal(Dot(av[i], av[j]), right[i, j], 1e-11);
            }
        }

        Assert.Equal(Dot(atu[0], atu[^1]), left[0, u.Length - 1], 1e-11);
        Assert.Equal(SweptScript<double>.Scale * SweptScript<double>.Scale * Rows / Columns, Enumerable.Range(0, v.Length).Average(j => right[j, j]), 0.15);
    }

    private static double[][] Product(double[][] noise, double[][] basis, Func<int, int, double> cross) => [.. noise.Select((column, j) =>
    {
        double[] product = [.. column];
        for (int i = 0; i < basis.Length; i++)
        {
            double change = cross(i, j) - Dot(basis[i], column);
            for (int r = 0; r < product.Length; r++)
            {
                product[r] += change * basis[i][r];
            }
        }

        return product;
    })];

    /// <summary>B T^-1, column by column.</summary>
    private static double[][] Orthonormal(SweptSide<double> side)
    {
        double[][] columns = SweptScript<double>.Columns(side.Written, side.Raw, side.Basis.Rank);
        for (int j = 0; j < columns.Length; j++)
        {
            for (int i = 0; i < j; i++)
            {
                for (int r = 0; r < columns[j].Length; r++)
                {
                    columns[j][r] -= side.Basis.Factor[i, j] * columns[i][r];
                }
            }

            for (int r = 0; r < columns[j].Length; r++)
            {
                columns[j][r] /= side.Basis.Factor[j, j];
            }
        }

        return columns;
    }

    private static void CheckOrthonormal(double[][] basis)
    {
        double worst = 0;
        for (int i = 0; i < basis.Length; i++)
        {
            for (int j = 0; j < basis.Length; j++)
            {
                worst = Math.Max(worst, Math.Abs(Dot(basis[i], basis[j]) - (i == j ? 1 : 0)));
            }
        }

        Assert.InRange(worst, 0, 1e-13 * Math.Sqrt(basis.Length));
    }

    private static void CheckCoordinates(double[][] basis, DenseMatrix<double> coordinates, List<double[]> queries, double tolerance)
    {
        Assert.Equal((basis.Length, queries.Count), ((int)coordinates.Rows, (int)coordinates.Columns));
        for (int query = 0; query < queries.Count; query++)
        {
            double[] rest = [.. queries[query]];
            for (int i = 0; i < basis.Length; i++)
            {
                for (int r = 0; r < rest.Length; r++)
                {
                    rest[r] -= coordinates[i, query] * basis[i][r];
                }
            }

            Assert.InRange(Math.Sqrt(Dot(rest, rest) / Dot(queries[query], queries[query])), 0, tolerance);
        }
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
