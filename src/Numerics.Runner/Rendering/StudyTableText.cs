using Numerics.Results.Contract;
using Numerics.Studies.Records;
using Spectre.Console;

namespace Numerics.Runner.Rendering;

/// <summary>The tables that a study asks for, on a terminal; long ones are cut, since the files hold everything.</summary>
internal static class StudyTableText
{
    private const int Rows = 100;

    /// <summary>Writes them.</summary>
    public static void Write(IAnsiConsole console, RunResult result)
    {
        ArgumentNullException.ThrowIfNull(console);
        ArgumentNullException.ThrowIfNull(result);
        foreach (TableSpecification table in result.Tables)
        {
            IReadOnlyList<IReadOnlyList<string>> rows = StudyTable.Rows(table, result);
            FittedTable text = new(StudyTable.Titles(table), giving: 0);
            foreach (IReadOnlyList<string> row in rows.Take(Rows))
            {
                text.Add(row);
            }

            text.Write(console);
            if (rows.Count > Rows)
            {
                console.WriteLine($"And {rows.Count - Rows} more rows; all are in the report and the files.");
            }
        }
    }
}
