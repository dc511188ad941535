using Numerics.Studies.Records;

namespace Numerics.Results.Figures;

/// <summary>The curves in a flattened observable: one along an axis for every combination of its further axes that a figure draws.</summary>
/// <param name="figure">The figure.</param>
/// <param name="shape">The observable.</param>
/// <param name="along">Index of the axis; -1: single values, each a curve of one.</param>
internal sealed class FigureCurves(FigureSpecification figure, ObservableShape shape, int along)
{
    /// <summary>First entries of the curves.</summary>
    public IEnumerable<int> Starts() =>
        Enumerable.Range(0, shape.Length).Where(entry => Enumerable.Range(0, shape.Axes.Count).All(axis => IsDrawn(axis, entry)));

    /// <summary>Entries of the curve that begins at <paramref name="start"/>.</summary>
    public int[] Entries(int start) =>
        along < 0 ? [start] : [.. Enumerable.Range(0, shape.Axes[along].Count).Select(k => start + (k * Stride(along)))];

    /// <summary>Coordinates of the further axes of which more than one is drawn.</summary>
    public FigureCoordinate[] Further(int start) =>
    [
        .. from axis in Enumerable.Range(0, shape.Axes.Count)
           let own = shape.Axes[axis]
           where axis != along && own.Count > 1 && figure.Slices.All(slice => slice.Axis != own.Name)
           let index = Index(axis, start)
           select new FigureCoordinate(own.Name, own.Values[index], own.Labels is null, FigureText.Coordinate(own, index, figure.Symbols)),
    ];

    private bool IsDrawn(int axis, int entry)
    {
        int index = Index(axis, entry);
        return axis == along ? index == 0 : figure.Slices.All(slice => slice.Axis != shape.Axes[axis].Name || slice.Index == index);
    }

    private int Index(int axis, int entry) => entry / Stride(axis) % shape.Axes[axis].Count;

    private int Stride(int axis) => shape.Axes.Skip(axis + 1).Aggregate(1, (product, next) => product * next.Count);
}
