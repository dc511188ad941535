using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;
using Numerics.Studies.Contract;
using Numerics.Studies.Inputs;

namespace Numerics.Studies.Catalog.NonlinearMup;

/// <summary>Builds the training set of a configuration: a Gram matrix with targets, or two classes of real data.</summary>
public static class TrainingSetFactory
{
    private const string Origin = "configuration";

    /// <summary>The training set.</summary>
    /// <exception cref="ConfigurationException">The parameters contradict each other.</exception>
    /// <exception cref="InputFileException">The input file cannot be used.</exception>
    public static TrainingSet Create(NonlinearMupParameters p, string baseDirectory)
    {
        ArgumentNullException.ThrowIfNull(p);
        (DenseMatrix<double> gram, IReadOnlyList<double> targets) = Data(p, baseDirectory);
        CheckBatches(p, targets.Count);
        try
        {
            return new TrainingSet(gram, targets, p.Batch.Lists);
        }
        catch (ArgumentException exception)
        {
            throw new ConfigurationException(Origin, "inputGram", exception.Message);
        }
    }

    private static (DenseMatrix<double> Gram, IReadOnlyList<double> Targets) Data(NonlinearMupParameters p, string baseDirectory)
    {
        if (p.Inputs is { } inputs)
        {
            if (p.InputGram is not null || p.Targets is not null)
            {
                throw new ConfigurationException(
                    Origin, "inputs", "Both inputs and inputGram or targets are given; leave one of them out.");
            }

            LabelledSamples samples = LabelledSamples.Read(inputs, baseDirectory);
            return (samples.Gram, samples.Targets);
        }

        double[][] rows = p.InputGram ?? NonlinearMupParameters.DefaultGram;
        double[]? targets = p.Targets ?? (p.InputGram is null ? [1, -1] : null);
        if (targets is null)
        {
            throw new ConfigurationException(Origin, "targets", "inputGram is given without targets; give one target per row.");
        }

        if (rows.Length != targets.Length)
        {
            throw new ConfigurationException(
                Origin, "inputGram", $"The Gram matrix has {rows.Length} rows but there are {targets.Length} targets; it must be P x P for P targets.");
        }

        var gram = new DenseMatrix<double>(rows.Length, rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i].Length != rows.Length)
            {
                throw new ConfigurationException(
                    Origin, $"inputGram[{i}]", $"Row {i} has {rows[i].Length} entries; a Gram matrix of {rows.Length} samples needs {rows.Length}.");
            }

            for (int j = 0; j < rows.Length; j++)
            {
                gram[i, j] = rows[i][j];
            }
        }

        return (gram, targets);
    }

    private static void CheckBatches(NonlinearMupParameters p, int samples)
    {
        if (p.Batch.Lists is not { } lists)
        {
            return;
        }

        if (lists.Count != p.Steps)
        {
            throw new ConfigurationException(Origin, "batch", $"{lists.Count} batches for {p.Steps} steps; give one list of sample indices per step.");
        }

        for (int step = 0; step < lists.Count; step++)
        {
            int[] batch = lists[step];
            if (batch.Length == 0 || batch.Any(m => m < 0 || m >= samples) || batch.Distinct().Count() != batch.Length)
            {
                throw new ConfigurationException(
                    Origin, $"batch[{step}]", $"[{string.Join(", ", batch)}] is no batch: it needs different sample indices from 0 to {samples - 1}, at least one.");
            }
        }
    }
}
