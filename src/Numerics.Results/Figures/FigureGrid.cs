using Numerics.Studies.Records;

namespace Numerics.Results.Figures;

/// <summary>A flattened observable over the two axes of a map or field, at the coordinates that the figure keeps of others.</summary>
internal sealed class FigureGrid
{
    private readonly ObservableShape shape;
    private readonly int[] strides;
    private readonly int horizontal;
    private readonly int vertical;
    private readonly int start;
    private readonly int further;
    private readonly IReadOnlyDictionary<string, string> symbols;

    private FigureGrid(ObservableShape shape, int horizontal, int vertical, FigureSpecification figure)
    {
        (this.shape, this.horizontal, this.vertical, symbols) = (shape, horizontal, vertical, figure.Symbols);
        strides = [.. Enumerable.Range(0, shape.Axes.Count).Select(axis => shape.Axes.Skip(axis + 1).Aggregate(1, (product, next) => product * next.Count))];
        start = figure.Slices.Sum(slice => shape.Axes.ToList().FindIndex(axis => axis.Name == slice.Axis) is >= 0 and var axis ? slice.Index * strides[axis] : 0);
        further = shape.Axes.ToList().FindLastIndex(axis =>
            axis.Labels is null && axis.Name != figure.HorizontalAxis && axis.Name != figure.VerticalAxis && figure.Slices.All(slice => slice.Axis != axis.Name));
        Words = shape.Axes.ToList().FindIndex(axis => axis.Labels is not null);
    }

    /// <summary>Coordinates of the abscissa.</summary>
    public IReadOnlyList<double> X => shape.Axes[horizontal].Values;

    /// <summary>Coordinates of the ordinate.</summary>
    public IReadOnlyList<double> Y => shape.Axes[vertical].Values;

    /// <summary>Index of the axis of words; -1 if there is none.</summary>
    public int Words { get; }

    /// <summary>The words.</summary>
    public IReadOnlyList<string> Labels => shape.Axes[Words].Labels!;

    /// <summary>Coordinates of the last further axis of numbers, as a legend says them, with what they add to an <see cref="Entry"/>; one without a name where there is none.</summary>
    public IReadOnlyList<(string Name, int Offset)> Further => further < 0 ? [("", 0)] : [.. shape.Axes[further].Values.Select((_, k) => (FigureText.Coordinate(shape.Axes[further], k, symbols), k * strides[further]))];

    /// <summary>The grid of an observable; null if it lacks one of the axes.</summary>
    public static FigureGrid? Of(FigureSpecification figure, ObservableShape shape)
    {
        List<string> names = [.. shape.Axes.Select(axis => axis.Name)];
        int across = names.IndexOf(figure.HorizontalAxis), up = names.IndexOf(figure.VerticalAxis);
        return across < 0 || up < 0 ? null : new FigureGrid(shape, across, up, figure);
    }

    /// <summary>Entry of a place.</summary>
    public int Entry(int x, int y) => start + (x * strides[horizontal]) + (y * strides[vertical]);

    /// <summary>Index of the word of largest value at a place; null where there is none.</summary>
    public int? Word(IReadOnlyList<double?> values, int x, int y)
    {
        int entry = Entry(x, y);
        int best = Enumerable.Range(0, Labels.Count).MaxBy(word => values[entry + (word * strides[Words])] ?? double.NegativeInfinity);
        return values[entry + (best * strides[Words])] is > 0 ? best : null;
    }
}
