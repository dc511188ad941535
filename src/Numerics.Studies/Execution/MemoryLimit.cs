using System.Globalization;
using Numerics.LinearAlgebra.Interop;

namespace Numerics.Studies.Execution;

/// <summary>The memory this process may use, and who says so.</summary>
/// <param name="Bytes">Limit in bytes.</param>
/// <param name="Source">Where it was read, for messages.</param>
public sealed record MemoryLimit(long Bytes, string Source)
{
    // cgroup v1 writes "no limit" as a number near 2^63; anything above this is no limit.
    private const long Unlimited = 1L << 60;

    // Stacks, code that is compiled while it runs, results: below this nothing can be said to work.
    private const long LeastAddressSpace = 256L << 20;

    /// <summary>
    /// The least of all control-group limits above this process (version 2: <c>memory.max</c>, version 1: <c>memory.limit_in_bytes</c>, own group and
    /// its parents), or what the runtime takes for the machine's memory if there is none; less where the address space is limited (ulimit -v).
    /// </summary>
    /// <param name="root">Folder that stands for "/", for tests.</param>
    /// <exception cref="MemoryRefusedException">The limit of the address space leaves too little to run at all.</exception>
    public static MemoryLimit Detect(string root = "/")
    {
        MemoryLimit machine = new(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, "memory available to the runtime");
        MemoryLimit? least = null;
        foreach ((string folder, string file) in Groups(root))
        {
            string path = Path.Combine(root, folder, file);
            if (TryRead(path, out long bytes) && (least is null || bytes < least.Bytes))
            {
                least = new MemoryLimit(bytes, $"control group limit in /{folder.TrimEnd('/')}/{file}");
            }
        }

        least ??= machine;
        if (AddressSpace.Detect(root) is not { } space || space.Remaining >= least.Bytes)
        {
            return least;
        }

        string source = $"address space that its limit of {Format(space.LimitBytes)} leaves (ulimit -v)";
        return space.Remaining >= LeastAddressSpace ? new MemoryLimit(space.Remaining, source)
            : throw new MemoryRefusedException(
                $"Only {Format(space.Remaining)} are left of the {source}, of which the runtime takes some gigabytes at its start; raise the limit or lift it (ulimit -v unlimited).");
    }

    /// <summary>Bytes as people read them: binary units, three digits.</summary>
    public static string Format(long bytes)
    {
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return unit == 0 ? $"{bytes} B" : $"{value.ToString(value < 10 ? "F2" : value < 100 ? "F1" : "F0", CultureInfo.InvariantCulture)} {units[unit]}";
    }

    private static IEnumerable<(string Folder, string File)> Groups(string root)
    {
        string list = Path.Combine(root, "proc/self/cgroup");
        string[] lines = File.Exists(list) ? File.ReadAllLines(list) : [];
        foreach (string line in lines)
        {
            string[] parts = line.Split(':', 3);
            bool second = parts.Length == 3 && parts[0] == "0" && parts[1].Length == 0;
            bool first = parts.Length == 3 && parts[1].Split(',').Contains("memory", StringComparer.Ordinal);
            if (!first && !second)
            {
                continue;
            }

            string top = second ? "sys/fs/cgroup" : "sys/fs/cgroup/memory";
            string group = parts[2].Trim('/');
            while (true)
            {
                yield return (group.Length == 0 ? top : $"{top}/{group}", second ? "memory.max" : "memory.limit_in_bytes");
                if (group.Length == 0)
                {
                    break;
                }

                int slash = group.LastIndexOf('/');
                group = slash < 0 ? "" : group[..slash];
            }
        }
    }

    private static bool TryRead(string path, out long bytes)
    {
        bytes = 0;
        try
        {
            return File.Exists(path)
                && long.TryParse(File.ReadAllText(path).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out bytes)
                && bytes is > 0 and < Unlimited;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
