using Numerics.Spectra.Spectrum;
using Numerics.Spectra.Theory.Edges;
using Numerics.Spectra.Theory.NullBulk;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.TrainedWeights;

/// <summary>Observables of the study, and how its analysis is written into them.</summary>
internal sealed class TrainedWeightsObservables
{
    public static readonly string[] Pictures = ["untrained", "outliers", "restructured", "undecided"];

    private static readonly double[] Shares = [.. Enumerable.Range(0, 50).Select(i => (i + 0.5) / 50)];

    private readonly WeightSelection selection;
    private readonly SpectrumGrid grid;

    public TrainedWeightsObservables(Func<string, string, IReadOnlyList<Axis>, Observable> observe, WeightSelection selection, SpectrumGrid grid)
    {
        this.selection = selection;
        this.grid = grid;
        Axis matrix = Axis.OfLabels("matrix", [.. selection.Matrices.Select(one => one.Name)]);
        Axis rank = Axis.Of("rank", Enumerable.Range(1, TrainedWeightsExperiment.Ranks));
        Axis picture = Axis.OfLabels("picture", Pictures);
        Axis share = new("share", Shares);
        Largest = observe("largestSingularValue", "largest singular values of the matrix; theory: means for independent entries of the variance of the bulk", [matrix, rank]);
        Smallest = observe("smallestSingularValue", "smallest singular values, rank 1 the smallest; theory: the same, where the lower edge is soft", [matrix, rank]);
        EntryVariance = observe("entryVariance", "mean square of the entries", [matrix]);
        BulkVariance = observe("bulkVariance", "variance of the entries of the bulk, outliers taken out with their shift of the others", [matrix]);
        Kurtosis = observe("kurtosis", "excess kurtosis of the entries", [matrix]);
        UpperEdge = observe("upperEdge", "sigma (sqrt m + sqrt n), sigma^2 = bulkVariance", [matrix]);
        LowerEdge = observe("lowerEdge", "sigma (sqrt m - sqrt n), sigma^2 = bulkVariance", [matrix]);
        OutlierCount = observe("outlierCount", "singular values outside the bulk at the level falseAlarmRate of the matrix; missing below where the noise of the storage format hides them", [matrix, Axis.OfLabels("side", ["above", "below"])]);
        Distance = observe("distance", "D/n, least Kolmogorov distance of the spectrum from the law of independent entries; theory: its 99 % quantile for these", [matrix]);
        CertifiedRank = observe("certifiedRank", "R, least rank of any change of any matrix of independent entries that gives this spectrum, at 99 %", [matrix]);
        BulkPValue = observe("bulkPValue", "p of the Chebyshev statistics of the bulk without outliers; nominal below 1e-3", [matrix]);
        StableRank = observe("stableRank", "sum of s^2 over the largest s^2", [matrix]);
        StorageNoise = observe("storageNoise", "variance of the rounding of the storage format over bulkVariance; 0 from single precision on", [matrix]);
        Top = observe("largestOverScale", "largest singular values over sigma sqrt m", [matrix, rank]);
        Tail = observe("tailExponent", "power law of the largest s^2, a description: exponent of the density, number of values, Kolmogorov distance", [matrix, Axis.OfLabels("part", ["exponent", "count", "distance"])]);
        Spike = observe("impliedSpike", "strength over sigma sqrt m and squared overlaps of the largest outliers, if their directions were independent of the bulk", [matrix, rank, Axis.OfLabels("quantity", ["strength", "shortOverlap", "longOverlap"])]);
        Picture = observe("picture", "1 for the picture that holds, 0 for the others", [matrix, picture]);
        Density = observe("density", "density of s/(sigma sqrt m), mean over each bin", [matrix, new Axis("x", grid.Middles)]);
        NormalisedDensity = observe("normalisedDensity", "density of s over the root of m entryVariance: the trace-normalised spectrum, whose mean square is 1", [matrix, new Axis("x", grid.Middles)]);
        Quantile = observe("singularValueQuantile", "s/(sigma sqrt m) that a share of the values lies above", [matrix, share]);
        Networks = new NetworkProfiles(observe, selection);
        Change = selection.Matrices.Any(one => one.ReadInitial is not null) ? new ChangeObservables(observe, matrix, picture, share) : null;
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

    public Observable StorageNoise { get; }

    public Observable Top { get; }

    public Observable Tail { get; }

    public Observable Spike { get; }

    public Observable Picture { get; }

    public Observable Density { get; }

    public Observable NormalisedDensity { get; }

    public Observable Quantile { get; }

    public NetworkProfiles Networks { get; }

    public ChangeObservables? Change { get; }

    /// <summary>The figures.</summary>
    public IReadOnlyList<Figure> Figures => TrainedWeightsFigures.Of(this, selection);

    /// <summary>A row for each matrix.</summary>
    public TableSpecification Table => TrainedWeightsFigures.Table(this, selection);

    /// <summary>What independent entries would give.</summary>
    public void Null(Recorder r, int i, WeightAnalysis analysis)
    {
        BulkAnalysis spectrum = analysis.Spectrum;
        WeightMatrix matrix = selection.Matrices[i];
        double sigma = Math.Sqrt(spectrum.Outliers.BulkVariance);
        var law = new MarchenkoPasturShare(matrix.Shorter / (double)matrix.Longer);
        var edge = new EdgeStatistics(matrix.Shorter, matrix.Longer, sigma * Math.Sqrt(matrix.Longer));
        for (int rank = 1; rank <= TrainedWeightsExperiment.Ranks; rank++)
        {
            r[Largest, i, rank - 1] = edge.Mean(rank);
            if (ExtremeValueScore.HasSoftLowerEdge(matrix.Shorter, matrix.Longer))
            {
                r[Smallest, i, rank - 1] = edge.LowerMean(rank);
            }
        }

        r[EntryVariance, i] = spectrum.Outliers.BulkVariance;
        r[BulkVariance, i] = spectrum.Outliers.BulkVariance;
        r[Kurtosis, i] = 0;
        r[UpperEdge, i] = spectrum.UpperEdge;
        r[LowerEdge, i] = spectrum.LowerEdge;
        r[OutlierCount, i, 0] = 0;
        r[OutlierCount, i, 1] = 0;
        r[Distance, i] = spectrum.Distance.NullQuantile / spectrum.Distance.Size;
        double[] density = grid.Histogram(s => 1 - law.Above(s * s));
        r.Row(Density, density, i);
        r.Row(NormalisedDensity, density, i);
        r.Row(Quantile, [.. Shares.Select(share => Math.Sqrt(law.Quantile(share)))], i);
        Networks.Null(r, i, spectrum.Distance.NullQuantile / spectrum.Distance.Size);
        if (analysis.Change is { } change)
        {
            Change?.Null(r, i, change, matrix);
        }
    }

    /// <summary>What was measured.</summary>
    public void Measured(Recorder r, int i, WeightAnalysis analysis)
    {
        BulkAnalysis spectrum = analysis.Spectrum;
        double[] values = analysis.Values;
        double unit = Math.Sqrt(spectrum.Outliers.BulkVariance * spectrum.Longer);
        for (int rank = 0; rank < TrainedWeightsExperiment.Ranks; rank++)
        {
            r[Largest, i, rank] = values[rank];
            r[Smallest, i, rank] = values[values.Length - 1 - rank];
            r[Top, i, rank] = values[rank] / unit;
        }

        r[EntryVariance, i] = spectrum.EntryVariance;
        r[BulkVariance, i] = spectrum.Outliers.BulkVariance;
        r[Kurtosis, i] = spectrum.Kurtosis;
        r[UpperEdge, i] = spectrum.UpperEdge;
        r[LowerEdge, i] = spectrum.LowerEdge;
        r[OutlierCount, i, 0] = spectrum.Outliers.Above;
        r[OutlierCount, i, 1] = analysis.ResolvesSmallest ? spectrum.Outliers.Below : new Estimate(null, null);
        r[Distance, i] = spectrum.Distance.Share;
        r[CertifiedRank, i] = spectrum.Distance.CertifiedRank;
        r[BulkPValue, i] = spectrum.Bulk.PValue;
        r[StableRank, i] = SpectrumShape.StableRank(values);
        r[StorageNoise, i] = analysis.StorageNoise / spectrum.Outliers.BulkVariance;
        for (int k = 0; k < Pictures.Length; k++)
        {
            r[Picture, i, k] = (int)analysis.Decision.Picture == k ? 1 : 0;
        }

        if (TailExponent.Of(values) is { } tail)
        {
            r.Row(Tail, [tail.Exponent, tail.Count, tail.Distance], i);
        }

        Spikes(r, i, spectrum, values.Length / (double)spectrum.Longer);
        r.Row(Density, grid.Histogram([.. values.Select(s => s / unit)], values.Length), i);
        double trace = Math.Sqrt(spectrum.EntryVariance * spectrum.Longer);
        r.Row(NormalisedDensity, grid.Histogram([.. values.Select(s => s / trace)], values.Length), i);
        r.Row(Quantile, [.. Shares.Select(share => values[(int)(share * values.Length)] / unit)], i);
        if (analysis.Change is { } change)
        {
            Change?.Record(r, i, change);
        }
    }

    /// <summary>What was measured of the networks as wholes.</summary>
    public void Profiles(Recorder r, Func<int, WeightAnalysis> analysis) => Networks.Measured(r, analysis);

    private void Spikes(Recorder r, int i, BulkAnalysis spectrum, double ratio)
    {
        for (int rank = 0; rank < Math.Min(TrainedWeightsExperiment.Ranks, spectrum.Outliers.Above); rank++)
        {
            var spike = ImpliedSpike.At(ratio, spectrum.Outliers.Positions[rank]);
            if (!double.IsFinite(spike.Strength))
            {
                // Above a bulk of exact zeros.
                continue;
            }

            r[Spike, i, rank, 0] = spike.Strength;
            r[Spike, i, rank, 1] = spike.ShortOverlap;
            r[Spike, i, rank, 2] = spike.LongOverlap;
        }
    }
}
