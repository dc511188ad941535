using System.Text;
using Numerics.Runner.Rendering;
using Spectre.Console;

namespace Numerics.Runner.Tests;

/// <summary>Tables stay whole: in files nothing wraps, in terminals one column does, between words.</summary>
public sealed class FittedTableTests
{
    private static readonly string[] Titles = ["observable", "verdict", "worst at", "theory", "z"];

    private static readonly string[] First = ["topSingularValue", "inconclusive", "η 0.125, ν 0.25, γ₀ 2, step 100, layer 1, rank 1", "2.0013 ± 0.0042", "+1.00"];

    private static readonly string[] Second = ["loss", "DISAGREES", "step 5", "0.25", "-12.75"];

    [Fact]
    public void In_a_file_every_row_is_one_line_however_long()
    {
        string[] lines = Write(terminal: false, width: 40, [First, Second, ["x", "agrees", new string('p', 300), "1", "0.00"]]);
        Assert.Equal(First, Cells(Assert.Single(lines, line => line.Contains("topSingularValue", StringComparison.Ordinal))));
        Assert.Equal(Second, Cells(Assert.Single(lines, line => line.Contains("loss", StringComparison.Ordinal))));
        Assert.Single(lines, line => line.Contains(new string('p', 300), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(120)]
    [InlineData(90)]
    [InlineData(60)]
    [InlineData(20)]
    public void In_a_terminal_places_alone_wrap_and_between_words(int width)
    {
        string[] lines = Write(terminal: true, width, [First, Second]);
        string[] others = [First[0], First[1], First[3], First[4], .. Second];
        Assert.All(others, cell => Assert.Single(lines, line => Cells(line).Contains(cell)));
        int rowOfFirst = Array.FindIndex(lines, line => line.Contains(First[0], StringComparison.Ordinal));
        int rowOfSecond = Array.FindIndex(lines, line => line.Contains(Second[0], StringComparison.Ordinal));
        string place = string.Join(' ', lines[rowOfFirst..rowOfSecond].SelectMany(Cells).Where(cell => First[2].Contains(cell, StringComparison.Ordinal)));
        Assert.Equal(First[2], place);

        // The four other columns have 50 letters, edges and blanks 16: from 90 on the table fits, below it is as narrow as whole cells allow.
        Assert.All(lines, line => Assert.InRange(line.TrimEnd().Length, 0, Math.Max(width, 85)));
        Assert.Equal(width >= 120, rowOfSecond == rowOfFirst + 1);
    }

    /// <summary>Four whole columns and a place of 16 letters need 81 (edges and blanks 16), without z 72, without theory 54.</summary>
    [Theory]
    [InlineData(81, "")]
    [InlineData(80, "z")]
    [InlineData(72, "z")]
    [InlineData(71, "theory, z")]
    [InlineData(30, "theory, z")]
    public void In_a_narrow_terminal_columns_are_left_out_in_their_order_and_named(int width, string missing)
    {
        string[] lines = Write(terminal: true, width, [First, Second], 4, 3);
        string[] gone = missing.Split(", ", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(missing.Length > 0, lines.Contains($"Left out in {width} columns: {missing}."));
        for (int column = 0; column < Titles.Length; column++)
        {
            if (column != 2)
            {
                Assert.Equal(!gone.Contains(Titles[column]), lines.Any(line => Cells(line).Contains(First[column])));
            }
        }

        Assert.All(lines.Where(line => !line.StartsWith("Left", StringComparison.Ordinal)), line => Assert.InRange(line.TrimEnd().Length, 0, Math.Max(width, 60)));
        Assert.DoesNotContain(Write(terminal: false, width, [First, Second], 4, 3), line => line.StartsWith("Left out", StringComparison.Ordinal));
    }

    private static string[] Write(bool terminal, int width, string[][] rows, params int[] leaving)
    {
        using StringWriter writer = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new Output(writer, terminal, width), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        FittedTable table = new(Titles, giving: 2, leaving);
        foreach (string[] row in rows)
        {
            table.Add(row);
        }

        table.Write(console);
        return writer.ToString().ReplaceLineEndings("\n").Split('\n');
    }

    /// <summary>Cells of a line: at least two blanks lie between them.</summary>
    private static string[] Cells(string line) => line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private sealed class Output(TextWriter writer, bool terminal, int width) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => terminal;

        public int Width => width;

        public int Height => 50;

        public void SetEncoding(Encoding encoding)
        {
        }
    }
}
