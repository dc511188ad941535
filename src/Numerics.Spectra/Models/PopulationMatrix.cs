using System.Numerics;

namespace Numerics.Spectra.Models;

/// <summary>A real 2 x 2 matrix over the populations excitatory (0) and inhibitory (1): element [target, source].</summary>
/// <param name="EE">Excitatory from excitatory.</param>
/// <param name="EI">Excitatory from inhibitory.</param>
/// <param name="IE">Inhibitory from excitatory.</param>
/// <param name="II">Inhibitory from inhibitory.</param>
public readonly record struct PopulationMatrix(double EE, double EI, double IE, double II)
{
    /// <summary>Number of populations.</summary>
    public const int Populations = 2;

    /// <summary>The unit matrix.</summary>
    public static PopulationMatrix Identity { get; } = new(1, 0, 0, 1);

    /// <summary>Sum of the diagonal.</summary>
    public double Trace => EE + II;

    /// <summary>Determinant.</summary>
    public double Determinant => (EE * II) - (EI * IE);

    /// <summary>Largest modulus of an eigenvalue.</summary>
    public double SpectralRadius => Math.Max(Eigenvalue(1).Magnitude, Eigenvalue(-1).Magnitude);

    /// <summary>Root of the sum of squares, an upper bound of every modulus of an eigenvalue.</summary>
    public double FrobeniusNorm => Math.Sqrt((EE * EE) + (EI * EI) + (IE * IE) + (II * II));

    /// <summary>The inverse.</summary>
    public PopulationMatrix Inverse => (1 / Determinant) * new PopulationMatrix(II, -EI, -IE, EE);

    /// <summary>The transpose.</summary>
    public PopulationMatrix Transpose => new(EE, IE, EI, II);

    /// <summary>Element [target, source].</summary>
    public double this[int target, int source] => (target, source) switch
    {
        (0, 0) => EE,
        (0, 1) => EI,
        (1, 0) => IE,
        (1, 1) => II,
        _ => throw new ArgumentOutOfRangeException(nameof(target), $"There is no block [{target}, {source}] of two populations."),
    };

    /// <summary>The matrix of a function of (target, source).</summary>
    public static PopulationMatrix Of(Func<int, int, double> element)
    {
        ArgumentNullException.ThrowIfNull(element);
        return new(element(0, 0), element(0, 1), element(1, 0), element(1, 1));
    }

    /// <summary>The same number in every block.</summary>
    public static PopulationMatrix Uniform(double value) => new(value, value, value, value);

    /// <summary>Product.</summary>
    public static PopulationMatrix operator *(PopulationMatrix a, PopulationMatrix b) => Multiply(a, b);

    /// <summary>Multiple.</summary>
    public static PopulationMatrix operator *(double factor, PopulationMatrix a) => new(factor * a.EE, factor * a.EI, factor * a.IE, factor * a.II);

    /// <summary>Difference.</summary>
    public static PopulationMatrix operator -(PopulationMatrix a, PopulationMatrix b) => Subtract(a, b);

    /// <summary>Product.</summary>
    public static PopulationMatrix Multiply(PopulationMatrix a, PopulationMatrix b) => new(
        (a.EE * b.EE) + (a.EI * b.IE),
        (a.EE * b.EI) + (a.EI * b.II),
        (a.IE * b.EE) + (a.II * b.IE),
        (a.IE * b.EI) + (a.II * b.II));

    /// <summary>Difference.</summary>
    public static PopulationMatrix Subtract(PopulationMatrix a, PopulationMatrix b) => new(a.EE - b.EE, a.EI - b.EI, a.IE - b.IE, a.II - b.II);

    /// <summary>The image of a vector.</summary>
    public (double Excitatory, double Inhibitory) Apply(double excitatory, double inhibitory) =>
        ((EE * excitatory) + (EI * inhibitory), (IE * excitatory) + (II * inhibitory));

    /// <summary>(T + sign sqrt(T^2 - 4 D))/2 with trace T and determinant D; the root has a positive imaginary part where it is not real.</summary>
    /// <param name="sign">1 or -1.</param>
    public Complex Eigenvalue(int sign)
    {
        double discriminant = ((EE - II) * (EE - II)) + (4 * EI * IE);
        return discriminant >= 0
            ? new Complex((Trace + (sign * Math.Sqrt(discriminant))) / 2, 0)
            : new Complex(Trace / 2, sign * Math.Sqrt(-discriminant) / 2);
    }
}
