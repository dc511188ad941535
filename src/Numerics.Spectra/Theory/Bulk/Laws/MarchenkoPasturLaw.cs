namespace Numerics.Spectra.Theory.Bulk.Laws;

/// <summary>
/// Eigenvalues of a white sample covariance matrix: the law of Marchenko and Pastur in the eigenvalue variable.
/// </summary>
/// <remarks>
/// <code>
/// rho(x) = sqrt((b - x)(x - a))/(2 pi c x),   a, b = (1 -+ sqrt c)^2,   plus an atom (1 - 1/c)_+ at x = 0
/// moments: sum_r c^r binom(k, r) binom(k - 1, r)/(r + 1),   r = 0 .. k - 1
/// </code>
/// <para>Source: V. A. Marchenko and L. A. Pastur, Math. USSR Sb. 1 (1967) 457.</para>
/// <para>c = p/n for the p x p matrix X X^T/n of n samples with unit variance, weights per eigenvalue of that matrix. In the singular value:
/// <see cref="MarchenkoPasturSingularValueLaw"/>.</para>
/// Equation: marchenko-pastur-eigenvalues
/// <para>Valid as p and n -> infinity at fixed c.</para>
/// </remarks>
public sealed class MarchenkoPasturLaw : ISpectralLaw
{
    private readonly MarchenkoPasturSingularValueLaw roots;

    /// <summary>The law of ratio c = p/n.</summary>
    public MarchenkoPasturLaw(double ratio)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ratio);
        Ratio = ratio;
        // With c = columns/rows of the factor, entry variance 1/rows, the weights per column are those of X^T X.
        roots = new MarchenkoPasturSingularValueLaw(Math.Sqrt(ratio), 1 / ratio);
        double lower = 1 - Math.Sqrt(ratio);
        double upper = 1 + Math.Sqrt(ratio);
        Support = [new SupportInterval(lower * lower, upper * upper)];
    }

    /// <summary>c = p/n.</summary>
    public double Ratio { get; }

    /// <inheritdoc/>
    public IReadOnlyList<SupportInterval> Support { get; }

    /// <inheritdoc/>
    public double AtomAtZero => Math.Max(0, 1 - (1 / Ratio));

    /// <inheritdoc/>
    public double Density(double x) =>
        Support[0].Contains(x) ? Math.Sqrt((Support[0].Upper - x) * (x - Support[0].Lower)) / (2 * Math.PI * Ratio * x) : 0;

    /// <inheritdoc/>
    public double CumulativeDistribution(double x) => x < 0 ? 0 : roots.CumulativeDistribution(Math.Sqrt(x));

    /// <inheritdoc/>
    public double Moment(int order)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        double sum = order == 0 ? 1 : 0;
        double narayana = 1; // binom(k, r) binom(k - 1, r)/(r + 1) c^r
        for (int r = 0; r < order; r++)
        {
            sum += narayana;
            narayana *= Ratio * (order - r) * (order - 1 - r) / ((r + 1.0) * (r + 2));
        }

        return sum;
    }

    /// <summary>
    /// Nodes and weights (mass included, atom excluded) for averages of smooth functions over the continuous part; exact for polynomials of low degree.
    /// </summary>
    /// <param name="count">Number of nodes.</param>
    public IReadOnlyList<(double Node, double Weight)> Quadrature(int count)
    {
        // At c = 1 the lower end is hard, rho ~ x^(-1/2).
        var rule = new BandQuadrature(Support[0], count, Ratio == 1 ? 0.5 : double.NaN);
        return [.. rule.Nodes.Select((x, j) => (x, rule.Weight(j) * Density(x)))];
    }
}
