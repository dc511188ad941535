namespace Numerics.Spectra.Analysis;

/// <summary>A smooth function on an interval as a series of Chebyshev polynomials.</summary>
/// <remarks>
/// <code>
/// f(x) = sum_k c_k T_k(t),   x = (b + a)/2 + t (b - a)/2,   c_k from the values at t_j = cos(pi (j + 1/2)/n)
/// </code>
/// <para>Source: L. N. Trefethen, Approximation Theory and Approximation Practice (2013), chapters 3 and 4.</para>
/// </remarks>
internal sealed class ChebyshevSeries
{
    private readonly double[] coefficients;

    private ChebyshevSeries(double lower, double upper, double[] coefficients)
    {
        LowerEnd = lower;
        UpperEnd = upper;
        this.coefficients = coefficients;
    }

    public double LowerEnd { get; }

    public double UpperEnd { get; }

    /// <summary>The polynomial of degree n - 1 through the values at n Chebyshev points.</summary>
    public static ChebyshevSeries Interpolate(double lower, double upper, int n, Func<double, double> function)
    {
        var values = new double[n];
        for (int j = 0; j < n; j++)
        {
            values[j] = function((0.5 * (lower + upper)) + (0.5 * (upper - lower) * Math.Cos(Math.PI * (j + 0.5) / n)));
        }

        var c = new double[n];
        for (int k = 0; k < n; k++)
        {
            double sum = 0;
            for (int j = 0; j < n; j++)
            {
                sum += values[j] * Math.Cos(Math.PI * k * (j + 0.5) / n);
            }

            c[k] = (k == 0 ? 1.0 : 2.0) / n * sum;
        }

        return new ChebyshevSeries(lower, upper, c);
    }

    /// <summary>Clenshaw's recurrence.</summary>
    public double Value(double x)
    {
        double t = ((2 * x) - LowerEnd - UpperEnd) / (UpperEnd - LowerEnd);
        double b1 = 0;
        double b2 = 0;
        for (int k = coefficients.Length - 1; k >= 1; k--)
        {
            (b1, b2) = ((2 * t * b1) - b2 + coefficients[k], b1);
        }

        return (t * b1) - b2 + coefficients[0];
    }

    /// <summary>df/dx.</summary>
    public ChebyshevSeries Derivative()
    {
        int n = coefficients.Length;
        var d = new double[n + 1];
        for (int k = n - 1; k >= 1; k--)
        {
            d[k - 1] = (k + 1 < n ? d[k + 1] : 0) + (2 * k * coefficients[k]);
        }

        d[0] *= 0.5;
        double unit = 2 / (UpperEnd - LowerEnd);
        return new ChebyshevSeries(LowerEnd, UpperEnd, [.. d.Take(n).Select(value => unit * value)]);
    }

    /// <summary>Integral of weight(x) f(x) over the interval, exact if the product is a polynomial of degree below twice the number of points.</summary>
    public double Integral(Func<double, double> weight)
    {
        var rule = new GaussLegendre(LowerEnd, UpperEnd, coefficients.Length);
        double sum = 0;
        for (int j = 0; j < rule.Nodes.Length; j++)
        {
            sum += rule.Weights[j] * weight(rule.Nodes[j]) * Value(rule.Nodes[j]);
        }

        return sum;
    }
}
