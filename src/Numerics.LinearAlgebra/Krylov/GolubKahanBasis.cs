using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Krylov;

/// <summary>
/// Orthonormal U (m x p), V (n x p) and the small B with A V = U B and A^T U = V B^T + beta w e_p^T, w orthogonal to V.
/// B holds measured coefficients, so A V = U B survives restarts and breakdowns to rounding.
/// </summary>
internal sealed class GolubKahanBasis : IDisposable
{
    private readonly Lapack lapack;
    /// <summary>
    /// A^T A v = alpha A^T u + (a part in the basis, which orthogonalisation removes) gives A^T u with an error of eps |A|^2/alpha; below this share of |A|
    /// it is worth an application of its own.
    /// </summary>
    private const double SharedPassThreshold = 1e-2;

    private readonly ILinearOperator matrix;
    private readonly IGramOperator? gram;
    private readonly DenseMatrix<double> left;
    private readonly DenseMatrix<double> right;
    private readonly NativeBuffer<double> nextBuffer;
    private readonly NativeBuffer<double> coefficientBuffer;
    private readonly NativeBuffer<double> passBuffer;
    private double scale;
    private int serial;

    public GolubKahanBasis(Lapack lapack, ILinearOperator matrix, int capacity)
    {
        this.lapack = lapack;
        this.matrix = matrix;
        gram = matrix as IGramOperator;
        Capacity = capacity;
        left = new DenseMatrix<double>(matrix.Rows, capacity);
        right = new DenseMatrix<double>(matrix.Columns, capacity);
        Small = new DenseMatrix<double>(capacity, capacity);

        // Aligned memory, not arrays: the last bits of a BLAS product can depend on where a vector begins.
        nextBuffer = new NativeBuffer<double>(matrix.Columns);
        coefficientBuffer = new NativeBuffer<double>(capacity);
        passBuffer = new NativeBuffer<double>(capacity);
    }

    public int Capacity { get; }

    /// <summary>Complete pairs of basis vectors.</summary>
    public int Size { get; private set; }

    /// <summary>B, capacity x capacity, of which the leading block of order <see cref="Size"/> is in use.</summary>
    public DenseMatrix<double> Small { get; }

    /// <summary>beta of the last step.</summary>
    public double LastBeta { get; private set; }

    public long Applications { get; private set; }

    /// <summary>False once the operator has returned something that is not finite.</summary>
    public bool IsFinite { get; private set; } = true;

    /// <summary>Sets the first direction; a fixed vector of hashes if none is given.</summary>
    public void Begin(ReadOnlySpan<double> start)
    {
        if (start.IsEmpty)
        {
            FreshDirection(Next, right, 0);
            return;
        }

        start.CopyTo(Next);
        SpanProducts.Scale(1 / SpanProducts.Norm(Next), Next);
    }

    /// <summary>Grows to a size of at most the capacity; stops early if numbers stop being finite.</summary>
    public void Grow(int size)
    {
        while (Size < size && IsFinite)
        {
            Step();
        }
    }

    /// <summary>Keeps the leading pairs U X, V Y of the small decomposition B = X diag(s) Y^T and goes on with the residual direction.</summary>
    public void Restart(SingularVectors<double> small, int keep, bool freshDirection)
    {
        DenseMatrix<double> x = Padded(small.U, keep), rows = small.VTransposed.Transpose(), y = Padded(rows, keep);
        Rotate(left, x);
        Rotate(right, y);
        for (int j = 0; j < Capacity; j++)
        {
            Small.Column(j).Clear();
        }

        for (int j = 0; j < keep; j++)
        {
            Small[j, j] = small.Values[j];
        }

        Size = keep;
        if (freshDirection)
        {
            FreshDirection(Next, right, keep);
        }
    }

    /// <summary>Leading pairs as matrices of their own.</summary>
    public (DenseMatrix<double> Left, DenseMatrix<double> Right) Leading(SingularVectors<double> small, int count)
    {
        DenseMatrix<double> x = Padded(small.U, count), rows = small.VTransposed.Transpose(), y = Padded(rows, count);
        return (Multiply.Product(lapack, left, x), Multiply.Product(lapack, right, y));
    }

    public void Dispose()
    {
        left.Dispose();
        right.Dispose();
        Small.Dispose();
        nextBuffer.Dispose();
        coefficientBuffer.Dispose();
        passBuffer.Dispose();
    }

    private void Step()
    {
        int j = Size;
        Span<double> v = right.Column(j), u = left.Column(j);
        Next.CopyTo(v);
        if (gram is null)
        {
            matrix.Apply(v, u);
        }
        else
        {
            gram.ApplyWithGram(v, u, Next);
        }

        double alpha = Orthogonalize(u, left, j, Small.Column(j));
        if (!Accept(alpha))
        {
            return;
        }

        bool sharedPass = gram is not null && alpha > SharedPassThreshold * scale;
        Small[j, j] = Normalize(u, alpha, left, j);
        if (sharedPass)
        {
            SpanProducts.Scale(1 / alpha, Next);
        }
        else
        {
            matrix.ApplyTransposed(u, Next);
        }

        double beta = Orthogonalize(Next, right, j + 1, Coefficients);
        if (!Accept(beta))
        {
            return;
        }

        LastBeta = Normalize(Next, beta, right, j + 1);
        Size = j + 1;
    }

    /// <summary>Makes a new direction a unit vector, or replaces one that is rounding by a fresh one; returns its length, 0 for rounding.</summary>
    private double Normalize(Span<double> direction, double length, DenseMatrix<double> basis, int size)
    {
        if (length <= Negligible)
        {
            FreshDirection(direction, basis, size);
            return 0;
        }

        SpanProducts.Scale(1 / length, direction);
        return length;
    }

    private Span<double> Next => nextBuffer.Span(0, (int)nextBuffer.Length);

    private Span<double> Coefficients => coefficientBuffer.Span(0, Capacity);

    /// <summary>Below this a new direction is rounding: the space is invariant, and goes on with a fresh direction.</summary>
    private double Negligible => 32 * Math.ScaleB(scale, -52);

    private bool Accept(double norm)
    {
        Applications++;
        IsFinite = double.IsFinite(norm);
        return IsFinite;
    }

    /// <summary>Removes from a vector its part in the leading columns, twice; adds up the coefficients; returns the norm that is left.</summary>
    private double Orthogonalize(Span<double> vector, DenseMatrix<double> basis, int columns, Span<double> total)
    {
        scale = Math.Max(scale, SpanProducts.Norm(vector));
        Span<double> part = passBuffer.Span(0, columns);
        total[..columns].Clear();
        for (int repeat = 0; repeat < 2 && columns > 0; repeat++)
        {
            MatrixVector.Into(lapack, transpose: true, basis, columns, 1, vector, 0, part);
            MatrixVector.Into(lapack, transpose: false, basis, columns, -1, part, 1, vector);
            SpanProducts.Add(1, part, total[..columns]);
        }

        return SpanProducts.Norm(vector);
    }

    private void FreshDirection(Span<double> vector, DenseMatrix<double> basis, int columns)
    {
        double kept = scale;
        HashVector.Fill(vector, serial++);
        for (int repeat = 0; repeat < 2; repeat++)
        {
            double norm = Orthogonalize(vector, basis, columns, Coefficients);
            SpanProducts.Scale(1 / norm, vector);
        }

        scale = kept;
    }

    /// <summary>The leading columns, with zeros for the basis vectors that are not there yet.</summary>
    private DenseMatrix<double> Padded(DenseMatrix<double> coordinates, int count)
    {
        var padded = new DenseMatrix<double>(Capacity, count);
        for (int j = 0; j < count; j++)
        {
            coordinates.Column(j).CopyTo(padded.Column(j));
        }

        return padded;
    }

    private void Rotate(DenseMatrix<double> basis, DenseMatrix<double> rotation)
    {
        using DenseMatrix<double> rotated = Multiply.Product(lapack, basis, rotation);
        for (int j = 0; j < rotated.Columns; j++)
        {
            rotated.Column(j).CopyTo(basis.Column(j));
        }
    }
}
