using System.Text.Json.Nodes;
using Numerics.Kernels.Random;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;
using Numerics.Studies.Sweeps;
using Numerics.Studies.Tests.Support;

namespace Numerics.Studies.Tests.Sweeps;

/// <summary>Sweeps put together by hand: axes, and one experiment per point.</summary>
internal static class SweepCase
{
    public static SweepAxis Numbers(string path, params IReadOnlyList<double> values) => new(path, [.. values.Select(value => (JsonNode?)JsonValue.Create(value))]);

    public static SweepAxis Words(string path, params IReadOnlyList<string> values) => new(path, [.. values.Select(value => (JsonNode?)JsonValue.Create(value))]);

    /// <summary>A sweep along one axis.</summary>
    public static SweptExperiment Along(SweepAxis axis, Func<int, Experiment> point) => Of([axis], point);

    public static SweptExperiment Of(IReadOnlyList<SweepAxis> axes, Func<int, Experiment> point)
    {
        var sweep = new Sweep(axes);
        return new SweptExperiment(sweep, [.. Enumerable.Range(0, (int)sweep.Count).Select(point)]);
    }

    /// <summary>A standard normal number of a replica.</summary>
    public static double Gaussian(ReplicaContext context, int row) => GaussianFill.GaussianAt(context.Streams.Matrix(0), 0, row);

    /// <summary>A loss over steps 0 .. 3: height + step in theory, noise of size 0.1 in simulation, until a step at which it diverges.</summary>
    public static Probe Loss(double height, int divergesAt = int.MaxValue, int theoryDivergesAt = int.MaxValue, double size = 100)
    {
        Observable? loss = null;
        return new Probe(e => loss = e.Observe("loss", "Loss.", Axis.Of("step", Enumerable.Range(0, 4))).Judged(new ComparisonRule(size, 1, 1)))
        {
            Theory = (_, r) => Fill(theoryDivergesAt, step => r[loss!, step] = new Estimate(height + step, 0.01)),
            Replica = (context, r) => Fill(divergesAt, step => r[loss!, step] = height + step + (0.1 * Gaussian(context, step))),
        };

        void Fill(int end, Action<int> write)
        {
            for (int step = 0; step < 4; step++)
            {
                if (step == end)
                {
                    throw new DivergedException("Training", $"step {step}", "", "rate", height);
                }

                write(step);
            }
        }
    }

    /// <summary>The block of one point, the swept axes being in front.</summary>
    public static IEnumerable<T> Block<T>(this IReadOnlyList<T> values, int point, int points) => values.Skip(point * (values.Count / points)).Take(values.Count / points);
}
