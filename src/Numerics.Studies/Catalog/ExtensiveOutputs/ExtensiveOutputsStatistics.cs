using Numerics.Spectra.Models;
using Numerics.Studies.Comparison;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.ExtensiveOutputs;

/// <summary>What is said of the largest singular value at the end of training beyond its score: mean and deviation in fluctuation scales.</summary>
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
        if (isOutlier || edge is null || amplitude is null || findings.Theory(e.LargestSingularValue, e.At(ratio, end)) is null)
        {
            return null;
        }

        // In a sweep or a ladder a point may have fewer replicas than the run.
        double[] values = findings.Samples(e.LargestSingularValue, e.At(ratio, end));
        if (values.Length < 2)
        {
            return null;
        }

        double scale = Math.Pow(2.0 * TwoLayerSizes.Of(ExtensiveOutputsModels.Asked(p, p.OutputRatio.Values[ratio]), p.Width).Inputs * amplitude.Value, -2.0 / 3);
        ReducedEdge reduced = ReducedEdge.Of(values, edge.Value, scale);
        return $"Largest singular value at width {p.Width}, in fluctuation scales from the edge {edge:G6}: mean {reduced.Mean:F2} +- {reduced.StandardError:F2} "
            + $"(Tracy-Widom {ReducedEdge.LimitMean:F2}), deviation {reduced.Deviation:F2} +- {reduced.DeviationError:F2} ({ReducedEdge.LimitDeviation:F2}).";
    }
}
