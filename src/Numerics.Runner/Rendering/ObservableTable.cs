using Numerics.Results.Contract;
using Numerics.Studies.Records;
using Spectre.Console;

namespace Numerics.Runner.Rendering;

/// <summary>One line for each observable that was judged: its worst entry, how far off it is, and what would have been seen.</summary>
public static class ObservableTable
{
    /// <summary>Writes the table; nothing if nothing was judged.</summary>
    public static void Write(IAnsiConsole console, RunResult result)
    {
        ArgumentNullException.ThrowIfNull(console);
        ArgumentNullException.ThrowIfNull(result);
        Table table = new Table().Border(TableBorder.Simple);
        foreach (string title in ObservableLine.Titles)
        {
            table.AddColumn(new TableColumn(title).NoWrap());
        }

        foreach (ObservableResult observable in result.Observables.Where(observable => observable.Comparison is not null))
        {
            table.AddRow([.. ObservableLine.Of(observable, result.Ladder).Cells.Select(Markup.Escape)]);
        }

        if (table.Rows.Count > 0)
        {
            console.Write(table);
        }
    }
}
