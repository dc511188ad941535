using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Networks;

/// <summary>The coefficients of one gradient step, see <see cref="NonlinearTraining{T}"/>.</summary>
internal sealed class GradientStep
{
    private readonly double[][] strengths;

    /// <summary>The step that follows from the output.</summary>
    /// <param name="options">Training.</param>
    /// <param name="set">Data.</param>
    /// <param name="step">Step, from 0.</param>
    /// <param name="output">f_mc, all outputs of the first sample first, centred where that is asked.</param>
    public GradientStep(NetworkOptions options, TrainingSet set, int step, double[] output)
    {
        Step = step;
        Batch = set.Batch(step);
        double weight = options.LossWeight(Batch.Count);
        double kappa = (options.Optimizer?.Factor(step) ?? 1) * options.Parameterization.StepSize(options.LearningRate, options.OutputScale, weight, options.Width);
        double spike = options.Parameterization.SpikeStrength(options.LearningRate, options.OutputScale, weight, options.Width);
        LearningRateFactors factors = options.LearningRateFactors;
        double Error(int m, int c) => set.Targets[(m * set.Outputs) + c] - output[(m * set.Outputs) + c];

        // Several errors of a sample weight the readouts, a single one the products.
        double[] Changes(double size) => [.. Batch.Select(m => set.Outputs == 1 ? size * Error(m, 0) : size)];

        double[] first = Changes(kappa * factors.First);
        Readout = new DenseMatrix<double>(set.Samples, set.Outputs);
        Errors = new DenseMatrix<double>(set.Outputs, Batch.Count);
        First = new DenseMatrix<double>(Batch.Count, set.Samples);
        for (int j = 0; j < Batch.Count; j++)
        {
            for (int c = 0; c < set.Outputs; c++)
            {
                Errors[c, j] = Error(Batch[j], c);
                Readout[Batch[j], c] = kappa * factors.Readout * Errors[c, j];
            }

            for (int a = 0; a < set.Samples; a++)
            {
                First[j, a] = first[j] * set.InputGram[a, Batch[j]];
            }
        }

        strengths = [.. Enumerable.Range(0, options.Depth - 1).Select(layer => Changes(spike * factors.OfHidden(layer)))];
    }

    /// <summary>Step, from 0.</summary>
    public int Step { get; }

    /// <summary>Samples that enter.</summary>
    public IReadOnlyList<int> Batch { get; }

    /// <summary>Delta_mc in row c and column m of the batch.</summary>
    public DenseMatrix<double> Errors { get; }

    /// <summary>kap Delta_mc in row m: the readouts move by phi(h^L) times this.</summary>
    public DenseMatrix<double> Readout { get; }

    /// <summary>kap K_am Delta_m (with several outputs kap K_am) in row m of the batch and column a: the first layer's fields move by g^1 times this.</summary>
    public DenseMatrix<double> First { get; }

    /// <summary>The spikes that a hidden matrix gains: the left queries just asked pair with the right queries of the last forward pass.</summary>
    /// <param name="layer">Hidden matrix, from 0.</param>
    /// <param name="left">Left queries so far.</param>
    /// <param name="right">Right queries so far, up to those of the last forward pass.</param>
    /// <param name="samples">P.</param>
    public IEnumerable<Spike> Spikes(int layer, int left, int right, int samples) =>
        Batch.Select((sample, j) => new Spike(left - Batch.Count + j, right - samples + sample, strengths[layer][j]));
}
