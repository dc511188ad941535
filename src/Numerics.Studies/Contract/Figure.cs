using Numerics.Studies.Records;

namespace Numerics.Studies.Contract;

/// <summary>A figure by handles: an axis against observables. Further axes become series; theory and simulation of a series share its colour.</summary>
/// <param name="Name">File name without extension.</param>
/// <param name="Title">What the figure shows, for the caption; not drawn.</param>
/// <param name="Horizontal">Axis on the abscissa.</param>
/// <param name="HorizontalLabel">Label of the abscissa.</param>
/// <param name="VerticalLabel">Label of the ordinate.</param>
/// <param name="Layers">What is drawn, bottom first.</param>
public sealed record Figure(
    string Name, Caption Title, string Horizontal, string HorizontalLabel, string VerticalLabel, params IReadOnlyList<FigurePart> Layers)
{
    /// <summary>How layers are arranged.</summary>
    public FigureKind Kind { get; init; }

    /// <summary>Axis on the ordinate of a map or field; empty for others.</summary>
    public string Vertical { get; init; } = "";

    /// <summary>Whether the ordinate is logarithmic.</summary>
    public bool LogarithmicVertical { get; init; }

    /// <summary>Whether the abscissa is logarithmic; its coordinates are then positive.</summary>
    public bool LogarithmicHorizontal { get; init; }

    /// <summary>The only coordinates of some axes that are drawn.</summary>
    public IReadOnlyList<FigureSlice> Slices { get; init; } = [];

    /// <summary>Further such coordinates in a sweep, where there are more series: the first rank, the last layer.</summary>
    public IReadOnlyList<FigureSlice> SweptSlices { get; init; } = [];

    /// <summary>Swept parameters that must all be swept for the figure to be drawn; empty: it is always drawn.</summary>
    public IReadOnlyList<string> Sweeping { get; init; } = [];

    /// <summary>A swept parameter of which each value gets a figure of its own; empty for none.</summary>
    public string OneFor { get; init; } = "";

    /// <summary>In a sweep of more points than this it is not drawn: it would have a curve for each.</summary>
    public int MostPoints { get; init; } = int.MaxValue;

    /// <summary>A few words above the panel that axes and legend do not say: "muP", "M = A B + C"; empty for none.</summary>
    public Caption Heading { get; init; } = Caption.None;

    /// <summary>Columns of a page that it spans: 1 (3.4 inches) or 2 (7 inches).</summary>
    public int Columns { get; init; } = 1;

    /// <summary>Whether a panel below shows the deviations of the simulation in standard errors.</summary>
    public bool Residuals { get; init; }

    /// <summary>Letters of axes whose coordinates tell series apart, for example "widthRatio" to "ν"; those of swept parameters are added.</summary>
    public IReadOnlyDictionary<string, string> Symbols { get; init; } = new Dictionary<string, string>();

    /// <summary>A figure over the gradient steps.</summary>
    public static Figure OverSteps(string name, Caption title, string verticalLabel, params IReadOnlyList<FigurePart> layers) =>
        new(name, title, "step", "gradient step", verticalLabel, layers) { Residuals = true };

    /// <summary>Singular values at one time against a parameter, in a sweep of it; those that leave the bulk are its points.</summary>
    /// <param name="parameter">Path of the swept parameter.</param>
    /// <param name="label">Label of the abscissa; the letter of the parameter is added.</param>
    /// <param name="verticalLabel">Label of the ordinate.</param>
    /// <param name="layers">What is drawn, bottom first.</param>
    public static Figure OutliersAgainst(string parameter, string label, string verticalLabel, params IReadOnlyList<FigurePart> layers) =>
        new($"outliers-{parameter}", $"Outliers after training against {parameter}", parameter, label, verticalLabel, layers) { Sweeping = [parameter], Residuals = true };

    /// <summary>A figure of losses over the gradient steps, with a logarithmic ordinate.</summary>
    public static Figure Losses(Caption title, params IReadOnlyList<FigurePart> layers) =>
        new("loss", title, "step", "gradient step", "loss", layers) { LogarithmicVertical = true, Residuals = true };

    /// <summary>A figure of a density: histograms under the theory, then what is put beside them.</summary>
    public static Figure OfDensity(string name, Caption title, string horizontal, string horizontalLabel, Observable density, params IReadOnlyList<FigurePart> beside) =>
        new(name, title, horizontal, horizontalLabel, "density", [FigurePart.Histogram(density, "density"), FigurePart.Theory(density, "density"), .. beside]);

    /// <summary>Points of the plane: of each layer but circles, the observable over its <see cref="FigurePart.Abscissa"/>. Drawn of a single point of a sweep only.</summary>
    public static Figure Plane(string name, Caption title, string horizontalLabel, string verticalLabel, params IReadOnlyList<FigurePart> layers) =>
        new(name, title, "", horizontalLabel, verticalLabel, layers) { Kind = FigureKind.Plane, MostPoints = 1 };

    /// <summary>A phase diagram over two swept numbers: for each point the word of largest value, predicted as colour and simulated as marker, and lines where other theories are 1.</summary>
    /// <param name="name">File name without extension.</param>
    /// <param name="title">Caption.</param>
    /// <param name="words">Observable over an axis of words.</param>
    /// <param name="onsets">Lines (<see cref="FigurePart.Contour"/>), the widest first.</param>
    public static Figure Map(string name, Caption title, Observable words, params IReadOnlyList<FigurePart> onsets) =>
        new(name, title, "", "", "", [FigurePart.Theory(words, ""), FigurePart.Simulation(words, ""), .. onsets]) { Kind = FigureKind.Map };

    /// <summary>An observable over two axes, as colours. Drawn of a single point of a sweep only.</summary>
    public static Figure OfField(
        string name, Caption title, Observable observable, string horizontal, string horizontalLabel, string vertical, string verticalLabel, string label) =>
        new(name, title, horizontal, horizontalLabel, verticalLabel, FigurePart.Simulation(observable, label)) { Kind = FigureKind.Field, Vertical = vertical, MostPoints = 1 };

    /// <summary>Whether a run draws it: it waits for no sweep.</summary>
    internal bool IsDrawn => Sweeping.Count == 0 && (Kind != FigureKind.Map || Horizontal.Length > 0);

    /// <summary>The figure as it is stored with a result.</summary>
    public FigureSpecification Specification() => new(
        Name, Title.ToString(), Horizontal, HorizontalLabel, VerticalLabel, LogarithmicVertical, [.. Layers.Select(layer => layer.Stored())])
    {
        Slices = Slices,
        Heading = Heading.ToString(),
        Columns = Columns,
        Residuals = Residuals,
        Symbols = Symbols,
        LogarithmicHorizontal = LogarithmicHorizontal,
        Kind = Kind,
        VerticalAxis = Vertical,
    };

    /// <summary>The same figure of other observables, whose axes may have more coordinates: a slice keeps its coordinate.</summary>
    /// <param name="find">The other observable of each.</param>
    internal Figure By(Func<Observable, Observable> find) => this with
    {
        Layers = [.. Layers.Select(layer => layer with { Observable = find(layer.Observable), ColouredAs = layer.ColouredAs is { } other ? find(other) : null, Abscissa = layer.Abscissa is { } own ? find(own) : null })],
        Slices = [.. Slices.Select(slice => Moved(slice, find))],
        SweptSlices = [.. SweptSlices.Select(slice => Moved(slice, find))],
    };

    private FigureSlice Moved(FigureSlice slice, Func<Observable, Observable> find)
    {
        foreach (Observable own in Layers.Select(layer => layer.Observable))
        {
            Axis? from = own.Shape.Axes.FirstOrDefault(axis => axis.Name == slice.Axis);
            Axis? to = find(own).Shape.Axes.FirstOrDefault(axis => axis.Name == slice.Axis);
            if (from is { IsFoundInRun: false } && to is { IsFoundInRun: false } && to.IndexOf(from, slice.Index) is >= 0 and var index)
            {
                return slice with { Index = index };
            }
        }

        return slice;
    }
}
