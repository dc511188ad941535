using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Numerics.Studies.Inputs;

/// <summary>A rectangular table of numbers read from a file: CSV, gzipped CSV, or NumPy <c>.npy</c> (little-endian float or integer, C or Fortran order).</summary>
public sealed partial class NumberTable
{
    private readonly double[] entries;

    private NumberTable(double[] entries, int rows, int columns)
    {
        this.entries = entries;
        Rows = rows;
        Columns = columns;
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>One row.</summary>
    public ReadOnlySpan<double> Row(int row) => entries.AsSpan(row * Columns, Columns);

    /// <summary>Reads a file, its format told by its name.</summary>
    /// <exception cref="InputFileException">The file is missing, of unknown format, ragged, or holds something that is no finite number.</exception>
    public static NumberTable Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            using FileStream file = File.OpenRead(path);
            if (path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))
            {
                return ReadNpy(file, path);
            }

            if (path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
            {
                return ReadCsv(file, path);
            }

            if (path.EndsWith(".csv.gz", StringComparison.OrdinalIgnoreCase))
            {
                using var unzipped = new GZipStream(file, CompressionMode.Decompress);
                return ReadCsv(unzipped, path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new InputFileException($"Input file '{path}' cannot be read: {e.Message}");
        }

        throw new InputFileException($"Input file '{path}' has an unknown format; use .csv, .csv.gz or .npy.");
    }

    private static NumberTable ReadCsv(Stream stream, string path)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var values = new List<double>();
        int columns = 0;
        int line = 0;
        while (reader.ReadLine() is { } text)
        {
            line++;
            if (text.Length == 0)
            {
                continue;
            }

            string[] cells = text.Split(',');
            bool header = line == 1 && !cells.Any(cell => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _));
            columns = columns == 0 ? cells.Length : columns;
            if (cells.Length != columns)
            {
                throw new InputFileException($"Input file '{path}', line {line}: {cells.Length} columns where the first line has {columns}.");
            }

            if (!header)
            {
                values.AddRange(cells.Select(cell => ParseCell(cell, path, line)));
            }
        }

        return columns > 0 && values.Count > 0
            ? new NumberTable([.. values], values.Count / columns, columns)
            : throw new InputFileException($"Input file '{path}' holds no rows.");
    }

    private static double ParseCell(string cell, string path, int line) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw new InputFileException($"Input file '{path}', line {line}: '{cell}' is no finite number.");

    private static NumberTable ReadNpy(Stream stream, string path)
    {
        using var reader = new BinaryReader(stream);
        byte[] magic = reader.ReadBytes(8);
        if (magic.Length < 8 || magic[0] != 0x93 || Encoding.ASCII.GetString(magic, 1, 5) != "NUMPY")
        {
            throw new InputFileException($"Input file '{path}' is not a NumPy file: its first bytes are wrong.");
        }

        int headerLength = magic[6] == 1 ? reader.ReadUInt16() : reader.ReadInt32();
        string header = Encoding.UTF8.GetString(reader.ReadBytes(headerLength));
        Match match = NpyHeader().Match(header);
        if (!match.Success)
        {
            throw new InputFileException(
                $"Input file '{path}' is not a two-dimensional little-endian number array: its header is {header.Trim()}.");
        }

        int rows = int.Parse(match.Groups["rows"].Value, CultureInfo.InvariantCulture);
        int columns = int.Parse(match.Groups["columns"].Value, CultureInfo.InvariantCulture);
        bool fortran = match.Groups["fortran"].Value == "True";
        var values = new double[checked(rows * columns)];
        for (int i = 0; i < values.Length; i++)
        {
            int target = fortran ? ((i % rows) * columns) + (i / rows) : i;
            values[target] = ReadNumber(reader, match.Groups["type"].Value);
            if (!double.IsFinite(values[target]))
            {
                throw new InputFileException($"Input file '{path}': element {i} is not finite.");
            }
        }

        return new NumberTable(values, rows, columns);
    }

    private static double ReadNumber(BinaryReader reader, string type) => type switch
    {
        "<f8" => reader.ReadDouble(),
        "<f4" => reader.ReadSingle(),
        "<i8" => reader.ReadInt64(),
        "<i4" => reader.ReadInt32(),
        "<i2" => reader.ReadInt16(),
        "|i1" => reader.ReadSByte(),
        _ => reader.ReadByte(),
    };

    [GeneratedRegex(
        @"'descr':\s*'(?<type><f8|<f4|<i8|<i4|<i2|\|i1|\|u1)'.*'fortran_order':\s*(?<fortran>True|False).*'shape':\s*\((?<rows>\d+),\s*(?<columns>\d+)\)",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex NpyHeader();
}
