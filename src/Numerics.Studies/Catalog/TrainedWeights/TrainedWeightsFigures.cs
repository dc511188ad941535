using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.TrainedWeights;

/// <summary>Figures and the table of the study.</summary>
internal static class TrainedWeightsFigures
{
    /// <summary>Matrices that have figures of their own.</summary>
    private const int MostMatrices = 12;

    /// <summary>Those of the networks, then of single matrices.</summary>
    public static IReadOnlyList<Figure> Of(TrainedWeightsObservables o, WeightSelection selection) =>
        [Layers(o), Shapes(o), .. selection.Matrices.Take(MostMatrices).SelectMany((one, i) => OfMatrix(o, i, one.Name))];

    /// <summary>A row for each matrix.</summary>
    public static TableSpecification Table(TrainedWeightsObservables o, WeightSelection selection)
    {
        FigureSlice Side(int index) => new("side", index);
        TableColumn Number(string title, Observable observable, params FigureSlice[] slices) => new(title) { Observable = observable.Name, Slices = slices };
        return new TableSpecification("matrices", "Matrices", "matrix",
        [
            new("shape") { Words = [.. selection.Matrices.Select(one => $"{one.Rows} x {one.Columns}")] },
            Number("above", o.OutlierCount, Side(0)),
            Number("below", o.OutlierCount, Side(1)),
            Number("distance", o.Distance),
            Number("certified rank", o.CertifiedRank),
            Number("p", o.BulkPValue),
            Number("kurtosis", o.Kurtosis),
            Number("stable rank", o.StableRank),
            new("verdict") { Observable = o.Picture.Name, ChosenAlong = "picture" },
        ]);
    }

    private static Figure Layers(TrainedWeightsObservables o) => new(
        "layers",
        "Distance of the spectrum of every matrix from that of independent entries, and the 99 % quantile for these",
        "layer",
        "matrix, in the order of the file",
        "distance D/n",
        FigurePart.Theory(o.Networks.Distance, "D/n"),
        FigurePart.Simulation(o.Networks.Distance, "D/n"))
    { LogarithmicVertical = true };

    private static Figure Shapes(TrainedWeightsObservables o) => new(
        "networks",
        "Singular values over those of independent entries with the variance of the bulk, by rank: 1 for an untrained matrix, the first ranks above 1 for outliers, a tilted curve for a restructured bulk",
        "share",
        "rank over n",
        "s over null quantile",
        FigurePart.Reference(o.Networks.Shape, "independent entries"),
        FigurePart.Simulation(o.Networks.Shape, "median"))
    { LogarithmicHorizontal = true, LogarithmicVertical = true };

    private static IEnumerable<Figure> OfMatrix(TrainedWeightsObservables o, int matrix, string name)
    {
        FigureSlice[] slice = [new FigureSlice("matrix", matrix)];
        Caption heading = Words(name);
        yield return Figure.OfDensity($"density-{matrix + 1}", new Caption("Singular values and the law of independent entries", name), "x", "s over σ √m", o.Density, FigurePart.Rug(o.Top, "largest", colouredAs: o.Density)) with
        { Slices = slice, Heading = heading };
        FigurePart[] initial = o.Change is null ? [] : [FigurePart.Simulation(o.Change.Quantile, "initial")];
        yield return new Figure(
            $"rank-{matrix + 1}", new Caption("Singular values by rank", name), "share", "rank over n", "s over σ √m", [FigurePart.Theory(o.Quantile, "trained"), FigurePart.Simulation(o.Quantile, "trained"), .. initial]) with
        { Slices = slice, Heading = heading };
    }

    /// <summary>Names of tensors may be in camelCase, which figures do not show.</summary>
    private static Caption Words(string name) => name.Replace('_', ' ');
}
