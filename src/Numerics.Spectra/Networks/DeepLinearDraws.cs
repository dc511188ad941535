using Numerics.LinearAlgebra.Operators;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Networks;

/// <summary>How many vectors are drawn or given in each space of a deep linear network, and which spaces no direction is distinguished in. Upper bounds, known before anything runs.</summary>
/// <param name="model">The model.</param>
/// <param name="kernelQueries">Further vectors asked of every matrix from each side by tangent kernels.</param>
/// <remarks>
/// A space gets the answers of the matrices beside it: a layer those of the matrix below (asked T + K times from the right) and above (T + 1 + K from the left), or the readout; the inputs
/// those of A_0, of the training set and of a fresh sample, and the target; samples those of the inputs, and the noise.
/// </remarks>
internal readonly struct DeepLinearDraws(DeepLinearModel model, int kernelQueries)
{
    private readonly long forward = model.Steps + kernelQueries;

    /// <summary>Input dimensions.</summary>
    public long Inputs => (3 * (forward + 1)) + kernelQueries + 2;

    /// <summary>Neurons of a layer; with residual branches, of all hidden layers, which are one space.</summary>
    public long Layer => ((2 * forward) + 2) * (model.IsResidual ? model.Depth : 1);

    /// <summary>Samples of the training set.</summary>
    public long Samples => forward + 3;

    /// <summary>Fresh samples of one step.</summary>
    public static long Batch => 3;

    /// <summary>Samples of a tangent kernel of their own.</summary>
    /// <param name="queries">Vectors asked of them.</param>
    public static long Fresh(long queries) => queries + 3;

    /// <summary>Whether samples enter alike; chosen one by one they do not.</summary>
    public bool SamplesAreAlike => model.Batch is not BatchSampling.Fraction { Probability: < 1 };

    /// <summary>Rows that vectors over the input dimensions take.</summary>
    public double InputRows(MatrixPolicy policy, double inputDimension) => policy.StoredRows(inputDimension, model.Covariance.Modes, Inputs, invariant: true);

    /// <summary>Rows that vectors over a layer take.</summary>
    public double LayerRows(MatrixPolicy policy, double width) => policy.StoredRows(width, 1, Layer, invariant: true);

    /// <summary>Rows that vectors over samples take.</summary>
    public double SampleRows(MatrixPolicy policy, double samples, long draws) => policy.StoredRows(samples, 1, draws, SamplesAreAlike);
}
