using System.Numerics;
using Numerics.LinearAlgebra.Shards;

namespace Numerics.LinearAlgebra.Operators;

/// <summary>
/// A matrix A with independent Gaussian entries of mean 0 and variance scale^2 / Columns, seen only through products that it remembers.
/// Two implementers: the stored matrix, and the revealed matrix that draws every answer from its exact conditional law.
/// </summary>
/// <typeparam name="T">Element type of vectors, float or double.</typeparam>
public interface IGaussianOperator<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Rows of A.</summary>
    long Rows { get; }

    /// <summary>Columns of A.</summary>
    long Columns { get; }

    /// <summary>Standard deviation of the entries times sqrt(Columns).</summary>
    double Scale { get; }

    /// <summary>Vectors v asked in A v.</summary>
    IQueryMemory<T> Right { get; }

    /// <summary>Vectors u asked in A^T u.</summary>
    IQueryMemory<T> Left { get; }

    /// <summary>How much has been asked so far.</summary>
    GaussianMark Mark() => new(Left.Count, Right.Count, Left.Rank, Right.Rank);

    /// <summary>Shows the matrix to what reads it from inside.</summary>
    TResult Accept<TResult>(IGaussianVisitor<T, TResult> visitor);

    /// <summary>answer = A vectors; the vectors are remembered.</summary>
    /// <exception cref="InvalidOperationException">More vectors asked than the capacity given at construction.</exception>
    void Multiply(PanelView<T> vectors, PanelView<T> answer);

    /// <summary>answer = A^T vectors; the vectors are remembered.</summary>
    /// <exception cref="InvalidOperationException">More vectors asked than the capacity given at construction.</exception>
    void MultiplyTransposed(PanelView<T> vectors, PanelView<T> answer);
}
