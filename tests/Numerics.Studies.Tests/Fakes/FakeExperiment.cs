using Numerics.Kernels.Random;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Tests.Fakes;

public sealed class FakeExperiment : Experiment
{
    private readonly FakeParameters p;
    private readonly Observable mean;
    private readonly Observable top;
    private readonly Observable sometimes;

    public FakeExperiment(FakeParameters p)
    {
        this.p = p;
        ComparisonRule? rule = p.Fault == "shown" ? null : new(p.Width, 0, 1);
        mean = Observe("sampleMean", "Mean of the samples after each step.", Axis.Of("step", p.Steps)).Judged(rule);
        top = Observe("topEigenvalue", "Top eigenvalue of a 2x2 symmetric Gaussian matrix, E b^2 = 1/2.").Judged(rule);
        sometimes = Observe("evenOnly", "Exists in even replicas only.");
        if (p.Fault == "range")
        {
            DeferredInterval range = Range(() => throw new InvalidOperationException("The range was looked for."));
            Observe("density", "Density over a range that cannot be found.", Axis.Deferred("value", 4, () => [range.Value.Lower, 1, 2, range.Value.Upper]));
        }
    }

    public override int Replicas => p.Replicas;

    public override Cost Cost => new(p.BytesPerReplica, 1000, 0.001, 0.001);

    public override IReadOnlyList<Figure> Figures =>
        [Figure.OverSteps("sampleMean", "Mean", "mean", FigurePart.Theory(mean, "theory"), FigurePart.Simulation(mean, "simulation"))];

    public override void Predict(TheoryContext context, Recorder r)
    {
        context.Progress.Report(0.5);
        r.Row(mean, [.. p.Steps.Select(_ => p.Shift)]);
        if (p.Fault == "theory")
        {
            r[mean, 0] = double.NaN;
        }

        r[top] = (Math.Sqrt(Math.PI) / 2) + p.Shift;
        context.Say(Fact.Evidence("solver", "closed form"));
    }

    public override void Simulate(ReplicaContext context, Recorder r)
    {
        bool bad = context.Replica >= p.FaultAt;
        switch (p.Fault)
        {
            case "diverge" when bad:
                throw new DivergedException("Sampling", "step 2", "the loss passed 1e6", "width", p.Width);
            case "arithmetic" when bad:
                throw new ArithmeticException("No convergence at step 1.");
            case "bug" when bad:
                throw new InvalidOperationException("A mistake in the study.");
            case "wait" when bad:
                context.Progress.Report(0.25);
                context.Cancellation.WaitHandle.WaitOne(TimeSpan.FromSeconds(60));
                context.Cancellation.ThrowIfCancellationRequested();
                break;
        }

        StreamKey key = context.Streams.Matrix(0);
        ulong seed = ((ulong)key.High << 32) | key.Low;
        for (int step = 0; step < p.Steps.Count; step++)
        {
            r[mean, step] = p.Fault == "notFinite" && bad && step == 0 ? double.PositiveInfinity : Mean(seed, context.Replica, step);
        }

        r[top] = Top(seed, context.Replica);
        if (context.Replica % 2 == 0)
        {
            r[sometimes] = 1.0 + context.Replica;
        }

        context.Progress.Report(1);
    }

    private double Mean(ulong seed, int replica, int step)
    {
        double sum = 0;
        for (int i = 0; i < p.Width; i++)
        {
            sum += FakeNoise.Gaussian(seed, replica, (step * p.Width) + i + 10);
        }

        return Math.Sqrt(p.Law.Variance) * sum / p.Width;
    }

    private static double Top(ulong seed, int replica)
    {
        double a = FakeNoise.Gaussian(seed, replica, 0);
        double c = FakeNoise.Gaussian(seed, replica, 1);
        double b = FakeNoise.Gaussian(seed, replica, 2) / Math.Sqrt(2);
        return ((a + c) / 2) + Math.Sqrt(((a - c) * (a - c) / 4) + (b * b));
    }
}
