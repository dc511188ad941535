using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Sweeps;

/// <summary>A figure of one point, drawn for all points of a sweep: swept axes become series, or figures of their own.</summary>
/// <param name="figure">The figure of a point.</param>
/// <param name="sweep">What is swept.</param>
internal sealed class SweptFigure(Figure figure, Sweep sweep)
{
    /// <summary>One figure, or one for each value of <see cref="Figure.OneFor"/>.</summary>
    /// <param name="observables">Handles of the sweep.</param>
    public IEnumerable<Figure> Figures(IReadOnlyList<Observable> observables)
    {
        Figure moved = figure.By(own => observables.First(observable => observable.Name == own.Name));
        Figure swept = moved with { Slices = [.. moved.Slices, .. moved.SweptSlices], Sweeping = [] };
        if (sweep.Axes.FirstOrDefault(axis => axis.Path == figure.OneFor) is not { } apart)
        {
            return [swept];
        }

        return apart.Values.Select((value, index) => swept with
        {
            Name = $"{swept.Name}-{string.Concat(SweepAxis.Word(value).Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? c : '_'))}",
            Title = $"{swept.Title}, {SweepAxis.Word(value)}",
            Slices = [.. swept.Slices, new FigureSlice(apart.Name, index)],
        });
    }
}
