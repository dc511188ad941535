using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Analysis;

namespace Numerics.Spectra.Models;

/// <summary>What a network is trained on. Only the Gram matrix of the inputs matters.</summary>
/// <remarks>Loss of a step: (1 / 2|B|) sum over the batch B, and over the outputs, of (y_mc - f_mc)^2; full batch: B is everything.</remarks>
public sealed class TrainingSet
{
    private readonly int[][]? batches;

    /// <summary>A training set.</summary>
    /// <param name="inputGram">K_mn = x_m . x_n / D, P x P, positive semidefinite.</param>
    /// <param name="targets">y_mc, the C targets of the first sample first.</param>
    /// <param name="batches">Sample indices used at each step; null for full batch.</param>
    /// <param name="outputs">C.</param>
    /// <exception cref="ArgumentException">Sizes do not match, or the Gram matrix is not positive semidefinite.</exception>
    public TrainingSet(DenseMatrix<double> inputGram, IReadOnlyList<double> targets, IReadOnlyList<IReadOnlyList<int>>? batches = null, int outputs = 1)
    {
        ArgumentNullException.ThrowIfNull(inputGram);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        if (inputGram.Rows != inputGram.Columns || inputGram.Rows * outputs != targets.Count)
        {
            throw new ArgumentException(
                $"The Gram matrix is {inputGram.Rows} x {inputGram.Columns} but there are {targets.Count} targets for {outputs} outputs; it must be square of the number of samples.");
        }

        InputGram = inputGram;
        Targets = targets.ToArray();
        this.batches = batches?.Select(batch => batch.ToArray()).ToArray();
        Outputs = outputs;
        AllSamples = Enumerable.Range(0, Samples).ToArray();
        InputFactor = GramFactor.Compute(inputGram);
    }

    /// <summary>K, P x P.</summary>
    public DenseMatrix<double> InputGram { get; }

    /// <summary>Lower-triangular F with F F^T = K.</summary>
    public DenseMatrix<double> InputFactor { get; }

    /// <summary>y_mc, the C targets of the first sample first.</summary>
    public IReadOnlyList<double> Targets { get; }

    /// <summary>Number of outputs C.</summary>
    public int Outputs { get; }

    /// <summary>Number of samples P.</summary>
    public int Samples => Targets.Count / Outputs;

    /// <summary>Whether all samples enter every step.</summary>
    public bool IsFullBatch => batches is null;

    private int[] AllSamples { get; }

    /// <summary>Samples that enter step <paramref name="step"/>.</summary>
    public IReadOnlyList<int> Batch(int step) => batches is null ? AllSamples : batches[step];

    /// <summary>Number of samples in all batches of steps 0 .. <paramref name="steps"/> - 1: the backward queries.</summary>
    public int BackwardQueries(int steps) => batches is null ? checked(Samples * steps) : Enumerable.Range(0, steps).Sum(step => Batch(step).Count);

    /// <summary>Number of forward queries of steps 0 .. <paramref name="steps"/>, the last forward pass included.</summary>
    public int ForwardQueries(int steps) => checked(Samples * (steps + 1));
}
