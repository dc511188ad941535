using Numerics.LinearAlgebra.Storage;

namespace Numerics.Studies.Contract;

/// <summary>Takes the weights of replicas after training, where the user asked for them.</summary>
/// <remarks>Called by one thread at a time for each replica.</remarks>
public interface IWeightSink
{
    /// <summary>Takes one matrix of a replica; it may be disposed afterwards.</summary>
    /// <param name="replica">Index of the replica.</param>
    /// <param name="name">Name of the matrix, without blanks, unique in the replica.</param>
    /// <param name="matrix">The matrix as it acts, with all factors of the width.</param>
    void Save(int replica, string name, DenseMatrix<double> matrix);

    /// <summary>All matrices of a replica have been saved.</summary>
    void Complete(int replica);
}
