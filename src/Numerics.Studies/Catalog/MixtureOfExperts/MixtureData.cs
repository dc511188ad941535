using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;
using Numerics.Studies.Configuration.Values;
using Numerics.Studies.Contract;
using Numerics.Studies.Inputs;

namespace Numerics.Studies.Catalog.MixtureOfExperts;

/// <summary>Inputs and targets: those of the configuration, or a built-in set. Inputs are columns of length about sqrt(D).</summary>
/// <param name="p">Parameters.</param>
/// <param name="inputDimension">D.</param>
/// <param name="steps">T.</param>
internal sealed class MixtureData(MixtureOfExpertsParameters p, int inputDimension, int steps)
{
    /// <summary>Matrix of the pilot streams that holds the built-in inputs: one set for every seed.</summary>
    private const uint InputMatrix = 20;

    private const string Origin = "configuration";

    // The set of the reference table of infiniteScale: x_pd = cos(1.7 (p + 1)(d + 1)) in eight dimensions.
    private const int HarmonicDimension = 8;
    private const double HarmonicFrequency = 1.7;
    private static readonly double[] HarmonicTargets = [1, -1, 0.5, -0.5];

    private bool IsBuiltIn => p.InputGram is null && p.Targets is null;

    /// <summary>Number of samples without looking at the data.</summary>
    public int Samples => p.InputGram?.Length ?? MixtureDefaults.Of(p.Experiment).Samples;

    /// <summary>The set by its Gram matrix, for infiniteScale; built in: four inputs in eight dimensions.</summary>
    /// <exception cref="ConfigurationException">The data contradict each other.</exception>
    public TrainingSet Set()
    {
        if (IsBuiltIn)
        {
            int samples = HarmonicTargets.Length;
            using var inputs = new DenseMatrix<double>(HarmonicDimension, samples);
            for (int b = 0; b < samples; b++)
            {
                for (int d = 0; d < HarmonicDimension; d++)
                {
                    inputs[d, b] = Math.Cos(HarmonicFrequency * (b + 1) * (d + 1));
                }
            }

            Normalise(inputs);
            double[][] gram = [.. Enumerable.Range(0, samples).Select(m =>
                Enumerable.Range(0, samples).Select(n => SpanProducts.Dot(inputs.Column(m), inputs.Column(n)) / HarmonicDimension).ToArray())];
            return TrainingSetFactory.Create(gram, TargetTable.Of(HarmonicTargets), null, "", BatchSchedule.Full, steps);
        }

        if (p.InputGram is null)
        {
            throw new ConfigurationException(Origin, "targets", $"{p.Targets!.Length} targets are given without inputGram; give the Gram matrix of the inputs, or leave both out.");
        }

        TrainingSet set = TrainingSetFactory.Create(p.InputGram, p.Targets is { } targets ? TargetTable.Of(targets) : null, null, "", BatchSchedule.Full, steps);
        int rank = Enumerable.Range(0, set.Samples).Count(k => set.InputFactor[k, k] > 0);
        return rank <= inputDimension ? set
            : throw new ConfigurationException(Origin, "inputDimension", $"The Gram matrix has rank {rank}, inputs of dimension {inputDimension} have at most {inputDimension}; raise inputDimension.");
    }

    /// <summary>Inputs D x B and targets, for networks that read them; built in: Gaussian inputs, targets linear in them, of mean square 1.</summary>
    /// <exception cref="ConfigurationException">The data contradict each other.</exception>
    public (DenseMatrix<double> Inputs, IReadOnlyList<double> Targets) Columns()
    {
        if (IsBuiltIn)
        {
            return Gaussian();
        }

        TrainingSet set = Set();
        var inputs = new DenseMatrix<double>(inputDimension, set.Samples);
        int row = 0;
        for (int k = 0; k < set.Samples; k++)
        {
            if (set.InputFactor[k, k] > 0)
            {
                for (int b = 0; b < set.Samples; b++)
                {
                    inputs[row, b] = Math.Sqrt(inputDimension) * set.InputFactor[b, k];
                }

                row++;
            }
        }

        return (inputs, set.Targets);
    }

    private (DenseMatrix<double> Inputs, IReadOnlyList<double> Targets) Gaussian()
    {
        var inputs = new DenseMatrix<double>(inputDimension, Samples);
        StreamKey key = StudyStreams.Pilot.Matrix(InputMatrix);
        for (int b = 0; b < Samples; b++)
        {
            GaussianFill.Fill(key, (uint)b, 0, 1, inputs.Column(b));
        }

        Normalise(inputs);
        double[] targets = [.. Enumerable.Range(0, Samples).Select(b => inputs.Column(b).ToArray().Sum())];
        double scale = Math.Sqrt(targets.Sum(y => y * y) / Samples);
        return (inputs, [.. targets.Select(y => y / scale)]);
    }

    /// <summary>Gives every column the length sqrt(D).</summary>
    private static void Normalise(DenseMatrix<double> inputs)
    {
        for (int b = 0; b < inputs.Columns; b++)
        {
            SpanProducts.Scale(Math.Sqrt(inputs.Rows) / SpanProducts.Norm(inputs.Column(b)), inputs.Column(b));
        }
    }
}
