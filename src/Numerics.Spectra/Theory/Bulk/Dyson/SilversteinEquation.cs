using System.Numerics;
using Numerics.Spectra.Analysis;
using Numerics.Spectra.Theory.Bulk.Laws;

namespace Numerics.Spectra.Theory.Bulk.Dyson;

/// <summary>
/// Marchenko-Pastur with covariance: the resolvent of a sample covariance matrix with any population spectrum.
/// </summary>
/// <remarks>
/// <code>
/// 1/g = z - c sum_k w_k t_k/(1 - t_k g),   g(z) = (1/n) tr (z - X^T Sigma X/n)^-1   (companion, n x n)
/// law of the p x p matrix: g_p(z) = (g(z) - (1 - c)/z)/c
/// one more population eigenvalue l: outlier x(1/l), x(g) = 1/g + c sum_k w_k t_k/(1 - t_k g), if x'(1/l) &lt; 0
/// </code>
/// <para>Source: J. W. Silverstein, J. Multivar. Anal. 55 (1995) 331; the outlier: Z. Bai and J. Yao, J. Multivar. Anal. 106 (2012) 167.</para>
/// <para>c = p/n; population eigenvalues t_k with weights w_k (total one); X is p x n with unit variance.</para>
/// Equation: silverstein
/// <para>Valid as p and n -> infinity at fixed c. The trace reported is that of the p x p matrix.</para>
/// </remarks>
public sealed class SilversteinEquation : DiagonalDysonEquation
{
    private readonly (double Value, double Weight)[] population;

    /// <summary>The equation of ratio c = p/n and a population spectrum; weights are normalised to one.</summary>
    public SilversteinEquation(double ratio, IReadOnlyList<(double Value, double Weight)> population)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ratio);
        ArgumentNullException.ThrowIfNull(population);
        double total = population.Sum(pair => pair.Weight);
        if (population.Count == 0 || population.Any(pair => !(pair.Value >= 0 && pair.Weight >= 0)) || !(total > 0))
        {
            throw new ArgumentException("The population spectrum needs eigenvalues and weights that are not negative and not all zero.", nameof(population));
        }

        Ratio = ratio;
        this.population = [.. population.Select(pair => (pair.Value, pair.Weight / total))];
        // Norm at most t_max (1 + sqrt c)^2; the branch is smooth from ten times that.
        StartHeight = 10 * population.Max(pair => pair.Value) * Math.Pow(1 + Math.Sqrt(ratio), 2);
    }

    /// <summary>c.</summary>
    public double Ratio { get; }

    /// <inheritdoc/>
    public override double StartHeight { get; }

    /// <inheritdoc/>
    public override int Dimension => 1;

    /// <summary>The law with densities at <paramref name="points"/> nodes per band, weights per eigenvalue of the p x p matrix.</summary>
    /// <remarks>At c = 1 the law begins at zero with a hard edge, rho ~ x^(-1/2).</remarks>
    /// <exception cref="DysonException">An edge or a density was not found.</exception>
    public TabulatedSpectralLaw Law(int points = 400, int scanPoints = 200) =>
        new DysonSpectrum(this, SpectrumKind.Eigenvalues).Law(points, scanPoints, hardEdgePower: 0.5);

    /// <summary>
    /// The outlier of a single population eigenvalue <paramref name="eigenvalue"/> l, above, below or between the bands; null if it stays inside one.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">l is not positive.</exception>
    public double? SpikeOutlier(double eigenvalue)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(eigenvalue);
        double value = eigenvalue;
        double slope = -eigenvalue * eigenvalue;
        foreach ((double t, double weight) in population)
        {
            double ratio = t / (1 - (t / eigenvalue));
            value += Ratio * weight * ratio;
            slope += Ratio * weight * ratio * ratio;
        }

        return slope < 0 && value > 0 ? value : null;
    }

    /// <inheritdoc/>
    public override Complex Coordinate(PlanarVector g)
    {
        ArgumentNullException.ThrowIfNull(g);
        return g[0];
    }

    /// <inheritdoc/>
    public override void WriteCoordinateWeights(Span<double> weights) => weights[0] = 1;

    /// <inheritdoc/>
    public override Complex Trace(Complex z, PlanarVector g)
    {
        ArgumentNullException.ThrowIfNull(g);
        return (g[0] - ((1 - Ratio) / z)) / Ratio;
    }

    /// <inheritdoc/>
    protected override void WriteSelfEnergy(Complex z, PlanarVector g, PlanarVector result)
    {
        ArgumentNullException.ThrowIfNull(g);
        ArgumentNullException.ThrowIfNull(result);
        Complex sum = 0;
        foreach ((double value, double weight) in population)
        {
            sum += weight * value / (1 - (value * g[0]));
        }

        result[0] = Ratio * sum;
    }

    /// <inheritdoc/>
    protected override void WriteSelfEnergyDerivative(Complex z, PlanarVector g, PlanarVector direction, PlanarVector result)
    {
        ArgumentNullException.ThrowIfNull(g);
        ArgumentNullException.ThrowIfNull(direction);
        ArgumentNullException.ThrowIfNull(result);
        Complex sum = 0;
        foreach ((double value, double weight) in population)
        {
            Complex denominator = 1 - (value * g[0]);
            sum += weight * value * value / (denominator * denominator);
        }

        result[0] = Ratio * sum * direction[0];
    }
}
