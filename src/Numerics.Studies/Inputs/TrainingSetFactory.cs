using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;
using Numerics.Studies.Configuration.Values;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Inputs;

/// <summary>Builds the training set of a configuration: a Gram matrix with targets, or classes of real data.</summary>
public static class TrainingSetFactory
{
    private const string Origin = "configuration";

    /// <summary>Gram matrix when nothing else is given: two inputs with overlap 0.3, of targets +1 and -1.</summary>
    public static double[][] DefaultGram => [[1, 0.3], [0.3, 1]];

    /// <summary>The training set.</summary>
    /// <param name="gram">Parameter inputGram, K_mn = x_m . x_n/D; null with a file, or for the default.</param>
    /// <param name="targets">Parameter targets, one number or list of numbers for every row; null with a file, or for the default.</param>
    /// <param name="inputs">Parameter inputs, classes of a file; null for a Gram matrix.</param>
    /// <param name="baseDirectory">Folder that a relative name of the file refers to.</param>
    /// <param name="batch">Parameter batch.</param>
    /// <param name="steps">Number of steps.</param>
    /// <exception cref="ConfigurationException">The parameters contradict each other.</exception>
    /// <exception cref="InputFileException">The input file cannot be used.</exception>
    public static TrainingSet Create(
        double[][]? gram, TargetTable? targets, LabelledInputs? inputs, string baseDirectory, BatchSchedule batch, int steps)
    {
        ArgumentNullException.ThrowIfNull(batch);
        (DenseMatrix<double> known, TargetTable labels) = inputs is null ? OfGram(gram, targets) : OfFile(inputs, gram, targets, baseDirectory);
        IReadOnlyList<int[]>? batches = batch.Of(steps, labels.Rows.Count);
        CheckBatches(batches, steps, labels.Rows.Count);
        try
        {
            return new TrainingSet(known, labels.Values, batches, labels.Outputs);
        }
        catch (ArgumentException exception)
        {
            throw new ConfigurationException(Origin, "inputGram", exception.Message);
        }
    }

    private static (DenseMatrix<double> Gram, TargetTable Targets) OfFile(LabelledInputs inputs, double[][]? gram, TargetTable? targets, string baseDirectory)
    {
        if (gram is not null || targets is not null)
        {
            throw new ConfigurationException(
                Origin, "inputs", "Both inputs and inputGram or targets are given; leave one of them out.");
        }

        LabelledSamples samples = LabelledSamples.Read(inputs, baseDirectory);
        return (samples.Gram, samples.Targets);
    }

    private static (DenseMatrix<double> Gram, TargetTable Targets) OfGram(double[][]? given, TargetTable? labels)
    {
        double[][] rows = given ?? DefaultGram;
        TargetTable? targets = labels ?? (given is null ? TargetTable.Of([1, -1]) : null);
        if (targets is null)
        {
            throw new ConfigurationException(Origin, "targets", "inputGram is given without targets; give one target per row.");
        }

        if (rows.Length == 0)
        {
            throw new ConfigurationException(Origin, "inputGram", "The Gram matrix has 0 rows; it needs one for every sample, at least 1.");
        }

        if (targets.Refusal is { } refusal)
        {
            throw new ConfigurationException(Origin, "targets", refusal);
        }

        if (rows.Length != targets.Rows.Count)
        {
            throw new ConfigurationException(
                Origin, "inputGram", $"The Gram matrix has {rows.Length} rows but there are {targets.Rows.Count} targets; it must be P x P for P targets.");
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

    private static void CheckBatches(IReadOnlyList<int[]>? batches, int steps, int samples)
    {
        if (batches is not { } lists)
        {
            return;
        }

        if (lists.Count != steps)
        {
            throw new ConfigurationException(Origin, "batch", $"{lists.Count} batches for {steps} steps; give one list of sample indices per step.");
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
