using Numerics.Runner.Invocation;
using Spectre.Console;

namespace Numerics.Runner.Rendering;

/// <summary>A table of which one column of text gives way where the terminal is narrow: it wraps between words, all others stay whole; where that is not enough, columns are left out in a stated order.</summary>
/// <remarks>
/// In a file or a pipe nothing wraps and nothing is left out. In a terminal that the columns that stay alone fill, rows are longer than its lines and the terminal breaks them: the library would
/// shrink every column to a few letters.
/// </remarks>
/// <param name="titles">Titles of the columns.</param>
/// <param name="giving">Index of the column that gives way.</param>
/// <param name="leaving">Indices of the columns that may be left out, the first to go first; not the one that gives way.</param>
internal sealed class FittedTable(IReadOnlyList<string> titles, int giving, params IReadOnlyList<int> leaving)
{
    // Edges, separators and one blank on each side of every cell, as the border "simple" has them.
    private const int BesideCell = 3;

    // A line of a place: "widthRatio 0.25,".
    private const int Narrowest = 16;

    private readonly List<IReadOnlyList<string>> rows = [];

    /// <summary>Adds a row; a text for each title.</summary>
    public void Add(params IReadOnlyList<string> cells) => rows.Add(cells);

    /// <summary>Writes the table; nothing without rows.</summary>
    public void Write(IAnsiConsole console)
    {
        ArgumentNullException.ThrowIfNull(console);
        if (rows.Count == 0)
        {
            return;
        }

        int[] natural = [.. titles.Select((title, column) => rows.Max(row => Math.Max(title.Length, row[column].Length)))];
        int screen = console.Profile.Out.IsTerminal ? console.Profile.Width : int.MaxValue;
        List<int> shown = [.. Enumerable.Range(0, titles.Count)];
        int gone = 0;
        for (; gone < leaving.Count && Fixed(shown, natural) + Math.Min(natural[giving], Narrowest) > screen; gone++)
        {
            shown.Remove(leaving[gone]);
        }

        int fixedWidth = Fixed(shown, natural);
        int width = Math.Min(natural[giving], Math.Max(screen - fixedWidth, Narrowest));
        console.Profile.Width = Math.Max(console.Profile.Width, fixedWidth + width);
        Table table = new Table().Border(TableBorder.Simple);
        foreach (int column in shown)
        {
            table.AddColumn(column == giving ? new TableColumn(titles[column]) { Width = width } : new TableColumn(titles[column]) { Width = natural[column], NoWrap = true });
        }

        foreach (IReadOnlyList<string> row in rows)
        {
            table.AddRow([.. shown.Select(column => Markup.Escape(GuardedWriter.Visible(row[column])))]);
        }

        console.Write(table);
        if (gone > 0)
        {
            console.WriteLine($"Left out in {screen} columns: {string.Join(", ", leaving.Take(gone).Order().Select(column => titles[column]))}.");
        }
    }

    /// <summary>Letters of a line beside the column that gives way.</summary>
    private int Fixed(List<int> shown, int[] natural) => shown.Where(column => column != giving).Sum(column => natural[column]) + (BesideCell * shown.Count) + 1;
}
