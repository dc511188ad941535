using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;
using Numerics.Spectra.Analysis;

namespace Numerics.Spectra.Theory.Edges;

/// <summary>
/// Fluctuation of the largest eigenvalue at a soft edge for beta = 1, 2, 4: the laws of Tracy and Widom.
/// </summary>
/// <remarks>
/// <code>
/// T_s(x, y) = Ai((x + y)/2)/2 on L^2(s, infinity),   d_-+(s) = det(1 -+ T_s)
/// F_1(s) = d_-(s),   F_2(s) = d_-(s) d_+(s),   F_4(s/sqrt 2) = (d_-(s) + d_+(s))/2
/// Gauss-Legendre nodes x_i, weights w_i on (s, s + L):   det(1 -+ T_s) = det(delta_ij -+ sqrt(w_i) T(x_i, x_j) sqrt(w_j)) + O(exp(-const nodes))
/// </code>
/// <para>Source: C. A. Tracy and H. Widom, Commun. Math. Phys. 177 (1996) 727; P. L. Ferrari and H. Spohn, J. Phys. A 38 (2005) L557;
/// F. Bornemann, Math. Comp. 79 (2010) 871 (quadrature of Fredholm determinants).</para>
/// <para>s in units of the edge scale: largest eigenvalue = 2 sqrt(n) + n^(-1/6) s for GOE and GUE with off-diagonal variance 1 (beta = 1, 2).
/// For beta = 4 the convention is that of Tracy and Widom, mean -2.3069; the second largest level of beta = 1 is sqrt 2 times this variable.</para>
/// Equation: tracy-widom
/// <para>The determinants are taken at Chebyshev points of [-10, 14] and interpolated; outside, the law is 0 or 1 to 1e-13. Absolute errors
/// are about 1e-14, so that the far tails have no relative accuracy. Deterministic.</para>
/// </remarks>
public sealed class TracyWidomLaw
{
    // exp(-10^3/24) = 1e-18 on the left, exp(-2/3 14^(3/2)) = 1e-15 on the right (beta = 1, the widest); beta = 4 reaches by sqrt 2 less far.
    private const double Left = -10;
    private const double Right = 14;

    // Chosen by doubling: 40 quadrature nodes and 100 interpolation points give the moments to 1e-12, these give rounding.
    private const int QuadratureNodes = 56;
    private const int InterpolationPoints = 140;

    // Ai((s + x)/2) at x = 18 is below 1e-17 for every s in use.
    private const double Beyond = 18;

    private static readonly Lazy<(ChebyshevSeries Minus, ChebyshevSeries Plus)> Determinants = new(ComputeDeterminants);
    private static readonly Lazy<TracyWidomLaw> One = new(() => new TracyWidomLaw(1));
    private static readonly Lazy<TracyWidomLaw> Two = new(() => new TracyWidomLaw(2));
    private static readonly Lazy<TracyWidomLaw> Four = new(() => new TracyWidomLaw(4));

    private readonly ChebyshevSeries distribution;
    private readonly ChebyshevSeries density;

    private TracyWidomLaw(int beta)
    {
        Beta = beta;
        (ChebyshevSeries minus, ChebyshevSeries plus) = Determinants.Value;
        double unit = beta == 4 ? 1 / Math.Sqrt(2) : 1;
        distribution = ChebyshevSeries.Interpolate(unit * Left, unit * Right, InterpolationPoints, s => beta switch
        {
            1 => minus.Value(s),
            2 => minus.Value(s) * plus.Value(s),
            _ => 0.5 * (minus.Value(s / unit) + plus.Value(s / unit)),
        });
        density = distribution.Derivative();
        Mean = distribution.UpperEnd - distribution.Integral(_ => 1);
        Variance = CentralMoment(2);
        Skewness = CentralMoment(3) / Math.Pow(Variance, 1.5);
        ExcessKurtosis = (CentralMoment(4) / (Variance * Variance)) - 3;
    }

    /// <summary>beta.</summary>
    public int Beta { get; }

    /// <summary>Mean.</summary>
    public double Mean { get; }

    /// <summary>Variance.</summary>
    public double Variance { get; }

    /// <summary>Root of the variance.</summary>
    public double StandardDeviation => Math.Sqrt(Variance);

    /// <summary>Third central moment over the cube of the standard deviation.</summary>
    public double Skewness { get; }

    /// <summary>Fourth central moment over the square of the variance, less 3.</summary>
    public double ExcessKurtosis { get; }

    /// <summary>The law of <paramref name="beta"/> = 1 (real), 2 (complex) or 4 (quaternion).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Another beta.</exception>
    public static TracyWidomLaw ForBeta(int beta) => beta switch
    {
        1 => One.Value,
        2 => Two.Value,
        4 => Four.Value,
        _ => throw new ArgumentOutOfRangeException(nameof(beta), $"beta = {beta} has no determinant here; take 1, 2 or 4."),
    };

    /// <summary>F_beta(s).</summary>
    public double CumulativeDistribution(double s) =>
        s <= distribution.LowerEnd ? 0 : s >= distribution.UpperEnd ? 1 : Math.Clamp(distribution.Value(s), 0, 1);

    /// <summary>F_beta'(s).</summary>
    public double Density(double s) =>
        s <= distribution.LowerEnd || s >= distribution.UpperEnd ? 0 : Math.Max(0, density.Value(s));

    /// <summary>The s with F_beta(s) = <paramref name="probability"/>, 1e-12 &lt;= probability &lt;= 1 - 1e-12.</summary>
    public double Quantile(double probability)
    {
        if (!(probability is >= 1e-12 and <= 1 - 1e-12))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), $"Probability {probability} is outside [1e-12, 1 - 1e-12], where this law is accurate.");
        }

        double low = distribution.LowerEnd;
        double high = distribution.UpperEnd;
        return BracketedRoot.Find(s => distribution.Value(s) - probability, low, -probability, high, 1 - probability, 1e-14);
    }

    /// <summary>E (s - mean)^k = (b - mean)^k - k integral of (s - mean)^(k - 1) F(s), integrated by parts.</summary>
    private double CentralMoment(int k) =>
        Math.Pow(distribution.UpperEnd - Mean, k) - (k * distribution.Integral(s => Math.Pow(s - Mean, k - 1)));

    private static (ChebyshevSeries Minus, ChebyshevSeries Plus) ComputeDeterminants()
    {
        var minus = ChebyshevSeries.Interpolate(Left, Right, InterpolationPoints, s => Determinant(s, -1));
        var plus = ChebyshevSeries.Interpolate(Left, Right, InterpolationPoints, s => Determinant(s, 1));
        return (minus, plus);
    }

    private static double Determinant(double s, double sign)
    {
        var rule = new GaussLegendre(s, Beyond, QuadratureNodes);
        var matrix = Matrix<double>.Build.DenseIdentity(QuadratureNodes);
        for (int i = 0; i < QuadratureNodes; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double kernel = 0.5 * SpecialFunctions.AiryAi(0.5 * (rule.Nodes[i] + rule.Nodes[j]));
                double entry = sign * Math.Sqrt(rule.Weights[i] * rule.Weights[j]) * kernel;
                matrix[i, j] += entry;
                matrix[j, i] = matrix[i, j];
            }
        }

        return matrix.Determinant();
    }
}
