using Spectre.Console;

namespace Numerics.Runner.Rendering;

/// <summary>A table of which one column of text gives way where the terminal is narrow: it wraps between words, all others stay whole.</summary>
/// <remarks>
/// In a file or a pipe nothing wraps. In a terminal that the other columns alone fill, rows are longer than its lines and the terminal breaks them: the library would shrink every column to
/// a few letters.
/// </remarks>
/// <param name="titles">Titles of the columns.</param>
/// <param name="giving">Index of the column that gives way.</param>
internal sealed class FittedTable(IReadOnlyList<string> titles, int giving)
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
        int fixedWidth = natural.Sum() - natural[giving] + (BesideCell * titles.Count) + 1;
        int room = console.Profile.Out.IsTerminal ? console.Profile.Width - fixedWidth : int.MaxValue;
        int width = Math.Min(natural[giving], Math.Max(room, Narrowest));
        console.Profile.Width = Math.Max(console.Profile.Width, fixedWidth + width);
        Table table = new Table().Border(TableBorder.Simple);
        for (int column = 0; column < titles.Count; column++)
        {
            table.AddColumn(column == giving ? new TableColumn(titles[column]) { Width = width } : new TableColumn(titles[column]) { Width = natural[column], NoWrap = true });
        }

        foreach (IReadOnlyList<string> row in rows)
        {
            table.AddRow([.. row.Select(Markup.Escape)]);
        }

        console.Write(table);
    }
}
