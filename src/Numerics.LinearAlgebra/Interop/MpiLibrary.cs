using System.Runtime.InteropServices;

namespace Numerics.LinearAlgebra.Interop;

/// <summary>The project's own shim over MPI (native/mpi): found, loaded and asked whether it is the right one. Loaded once; never unloaded.</summary>
internal sealed unsafe class MpiLibrary
{
    /// <summary>Path of the shim; given and not usable is an error, nothing is put in its place.</summary>
    public const string EnvironmentVariable = "NUMERICS_MPI";

    private const string FileName = "libnumerics_mpi.so";
    private const int Abi = 1;
    private const int VersionBytes = 1024;

    private static readonly Lazy<(MpiLibrary? Library, string Reason)> Loaded = new(Find);

    private readonly delegate* unmanaged<byte*, long, int*, void> version;

    private MpiLibrary(string path, nint handle)
    {
        Path = path;
        version = (delegate* unmanaged<byte*, long, int*, void>)NativeLibrary.GetExport(handle, "numerics_mpi_version");
        Start = (delegate* unmanaged<int*, int*, int*, int>)NativeLibrary.GetExport(handle, "numerics_mpi_start");
        Broadcast = (delegate* unmanaged<void*, long, int, long, void>)NativeLibrary.GetExport(handle, "numerics_mpi_broadcast");
        AllGather = (delegate* unmanaged<void*, long*, int*, int*, long, void>)NativeLibrary.GetExport(handle, "numerics_mpi_allgather");
        Wait = (delegate* unmanaged<void>)NativeLibrary.GetExport(handle, "numerics_mpi_wait");
        Abort = (delegate* unmanaged<int, void>)NativeLibrary.GetExport(handle, "numerics_mpi_abort");
        Stop = (delegate* unmanaged<void>)NativeLibrary.GetExport(handle, "numerics_mpi_stop");
    }

    /// <summary>The library, or null and one sentence with the remedy.</summary>
    public static MpiLibrary? TryLoad(out string reason)
    {
        reason = Loaded.Value.Reason;
        return Loaded.Value.Library;
    }

    public string Path { get; }

    /// <summary>MPI_Init_thread with FUNNELED; rank, size, ranks on this node. Negative if the level is not granted.</summary>
    public delegate* unmanaged<int*, int*, int*, int> Start { get; }

    public delegate* unmanaged<void*, long, int, long, void> Broadcast { get; }

    public delegate* unmanaged<void*, long*, int*, int*, long, void> AllGather { get; }

    public delegate* unmanaged<void> Wait { get; }

    public delegate* unmanaged<int, void> Abort { get; }

    public delegate* unmanaged<void> Stop { get; }

    /// <summary>First line of what the MPI library says of itself, with the version of the standard.</summary>
    public string Version()
    {
        byte* text = stackalloc byte[VersionBytes];
        int standard = 0;
        version(text, VersionBytes, &standard);
        string own = (Marshal.PtrToStringUTF8((nint)text) ?? string.Empty).Split('\n')[0];
        return $"{own.Split(',')[0].Trim()} (MPI {standard / 1000}.{standard % 1000})";
    }

    private static (MpiLibrary? Library, string Reason) Find()
    {
        if (Environment.GetEnvironmentVariable(EnvironmentVariable) is { Length: > 0 } given)
        {
            MpiLibrary? asked = Open(given, out string refusal);
            return (asked, asked is null ? $"{EnvironmentVariable} names '{given}': {refusal}." : string.Empty);
        }

        foreach (string path in NativeParts.Find(FileName))
        {
            MpiLibrary? found = Open(path, out string refusal);
            return (found, found is null ? $"'{path}': {refusal}." : string.Empty);
        }

        return (null, $"{FileName} is not built: './build.sh native' builds it where an MPI with headers is installed (Debian: libopenmpi-dev openmpi-bin cmake gcc).");
    }

    private static MpiLibrary? Open(string path, out string reason)
    {
        nint handle = NativeLoader.Open(path, out reason);
        if (handle == 0)
        {
            return null;
        }

        nint abi = NativeLoader.Find([handle], "numerics_mpi_abi");
        nint sizes = NativeLoader.Find([handle], "numerics_mpi_sizes");
        int number = abi == 0 ? 0 : ((delegate* unmanaged<int>)abi)();
        if (number != Abi || sizes == 0)
        {
            reason = $"it has interface {number} and this program needs {Abi}; build it again with './build.sh native'";
            return null;
        }

        int expected = sizeof(long) + (100 * sizeof(double)) + (10_000 * sizeof(nint));
        if (((delegate* unmanaged<int>)sizes)() != expected)
        {
            reason = "its number types are not those of this program; build it on this machine with './build.sh native'";
            return null;
        }

        return new MpiLibrary(path, handle);
    }
}
