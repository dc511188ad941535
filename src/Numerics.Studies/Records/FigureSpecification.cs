namespace Numerics.Studies.Records;

/// <summary>A figure that a study asks for: an axis against observables; further axes of an observable become separate series.</summary>
/// <param name="Name">File name without extension.</param>
/// <param name="Title">What the figure shows, for the caption; not drawn.</param>
/// <param name="HorizontalAxis">Axis name on the abscissa, for example "step".</param>
/// <param name="HorizontalLabel">Label of the abscissa.</param>
/// <param name="VerticalLabel">Label of the ordinate.</param>
/// <param name="LogarithmicVertical">Whether the ordinate is logarithmic.</param>
/// <param name="Layers">What is drawn, bottom first.</param>
public sealed record FigureSpecification(
    string Name,
    string Title,
    string HorizontalAxis,
    string HorizontalLabel,
    string VerticalLabel,
    bool LogarithmicVertical,
    IReadOnlyList<FigureLayer> Layers)
{
    /// <summary>The only coordinates of some axes that are drawn; observables without such an axis are drawn whole.</summary>
    public IReadOnlyList<FigureSlice> Slices { get; init; } = [];

    /// <summary>How layers are arranged.</summary>
    public FigureKind Kind { get; init; }

    /// <summary>Axis on the ordinate of a map or field; empty for others.</summary>
    public string VerticalAxis { get; init; } = "";

    /// <summary>Whether the abscissa is logarithmic; its coordinates are then positive.</summary>
    public bool LogarithmicHorizontal { get; init; }

    /// <summary>A few words above the panel that axes and legend do not say: "muP", "M = A B + C"; empty for none.</summary>
    public string Heading { get; init; } = "";

    /// <summary>Columns of a page that it spans: 1 (3.4 inches) or 2 (7 inches).</summary>
    public int Columns { get; init; } = 1;

    /// <summary>Whether a panel below shows the deviations of the simulation in standard errors.</summary>
    public bool Residuals { get; init; }

    /// <summary>Letters of axes, axis name to letter, for example "widthRatio" to "ν".</summary>
    public IReadOnlyDictionary<string, string> Symbols { get; init; } = new Dictionary<string, string>();
}
