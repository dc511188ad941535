using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Operators;

/// <summary>
/// All vectors that a matrix was asked from one side, as coordinates in the orthonormal basis of their span, which grows only by what a vector adds: a vector whose part outside the basis is
/// small against it adds no direction, and that part is left out and noted.
/// </summary>
/// <remarks>
/// A vector has coordinates along the directions known when it was asked, and none along later ones: the record takes 8 bytes times its own rank for each. Outlives the matrix that wrote it.
/// Not thread-safe while it is written.
/// </remarks>
public sealed class QueryRecord
{
    private readonly List<double[]> coordinates = [];

    internal QueryRecord()
    {
    }

    /// <summary>A record of given vectors.</summary>
    /// <param name="columns">Coordinates, rank x vectors.</param>
    public QueryRecord(DenseMatrix<double> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        Rank = (int)columns.Rows;
        for (long query = 0; query < columns.Columns; query++)
        {
            coordinates.Add(columns.Column(query).ToArray());
        }
    }

    /// <summary>Vectors asked.</summary>
    public int Count => coordinates.Count;

    /// <summary>Directions of the basis.</summary>
    public int Rank { get; private set; }

    /// <summary>Largest part of a vector outside the basis that was left out, over the norm of the vector.</summary>
    public double LargestLeftOut { get; private set; }

    /// <summary>Vectors that added no direction.</summary>
    public int Dependent { get; private set; }

    /// <summary>Coordinates of a vector along the directions that were known when it was asked; zero along later ones.</summary>
    public ReadOnlySpan<double> this[int query] => coordinates[query];

    /// <summary>Inner product of two vectors.</summary>
    public double InnerProduct(int i, int j)
    {
        ReadOnlySpan<double> a = coordinates[i], b = coordinates[j];
        double sum = 0;
        for (int row = 0; row < Math.Min(a.Length, b.Length); row++)
        {
            sum = Math.FusedMultiplyAdd(a[row], b[row], sum);
        }

        return sum;
    }

    /// <summary>Coordinates of all vectors, rank x vectors, copied.</summary>
    public DenseMatrix<double> ToMatrix()
    {
        var matrix = new DenseMatrix<double>(Rank, Count);
        for (int query = 0; query < Count; query++)
        {
            coordinates[query].CopyTo(matrix.Column(query));
        }

        return matrix;
    }

    /// <summary>Takes in a vector.</summary>
    /// <param name="along">Its coordinates along all directions of the basis, new ones included.</param>
    internal void Add(ReadOnlySpan<double> along)
    {
        coordinates.Add(along.ToArray());
        Rank = Math.Max(Rank, along.Length);
    }

    /// <summary>Notes that a vector added no direction.</summary>
    /// <param name="share">Norm of the part left out over that of the vector.</param>
    internal void LeaveOut(double share)
    {
        Dependent++;
        if (share > LargestLeftOut)
        {
            LargestLeftOut = share;
        }
    }

    /// <summary>The coordinates of a vector, to be corrected.</summary>
    internal Span<double> Correct(int query) => coordinates[query];
}
