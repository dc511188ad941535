using System.Globalization;

namespace Numerics.LinearAlgebra.Interop;

/// <summary>What is left of the address space of this process where the system limits it (ulimit -v, RLIMIT_AS), as some clusters do.</summary>
/// <param name="LimitBytes">The limit in bytes.</param>
/// <param name="UsedBytes">What the process has taken already; the runtime reserves some gigabytes at its start.</param>
public sealed record AddressSpace(long LimitBytes, long UsedBytes)
{
    private const string Row = "Max address space";

    // Code and tables of the largest library, oneMKL inside libtorch; buffer and stack of each thread that OpenBLAS starts.
    private const long LibraryBytes = 640L << 20;
    private const long ThreadBytes = 160L << 20;

    /// <summary>Bytes that can still be taken.</summary>
    public long Remaining => Math.Max(0, LimitBytes - UsedBytes);

    /// <summary>The limit of this process; null where there is none or none can be read.</summary>
    /// <param name="root">Folder that stands for "/", for tests.</param>
    public static AddressSpace? Detect(string root = "/")
    {
        try
        {
            string? row = File.ReadLines(Path.Combine(root, "proc/self/limits")).FirstOrDefault(line => line.StartsWith(Row, StringComparison.Ordinal));
            string soft = row?[Row.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "";
            if (!long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out long limit))
            {
                return null;
            }

            string pages = File.ReadAllText(Path.Combine(root, "proc/self/statm")).Split(' ')[0];
            return new AddressSpace(limit, long.Parse(pages, CultureInfo.InvariantCulture) * Environment.SystemPageSize);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Why a native library cannot be loaded: OpenBLAS waits for ever for the memory of its threads where there is none. Null if there is room.</summary>
    internal string? Refusal(int processors)
    {
        long needed = LibraryBytes + (ThreadBytes * processors);
        return Remaining >= needed ? null
            : string.Create(CultureInfo.InvariantCulture, $"the limit of the address space (ulimit -v) leaves {Remaining >> 20} MiB and a native library with {processors} threads needs {needed >> 20} MiB; raise it, or take --lapack managed");
    }
}
