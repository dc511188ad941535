namespace Numerics.Studies.Inputs.Checkpoints;

/// <summary>Bytes of a file, from a place on.</summary>
internal static class FileRange
{
    /// <summary>Opens a regular file at a place.</summary>
    /// <exception cref="InvalidDataException">A device or a pipe, whose reading would not end.</exception>
    public static FileStream Open(string path, long offset)
    {
        if (BoundedFile.Refusal(path, long.MaxValue) is { } refusal)
        {
            throw new InvalidDataException(refusal);
        }

        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        stream.Position = offset;
        return stream;
    }
}
