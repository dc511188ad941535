namespace Numerics.Spectra.Theory.Edges;

/// <summary>TEMPORARY shape of the law, replaced by the branch that writes it.</summary>
public sealed class LargestValueLaw
{
    private readonly EdgeStatistics edge;
    private readonly double window;
    private readonly IReadOnlyList<double> outliers;

    private LargestValueLaw(EdgeStatistics edge, double window, IReadOnlyList<double> outliers)
    {
        this.edge = edge;
        this.window = window;
        this.outliers = outliers;
    }

    /// <summary>Of a Gaussian matrix with outliers.</summary>
    public static LargestValueLaw OfSingularValues(long rows, long columns, double scale, IReadOnlyList<double> outliers) =>
        new(new EdgeStatistics(rows, columns, scale), 3 * scale * Math.Pow(Math.Min(rows, columns), -2.0 / 3), outliers);

    /// <summary>Value of a rank from 0.</summary>
    public double Value(int rank) => rank < outliers.Count ? outliers[rank] : edge.Mean(rank - outliers.Count + 1);

    /// <summary>Its error.</summary>
    public double StandardError(int rank) => rank < outliers.Count ? (IsCritical(rank) ? edge.StandardDeviation(1) : 0) : edge.StandardDeviation(rank - outliers.Count + 1);

    /// <summary>Whether it is in the window.</summary>
    public bool IsCritical(int rank) => rank < outliers.Count && outliers[rank] - edge.Edge < window;

    /// <summary>Scatter of overlaps.</summary>
    public double OverlapScatter(int rank, long size) => IsCritical(rank) ? Math.Cbrt(1.0 / size) : 0;
}
