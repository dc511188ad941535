using System.Globalization;
using System.Text;
using nietras.SeparatedValues;

namespace Numerics.Studies.Inputs;

/// <summary>A table in a text: one sample a line, separated by commas, semicolons, tabs or blanks; the separator and the decimal mark are those of the first row of data.</summary>
/// <remarks>Comments (#) and blank lines may stand before the table. Quoted numbers, blanks around numbers and a separator at the end of every line are read.</remarks>
internal sealed class TextTable
{
    private const int LongestShown = 30;
    private const NumberStyles Styles = NumberStyles.Float;

    private readonly string path;
    private readonly NumberFormatInfo format;
    private readonly List<double> values = [];
    private int columns;
    private bool endsWithSeparator;

    private TextTable(string path, bool decimalComma)
    {
        this.path = path;
        format = new NumberFormatInfo { NumberDecimalSeparator = decimalComma ? "," : ".", NumberGroupSeparator = "" };
    }

    /// <summary>Reads a table.</summary>
    /// <param name="stream">The text, UTF-8.</param>
    /// <param name="path">Name for messages.</param>
    /// <param name="header">Whether the first row names the columns; null: it does if it holds no number, and a row that can be either is refused.</param>
    /// <param name="index">Whether the first column counts the rows and is left out; null: such a column without a name is refused.</param>
    /// <exception cref="InputFileException">Names line, column and cause.</exception>
    public static NumberTable Read(Stream stream, string path, bool? header, bool? index)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        int skipped = 0;
        string? first = reader.ReadLine();
        while (first is not null && (first.AsSpan().Trim().IsEmpty || first.TrimStart().StartsWith('#')))
        {
            skipped++;
            first = reader.ReadLine();
        }

        if (first is null)
        {
            throw new InputFileException($"Input file '{path}' holds no rows.");
        }

        // The header may have no decimal mark: the next line is looked at, too.
        string second = reader.ReadLine() ?? "";
        char separator = SeparatorOf(first);
        bool hasPoint = second.Contains('.', StringComparison.Ordinal) || (first.Contains('.', StringComparison.Ordinal) && IsNumbers(first, separator));
        bool decimalComma = separator is ';' or '\t' && (first + second).Contains(',', StringComparison.Ordinal) && !hasPoint;
        return new TextTable(path, decimalComma).Read(new PushedBack($"{first}\n{second}{(second.Length == 0 ? "" : "\n")}", reader), separator, skipped, header, index);
    }

    private NumberTable Read(TextReader text, char separator, int skipped, bool? header, bool? index)
    {
        using SepReader rows = Sep.New(separator).Reader(options => options with { HasHeader = false, DisableColCountCheck = true, Unescape = true, Trim = SepTrim.All }).From(text);
        string[]? names = null;
        bool begun = false;
        int line = skipped;
        foreach (SepReader.Row row in rows)
        {
            line++;
            if (row.ColCount == 1 && row[0].Span.Trim().IsEmpty)
            {
                continue;
            }

            if (!begun)
            {
                begun = true;
                endsWithSeparator = row.ColCount > 1 && row[row.ColCount - 1].Span.IsEmpty;
                columns = row.ColCount - (endsWithSeparator ? 1 : 0);
                if (IsHeader(row, line, header))
                {
                    names = Cells(row);
                    continue;
                }
            }

            Take(row, line);
        }

        if (values.Count == 0)
        {
            throw new InputFileException($"Input file '{path}' holds no rows{(names is null ? "" : " below its header")}.");
        }

        return WithoutIndex([.. values], names, index);
    }

    private void Take(SepReader.Row row, int line)
    {
        int expected = columns + (endsWithSeparator ? 1 : 0);
        if (row[0].Span.StartsWith("#"))
        {
            throw new InputFileException($"Input file '{path}', line {line}: a comment among the rows; comments may stand before the table only.");
        }

        if (row.ColCount != expected)
        {
            throw new InputFileException($"Input file '{path}', line {line}: {row.ColCount} columns where the first row has {expected}.");
        }

        for (int column = 0; column < columns; column++)
        {
            ReadOnlySpan<char> cell = row[column].Span;
            values.Add(double.TryParse(cell, Styles, format, out double value) && double.IsFinite(value) ? value
                : throw new InputFileException($"Input file '{path}', line {line}, column {column + 1}: {Complaint(cell.ToString())}"));
        }
    }

    private static string Complaint(string cell) =>
        cell.Length == 0 ? "the cell is empty; there must be a number in every cell."
        : cell.Contains(',', StringComparison.Ordinal) || cell.Contains('.', StringComparison.Ordinal) && cell.Any(char.IsAsciiDigit) && !cell.Any(char.IsAsciiLetter)
            ? $"'{Shown(cell)}' is no number with the decimal mark of the other rows; write all numbers alike."
        : $"'{Shown(cell)}' is no finite number.";

    /// <summary>Whether the first row names the columns.</summary>
    private bool IsHeader(SepReader.Row row, int line, bool? header)
    {
        string[] cells = Cells(row);
        double?[] numbers = [.. cells.Select(cell => double.TryParse(cell, Styles, format, out double value) ? value : (double?)null)];
        if (header is { } said)
        {
            return said;
        }

        int count = numbers.Count(number => number is not null);
        bool counting = count == columns && columns > 1 && Enumerable.Range(0, columns).All(k => numbers[k] == k);
        bool onlyFirstIsText = count == columns - 1 && columns > 2 && cells[0].Length == 0;
        if (counting || onlyFirstIsText || (count > 0 && count < columns))
        {
            string why = counting || onlyFirstIsText ? "its numbers count the columns, as a table without names of columns is written" : $"{count} of its {columns} cells are numbers";
            throw new InputFileException($"Input file '{path}', line {line}: this row may be a header or a sample ({why}); say which by inputs.header, true or false.");
        }

        return count == 0;
    }

    /// <summary>The table without a first column that counts its rows, if that is asked for.</summary>
    private NumberTable WithoutIndex(double[] all, string[]? names, bool? index)
    {
        int rows = all.Length / columns;
        bool counts = columns > 1 && names?[0].Length is null or 0 && rows > 2 && Enumerable.Range(0, rows).All(row => all[(long)row * columns] == row);
        if (counts && index is null)
        {
            throw new InputFileException(
                $"Input file '{path}': its first column has no name and counts the rows 0, 1, 2 ...; say by inputs.index whether it is such a count to be left out (true) or an input (false).");
        }

        if (index != true)
        {
            return new NumberTable(all, rows, columns, names);
        }

        var kept = new double[(long)rows * (columns - 1)];
        for (int row = 0; row < rows; row++)
        {
            all.AsSpan((row * columns) + 1, columns - 1).CopyTo(kept.AsSpan(row * (columns - 1)));
        }

        return new NumberTable(kept, rows, columns - 1, names?[1..]) { Remark = "its first column, a count of the rows, left out" };
    }

    private static bool IsNumbers(string line, char separator) =>
        line.Split(separator).All(cell => double.TryParse(cell.Trim(' ', '"'), Styles, CultureInfo.InvariantCulture, out _));

    /// <summary>The separator of a line: the first of semicolon, tab, comma, bar and blank that stands outside quotes.</summary>
    private static char SeparatorOf(string line)
    {
        string outside = string.Concat(line.Split('"').Where((_, part) => part % 2 == 0)).Trim(' ');
        return new[] { ';', '\t', ',', '|', ' ' }.FirstOrDefault(candidate => outside.Contains(candidate, StringComparison.Ordinal), ',');
    }

    private string[] Cells(SepReader.Row row)
    {
        var cells = new string[columns];
        for (int column = 0; column < columns; column++)
        {
            cells[column] = row[column].Span.Trim().ToString();
        }

        return cells;
    }

    private static string Shown(string cell) => cell.Length <= LongestShown ? cell : cell[..LongestShown] + "...";

    /// <summary>A reader with lines in front that were read already.</summary>
    private sealed class PushedBack(string front, TextReader rest) : TextReader
    {
        private int at;

        public override int Peek() => at < front.Length ? front[at] : rest.Peek();

        public override int Read() => at < front.Length ? front[at++] : rest.Read();

        public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

        public override int Read(Span<char> buffer)
        {
            if (at >= front.Length)
            {
                return rest.Read(buffer);
            }

            int taken = Math.Min(buffer.Length, front.Length - at);
            front.AsSpan(at, taken).CopyTo(buffer);
            at += taken;
            return taken;
        }
    }
}
