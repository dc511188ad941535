using Numerics.Results.Contract;
using Numerics.Studies.Records;
using Spectre.Console;

namespace Numerics.Runner.Rendering;

/// <summary>One line for each observable that was judged: its worst entry, how far off it is, and what would have been seen.</summary>
internal static class ObservableTable
{
    // What a narrow terminal goes without, first to last: limit, z, seen from, theory, simulation. What it says and where stay.
    private static readonly int[] Leaving = [7, 6, 8, 3, 4];

    /// <summary>Writes the table; nothing if nothing was judged.</summary>
    public static void Write(IAnsiConsole console, RunResult result)
    {
        ArgumentNullException.ThrowIfNull(console);
        ArgumentNullException.ThrowIfNull(result);
        FittedTable table = new(ObservableLine.Titles, ObservableLine.PlaceColumn, Leaving);
        foreach (ObservableResult observable in result.Observables.Where(observable => observable.Comparison is not null))
        {
            table.Add(ObservableLine.Of(observable, result).Cells);
        }

        table.Write(console);
    }
}
