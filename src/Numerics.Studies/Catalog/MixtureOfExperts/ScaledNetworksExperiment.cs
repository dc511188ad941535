using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.MixtureOfExperts;

/// <summary>An experiment whose replicas train one network at every scale, one after the other.</summary>
/// <param name="settings">Parameters.</param>
internal abstract class ScaledNetworksExperiment(MixtureSettings settings) : Experiment
{
    private const uint TensorsPerScale = 8;

    // A loss that many times that of the start is no longer training.
    private const double DivergenceFactor = 1e6;

    // Rough rate of the products of such networks on one core.
    private const double OperationsPerSecond = 6e9;

    /// <inheritdoc/>
    public override int Replicas => settings.Parameters.Replicas;

    /// <inheritdoc/>
    public override string? WhyNoLadder => "Every replica has networks of all scales.";

    /// <inheritdoc/>
    public override Cost Cost
    {
        get
        {
            using var inputs = new DenseMatrix<double>(settings.InputDimension, 1);
            ExpertTask[] tasks = [.. settings.Scales.Select(scale => settings.Task(scale, inputs, new double[settings.Data.Samples]))];
            return new Cost((long)tasks.Max(MixtureNetwork.Bytes), 1 << 20, tasks.Sum(task => (settings.Steps + 3) * MixtureNetwork.StepOperations(task) / OperationsPerSecond), 0.1);
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Plan => settings.Warnings;

    /// <summary>Axis of the scales.</summary>
    protected Axis ScaleAxis => new("scale", settings.Scales);

    /// <summary>Trains the networks of a replica.</summary>
    /// <param name="context">Replica.</param>
    /// <param name="visit">Called with a network, the index of its scale and the step it has reached, 0 to T; false: it is not trained further.</param>
    /// <exception cref="DivergedException">A loss left every bound.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    protected void Train(ReplicaContext context, Func<MixtureNetwork, int, int, bool> visit)
    {
        (DenseMatrix<double> inputs, IReadOnlyList<double> targets) = settings.Data.Columns();
        using DenseMatrix<double> held = inputs;
        for (int scale = 0; scale < settings.Scales.Count; scale++)
        {
            uint first = TensorsPerScale * (uint)scale;
            using var network = new MixtureNetwork(context.Lapack, settings.Task(settings.Scales[scale], inputs, targets), tensor => context.Streams.Matrix(first + tensor));
            double start = network.Loss;
            for (int step = 0; step <= settings.Steps; step++)
            {
                context.Cancellation.ThrowIfCancellationRequested();
                if (!double.IsFinite(network.Loss) || network.Loss > DivergenceFactor * Math.Max(0.5, start))
                {
                    throw new DivergedException("Training", $"step {step} at scale {settings.Scales[scale]:R}", "", "learningRate", settings.LearningRate);
                }

                if (!visit(network, scale, step) || step == settings.Steps)
                {
                    break;
                }

                network.Step();
            }

            context.Progress.Report((scale + 1.0) / settings.Scales.Count);
        }
    }
}
