using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.MixtureOfExperts;

/// <summary>Loss over training at one or several scales; a sweep over learning rates reads off the best one.</summary>
internal sealed class ExpertTransferExperiment : ScaledNetworksExperiment
{
    /// <summary>Last steps that are averaged.</summary>
    private const int Averaged = 3;

    private readonly MixtureSettings s;
    private readonly int[] steps;
    private readonly Observable loss;
    private readonly Observable final;
    private readonly Observable best;

    public ExpertTransferExperiment(MixtureSettings settings)
        : base(settings)
    {
        s = settings;
        steps = s.RecordSteps;
        Axis step = Axis.Of("step", steps);
        Axis[] outer = s.Scales.Count > 1 ? [ScaleAxis] : [];
        loss = Observe("loss", "training loss (1/2P) sum over samples of (target - output)^2", [.. outer, step]);
        final = Observe("finalLoss", $"mean of the loss over the last {Averaged} steps", outer);
        best = Reduce(new("bestLearningRate", "learning rate of the smallest finalLoss (of the largest scale) before it rises by half, between grid points by a parabola in the logarithms; null at an end of the grid; error: that of the grid", "learningRate", final, SweepMinimum.Best));
        Reduce(new("rateShift", "power of the scale with which bestLearningRate moves, the slope of a straight line through the logarithms: 0 for perfect transfer", "scales", best, RateTransfer.Shift));
    }

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
        s.Warnings.ToList().ForEach(context.Say);
        context.Say(Fact.Warning("theory", "There is no prediction of losses at finite scale: what is to be seen is whether the best learning rate and the order of the losses stay over scales."));
    }

    public override void Simulate(ReplicaContext context, Recorder r)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(r);
        int averaged = Math.Min(Averaged, s.Steps);
        var sums = new double[s.Scales.Count];
        Train(context, (network, scale, step) =>
        {
            int[] outer = s.Scales.Count > 1 ? [scale] : [];
            if (Array.IndexOf(steps, step) is >= 0 and var at)
            {
                r[loss, [.. outer, at]] = network.Loss;
            }

            sums[scale] += step > s.Steps - averaged ? network.Loss / averaged : 0;
            if (step == s.Steps)
            {
                r[final, outer] = sums[scale];
            }

            return true;
        });
    }
}
