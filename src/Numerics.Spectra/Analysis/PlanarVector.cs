using System.Numerics;
using Numerics.LinearAlgebra.Dense;

namespace Numerics.Spectra.Analysis;

/// <summary>A vector of complex numbers as two arrays of real ones, or of real numbers alone: the unknown of a Dyson equation.</summary>
/// <remarks>On the real axis outside the support every quantity is real; the imaginary part is then not stored and costs nothing.</remarks>
public sealed class PlanarVector
{
    private readonly double[] real;
    private readonly double[] imaginary;

    /// <summary>Zeros.</summary>
    /// <param name="length">Number of entries.</param>
    /// <param name="isReal">Whether imaginary parts are absent.</param>
    public PlanarVector(int length, bool isReal)
    {
        real = new double[length];
        imaginary = isReal ? [] : new double[length];
    }

    /// <summary>Number of entries.</summary>
    public int Length => real.Length;

    /// <summary>Whether imaginary parts are absent.</summary>
    public bool IsReal => imaginary.Length < real.Length;

    /// <summary>Real parts.</summary>
    public Span<double> Real => real;

    /// <summary>Imaginary parts; empty for a real vector.</summary>
    public Span<double> Imaginary => imaginary;

    /// <summary>Entry <paramref name="index"/>. The imaginary part of what is set is dropped if the vector is real.</summary>
    public Complex this[int index]
    {
        get => new(real[index], IsReal ? 0 : imaginary[index]);
        set
        {
            real[index] = value.Real;
            if (!IsReal)
            {
                imaginary[index] = value.Imaginary;
            }
        }
    }

    /// <summary>A copy.</summary>
    public PlanarVector Clone() => As(IsReal);

    /// <summary>A copy with or without imaginary parts.</summary>
    public PlanarVector As(bool isReal)
    {
        var copy = new PlanarVector(Length, isReal);
        real.CopyTo(copy.real, 0);
        if (!isReal && !IsReal)
        {
            imaginary.CopyTo(copy.imaginary, 0);
        }

        return copy;
    }

    /// <summary>Overwrites this vector with <paramref name="source"/> of the same kind.</summary>
    public void CopyFrom(PlanarVector source)
    {
        source.real.CopyTo(real, 0);
        source.imaginary.CopyTo(imaginary, 0);
    }

    /// <summary>this += factor x.</summary>
    public void Add(Complex factor, PlanarVector x)
    {
        SpanProducts.Add(factor.Real, x.real, real);
        if (IsReal)
        {
            return;
        }

        SpanProducts.Add(factor.Real, x.imaginary, imaginary);
        if (factor.Imaginary != 0)
        {
            SpanProducts.Add(-factor.Imaginary, x.imaginary, real);
            SpanProducts.Add(factor.Imaginary, x.real, imaginary);
        }
    }

    /// <summary>this *= factor.</summary>
    public void Scale(double factor)
    {
        SpanProducts.Scale(factor, real);
        SpanProducts.Scale(factor, imaginary);
    }

    /// <summary>Multiplies every entry by its own factor.</summary>
    public void Scale(ReadOnlySpan<double> factors)
    {
        for (int i = 0; i < real.Length; i++)
        {
            real[i] *= factors[i];
        }

        for (int i = 0; i < imaginary.Length; i++)
        {
            imaginary[i] *= factors[i];
        }
    }

    /// <summary>Divides every entry by its own factor.</summary>
    public void Divide(ReadOnlySpan<double> factors)
    {
        for (int i = 0; i < real.Length; i++)
        {
            real[i] /= factors[i];
        }

        for (int i = 0; i < imaginary.Length; i++)
        {
            imaginary[i] /= factors[i];
        }
    }

    /// <summary>Sum of conj(this) x.</summary>
    public Complex Dot(PlanarVector x) => IsReal
        ? SpanProducts.Dot(real, x.real)
        : new Complex(
            SpanProducts.Dot(real, x.real) + SpanProducts.Dot(imaginary, x.imaginary),
            SpanProducts.Dot(real, x.imaginary) - SpanProducts.Dot(imaginary, x.real));

    /// <summary>Euclidean norm.</summary>
    public double Norm()
    {
        double a = SpanProducts.Norm(real);
        double b = SpanProducts.Norm(imaginary);
        return Math.Sqrt((a * a) + (b * b));
    }

    /// <summary>Whether every entry is a finite number.</summary>
    public bool IsFinite() => double.IsFinite(SpanProducts.Dot(real, real)) && double.IsFinite(SpanProducts.Dot(imaginary, imaginary));
}
