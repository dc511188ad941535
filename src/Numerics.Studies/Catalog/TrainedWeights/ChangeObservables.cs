using Numerics.Spectra.Theory.NullBulk;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.TrainedWeights;

/// <summary>Observables of the matrices at initialisation and of their change.</summary>
internal sealed class ChangeObservables(Func<string, string, IReadOnlyList<Axis>, Observable> observe, Axis matrix, Axis picture, Axis share)
{
    private readonly Observable bulkVariance = observe("initialBulkVariance", "bulkVariance at initialisation", [matrix]);
    private readonly Observable distance = observe("initialDistance", "distance at initialisation", [matrix]);
    private readonly Observable start = observe("initialPicture", "picture at initialisation, which should be untrained", [matrix, picture]);
    private readonly Observable stableRank = observe("differenceStableRank", "stable rank of the change since initialisation", [matrix]);
    private readonly Observable participation = observe("differenceParticipation", "(sum s^2)^2/sum s^4 of the change", [matrix]);
    private readonly Observable count = observe("differenceCount", "singular values of the change above a tenth of the upper edge at initialisation", [matrix]);
    private readonly Observable norm = observe("differenceNorm", "Frobenius norm of the change over that at initialisation", [matrix]);
    private readonly Observable largest = observe("differenceSingularValue", "largest singular values of the change", [matrix, Axis.Of("rank", Enumerable.Range(1, TrainedWeightsExperiment.Ranks))]);
    private readonly Observable interlacing = observe("interlacingDistance", "least rank of a change, with a rescaling, between the two spectra", [matrix]);
    private readonly Observable overlap = observe(
        "subspaceOverlap",
        "share of the leading directions of the trained matrix, as many as it has outliers above (1 to 32), inside as many leading ones of the initial matrix or of the change, on the shorter and the longer side; theory: independent directions",
        [matrix, Axis.OfLabels("with", ["initial", "difference"]), Axis.OfLabels("space", ["short", "long"])]);

    /// <summary>s/(sigma sqrt m) at initialisation.</summary>
    public Observable Quantile { get; } = observe("initialQuantile", "singular values at initialisation over their own sigma sqrt m, by share above", [matrix, share]);

    /// <summary>Writes what was measured.</summary>
    public void Record(Recorder r, int i, WeightChange change)
    {
        r[bulkVariance, i] = change.Start.Outliers.BulkVariance;
        r[distance, i] = change.Start.Distance.Share;
        for (int k = 0; k < TrainedWeightsObservables.Pictures.Length; k++)
        {
            r[start, i, k] = (int)change.StartDecision.Picture == k ? 1 : 0;
        }

        bool moved = change.Difference[0] > 0;
        r[stableRank, i] = moved ? SpectrumShape.StableRank(change.Difference) : 0;
        r[participation, i] = moved ? SpectrumShape.Participation(change.Difference) : 0;
        r[count, i] = change.Difference.Count(s => s > 0.1 * change.Start.UpperEdge);
        r[norm, i] = Math.Sqrt(change.Difference.Sum(s => s * s) / change.Initial.Sum(s => s * s));
        r.Row(largest, [.. change.Difference.Take(TrainedWeightsExperiment.Ranks)], i);
        r[interlacing, i] = change.Interlacing;
        r.Row(overlap, [change.WithInitial.Shorter, change.WithInitial.Longer], i, 0);
        if (moved)
        {
            r.Row(overlap, [change.WithDifference.Shorter, change.WithDifference.Longer], i, 1);
        }

        double unit = Math.Sqrt(change.Start.Outliers.BulkVariance * change.Start.Longer);
        r.Row(Quantile, [.. Quantile.Shape.Axes[^1].Values.Select(part => change.Initial[(int)(part * change.Initial.Length)] / unit)], i);
    }

    /// <summary>Writes the overlap of independent directions.</summary>
    public void Null(Recorder r, int i, WeightChange change, WeightMatrix one)
    {
        double[] means = [change.Directions / (double)one.Shorter, change.Directions / (double)one.Longer];
        r.Row(overlap, means, i, 0);
        r.Row(overlap, means, i, 1);
    }
}
