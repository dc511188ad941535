namespace Numerics.Studies.Records;

/// <summary>A figure that a study asks for: an axis against observables; further axes of an observable become separate series.</summary>
/// <param name="Name">File name without extension.</param>
/// <param name="Title">Title.</param>
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
    /// <summary>The only coordinate of one axis that is drawn; null for all.</summary>
    public FigureSlice? Slice { get; init; }

    /// <summary>Whether the abscissa is logarithmic; its coordinates are then positive.</summary>
    public bool LogarithmicHorizontal { get; init; }

    /// <summary>A figure over the gradient steps.</summary>
    /// <param name="name">File name without extension.</param>
    /// <param name="title">Title.</param>
    /// <param name="verticalLabel">Label of the ordinate.</param>
    /// <param name="layers">What is drawn, bottom first.</param>
    public static FigureSpecification OverSteps(string name, string title, string verticalLabel, params IReadOnlyList<FigureLayer> layers) =>
        new(name, title, "step", "gradient step", verticalLabel, false, layers);

    /// <summary>A figure of losses over the gradient steps, with a logarithmic ordinate.</summary>
    /// <param name="title">Title.</param>
    /// <param name="layers">What is drawn, bottom first.</param>
    public static FigureSpecification Losses(string title, params IReadOnlyList<FigureLayer> layers) =>
        new("loss", title, "step", "gradient step", "loss", true, layers);
}
