namespace Numerics.Spectra.Analysis;

/// <summary>
/// A function of two points of the plane with its gradients in both and its mixed second derivatives, carried through sums, products and compositions: exact, without differences.
/// </summary>
/// <remarks>
/// <code>
/// (f g)_ij = f_ij g + f_i g_j + f_j g_i + f g_ij,     phi(f)_ij = phi'(f) f_ij + phi''(f) f_i f_j          (i: first point, j: second point)
/// </code>
/// </remarks>
/// <param name="Value">f(x, x').</param>
/// <param name="Left0">Derivative in the first coordinate of x.</param>
/// <param name="Left1">In the second coordinate of x.</param>
/// <param name="Right0">In the first coordinate of x'.</param>
/// <param name="Right1">In the second coordinate of x'.</param>
/// <param name="Mixed00">In x_1 and x'_1.</param>
/// <param name="Mixed01">In x_1 and x'_2.</param>
/// <param name="Mixed10">In x_2 and x'_1.</param>
/// <param name="Mixed11">In x_2 and x'_2.</param>
public readonly record struct PairJet(
    double Value, double Left0 = 0, double Left1 = 0, double Right0 = 0, double Right1 = 0, double Mixed00 = 0, double Mixed01 = 0, double Mixed10 = 0, double Mixed11 = 0)
{
    /// <summary>Sum.</summary>
    public static PairJet operator +(PairJet f, PairJet g) => new(
        f.Value + g.Value, f.Left0 + g.Left0, f.Left1 + g.Left1, f.Right0 + g.Right0, f.Right1 + g.Right1,
        f.Mixed00 + g.Mixed00, f.Mixed01 + g.Mixed01, f.Mixed10 + g.Mixed10, f.Mixed11 + g.Mixed11);

    /// <summary>Difference.</summary>
    public static PairJet operator -(PairJet f, PairJet g) => f + (-1.0 * g);

    /// <summary>Multiple.</summary>
    public static PairJet operator *(double a, PairJet f) => new(
        a * f.Value, a * f.Left0, a * f.Left1, a * f.Right0, a * f.Right1, a * f.Mixed00, a * f.Mixed01, a * f.Mixed10, a * f.Mixed11);

    /// <summary>Product.</summary>
    public static PairJet operator *(PairJet f, PairJet g) => new(
        f.Value * g.Value,
        (f.Left0 * g.Value) + (f.Value * g.Left0),
        (f.Left1 * g.Value) + (f.Value * g.Left1),
        (f.Right0 * g.Value) + (f.Value * g.Right0),
        (f.Right1 * g.Value) + (f.Value * g.Right1),
        (f.Mixed00 * g.Value) + (f.Left0 * g.Right0) + (f.Right0 * g.Left0) + (f.Value * g.Mixed00),
        (f.Mixed01 * g.Value) + (f.Left0 * g.Right1) + (f.Right1 * g.Left0) + (f.Value * g.Mixed01),
        (f.Mixed10 * g.Value) + (f.Left1 * g.Right0) + (f.Right0 * g.Left1) + (f.Value * g.Mixed10),
        (f.Mixed11 * g.Value) + (f.Left1 * g.Right1) + (f.Right1 * g.Left1) + (f.Value * g.Mixed11));

    /// <summary>A constant plus a function.</summary>
    public static PairJet operator +(double a, PairJet f) => f with { Value = a + f.Value };

    /// <summary>phi(f) from phi, phi' and phi'' at f.</summary>
    public PairJet Through(double phi, double first, double second) => new(
        phi,
        first * Left0,
        first * Left1,
        first * Right0,
        first * Right1,
        (first * Mixed00) + (second * Left0 * Right0),
        (first * Mixed01) + (second * Left0 * Right1),
        (first * Mixed10) + (second * Left1 * Right0),
        (first * Mixed11) + (second * Left1 * Right1));

    /// <summary>The exponential.</summary>
    public PairJet Exp()
    {
        double e = Math.Exp(Value);
        return Through(e, e, e);
    }

    /// <summary>sinc(f) = sin f/f.</summary>
    public PairJet Sinc()
    {
        (double value, double first, double second) = SincOf(Value);
        return Through(value, first, second);
    }

    /// <summary>sin z/z and its first two derivatives; below 1 by their series, where the closed forms cancel.</summary>
    private static (double Value, double First, double Second) SincOf(double z)
    {
        if (Math.Abs(z) >= 1)
        {
            double sinc = Math.Sin(z) / z;
            double slope = (Math.Cos(z) - sinc) / z;
            return (sinc, slope, -sinc - (2 * slope / z));
        }

        const int terms = 11;
        double value = 1, first = 0, second = 0;
        double coefficient = 1; // (-1)^k/(2k + 1)!
        double power = 1; // z^(2k - 2)
        for (int k = 1; k < terms; k++)
        {
            coefficient /= -2.0 * k * ((2 * k) + 1);
            second += coefficient * 2 * k * ((2 * k) - 1) * power;
            first += coefficient * 2 * k * power * z;
            power *= z * z;
            value += coefficient * power;
        }

        return (value, first, second);
    }
}
