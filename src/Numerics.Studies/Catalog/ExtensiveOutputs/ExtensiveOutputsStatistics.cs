using Numerics.Spectra.Models;
using Numerics.Studies.Comparison;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.ExtensiveOutputs;

/// <summary>What is said of the largest singular value at the end of training beyond its score: reduced mean and deviation, and the fit over widths.</summary>
internal static class ExtensiveOutputsStatistics
{
    /// <summary>Sentences by name.</summary>
    public static IReadOnlyDictionary<string, string> Of(
        ExtensiveOutputsParameters p, ExtensiveOutputsShapes shapes, IReadOnlyDictionary<string, ObservableEstimate> theory, IReadOnlyList<ReplicaRecord> records)
    {
        Dictionary<string, string> statistics = [];
        ReplicaRecord[] finished = [.. records.Where(record => record.Outcome == ReplicaOutcome.Finished).OrderBy(record => record.Replica)];
        int end = shapes.Times.Count - 1;
        for (int ratio = 0; finished.Length >= 2 && ratio < p.OutputRatio.Values.Count; ratio++)
        {
            // One sentence is printed with the verdict; those of a sweep are in the files.
            string name = p.OutputRatio.IsList ? $"largest singular value, outputRatio {p.OutputRatio.Values[ratio]:G4}" : "statistic: largest singular value";
            int row = shapes.Row(shapes.LargestSingularValue, ratio, end);
            bool isOutlier = theory[shapes.Outlier.Name].Value[shapes.Row(shapes.Outlier, ratio, end)] is not null;
            double? edge = theory[shapes.UpperEdge.Name].Value[shapes.Row(shapes.UpperEdge, ratio, end)];
            double? amplitude = theory[shapes.EdgeAmplitude.Name].Value[shapes.Row(shapes.EdgeAmplitude, ratio, end)];
            if (isOutlier || edge is null || amplitude is null || theory[shapes.LargestSingularValue.Name].Value[row] is null)
            {
                continue;
            }

            double[][] samples = [.. Enumerable.Range(0, p.Widths.Length).Select(k => finished.Select(record => record.Values[shapes.LargestSingularValue.Name][row + k]!.Value).ToArray())];
            double Scale(int k) => Math.Pow(2.0 * TwoLayerSizes.Of(ExtensiveOutputsModels.Asked(p, p.OutputRatio.Values[ratio]), p.Widths[k]).Inputs * amplitude.Value, -2.0 / 3);
            ReducedEdge reduced = ReducedEdge.Of(samples[^1], edge.Value, Scale(p.Widths.Length - 1));
            string text = $"Largest singular value at width {p.Widths[^1]}, in fluctuation scales from the edge {edge:G6}: mean {reduced.Mean:F2} +- {reduced.StandardError:F2} "
                + $"(Tracy-Widom {ReducedEdge.LimitMean:F2}), deviation {reduced.Deviation:F2} +- {reduced.DeviationError:F2} ({ReducedEdge.LimitDeviation:F2}).";
            statistics[name] = text + Fit(p, samples, edge.Value, Scale(p.Widths.Length - 1) * Math.Pow(p.Widths[^1], 2.0 / 3));
        }

        return statistics;
    }

    private static string Fit(ExtensiveOutputsParameters p, double[][] samples, double edge, double unitScale)
    {
        // One deviation in fluctuation scales for all widths: mean and deviation of a skew law are correlated, so weights of each width's own would bias the fit.
        double[] scales = [.. p.Widths.Select(width => unitScale * Math.Pow(width, -2.0 / 3))];
        double deviation = Math.Sqrt(samples.Select((values, k) => Math.Pow(ReducedEdge.Of(values, edge, scales[k]).Deviation, 2)).Average());
        if (samples.Length < 3 || deviation == 0)
        {
            return "";
        }

        FiniteSizeSample[] means = [.. samples.Select((values, k) => new FiniteSizeSample(p.Widths[k], values.Average(), deviation * scales[k] / Math.Sqrt(values.Length)))];
        FiniteSizeFit fit = FiniteSizeFit.Edge(means, unitScale);
        return $" Extrapolated over {means.Length} widths with the Tracy-Widom slope: {fit.Limit:F5} +- {fit.LimitError:F5}, {Math.Abs(fit.Deviation(edge)):F1} standard errors "
            + $"{(fit.Limit < edge ? "below" : "above")} the edge (chance exceeds that with probability {fit.DeviationTail(edge):G2}), chi^2 tail {fit.ChiSquaredTail:F2}"
            + $"{(fit.IsConclusive ? "" : "; not conclusive: four widths over a factor 8 are needed")}.";
    }
}
