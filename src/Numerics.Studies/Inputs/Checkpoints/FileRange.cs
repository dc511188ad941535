namespace Numerics.Studies.Inputs.Checkpoints;

/// <summary>Bytes of a file, from a place on.</summary>
internal static class FileRange
{
    /// <summary>Opens a file at a place.</summary>
    public static FileStream Open(string path, long offset)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        stream.Position = offset;
        return stream;
    }
}
