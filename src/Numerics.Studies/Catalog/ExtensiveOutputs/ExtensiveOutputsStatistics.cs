using Numerics.Spectra.Models;
using Numerics.Studies.Comparison;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.ExtensiveOutputs;

/// <summary>What is said of the largest singular value at the end of training beyond its score: reduced mean and deviation, and the fit over widths.</summary>
internal static class ExtensiveOutputsStatistics
{
    /// <summary>A sentence for every output ratio at which the edge is known.</summary>
    public static IEnumerable<Fact> Of(ExtensiveOutputsExperiment e, Findings findings)
    {
        ExtensiveOutputsParameters p = e.Parameters;
        for (int ratio = 0; findings.Replicas >= 2 && ratio < p.OutputRatio.Values.Count; ratio++)
        {
            if (Sentence(e, findings, ratio) is { } sentence)
            {
                // One sentence is printed with the verdict; those of a list of ratios are in the files.
                yield return p.OutputRatio.IsList
                    ? Fact.Evidence($"largest singular value, outputRatio {p.OutputRatio.Values[ratio]:G4}", sentence)
                    : Fact.Statistic("largest singular value", sentence);
            }
        }
    }

    private static string? Sentence(ExtensiveOutputsExperiment e, Findings findings, int ratio)
    {
        ExtensiveOutputsParameters p = e.Parameters;
        int end = e.Times.Count - 1;
        bool isOutlier = findings.Theory(e.Outlier, e.At(ratio, end, 0)) is not null;
        double? edge = findings.Theory(e.UpperEdge, e.At(ratio, end));
        double? amplitude = findings.Theory(e.EdgeAmplitude, e.At(ratio, end));
        if (isOutlier || edge is null || amplitude is null || findings.Theory(e.LargestSingularValue, e.At(ratio, end, 0)) is null)
        {
            return null;
        }

        double[][] samples = [.. Enumerable.Range(0, p.Widths.Length).Select(k => findings.Samples(e.LargestSingularValue, e.At(ratio, end, k)))];
        double Scale(int k) => Math.Pow(2.0 * TwoLayerSizes.Of(ExtensiveOutputsModels.Asked(p, p.OutputRatio.Values[ratio]), p.Widths[k]).Inputs * amplitude.Value, -2.0 / 3);
        ReducedEdge reduced = ReducedEdge.Of(samples[^1], edge.Value, Scale(p.Widths.Length - 1));
        string text = $"Largest singular value at width {p.Widths[^1]}, in fluctuation scales from the edge {edge:G6}: mean {reduced.Mean:F2} +- {reduced.StandardError:F2} "
            + $"(Tracy-Widom {ReducedEdge.LimitMean:F2}), deviation {reduced.Deviation:F2} +- {reduced.DeviationError:F2} ({ReducedEdge.LimitDeviation:F2}).";
        return text + Fit(p, samples, edge.Value, Scale(p.Widths.Length - 1) * Math.Pow(p.Widths[^1], 2.0 / 3));
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
