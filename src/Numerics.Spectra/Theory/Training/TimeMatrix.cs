using Numerics.Kernels.Reductions;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.Spectra.Theory.Training;

/// <summary>
/// A square table over pairs of times, row = later time unless it is symmetric, rows contiguous: what the causal solver of a training DMFT fills row by row.
/// </summary>
/// <remarks>
/// Dimensionless entries. Products run over rows in a fixed order: same bits for the same input on one machine.
/// <para>Source: derived here: storage of the order parameters of docs/deep-linear.md, section 2.</para>
/// </remarks>
public sealed class TimeMatrix
{
    private readonly double[] entries;
    private double? constant;

    /// <summary>A zero table of <paramref name="order"/> times.</summary>
    internal TimeMatrix(int order)
    {
        Order = order;
        entries = new double[checked(order * order)];
    }

    /// <summary>Number of times.</summary>
    public int Order { get; }

    /// <summary>Entry at times (t, r).</summary>
    public double this[int t, int r]
    {
        get => entries[(t * Order) + Checked(r)];
        internal set => entries[(t * Order) + Checked(r)] = value;
    }

    /// <summary>The entries of time <paramref name="t"/>.</summary>
    public ReadOnlySpan<double> Row(int t) => entries.AsSpan(t * Order, Order);

    /// <summary>The block of the first <paramref name="count"/> times, as a matrix of its own.</summary>
    public DenseMatrix<double> Leading(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Order);
        var block = new DenseMatrix<double>(count, count);
        for (int t = 0; t < count; t++)
        {
            ReadOnlySpan<double> row = Row(t);
            for (int r = 0; r < count; r++)
            {
                block[t, r] = row[r];
            }
        }

        return block;
    }

    /// <summary>A table with one value everywhere.</summary>
    internal static TimeMatrix Constant(int order, double value)
    {
        var matrix = new TimeMatrix(order) { constant = value };
        matrix.entries.AsSpan().Fill(value);
        return matrix;
    }

    /// <summary>Sets every entry to zero.</summary>
    internal void Clear() => entries.AsSpan().Clear();

    /// <summary>The first entries of row t, to be written.</summary>
    internal Span<double> Leading(int t, int length) => entries.AsSpan(t * Order, length);

    /// <summary>M(t, r) = M(r, t) = value.</summary>
    internal void SetSymmetric(int t, int r, double value)
    {
        entries[(t * Order) + r] = value;
        entries[(r * Order) + t] = value;
    }

    /// <summary>y += x M for a lower triangular M, x covering its first rows.</summary>
    internal void AddLowerProduct(ReadOnlySpan<double> x, Span<double> y)
    {
        for (int r = 0; r < x.Length; r++)
        {
            SpanProducts.Add(x[r], Leading(r, r + 1), y[..(r + 1)]);
        }
    }

    /// <summary>y = factor M x for a symmetric M and its leading block of the length of x, which meets each row below the diagonal once; y may be longer than x.</summary>
    internal void SymmetricProduct(double factor, ReadOnlySpan<double> x, Span<double> y)
    {
        if (constant is { } value)
        {
            y.Fill(factor * value * Reduction.Sum(x));
            return;
        }

        y.Clear();
        for (int r = 0; r < x.Length; r++)
        {
            ReadOnlySpan<double> row = Leading(r, r + 1);
            SpanProducts.Add(factor * x[r], row[..r], y);
            y[r] += factor * SpanProducts.Dot(row, x);
        }

        for (int r = x.Length; r < y.Length; r++)
        {
            y[r] = factor * SpanProducts.Dot(x, Row(r));
        }
    }

    /// <summary>x . M(s, :) for a lower triangular M, as far as x goes.</summary>
    internal double LowerDot(ReadOnlySpan<double> x, int s)
    {
        int length = Math.Min(x.Length, s + 1);
        return SpanProducts.Dot(x[..length], Leading(s, length));
    }

    private int Checked(int r) => (uint)r < (uint)Order ? r : throw new ArgumentOutOfRangeException(nameof(r), $"Time {r} of {Order}.");
}
