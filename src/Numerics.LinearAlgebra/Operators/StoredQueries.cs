using System.Numerics;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Operators;

/// <summary>The vectors a stored matrix has been asked about, kept as they came.</summary>
/// <typeparam name="T">Element type of the vectors.</typeparam>
public sealed class StoredQueries<T> : IQueryMemory<T>, IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly PanelAlgebra<T> algebra;
    private readonly Panel<T> vectors;
    private readonly DenseMatrix<double> gram;

    internal StoredQueries(RowShards shards, int capacity, PanelAlgebra<T> algebra)
    {
        this.algebra = algebra;
        vectors = new Panel<T>(shards, capacity, algebra.Executor.Buffers);
        gram = new DenseMatrix<double>(capacity, capacity);
    }

    /// <inheritdoc/>
    public int Count { get; private set; }

    /// <inheritdoc/>
    public int Rank => Count;

    /// <summary>The vectors asked.</summary>
    public PanelView<T> Vectors => vectors.View(0, Count);

    /// <inheritdoc/>
    public double InnerProduct(int i, int j) => gram[Math.Min(i, j), Math.Max(i, j)];

    /// <inheritdoc/>
    public void AddCombination(DenseMatrix<double> coefficients, PanelView<T> y)
    {
        ArgumentNullException.ThrowIfNull(coefficients);
        algebra.AddProduct(vectors.View(0, checked((int)coefficients.Rows)), coefficients, y);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        vectors.Dispose();
        gram.Dispose();
    }

    internal void Append(PanelView<T> asked)
    {
        if (Count + asked.Count > vectors.Columns)
        {
            throw new InvalidOperationException(
                $"{Count + asked.Count} vectors asked of a stored matrix with capacity {vectors.Columns}; construct it with a larger capacity.");
        }

        algebra.Copy(asked, vectors.View(Count, asked.Count));
        Count += asked.Count;
        var inner = new DenseMatrix<double>(Count, asked.Count);
        algebra.Gram(Vectors, asked, inner);
        for (int column = 0; column < asked.Count; column++)
        {
            inner.Column(column).CopyTo(gram.Column(Count - asked.Count + column));
        }
    }
}
