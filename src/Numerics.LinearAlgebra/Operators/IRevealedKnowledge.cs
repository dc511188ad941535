using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Operators;

/// <summary>All that is known of a Gaussian matrix A that was revealed by products, in orthonormal bases U, V of the left and right vectors asked.</summary>
public interface IRevealedKnowledge
{
    /// <summary>Rows of A.</summary>
    long Rows { get; }

    /// <summary>Columns of A.</summary>
    long Columns { get; }

    /// <summary>Standard deviation of the entries times sqrt(Columns).</summary>
    double Scale { get; }

    /// <summary>The left queries in U.</summary>
    QueryRecord LeftRecord { get; }

    /// <summary>The right queries in V.</summary>
    QueryRecord RightRecord { get; }

    /// <summary>U^T A V, of size left rank x right rank, copied.</summary>
    DenseMatrix<double> CrossProduct { get; }

    /// <summary>(A V)^T (A V), of size right rank squared. Takes all processes that share the rows.</summary>
    DenseMatrix<double> RightProductGram();

    /// <summary>(A^T U)^T (A^T U), of size left rank squared. Takes all processes that share the rows.</summary>
    DenseMatrix<double> LeftProductGram();
}
