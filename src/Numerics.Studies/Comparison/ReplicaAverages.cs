using Numerics.LinearAlgebra.Evidence;
using Numerics.Studies.Records;

namespace Numerics.Studies.Comparison;

/// <summary>Means and standard errors over replicas, summed in the order of replica index whatever the order in which they finished.</summary>
public static class ReplicaAverages
{
    /// <summary>
    /// Averages every simulated observable over the finished replicas in which each value exists. Standard error = sample standard deviation over the
    /// square root of their number; null with fewer than two. Of a root mean square (<see cref="ObservableShape.IsRootMeanSquare"/>) the squares are averaged. Observables that no replica holds are left out.
    /// </summary>
    public static IReadOnlyDictionary<string, SimulationStatistics> Of(
        IReadOnlyList<ObservableShape> shapes, IReadOnlyList<ReplicaRecord> records)
    {
        ArgumentNullException.ThrowIfNull(shapes);
        ArgumentNullException.ThrowIfNull(records);
        ReplicaRecord[] finished =
            [.. records.Where(record => record.Outcome == Outcome.Ok).OrderBy(record => record.Replica)];
        Dictionary<string, SimulationStatistics> averages = [];
        foreach (ObservableShape shape in shapes)
        {
            IReadOnlyList<double?>[] samples =
                [.. finished.Where(record => record.Values.ContainsKey(shape.Name)).Select(record => record.Values[shape.Name])];
            if (samples.Length > 0)
            {
                averages[shape.Name] = shape.IsRootMeanSquare ? Rooted(Average(Squared(samples), shape.Length, finished.Length)) : Average(samples, shape.Length, finished.Length);
            }
        }

        return averages;
    }

    private static IReadOnlyList<double?>[] Squared(IReadOnlyList<double?>[] samples) =>
        [.. samples.Select(sample => (IReadOnlyList<double?>)[.. sample.Select(value => value * value)])];

    /// <summary>Roots of mean squares; errors by the derivative of the root.</summary>
    private static SimulationStatistics Rooted(SimulationStatistics squares)
    {
        double?[] root = [.. squares.Mean.Select(mean => mean is { } value ? Math.Sqrt(value) : (double?)null)];
        return squares with { Mean = root, StandardError = [.. squares.StandardError.Select((error, i) => root[i] is > 0 and { } value ? error / (2 * value) : error)] };
    }

    private static SimulationStatistics Average(IReadOnlyList<double?>[] samples, int length, int replicas)
    {
        double?[] mean = new double?[length];
        double?[] error = new double?[length];
        int[] counts = new int[length];
        for (int i = 0; i < length; i++)
        {
            (mean[i], error[i], counts[i]) = AverageEntry(samples, i);
        }

        bool everywhere = counts.All(count => count == replicas);
        return new SimulationStatistics(mean, error, replicas) { Counts = everywhere ? null : counts };
    }

    /// <summary>Two passes: the mean first, then the squares of the deviations, so that nearly equal values lose no digits.</summary>
    private static (double? Mean, double? Error, int Count) AverageEntry(IReadOnlyList<double?>[] samples, int index)
    {
        double sum = 0;
        int count = 0;
        foreach (IReadOnlyList<double?> sample in samples)
        {
            if (sample[index] is { } value)
            {
                sum += value;
                count++;
            }
        }

        if (count == 0)
        {
            return (null, null, 0);
        }

        double mean = sum / count;
        if (count == 1)
        {
            return (mean, null, 1);
        }

        double squares = 0;
        foreach (IReadOnlyList<double?> sample in samples)
        {
            if (sample[index] is { } value)
            {
                squares += (value - mean) * (value - mean);
            }
        }

        return (mean, Math.Sqrt(squares / (count - 1) / count), count);
    }
}
