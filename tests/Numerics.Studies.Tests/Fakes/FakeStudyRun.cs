using Numerics.Studies.Catalog;
using Numerics.Studies.Comparison;
using Numerics.Studies.Execution;
using Numerics.Studies.Records;

namespace Numerics.Studies.Tests.Fakes;

public sealed class FakeStudyRun(FakeParameters parameters) : IStudyRun
{
    private readonly ObservableShape mean = new("sampleMean", "1", "Mean of the samples after each step.", [Axis.Of("step", parameters.Steps)]);
    private readonly ObservableShape top = new("topEigenvalue", "1", "Top eigenvalue of a 2x2 symmetric Gaussian matrix, E b^2 = 1/2.", []);
    private readonly ObservableShape sometimes = new("evenOnly", "1", "Exists in even replicas only.", []);

    public IReadOnlyList<ObservableShape> Observables => [mean, top, sometimes];

    public IReadOnlyList<FigureSpecification> Figures =>
    [
        new("sampleMean", "Mean", "step", "step", "mean", false,
        [
            new FigureLayer("sampleMean", FigureSource.Theory, "theory"),
            new FigureLayer("sampleMean", FigureSource.Simulation, "simulation"),
        ]),
    ];

    public int Replicas => parameters.Replicas;

    public MemoryEstimate Memory => new(parameters.BytesPerReplica, 1000);

    public WorkEstimate Work => new(0.001, 0.001);

    public PredictionOutcome Predict(ReplicaContext context)
    {
        context.Report(0.5);
        int steps = parameters.Steps.Count;
        double?[] zero = new double?[steps];
        Array.Fill(zero, 0.0);
        double?[] value = [.. Enumerable.Repeat((double?)parameters.Shift, steps)];
        value[0] = parameters.Fault == "theory" ? double.NaN : value[0];
        Dictionary<string, ObservableEstimate> values = new()
        {
            ["sampleMean"] = new(value, zero),
            ["topEigenvalue"] = new([(Math.Sqrt(Math.PI) / 2) + parameters.Shift], [0.0]),
        };
        return new PredictionOutcome(values, null, new Dictionary<string, string> { ["solver"] = "closed form" });
    }

    public ReplicaRecord SimulateReplica(ReplicaContext context)
    {
        bool bad = context.Replica >= parameters.FaultAt;
        Dictionary<string, IReadOnlyList<double?>> nothing = [];
        switch (parameters.Fault)
        {
            case "diverge" when bad:
                return new(context.Replica, context.Seed, ReplicaOutcome.Diverged, "The loss passed 1e6 at step 2.", nothing, 0);
            case "arithmetic" when bad:
                throw new ArithmeticException("No convergence at step 1.");
            case "bug" when bad:
                throw new InvalidOperationException("A mistake in the study.");
            case "wait" when bad:
                context.Report(0.25);
                context.Cancellation.WaitHandle.WaitOne(TimeSpan.FromSeconds(60));
                context.Cancellation.ThrowIfCancellationRequested();
                break;
        }

        double?[] means = [.. parameters.Steps.Select((_, step) => (double?)Mean(context, step))];
        means[0] = parameters.Fault == "notFinite" && bad ? double.PositiveInfinity : means[0];
        Dictionary<string, IReadOnlyList<double?>> values = new()
        {
            ["sampleMean"] = means,
            ["topEigenvalue"] = [Top(context)],
            ["evenOnly"] = [context.Replica % 2 == 0 ? 1.0 + context.Replica : null],
        };
        context.Report(1);
        return new(context.Replica, context.Seed, ReplicaOutcome.Finished, null, values, 0.001);
    }

    public ComparisonRule? Rule(string observable) => observable == "evenOnly" ? null : new(parameters.Width, 0, 1);

    private double Mean(ReplicaContext context, int step)
    {
        double sum = 0;
        for (int i = 0; i < parameters.Width; i++)
        {
            sum += FakeNoise.Gaussian(context.Seed, context.Replica, (step * parameters.Width) + i + 10);
        }

        return Math.Sqrt(parameters.Law.Variance) * sum / parameters.Width;
    }

    private static double Top(ReplicaContext context)
    {
        double a = FakeNoise.Gaussian(context.Seed, context.Replica, 0);
        double c = FakeNoise.Gaussian(context.Seed, context.Replica, 1);
        double b = FakeNoise.Gaussian(context.Seed, context.Replica, 2) / Math.Sqrt(2);
        return ((a + c) / 2) + Math.Sqrt(((a - c) * (a - c) / 4) + (b * b));
    }
}
