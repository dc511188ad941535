using Numerics.Spectra.Spectrum;
using Numerics.Spectra.Theory.NullBulk;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.TrainedWeights;

/// <summary>Observables and figures of the study.</summary>
internal sealed class TrainedWeightsObservables
{
    public static readonly string[] Pictures = ["untrained", "outliers", "restructured", "undecided"];

    public TrainedWeightsObservables(Func<string, string, IReadOnlyList<Axis>, Observable> observe, Axis matrix, SpectrumGrid grid, double[] shares, bool hasInitial)
    {
        Axis rank = Axis.Of("rank", Enumerable.Range(1, TrainedWeightsExperiment.Ranks));
        Largest = observe("largestSingularValue", "largest singular values of the matrix; theory: means for independent entries of the variance of the bulk", [matrix, rank]);
        Smallest = observe("smallestSingularValue", "smallest singular values, rank 1 the smallest; theory: the same, where the lower edge is soft", [matrix, rank]);
        EntryVariance = observe("entryVariance", "mean square of the entries", [matrix]);
        BulkVariance = observe("bulkVariance", "variance of the entries of the bulk, outliers taken out with their shift of the others", [matrix]);
        Kurtosis = observe("kurtosis", "excess kurtosis of the entries", [matrix]);
        UpperEdge = observe("upperEdge", "sigma (sqrt m + sqrt n), sigma^2 = bulkVariance", [matrix]);
        LowerEdge = observe("lowerEdge", "sigma (sqrt m - sqrt n), sigma^2 = bulkVariance", [matrix]);
        OutlierCount = observe("outlierCount", "singular values outside the bulk at the level falseAlarmRate of the matrix", [matrix, Axis.OfLabels("side", ["above", "below"])]);
        Distance = observe("distance", "D/n, least Kolmogorov distance of the spectrum from the law of independent entries; theory: its 99 % quantile for these", [matrix]);
        CertifiedRank = observe("certifiedRank", "R, least rank of any change of any matrix of independent entries that gives this spectrum, at 99 %", [matrix]);
        BulkPValue = observe("bulkPValue", "p of the Chebyshev statistics of the bulk without outliers; nominal below 1e-3", [matrix]);
        StableRank = observe("stableRank", "sum of s^2 over the largest s^2", [matrix]);
        Top = observe("largestOverScale", "largest singular value over sigma sqrt m", [matrix]);
        Tail = observe("tailExponent", "power law of the largest s^2, a description: exponent of the density, number of values, Kolmogorov distance", [matrix, Axis.OfLabels("part", ["exponent", "count", "distance"])]);
        Spike = observe("impliedSpike", "strength over sigma sqrt m and squared overlaps of the largest outliers, if their directions were independent of the bulk", [matrix, rank, Axis.OfLabels("quantity", ["strength", "shortOverlap", "longOverlap"])]);
        Picture = observe("picture", "1 for the picture that holds, 0 for the others", [matrix, Axis.OfLabels("picture", Pictures)]);
        Density = observe("density", "density of s/(sigma sqrt m), mean over each bin", [matrix, new Axis("x", grid.Middles)]);
        Quantile = observe("singularValueQuantile", "s/(sigma sqrt m) that a share of the values lies above", [matrix, new Axis("share", shares)]);
        if (hasInitial)
        {
            Initial = new InitialObservables(
                observe("initialBulkVariance", "bulkVariance at initialisation", [matrix]),
                observe("initialDistance", "distance at initialisation", [matrix]),
                observe("initialPicture", "picture at initialisation, which should be untrained", [matrix, Axis.OfLabels("picture", Pictures)]),
                observe("differenceStableRank", "stable rank of the change since initialisation", [matrix]),
                observe("differenceParticipation", "(sum s^2)^2/sum s^4 of the change", [matrix]),
                observe("differenceCount", "singular values of the change above a tenth of the upper edge at initialisation", [matrix]),
                observe("interlacingDistance", "least rank of a change, with a rescaling, between the two spectra", [matrix]),
                observe("initialQuantile", "singular values at initialisation over those of singularValueQuantile's unit there", [matrix, new Axis("share", shares)]));
        }
    }

    public Observable Largest { get; }

    public Observable Smallest { get; }

    public Observable EntryVariance { get; }

    public Observable BulkVariance { get; }

    public Observable Kurtosis { get; }

    public Observable UpperEdge { get; }

    public Observable LowerEdge { get; }

    public Observable OutlierCount { get; }

    public Observable Distance { get; }

    public Observable CertifiedRank { get; }

    public Observable BulkPValue { get; }

    public Observable StableRank { get; }

    public Observable Top { get; }

    public Observable Tail { get; }

    public Observable Spike { get; }

    public Observable Picture { get; }

    public Observable Density { get; }

    public Observable Quantile { get; }

    private InitialObservables? Initial { get; }

    public static Figure Summary(TrainedWeightsObservables o) =>
        new("distance", "Distance of every matrix from independent entries, and its 99 % quantile for these", "matrix", "matrix", "D/n", FigurePart.Reference(o.Distance, "99 % of independent entries"), FigurePart.Simulation(o.Distance, "distance"));

    public IEnumerable<Figure> FiguresOf(int matrix, string name)
    {
        FigureSlice[] slice = [new FigureSlice("matrix", matrix)];
        Caption heading = Words(name);
        yield return Figure.OfDensity($"density-{matrix + 1}", new Caption("Singular values and the law of independent entries", name), "x", "s over σ √m", Density, FigurePart.Rug(Top, "largest", colouredAs: Density)) with { Slices = slice, Heading = heading };
        FigurePart[] initial = Initial is null ? [] : [FigurePart.Simulation(Initial.Quantile, "initial")];
        yield return new Figure(
            $"rank-{matrix + 1}", new Caption("Singular values by rank", name), "share", "rank over n", "s over σ √m", [FigurePart.Theory(Quantile, "trained"), FigurePart.Simulation(Quantile, "trained"), .. initial]) with
        { Slices = slice, Heading = heading };
    }

    public void Record(Recorder r, int i, WeightChange change)
    {
        if (Initial is not { } own)
        {
            return;
        }

        r[own.BulkVariance, i] = change.Start.Outliers.BulkVariance;
        r[own.Distance, i] = change.Start.Distance.Share;
        for (int k = 0; k < Pictures.Length; k++)
        {
            r[own.Picture, i, k] = (int)change.StartDecision.Picture == k ? 1 : 0;
        }

        bool moved = change.Difference[0] > 0;
        r[own.StableRank, i] = moved ? SpectrumShape.StableRank(change.Difference) : 0;
        r[own.Participation, i] = moved ? SpectrumShape.Participation(change.Difference) : 0;
        r[own.Count, i] = change.Difference.Count(s => s > 0.1 * change.Start.UpperEdge);
        r[own.Interlacing, i] = change.Interlacing;
        double unit = Math.Sqrt(change.Start.Outliers.BulkVariance * change.Start.Longer);
        r.Row(own.Quantile, [.. own.Quantile.Shape.Axes[^1].Values.Select(share => change.Initial[(int)(share * change.Initial.Length)] / unit)], i);
    }

    /// <summary>Names of tensors may be in camelCase, which figures do not show.</summary>
    private static Caption Words(string name) => name.Replace('_', ' ');

    private sealed record InitialObservables(
        Observable BulkVariance,
        Observable Distance,
        Observable Picture,
        Observable StableRank,
        Observable Participation,
        Observable Count,
        Observable Interlacing,
        Observable Quantile);
}
