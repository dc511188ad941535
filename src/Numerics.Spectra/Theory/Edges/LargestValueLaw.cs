namespace Numerics.Spectra.Theory.Edges;

/// <summary>
/// The largest values of a finite random matrix: outliers where the limit has them, then the levels of the edge with their Tracy-Widom shift and scatter.
/// </summary>
/// <remarks>
/// <code>
/// rank r = 1, ..., R (outliers z_1 >= z_2 >= ... of the limit):   z_r with its standard error;
///     z_r - E &lt; 5 delta (critical):   fluctuates with the edge, error^2 + (delta sd TW_1)^2,   squared overlaps scatter by N^(-1/3)
/// rank r > R:   C + delta TW_(r - R)
/// </code>
/// <para>E: upper edge of the limit; C: where its law is centred at this size (E, up to terms of relative order 1/N); delta: fluctuation scale of the edge, of order
/// N^(-2/3), the same length as in <see cref="EdgeStatistics.Scale"/>.</para>
/// <para>The window is that of Baik, Ben Arous and Peche: for spikes whose strength exceeds the threshold by O(N^(-1/3)) the outlier lies O(delta) above the edge and its law
/// interpolates between Tracy-Widom and Gauss. Five scales are four standard deviations of TW_1.</para>
/// <para>Source: J. Baik, G. Ben Arous and S. Peche, Ann. Probab. 33 (2005) 1643; A. Bloemendal and B. Virag, Probab. Theory Relat. Fields 156 (2013) 795 (real matrices).</para>
/// Equation: largest-value
/// <para>Valid at a regular (square-root) edge. Without such an edge (hard edge, disk, a band of few values) give no scale or set <see cref="IsRegular"/>: then outliers only are
/// predicted.</para>
/// </remarks>
public sealed class LargestValueLaw
{
    /// <summary>An outlier closer to the edge than this many fluctuation scales is critical.</summary>
    public const double WindowScales = 5;

    private readonly IReadOnlyList<double> outliers;
    private readonly IReadOnlyList<double> errors;
    private readonly int beta = 1;

    /// <summary>The law of an edge with outliers above it.</summary>
    /// <param name="edge">E.</param>
    /// <param name="scale">delta at this size, not negative; null where the edge has no Tracy-Widom law, and no outlier is critical then.</param>
    /// <param name="outliers">z_r, descending.</param>
    /// <param name="standardErrors">Standard error of each; null for exact ones.</param>
    /// <exception cref="ArgumentException">Outliers do not descend, or their number is not that of the errors.</exception>
    public LargestValueLaw(double edge, double? scale, IReadOnlyList<double>? outliers = null, IReadOnlyList<double>? standardErrors = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(scale ?? 0, nameof(scale));
        this.outliers = outliers ?? [];
        errors = standardErrors ?? new double[this.outliers.Count];
        if (errors.Count != this.outliers.Count)
        {
            throw new ArgumentException($"There are {this.outliers.Count} outliers and {errors.Count} standard errors; give one each.", nameof(standardErrors));
        }

        for (int i = 1; i < this.outliers.Count; i++)
        {
            if (this.outliers[i] > this.outliers[i - 1])
            {
                throw new ArgumentException($"Outlier {i + 1} ({this.outliers[i]}) exceeds outlier {i} ({this.outliers[i - 1]}); give them in descending order.", nameof(outliers));
            }
        }

        Edge = edge;
        Centre = edge;
        Scale = scale ?? 0;
        IsRegular = scale is not null;
    }

    /// <summary>E.</summary>
    public double Edge { get; }

    /// <summary>C; E unless set.</summary>
    public double Centre { get; init; }

    /// <summary>delta; 0 where there is none.</summary>
    public double Scale { get; }

    /// <summary>Whether values below the outliers follow the Tracy-Widom levels at this size; with a scale true unless set.</summary>
    public bool IsRegular { get; init; }

    /// <summary>Symmetry class, 1 (real) unless set; of 2 (complex) the first level only is known.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Another class.</exception>
    public int Beta
    {
        get => beta;
        init => beta = value is 1 or 2 ? value : throw new ArgumentOutOfRangeException(nameof(value), $"beta = {value} has no levels here; take 1 or 2.");
    }

    /// <summary>Number of outliers R.</summary>
    public int OutlierCount => outliers.Count;

    /// <summary>Ranks of which something is known: the outliers, and the levels of the edge that are tabulated.</summary>
    public int KnownRanks => outliers.Count + (beta == 1 ? TracyWidomMoments.Count : 1);

    /// <summary>Singular values of a Gaussian matrix with outliers above its bulk; centre and scale are those of the finite size.</summary>
    public static LargestValueLaw Of(EdgeStatistics edge, IReadOnlyList<double>? outliers = null, IReadOnlyList<double>? standardErrors = null)
    {
        ArgumentNullException.ThrowIfNull(edge);
        return new LargestValueLaw(edge.Edge, edge.Scale, outliers, standardErrors) { Centre = edge.Centre };
    }

    /// <summary>Whether a value above the edge fluctuates with it.</summary>
    public bool IsCritical(double outlier) => outlier - Edge < WindowScales * Scale;

    /// <summary>The value of <paramref name="rank"/> r, from 1; null where nothing is known of it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rank is not positive, or its level at the edge is not tabulated (six for beta = 1).</exception>
    public LargestValue? At(int rank)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rank, 1);
        if (rank > outliers.Count)
        {
            (double mean, double deviation) = IsRegular ? Level(rank - outliers.Count) : default;
            return IsRegular ? new LargestValue(Centre + (Scale * mean), 0, Scale * deviation, IsCritical: false) : null;
        }

        double outlier = outliers[rank - 1];
        double error = errors[rank - 1];
        bool critical = IsCritical(outlier);
        double scatter = critical ? Scale * Level(1).Deviation : 0;
        double total = Math.Sqrt((error * error) + (scatter * scatter));
        return new LargestValue(outlier, total, total, critical);
    }

    /// <summary>
    /// Scatter of the squared overlap of the vector of <paramref name="rank"/> r with its direction, of order N^(-1/3) for a critical outlier and for a value at the edge whatever
    /// the small limit is; 0 for an outlier clear of the edge.
    /// </summary>
    /// <param name="rank">r, from 1.</param>
    /// <param name="size">N, number of values.</param>
    public double CriticalOverlapScatter(int rank, long size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rank, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        return rank > outliers.Count || IsCritical(outliers[rank - 1]) ? Math.Cbrt(1.0 / size) : 0;
    }

    /// <summary>Mean and standard deviation of TW_j.</summary>
    private (double Mean, double Deviation) Level(int j) => beta == 1
        ? (TracyWidomMoments.Mean(j), TracyWidomMoments.StandardDeviation(j))
        : j == 1 ? (TracyWidomLaw.ForBeta(beta).Mean, TracyWidomLaw.ForBeta(beta).StandardDeviation)
        : throw new ArgumentOutOfRangeException(nameof(j), $"Level {j} of beta = {beta} is not tabulated; the first is, and six for beta = 1.");
}
