using System.IO.Compression;
using System.IO.Hashing;

namespace Numerics.Studies.Inputs;

/// <summary>An archive of arrays as numpy.savez and numpy.savez_compressed write it: one table, or a table of inputs with a list of labels, which becomes its last column.</summary>
internal static class NpzArchive
{
    private const int MostEntries = 100;

    /// <summary>Reads the table.</summary>
    /// <exception cref="InputFileException">Damaged, or with arrays that do not make one table.</exception>
    public static NumberTable Read(FileStream file, string path)
    {
        using ZipArchive archive = Open(file, path);
        ZipArchiveEntry[] entries = [.. archive.Entries.Where(entry => entry.Name.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))];
        if (entries.Length is 0 or > MostEntries)
        {
            throw new InputFileException($"Input file '{path}' holds {entries.Length} arrays; one table is needed, or a table of inputs with a list of labels.");
        }

        (string Name, NpyArray Array)[] arrays = [.. entries.Select(entry => (entry.Name[..^4], ReadEntry(entry, path)))];
        (string Name, NpyArray Array)[] tables = [.. arrays.Where(pair => !pair.Array.IsList)];
        (string Name, NpyArray Array)[] lists = [.. arrays.Where(pair => pair.Array.IsList)];
        if (arrays.Length == 1)
        {
            return arrays[0].Array.Table($"{path}/{arrays[0].Name}");
        }

        if (tables.Length != 1 || lists.Length != 1)
        {
            throw new InputFileException($"Input file '{path}' holds the arrays {string.Join(", ", arrays.Select(pair => $"{pair.Name} ({string.Join(" x ", pair.Array.Shape)})"))}; one table is needed, or a table of inputs with a list of labels.");
        }

        NumberTable inputs = tables[0].Array.Table($"{path}/{tables[0].Name}");
        double[] labels = lists[0].Array.Values;
        return labels.Length == inputs.Rows ? Joined(inputs, labels, $"labels from {lists[0].Name}, the last column")
            : throw new InputFileException($"Input file '{path}' holds {inputs.Rows} rows in {tables[0].Name} and {labels.Length} labels in {lists[0].Name}; there must be one label a row.");
    }

    private static ZipArchive Open(FileStream file, string path)
    {
        try
        {
            return new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        }
        catch (InvalidDataException)
        {
            throw new InputFileException($"Input file '{path}' is no archive of numpy.savez, or was cut off: it has no list of contents; get it again.");
        }
    }

    private static NpyArray ReadEntry(ZipArchiveEntry entry, string path)
    {
        string name = $"{path}/{entry.Name}";
        if (entry.Length > Array.MaxLength)
        {
            throw new InputFileException($"Input file '{name}' has {entry.Length} bytes, at most {Array.MaxLength} are read; give a smaller file.");
        }

        using var contents = new MemoryStream();
        using (Stream packed = entry.Open())
        {
            packed.CopyTo(contents);
        }

        if (contents.Length != entry.Length || Crc32.HashToUInt32(contents.GetBuffer().AsSpan(0, (int)contents.Length)) != entry.Crc32)
        {
            throw new InputFileException($"Input file '{name}' is damaged: its checksum or length is wrong; get it again.");
        }

        contents.Position = 0;
        return NpyArray.Read(contents, contents.Length, name);
    }

    private static NumberTable Joined(NumberTable inputs, double[] labels, string remark)
    {
        int columns = inputs.Columns + 1;
        var entries = new double[(long)inputs.Rows * columns];
        for (int row = 0; row < inputs.Rows; row++)
        {
            inputs.Row(row).CopyTo(entries.AsSpan(row * columns));
            entries[(row * columns) + inputs.Columns] = labels[row];
        }

        return new NumberTable(entries, inputs.Rows, columns) { Remark = remark };
    }
}
