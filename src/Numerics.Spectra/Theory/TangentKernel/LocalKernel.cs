using Numerics.Spectra.Models;

namespace Numerics.Spectra.Theory.TangentKernel;

/// <summary>What a tangent kernel is near its diagonal: the local form of its cosine, with the correlation length and the least correlation that follow from it.</summary>
/// <remarks>
/// <code>
/// a^2 = K(x,x),   D = grad a^2,   H_ij = d_(x_i) d_(x'_j) K at x' = x,   d = D^T H^-1 D
/// C(x, x+u) = (2a^2 + D.u)/(2a^2 + D.u + u^T H u)
/// level set C = c: an ellipse of area A(c) = pi [2a^2 (1-c)/c + ((1-c)/2c)^2 d]/sqrt(det H),   xi = sqrt(A/pi) at c = (1 + floor)/2
/// min over u: C_min = -d/(8a^2 - d)
/// </code>
/// <para>Source: docs/siren-alignment.md, section 3, after Castiglione, Buckley and Simpson (2025); |a||b| ~ (|a|^2 + |b|^2)/2 of gradients at neighbours is the only approximation.</para>
/// Equation: local-kernel-form
/// <para>Good inside xi (deviation below 0.02 of the correlation at xi/2 at initialisation), degrades outside and during training. C_min is never positive.</para>
/// </remarks>
/// <param name="Diagonal">a^2.</param>
/// <param name="Gradient">D.</param>
/// <param name="Metric11">H_11.</param>
/// <param name="Metric12">H_12 = H_21.</param>
/// <param name="Metric22">H_22.</param>
public readonly record struct LocalKernel(double Diagonal, PlanePoint Gradient, double Metric11, double Metric12, double Metric22)
{
    /// <summary>d = D^T H^-1 D; null where H is not positive definite.</summary>
    public double? Tilt => Determinant is var det && det > 0 && Metric11 > 0
        ? ((Metric22 * Gradient.First * Gradient.First) - (2 * Metric12 * Gradient.First * Gradient.Second) + (Metric11 * Gradient.Second * Gradient.Second)) / det
        : null;

    /// <summary>C_min; null where H is not positive definite.</summary>
    public double? MinimumCorrelation => Tilt is { } d && d < 8 * Diagonal ? -d / ((8 * Diagonal) - d) : null;

    private double Determinant => (Metric11 * Metric22) - (Metric12 * Metric12);

    /// <summary>H_ij, indices from 0.</summary>
    public double Metric(int row, int column) => row != column ? Metric12 : row == 0 ? Metric11 : Metric22;

    /// <summary>C(x, x + u).</summary>
    public double Correlation(PlanePoint u)
    {
        double near = (2 * Diagonal) + Gradient.Dot(u);
        return near / (near + (Metric11 * u.First * u.First) + (2 * Metric12 * u.First * u.Second) + (Metric22 * u.Second * u.Second));
    }

    /// <summary>Radius of the circle of the same area as the ellipse on which the local form has fallen to <paramref name="level"/>; null where H is not positive definite.</summary>
    /// <param name="level">c, between 0 and 1.</param>
    public double? Radius(double level)
    {
        double odds = (1 - level) / level;
        return Tilt is { } d ? Math.Sqrt(((2 * Diagonal * odds) + (0.25 * odds * odds * d)) / Math.Sqrt(Determinant)) : null;
    }

    /// <summary>xi, the radius at half of the way from 1 to a floor.</summary>
    public double? CorrelationLength(double floor) => Radius((1 + floor) / 2);
}
