using System.Numerics;

namespace Numerics.Spectra.Theory.Bulk.Laws;

/// <summary>Eigenvalues of a sample covariance matrix whose population has finitely many eigenvalues: edges, density and distribution function to rounding, whatever their scales and however close the bands.</summary>
/// <remarks>
/// <code>
/// S = Sigma^(1/2) X X^T Sigma^(1/2)/n, p x p, c = p/n;   w = 1/g, g the resolvent of the companion X^T Sigma X/n:
///     x(w) = w + c sum_k w_k t_k + sum_k nu_k/(w - t_k),   nu_k = c w_k t_k^2
/// w = U + i V above the axis:   Im x = 0   &lt;=>   sum_k nu_k/((U - t_k)^2 + V^2) = 1,   one V >= 0 for each U, x(U) increasing
/// edges: sum_k nu_k/(U - t_k)^2 = 1;   density  V/(pi c |w|^2)
/// 1 - F(x) = Im Psi(w)/(pi c),   Psi(w) = (1 - c) log w + c sum_k w_k log(w - t_k) + c sum_k w_k t_k/(w - t_k)
/// </code>
/// <para>Source: J. W. Silverstein and S.-I. Choi, J. Multivar. Anal. 54 (1995) 295 (edges); the form in w is that of a convolution with a semicircle, whose boundary values P. Biane, Indiana
/// Univ. Math. J. 46 (1997) 705, parametrizes by U; Psi is the integral of g dx, derived here.</para>
/// <para>c = p/n positive; t_k positive, w_k positive with total one. At c = 1 the lower end is hard, rho ~ x^(-1/2) at zero; above c = 1 zeros have the weight 1 - 1/c.</para>
/// <para>Valid as p and n -> infinity at fixed c. Deterministic.</para>
/// </remarks>
public sealed class SampleCovarianceLaw : ISpectralLaw
{
    private const int MostSteps = 200;

    // A lower end this small beside the upper one is rounding of a hard edge at zero.
    private const double HardEdge = 1e-14;

    private readonly double ratio;
    private readonly double shift;
    private readonly (double Value, double Weight, double Strength)[] population;

    // Ends of every band in U.
    private readonly (double Lower, double Upper)[] bands;

    /// <summary>The law of ratio c and a population (t_k, w_k); weights are normalised to one.</summary>
    public SampleCovarianceLaw(double ratio, IReadOnlyList<(double Value, double Weight)> population)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ratio);
        ArgumentNullException.ThrowIfNull(population);
        if (population.Count == 0 || population.Any(pair => !(pair.Value > 0 && pair.Weight > 0)))
        {
            throw new ArgumentException("A population is a list of eigenvalues and weights, all positive, at least one.", nameof(population));
        }

        this.ratio = ratio;
        double total = population.Sum(pair => pair.Weight);
        this.population = [.. population.GroupBy(pair => pair.Value).OrderBy(group => group.Key)
            .Select(group => (group.Key, group.Sum(pair => pair.Weight) / total, ratio * group.Sum(pair => pair.Weight) / total * group.Key * group.Key))];
        shift = ratio * this.population.Sum(one => one.Weight * one.Value);
        bands = [.. Bands()];
        double top = X(bands[^1].Upper, 0);
        Support = [.. bands.Select(band => new SupportInterval(Math.Max(0, X(band.Lower, 0)) is var low && low > HardEdge * top ? low : 0, X(band.Upper, 0)))];
    }

    /// <inheritdoc/>
    public IReadOnlyList<SupportInterval> Support { get; }

    /// <summary>Lower edge of the lowest band.</summary>
    public double LowerEdge => Support[0].Lower;

    /// <summary>Upper edge of the highest band.</summary>
    public double UpperEdge => Support[^1].Upper;

    /// <inheritdoc/>
    public double AtomAtZero => Math.Max(0, 1 - (1 / ratio));

    /// <summary>a of the density (a/pi) sqrt(E - x) at the upper edge.</summary>
    public double UpperAmplitude
    {
        get
        {
            double edge = bands[^1].Upper;
            double curvature = 2 * population.Sum(one => one.Strength / Math.Pow(edge - one.Value, 3));
            return Math.Sqrt(2 / curvature) / (ratio * edge * edge);
        }
    }

    /// <inheritdoc/>
    public double Density(double x)
    {
        int band = Enumerable.Range(0, bands.Length).FirstOrDefault(k => x > Support[k].Lower && x < Support[k].Upper, -1);
        if (band < 0)
        {
            return 0;
        }

        Complex w = Boundary(x, bands[band]);
        return w.Imaginary / (Math.PI * ratio * ((w.Real * w.Real) + (w.Imaginary * w.Imaginary)));
    }

    /// <inheritdoc/>
    public double CumulativeDistribution(double x)
    {
        if (x < 0)
        {
            return 0;
        }

        double below = AtomAtZero;
        for (int k = 0; k < bands.Length; k++)
        {
            if (x >= Support[k].Upper)
            {
                below = 1 - (Above(bands[k].Upper) / ratio);
            }
            else if (x > Support[k].Lower)
            {
                return Math.Clamp(1 - (Above(Boundary(x, bands[k])) / ratio), 0, 1);
            }
        }

        return Math.Clamp(below, 0, 1);
    }

    /// <inheritdoc/>
    /// <remarks>Order 0 is the mass of atom and bands from the distribution function; others follow from the series of the resolvent at infinity.</remarks>
    public double Moment(int order)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        return order == 0 ? AtomAtZero + bands.Sum(band => (Above(band.Lower) - Above(band.Upper)) / ratio) : CompanionMoment(order) / ratio;
    }

    /// <summary>Weight of the companion's law above a point of the boundary.</summary>
    private double Above(Complex w)
    {
        Complex psi = (1 - ratio) * Log(w);
        foreach ((double value, double weight, _) in population)
        {
            psi += ratio * weight * (Log(w - value) + (value / (w - value)));
        }

        return psi.Imaginary / Math.PI;
    }

    /// <summary>The logarithm on the closed upper half-plane; at a hard edge w is zero and its factor 1 - c as well.</summary>
    private static Complex Log(Complex w) => w == 0 ? Complex.Zero : new Complex(Math.Log(Complex.Abs(w)), Math.Atan2(Math.Abs(w.Imaginary), w.Real));

    /// <summary>w of a point inside a band: x(U) increases.</summary>
    private Complex Boundary(double x, (double Lower, double Upper) band)
    {
        (double low, double high) = band;
        double u = 0.5 * (low + high);
        for (int step = 0; step < MostSteps && high > low; step++)
        {
            u = 0.5 * (low + high);
            if (u <= low || u >= high)
            {
                break;
            }

            if (X(u, Square(u)) < x)
            {
                low = u;
            }
            else
            {
                high = u;
            }
        }

        return new Complex(u, Math.Sqrt(Square(u)));
    }

    /// <summary>V^2 at U, where the sum over the population falls with it: Newton's method from below.</summary>
    private double Square(double u)
    {
        double q = Math.Max(0, population.Max(one => one.Strength - ((u - one.Value) * (u - one.Value))));
        for (int step = 0; step < MostSteps; step++)
        {
            double sum = 0;
            double slope = 0;
            foreach ((double value, _, double strength) in population)
            {
                double part = 1 / (((u - value) * (u - value)) + q);
                sum += strength * part;
                slope -= strength * part * part;
            }

            double next = q - ((sum - 1) / slope);
            if (!(next > q * (1 + 1e-15)))
            {
                break;
            }

            q = next;
        }

        return q;
    }

    private double X(double u, double square) =>
        u + shift + population.Sum(one => one.Strength * (u - one.Value) / (((u - one.Value) * (u - one.Value)) + square));

    /// <summary>Where the sum of nu_k/(U - t_k)^2 passes one; between two population eigenvalues it is convex.</summary>
    private IEnumerable<(double Lower, double Upper)> Bands()
    {
        double reach = Math.Sqrt(population.Sum(one => one.Strength));
        double begin = Crossing(population[0].Value, population[0].Value - reach);
        for (int k = 1; k < population.Length; k++)
        {
            (double left, double right) = (population[k - 1].Value, population[k].Value);
            double lowest = Bisect(left, right, u => population.Sum(one => -2 * one.Strength / Math.Pow(u - one.Value, 3)) < 0);
            if (Excess(lowest) < 0)
            {
                yield return (begin, Crossing(left, lowest));
                begin = Crossing(right, lowest);
            }
        }

        yield return (begin, Crossing(population[^1].Value, population[^1].Value + reach));
    }

    private double Excess(double u) => population.Sum(one => one.Strength / ((u - one.Value) * (u - one.Value))) - 1;

    /// <summary>Where the sum is one between a population eigenvalue, beside which it is larger, and a point at which it is not.</summary>
    private double Crossing(double pole, double outside) => Bisect(pole, outside, u => Excess(u) > 0);

    /// <summary>The last point from one end at which a condition holds, to rounding.</summary>
    private static double Bisect(double from, double to, Func<double, bool> holds)
    {
        for (int step = 0; step < MostSteps; step++)
        {
            double middle = 0.5 * (from + to);
            if (middle == from || middle == to)
            {
                break;
            }

            (from, to) = holds(middle) ? (middle, to) : (from, middle);
        }

        return to;
    }

    /// <summary>Coefficients of the companion's resolvent in s = 1/x, from g = s/(1 - s sum_k c w_k t_k/(1 - t_k g)): each round gives one more.</summary>
    private double CompanionMoment(int order)
    {
        var g = new double[order + 2];
        for (int round = 0; round <= order + 1; round++)
        {
            var inner = new double[order + 2];
            foreach ((double value, double weight, _) in population)
            {
                double[] inverse = Inverse([.. g.Select((one, k) => (k == 0 ? 1 : 0) - (value * one))]);
                for (int k = 0; k < inner.Length; k++)
                {
                    inner[k] += ratio * weight * value * inverse[k];
                }
            }

            double[] quotient = Inverse([1, .. inner.Take(order + 1).Select(one => -one)]);
            g = [0, .. quotient.Take(order + 1)];
        }

        return g[order + 1];
    }

    /// <summary>1/a as a power series; a_0 is not zero.</summary>
    private static double[] Inverse(double[] a)
    {
        var b = new double[a.Length];
        b[0] = 1 / a[0];
        for (int k = 1; k < a.Length; k++)
        {
            double sum = 0;
            for (int j = 1; j <= k; j++)
            {
                sum += a[j] * b[k - j];
            }

            b[k] = -sum / a[0];
        }

        return b;
    }
}
