namespace Numerics.Studies.Inputs;

/// <summary>A rectangular table of numbers read from a file: text (.csv, .tsv, .txt), the same in gzip, NumPy's .npy and .npz. Variants and refusals: docs/input-files.md.</summary>
public sealed class NumberTable
{
    private readonly double[] entries;

    /// <summary>A table by its entries, row by row.</summary>
    internal NumberTable(double[] entries, int rows, int columns, IReadOnlyList<string>? names = null)
    {
        this.entries = entries;
        Rows = rows;
        Columns = columns;
        Names = names;
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>Names of the columns as a header gives them; null without one.</summary>
    public IReadOnlyList<string>? Names { get; }

    /// <summary>What was done with the file that its reader should know, for example that a column was left out.</summary>
    public string Remark { get; init; } = "";

    /// <summary>One row.</summary>
    public ReadOnlySpan<double> Row(int row) => entries.AsSpan(row * Columns, Columns);

    /// <summary>Reads a file, its format told by its name.</summary>
    /// <param name="path">File.</param>
    /// <param name="header">Of a text: whether its first row names the columns.</param>
    /// <param name="index">Of a text: whether its first column counts the rows and is left out.</param>
    /// <exception cref="InputFileException">The file is missing, of unknown format, damaged, ragged, or holds something that is no finite number.</exception>
    public static NumberTable Read(string path, AutoChoice header = default, AutoChoice index = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length == 0)
        {
            throw new InputFileException("The name of the input file is empty; give a file.");
        }

        if (BoundedFile.Refusal(path, BoundedFile.Data) is { } refusal)
        {
            throw new InputFileException($"Input file '{path}' is not read: {refusal}");
        }

        bool packed = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        string extension = Path.GetExtension(packed ? path[..^3] : path).ToLowerInvariant();
        try
        {
            using FileStream file = File.OpenRead(path);
            using Stream stream = packed ? GzipFile.Unpack(file, path) : file;
            return extension switch
            {
                ".npy" => NpyArray.Read(stream, stream.Length, path).Table(path),
                ".npz" when !packed => NpzArchive.Read(file, path),
                ".csv" or ".tsv" or ".txt" => TextTable.Read(stream, path, header.Value, index.Value),
                _ => throw new InputFileException($"Input file '{path}' has an unknown format; use .csv, .tsv or .txt (also with .gz), .npy or .npz."),
            };
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputFileException($"Input file '{path}' does not exist; relative names refer to the folder of the configuration file.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new InputFileException($"Input file '{path}' cannot be read: {exception.Message.TrimEnd('.')}.");
        }
    }
}
