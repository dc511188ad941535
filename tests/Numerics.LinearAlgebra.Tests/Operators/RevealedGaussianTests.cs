using System.Numerics;
using MathNet.Numerics.Distributions;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.LinearAlgebra.Tests.Shards;

namespace Numerics.LinearAlgebra.Tests.Operators;

public sealed class RevealedGaussianTests
{
    public static TheoryData<long, long> Sizes => new() { { 60, 60 }, { 47, 200 }, { 300, 90 }, { 40_000, 33_000 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Double_answers_are_those_of_one_matrix(long rows, long columns)
    {
        using RevealedGaussian<double> matrix = QueryScript<double>.Revealed(QueryScript<double>.Options(rows, columns, 0.7, 1));
        QueryScript<double> script = new QueryScript<double>(matrix).Run();
        Assert.Equal((QueryScript<double>.RightQueries, QueryScript<double>.LeftQueries), (matrix.Right.Count, matrix.Left.Count));
        Assert.Equal((QueryScript<double>.RightRank, QueryScript<double>.LeftRank), (matrix.RightSide.Rank, matrix.LeftSide.Rank));

        // A direction with relative residual 1e-6 is known to eps/1e-6 = 2e-10 only; it enters answers with weight 1e-6 again.
        Assert.InRange(script.Inconsistency(), 0, 1e-12);
        Assert.InRange(script.Nonlinearity(), 0, 1e-11);
        CheckState(matrix, script, 1e-12);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Float_answers_are_those_of_one_matrix(long rows, long columns)
    {
        using RevealedGaussian<float> matrix = QueryScript<float>.Revealed(QueryScript<float>.Options(rows, columns, 0.7, 2));
        QueryScript<float> script = new QueryScript<float>(matrix).Run();

        // 1e-6 is below the rank threshold of float: the two nearly dependent vectors count as known.
        Assert.Equal((QueryScript<float>.RightRank - 1, QueryScript<float>.LeftRank - 1), (matrix.RightSide.Rank, matrix.LeftSide.Rank));
        Assert.InRange(script.Inconsistency(), 0, 2e-5);
        Assert.InRange(script.Nonlinearity(), 0, 1e-4);
        CheckState(matrix, script, 1e-5);
    }

    [Theory]
    [InlineData(60, 60)]
    [InlineData(35_000, 70_000)]
    public void Bits_do_not_depend_on_threads(long rows, long columns)
    {
        double[] one = Bits<double>(rows, columns, 1);
        Assert.Equal(one, Bits<double>(rows, columns, 2));
        Assert.Equal(one, Bits<double>(rows, columns, 4));
        Assert.Equal(Bits<float>(rows, columns, 1), Bits<float>(rows, columns, 4));
    }

    [Fact]
    public void Too_many_queries_are_refused()
    {
        var factory = new GaussianFactory<double>(MatrixKind.Revealed, null, ShardExecutor.Sequential);
        Assert.Throws<ArgumentException>(() => factory.Create(QueryScript<double>.Options(100, 50, 1, 1, right: 30, left: 20)));
        Assert.Throws<ArgumentException>(() => factory.Create(QueryScript<double>.Options(50, 100, 1, 1, right: 30, left: 20)));
        using RevealedGaussian<double> matrix = QueryScript<double>.Revealed(QueryScript<double>.Options(100, 50, 1, 1, right: 2, left: 1));
        using Panel<double> v = Panels.Gaussian<double>(50, 3, 1);
        using Panel<double> u = Panels.Gaussian<double>(100, 3, 2);
        Assert.Throws<InvalidOperationException>(() => matrix.Multiply(v.View(), u.View()));
        matrix.MultiplyTransposed(u.View(0, 1), v.View(0, 1));
        Assert.Throws<InvalidOperationException>(() => matrix.MultiplyTransposed(u.View(1, 1), v.View(0, 1)));

        // Vectors that are known already take a place in the record too.
        matrix.Multiply(v.View(0, 1), u.View(0, 1));
        matrix.Multiply(v.View(0, 1), u.View(0, 1));
        Assert.Throws<InvalidOperationException>(() => matrix.Multiply(v.View(0, 1), u.View(0, 1)));
    }

    /// <summary>
    /// Vectors in blocks of five, of which the later ones add nothing: memory grows (beyond its first columns), answers stay those of one matrix, and what is left out is noted.
    /// </summary>
    [Theory]
    [InlineData(700, 400, 280)]
    [InlineData(320, 60, 20)]
    public void The_basis_grows_by_what_a_vector_adds(int size, int queries, int directions)
    {
        GaussianOptions options = QueryScript<double>.Options(size, size, 1, 4, right: queries, left: queries) with { RankTolerance = 1e-7, FewDirections = true };
        using RevealedGaussian<double> matrix = QueryScript<double>.Revealed(options, 1);
        using Panel<double> sources = Panels.Gaussian<double>(size, directions, 31);
        using var asked = new Panel<double>(new RowShards(size), 5);
        using var answer = new Panel<double>(new RowShards(size), 5);
        var answers = new List<double[]>();
        int known = 0;
        for (int block = 0; block < queries / 5; block++)
        {
            int fresh = Math.Min(5, directions - known);
            for (int column = 0; column < 5; column++)
            {
                int source = column < fresh ? known + column : (block + column) % directions;
                double small = column < fresh ? 0 : 3e-9;
                Panels.Set(asked.View(), column, row => sources[row, source] + (small * sources[(row + 1) % size, source]));
            }

            known += fresh;
            matrix.Multiply(asked.View(), answer.View());
            answers.AddRange(Panels.Columns(answer.View()));
        }

        Assert.Equal((queries, directions), (matrix.RightRecord.Count, matrix.RightRecord.Rank));
        Assert.Equal(queries - directions, matrix.RightRecord.Dependent);
        Assert.InRange(matrix.RightRecord.LargestLeftOut, 1e-9, 4e-9);
        Panels.Set(asked.View(), 0, row => answers[0][row]);
        matrix.MultiplyTransposed(asked.View(0, 1), answer.View(0, 1));
        double[] back = Panels.Column(answer.View(), 0);
        for (int query = 0; query < directions; query += 7)
        {
            double[] v = Panels.Column(sources.View(), query);
            Assert.Equal(Panels.Dot(answers[0], answers[query]), Panels.Dot(back, v), 1e-9 * size);
        }
    }

    /// <summary>
    /// The variance of an entry is scale^2/columns, whichever side is asked. For unit v, q = columns |A v|^2/scale^2 is chi-square with `rows` degrees
    /// of freedom; for unit u, columns |A^T u|^2/scale^2 with `columns`. After one query from each side the next answers follow the same laws.
    /// The sum over seeds is chi-square again. Two-sided level 1e-4 for each of 4 x 3 sums: false alarm rate 1.2e-3 (fixed seeds: once for all).
    /// Power: with dof = 400 x 30 a factor (rows/columns) or 1.1 in the variance is 7 standard deviations off.
    /// </summary>
    [Theory]
    [InlineData(30, 50)]
    [InlineData(50, 30)]
    [InlineData(40, 40)]
    public void Entries_have_variance_scale_squared_over_columns(long rows, long columns)
    {
        const int Seeds = 400;
        const double Scale = 1.7;
        var sums = new double[4];
        for (uint seed = 0; seed < Seeds; seed++)
        {
            var options = QueryScript<double>.Options(rows, columns, Scale, 100 + seed, 3, 3);
            using RevealedGaussian<double> rightFirst = QueryScript<double>.Revealed(options, 1);
            using RevealedGaussian<double> leftFirst = QueryScript<double>.Revealed(options, 1);
            using Panel<double> v = Orthonormal(columns, 2, seed);
            using Panel<double> u = Orthonormal(rows, 2, seed + 10_000);
            using var av = new Panel<double>(new RowShards(rows), 2);
            using var atu = new Panel<double>(new RowShards(columns), 2);
            rightFirst.Multiply(v.View(0, 1), av.View(0, 1));
            rightFirst.MultiplyTransposed(u.View(0, 1), atu.View(0, 1));
            rightFirst.Multiply(v.View(1, 1), av.View(1, 1));
            sums[0] += SquaredNorm(av, 0);
            sums[1] += SquaredNorm(av, 1);
            sums[2] += SquaredNorm(atu, 0);
            leftFirst.MultiplyTransposed(u.View(0, 1), atu.View(0, 1));
            leftFirst.Multiply(v.View(0, 1), av.View(0, 1));
            leftFirst.MultiplyTransposed(u.View(1, 1), atu.View(1, 1));
            sums[3] += SquaredNorm(atu, 1);
        }

        double unit = columns / (Scale * Scale);
        long[] degrees = [rows, rows, columns, columns];
        for (int i = 0; i < 4; i++)
        {
            double statistic = unit * sums[i];
            double tail = ChiSquared.CDF(Seeds * degrees[i], statistic);
            Assert.True(tail is > 5e-5 and < 1 - 5e-5, $"sum {i}: {statistic} of {Seeds * degrees[i]} degrees of freedom, tail {tail}");
            double wrong = ChiSquared.CDF(Seeds * degrees[i], 1.1 * statistic);
            Assert.True(wrong > 1 - 5e-5, $"sum {i}: 10% more variance would pass");
        }
    }

    /// <summary>
    /// Joint law: for fixed unit vectors v, u the number u^T A v (known from either side first) and the rest of A v are independent with variance
    /// scale^2/columns each. z of the mean square and of the lag product over 2000 seeds; limit 4.5, false alarm rate 7e-6 each.
    /// </summary>
    [Fact]
    public void Both_orders_of_asking_give_the_same_law()
    {
        const int Seeds = 2000;
        const long N = 12;
        var cross = new double[2][];
        for (int order = 0; order < 2; order++)
        {
            cross[order] = new double[Seeds];
            for (uint seed = 0; seed < Seeds; seed++)
            {
                using RevealedGaussian<double> matrix = QueryScript<double>.Revealed(QueryScript<double>.Options(N, N, 1, 5000 + seed, 2, 2), 1);
                using Panel<double> v = Orthonormal(N, 1, 1);
                using Panel<double> u = Orthonormal(N, 1, 2);
                using var av = new Panel<double>(new RowShards(N), 1);
                using var atu = new Panel<double>(new RowShards(N), 1);
                if (order == 0)
                {
                    matrix.Multiply(v.View(), av.View());
                    matrix.MultiplyTransposed(u.View(), atu.View());
                }
                else
                {
                    matrix.MultiplyTransposed(u.View(), atu.View());
                    matrix.Multiply(v.View(), av.View());
                }

                double fromRight = Panels.Dot(Panels.Column(u.View(), 0), Panels.Column(av.View(), 0));
                double fromLeft = Panels.Dot(Panels.Column(v.View(), 0), Panels.Column(atu.View(), 0));
                Assert.Equal(fromRight, fromLeft, 1e-13);
                cross[order][seed] = Math.Sqrt(N) * fromRight;
            }
        }

        foreach (double[] sample in cross)
        {
            Assert.InRange(sample.Sum() / Math.Sqrt(Seeds), -4.5, 4.5);
            Assert.InRange((sample.Sum(x => x * x) - Seeds) / Math.Sqrt(2 * Seeds), -4.5, 4.5);
        }
    }

    private static void CheckState<T>(RevealedGaussian<T> matrix, QueryScript<T> script, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[][] v = Panels.Columns(matrix.RightSide.Basis);
        double[][] x = Panels.Columns(matrix.RightSide.Products);
        double[][] u = Panels.Columns(matrix.LeftSide.Basis);
        double[][] y = Panels.Columns(matrix.LeftSide.Products);
        Assert.InRange(Defect(v), 0, tolerance);
        Assert.InRange(Defect(u), 0, tolerance);
        using DenseMatrix<double> cross = matrix.CrossProduct;
        using DenseMatrix<double> gramX = matrix.RightProductGram();
        using DenseMatrix<double> gramY = matrix.LeftProductGram();
        for (int j = 0; j < v.Length; j++)
        {
            for (int i = 0; i < u.Length; i++)
            {
                double size = 10 * tolerance * matrix.Scale;
                Assert.Equal(Panels.Dot(u[i], x[j]), Panels.Dot(y[i], v[j]), size);
                Assert.Equal(Panels.Dot(u[i], x[j]), cross[i, j], size);
            }

            Assert.Equal(Panels.Dot(x[j], x[0]), gramX[j, 0], 10 * tolerance);
        }

        Assert.Equal(Panels.Dot(y[^1], y[0]), gramY[u.Length - 1, 0], 10 * tolerance);
        CheckMemory(matrix.RightSide, script.V, v, tolerance);
        CheckMemory(matrix.LeftSide, script.U, u, tolerance);
    }

    /// <summary>Asked vectors are the basis times the coordinates; inner products are plain sums over rows.</summary>
    private static void CheckMemory<T>(RevealedSide<T> side, List<double[]> asked, double[][] basis, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using DenseMatrix<double> coordinates = side.Record.ToMatrix();
        for (int query = 0; query < asked.Count; query++)
        {
            double norm = Math.Sqrt(Panels.Dot(asked[query], asked[query]));
            double[] rebuilt = [.. Enumerable.Range(0, asked[query].Length).Select(row =>
                Enumerable.Range(0, basis.Length).Sum(b => basis[b][row] * coordinates[b, query]))];
            Assert.InRange(Samples.Distance(rebuilt, asked[query]), 0, 10 * tolerance * Math.Max(1, norm));
            for (int other = 0; other <= query; other++)
            {
                double size = norm * Math.Sqrt(Panels.Dot(asked[other], asked[other]));
                Assert.Equal(Panels.Dot(asked[query], asked[other]), side.InnerProduct(query, other), 10 * tolerance * Math.Max(1, size));
            }
        }
    }

    private static double Defect(double[][] basis) => (from i in Enumerable.Range(0, basis.Length)
                                                       from j in Enumerable.Range(0, basis.Length)
                                                       select Math.Abs(Panels.Dot(basis[i], basis[j]) - (i == j ? 1 : 0))).Max();

    private static double[] Bits<T>(long rows, long columns, int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using RevealedGaussian<T> matrix = QueryScript<T>.Revealed(QueryScript<T>.Options(rows, columns, 1.3, 3), threads);
        QueryScript<T> script = new QueryScript<T>(matrix).Run();
        using DenseMatrix<double> cross = matrix.CrossProduct;
        return [.. script.AV.SelectMany(x => x), .. script.AtU.SelectMany(x => x), .. cross.AsSpan()];
    }

    private static Panel<double> Orthonormal(long rows, int count, uint seed)
    {
        Panel<double> panel = Panels.Gaussian<double>(rows, count, seed);
        for (int column = 0; column < count; column++)
        {
            double[] x = Panels.Column(panel.View(), column);
            for (int before = 0; before < 2 * column; before++)
            {
                double[] b = Panels.Column(panel.View(), before % column);
                double overlap = Panels.Dot(b, x);
                x = [.. x.Select((value, row) => value - (overlap * b[row]))];
            }

            double norm = Math.Sqrt(Panels.Dot(x, x));
            Panels.Set(panel.View(), column, row => x[row] / norm);
        }

        return panel;
    }

    private static double SquaredNorm(Panel<double> panel, int column)
    {
        double[] x = Panels.Column(panel.View(), column);
        return Panels.Dot(x, x);
    }
}
