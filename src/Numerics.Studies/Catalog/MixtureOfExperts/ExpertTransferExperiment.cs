using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Networks;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.MixtureOfExperts;

/// <summary>Loss over training at one or several scales; a sweep over learning rates reads off the best one.</summary>
internal sealed class ExpertTransferExperiment : Experiment
{
    /// <summary>Last steps that are averaged.</summary>
    private const int Averaged = 3;

    private readonly MixtureSettings s;
    private readonly int[] steps;
    private readonly Observable loss;
    private readonly Observable final;
    private readonly Observable best;

    public ExpertTransferExperiment(MixtureSettings settings)
    {
        s = settings;
        steps = s.RecordSteps;
        var scale = new Axis("scale", s.Scales);
        Axis step = Axis.Of("step", steps);
        Axis[] outer = s.Scales.Count > 1 ? [scale] : [];
        loss = Observe("loss", "training loss (1/2P) sum over samples of (target - output)^2", [.. outer, step]);
        final = Observe("finalLoss", $"mean of the loss over the last {Averaged} steps", outer);
        best = Reduce(new("bestLearningRate", "learning rate of the smallest finalLoss (of the largest scale) before it rises by half, between grid points by a parabola in the logarithms; null at an end of the grid; error: that of the grid", "learningRate", final, SweepMinimum.Best));
    }

    public override int Replicas => s.Parameters.Replicas;

    public override string? WhyNoLadder => "The scales are an axis of the losses.";

    public override Cost Cost => MixtureCost.Of(s, s.Steps);

    public override IReadOnlyList<Figure> Figures =>
    [
        new("loss", "Loss over training", "step", "gradient step", "loss", FigurePart.Simulation(loss, "loss")) { LogarithmicVertical = true, MostPoints = 8 },
        new("transfer", "Loss against learning rate over scales", "learningRate", "learning rate η", "loss at the end", FigurePart.Simulation(final, "loss"))
        {
            LogarithmicHorizontal = true,
            LogarithmicVertical = true,
            Sweeping = ["learningRate"],
            OneFor = "parameterization",
        },
        new("best", "Best learning rate over scales", "scales", "scale s", "learning rate η", FigurePart.Simulation(best, "best"))
        {
            LogarithmicHorizontal = true,
            LogarithmicVertical = true,
            Sweeping = ["learningRate", "scales"],
        },
    ];

    public override void Predict(TheoryContext context, Recorder r)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Say(Fact.Warning("theory", "There is no prediction of losses at finite scale: what is to be seen is whether the best learning rate and the order of the losses stay over scales."));
    }

    public override void Simulate(ReplicaContext context, Recorder r)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(r);
        (DenseMatrix<double> inputs, IReadOnlyList<double> targets) = s.Data();
        for (int k = 0; k < s.Scales.Count; k++)
        {
            int[] outer = s.Scales.Count > 1 ? [k] : [];
            using var network = new MixtureNetwork(context.Lapack, s.Task(s.Scales[k], inputs, targets), MixtureStreams.Of(context, k));
            double start = network.Loss, sum = 0;
            int averaged = Math.Min(Averaged, s.Steps);
            for (int step = 0; step <= s.Steps; step++)
            {
                context.Cancellation.ThrowIfCancellationRequested();
                double now = network.Loss;
                MixtureStreams.RequireBounded(now, start, step, s);
                sum += step > s.Steps - averaged ? now / averaged : 0;
                if (Array.IndexOf(steps, step) is >= 0 and var at)
                {
                    r[loss, [.. outer, at]] = now;
                }

                if (step < s.Steps)
                {
                    network.Step();
                }
            }

            r[final, outer] = sum;
            context.Progress.Report((k + 1.0) / s.Scales.Count);
        }
    }
}
