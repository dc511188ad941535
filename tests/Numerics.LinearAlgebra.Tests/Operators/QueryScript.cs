using System.Numerics;
using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Tests.Shards;

namespace Numerics.LinearAlgebra.Tests.Operators;

/// <summary>
/// An adaptive sequence of block queries with every kind of rank deficiency. Whatever answers must behave as one fixed matrix:
/// linear, and consistent between the two sides.
/// </summary>
/// <typeparam name="T">Element type.</typeparam>
internal sealed class QueryScript<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Number of right queries that the script asks.</summary>
    public const int RightQueries = 11;

    /// <summary>Number of left queries that the script asks.</summary>
    public const int LeftQueries = 8;

    /// <summary>Ranks for the double threshold 1e-11: repeats, combinations and zeros add nothing; the nearly dependent vectors do.</summary>
    public const int RightRank = 7;

    public const int LeftRank = 5;

    public const double NearlyDependent = 1e-6;

    private readonly IGaussianOperator<T> matrix;
    private readonly RowShards rows;
    private readonly RowShards columns;

    public QueryScript(IGaussianOperator<T> matrix)
    {
        this.matrix = matrix;
        rows = new RowShards(matrix.Rows);
        columns = new RowShards(matrix.Columns);
    }

    /// <summary>Right queries asked.</summary>
    public List<double[]> V { get; } = [];

    /// <summary>Answers A v.</summary>
    public List<double[]> AV { get; } = [];

    /// <summary>Left queries asked.</summary>
    public List<double[]> U { get; } = [];

    /// <summary>Answers A^T u.</summary>
    public List<double[]> AtU { get; } = [];

    public static GaussianOptions Options(long rows, long columns, double scale, uint seed, int right = RightQueries, int left = LeftQueries) => new(
        new RowShards(rows), new RowShards(columns), scale, right, left, StreamKey.Derive(seed, 901, 0, 0), StreamKey.Derive(seed, 901, 0, 1));

    public static RevealedGaussian<T> Revealed(GaussianOptions options, int threads = 2)
    {
        var executor = new ShardExecutor(threads);
        var sites = new IndependentSites<T>(executor);
        return new RevealedGaussian<T>(options, sites, sites, executor);
    }

    public QueryScript<T> Run()
    {
        double[] v0 = Source(columns, 0);
        double[] v1 = Source(columns, 1);
        double[] u0 = Source(rows, 2);
        Right(v0, v1);                                                       // 0, 1
        Left(u0, Map(AV[0], x => Math.Tanh(3 * x)));                         // 0, 1
        Right(Map(AtU[1], Math.Tanh), Combine((2, v0), (-3, v1)), v0);       // 2; 3 and 4 are known
        Left(Map(AV[2], x => x * x), new double[rows.TotalRows]);            // 2; 3 is zero
        Right(Combine((5, v0), (2, V[2]), (Relative(V[2], Source(columns, 3)), Source(columns, 3)))); // 5: nearly dependent
        Left(AV[5]);                                                         // 4: what came back
        double[] fresh = Source(columns, 4);
        Right(fresh, Combine((-7, fresh)), AtU[4]);                          // 6; 7 is known from its own block; 8
        double[] u5 = Combine((1, U[0]), (Relative(U[0], Source(rows, 5)), Source(rows, 5)));
        Left(Combine((4, U[1]), (1, U[2])), u5, u5);                         // 5 known; 6 nearly dependent; 7 its repeat
        Right(Map(Source(columns, 6), x => x * x), new double[columns.TotalRows]); // 9; 10 is zero
        return this;
    }

    /// <summary>Largest |u^T (A v) - (A^T u)^T v| over all pairs, relative to |u| |v| times the scale.</summary>
    public double Inconsistency() => (from i in Enumerable.Range(0, U.Count)
                                      from j in Enumerable.Range(0, V.Count)
                                      let size = Norm(U[i]) * Norm(V[j]) * matrix.Scale
                                      where size > 0
                                      select Math.Abs(Panels.Dot(U[i], AV[j]) - Panels.Dot(AtU[i], V[j])) / size).Max();

    /// <summary>Largest error of A (combination) = combination of answers over the dependent queries, relative to the vectors combined.</summary>
    public double Nonlinearity() => new[]
    {
        Error(AV[3], Combine((2, AV[0]), (-3, AV[1]))),
        Error(AV[4], AV[0]),
        Error(AV[7], Combine((-7, AV[6]))),
        Error(AV[10], new double[rows.TotalRows]),
        Error(AtU[3], new double[columns.TotalRows]),
        Error(AtU[5], Combine((4, AtU[1]), (1, AtU[2]))),
        Error(AtU[7], AtU[6]),
    }.Max();

    private static double Norm(double[] x) => Math.Sqrt(Panels.Dot(x, x));

    private static double Error(double[] answer, double[] expected) =>
        Samples.Distance(answer, expected) / Math.Max(1, expected.Max(Math.Abs));

    private static double Relative(double[] to, double[] of) => NearlyDependent * Norm(to) / Norm(of);

    private static double[] Map(double[] x, Func<double, double> f) => [.. x.Select(f)];

    private static double[] Combine(params (double Weight, double[] Vector)[] terms) =>
        [.. Enumerable.Range(0, terms[0].Vector.Length).Select(row => terms.Sum(term => term.Weight * term.Vector[row]))];

    private static double[] Source(RowShards shards, uint seed)
    {
        using Panel<double> panel = Panels.Gaussian<double>(shards.TotalRows, 1, 1000 + seed);
        return Panels.Column(panel.View(), 0);
    }

    private void Right(params double[][] vectors) => Ask(vectors, columns, rows, matrix.Multiply, V, AV);

    private void Left(params double[][] vectors) => Ask(vectors, rows, columns, matrix.MultiplyTransposed, U, AtU);

    private static void Ask(
        double[][] vectors, RowShards from, RowShards to, Action<PanelView<T>, PanelView<T>> product, List<double[]> asked, List<double[]> answers)
    {
        using var question = new Panel<T>(from, vectors.Length);
        using var answer = new Panel<T>(to, vectors.Length);
        for (int column = 0; column < vectors.Length; column++)
        {
            Panels.Set(question.View(), column, row => vectors[column][row]);
        }

        product(question.View(), answer.View());
        asked.AddRange(Panels.Columns(question.View()));
        answers.AddRange(Panels.Columns(answer.View()));
    }
}
