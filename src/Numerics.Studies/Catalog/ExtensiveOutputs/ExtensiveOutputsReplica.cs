using System.Diagnostics;
using System.Numerics;
using Numerics.Kernels.Random;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Studies.Catalog.BulkSpectra;
using Numerics.Studies.Execution;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.ExtensiveOutputs;

/// <summary>One replica of <c>extensive-outputs</c>: a network of every width at every output ratio, trained and decomposed.</summary>
/// <param name="parameters">Parameters.</param>
/// <param name="shapes">Observables.</param>
/// <param name="stream">Stream number of the study.</param>
public sealed class ExtensiveOutputsReplica(ExtensiveOutputsParameters parameters, ExtensiveOutputsShapes shapes, uint stream)
{
    /// <summary>Matrices of one network; streams are numbered by network and matrix.</summary>
    private const uint RolesPerNetwork = 16;

    /// <summary>Singular values below this part of the largest are exact zeros: the Gram route resolves about 1e-8.</summary>
    private const double ZeroThreshold = 1e-6;

    private readonly ObservableValues values = new(shapes.All);

    /// <summary>Trains and measures.</summary>
    public ReplicaRecord Simulate(ReplicaContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var watch = Stopwatch.StartNew();
        int[] widths = parameters.Widths;
        int ratios = parameters.OutputRatio.Values.Count;
        for (int ratio = 0; ratio < ratios; ratio++)
        {
            for (int k = 0; k < widths.Length; k++)
            {
                uint network = (uint)((ratio * widths.Length) + k);
                if (SimulateNetwork(context, ratio, k, network) is { } message)
                {
                    return new ReplicaRecord(
                        context.Replica, context.Seed, ReplicaOutcome.Diverged, message, new Dictionary<string, IReadOnlyList<double?>>(), watch.Elapsed.TotalSeconds);
                }

                context.Report((network + 1.0) / (ratios * widths.Length));
            }
        }

        return new ReplicaRecord(context.Replica, context.Seed, ReplicaOutcome.Finished, null, values.Measurements(), watch.Elapsed.TotalSeconds);
    }

    /// <summary>One network; the sentence to be said if it diverged.</summary>
    private string? SimulateNetwork(ReplicaContext context, int ratio, int widthIndex, uint index)
    {
        TwoLayerLinearModel model = ExtensiveOutputsModels.Asked(parameters, parameters.OutputRatio.Values[ratio]);
        TwoLayerSizes sizes = TwoLayerSizes.Of(model, parameters.Widths[widthIndex]);
        StreamKey Key(uint role) => StreamKey.Derive(context.Seed, stream, (uint)context.Replica, (RolesPerNetwork * index) + role);
        using var network = new TwoLayerLinearNetwork(
            context.Lapack, model, sizes, parameters.TrainReadout, parameters.TeacherSpike, Key, context.Executor);
        double last = 0;
        for (int time = 0; time < shapes.Times.Count; time++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            ExtensiveOutputsModels.Advance(parameters, network, last, shapes.Times[time], context.Cancellation);
            last = shapes.Times[time];
            if (!network.IsFinite)
            {
                return $"Training diverged before {shapes.TimeAxis.Name} {last:G4} at width {sizes.Width}; lower learningRate ({parameters.LearningRate}).";
            }

            double[] singular = network.SingularValues();
            values.Set(shapes.LargestSingularValue, shapes.Row(shapes.LargestSingularValue, ratio, time) + widthIndex, singular[0]);
            if (widthIndex == parameters.Widths.Length - 1)
            {
                MeasureBulk(singular, sizes.Inputs, ratio, time);
                MeasureBand(singular, sizes.Outputs, ratio, time);
            }
        }

        return null;
    }

    /// <summary>The C-th singular value and its neighbours; not where there are no more than C.</summary>
    private void MeasureBand(double[] singular, int outputs, int ratio, int time)
    {
        int row = shapes.Row(shapes.BandEdge, ratio, time);
        values.Set(shapes.BandEdge, row + 2, singular[0]);
        if (outputs < singular.Length)
        {
            values.Set(shapes.BandEdge, row, singular[outputs]);
            values.Set(shapes.BandEdge, row + 1, singular[outputs - 1]);
        }
    }

    private void MeasureBulk(double[] singular, int inputs, int ratio, int time)
    {
        double[] positive = [.. singular.Where(s => s > ZeroThreshold * singular[0])];
        values.SetRow(shapes.Density, shapes.Row(shapes.Density, ratio, time), shapes.Grid.Histogram(positive, inputs));
        values.SetRow(shapes.Cdf, shapes.Row(shapes.Cdf, ratio, time), shapes.Grid.Cumulative(positive, inputs));
        values.Set(shapes.AtomAtZero, shapes.Row(shapes.AtomAtZero, ratio, time), 1 - ((double)positive.Length / inputs));
        for (int k = 0; k < parameters.ResolventAt.Length; k++)
        {
            var z = new Complex(parameters.ResolventAt[k][0], parameters.ResolventAt[k][1]);
            Complex sum = (inputs - positive.Length) / z;
            foreach (double s in positive)
            {
                sum += z / ((z * z) - (s * s));
            }

            int entry = shapes.Row(shapes.Resolvent, ratio, time) + (2 * k);
            values.Set(shapes.Resolvent, entry, sum.Real / inputs);
            values.Set(shapes.Resolvent, entry + 1, sum.Imaginary / inputs);
        }
    }
}
