using System.Runtime.InteropServices;

namespace Numerics.LinearAlgebra.Interop;

/// <summary>The project's own shim over ScaLAPACK (native/scalapack).</summary>
internal sealed unsafe class ScalapackLibrary
{
    private const string FileName = "libnumerics_scalapack.so";
    private const int Abi = 1;

    private static readonly Lazy<(ScalapackLibrary? Library, string Reason)> Loaded = new(Find);

    private ScalapackLibrary(nint handle)
    {
        Layout = (delegate* unmanaged<int, int, int, int*, void>)NativeLibrary.GetExport(handle, "numerics_scalapack_layout");
        SingularValues = (delegate* unmanaged<int, int, int, double*, double*, int>)NativeLibrary.GetExport(handle, "numerics_scalapack_singular_values");
        Eigenvalues = (delegate* unmanaged<int, int, double*, double*, int>)NativeLibrary.GetExport(handle, "numerics_scalapack_eigenvalues");
    }

    /// <summary>The library, or null and one sentence with the remedy.</summary>
    public static ScalapackLibrary? TryLoad(out string reason)
    {
        reason = Loaded.Value.Reason;
        return Loaded.Value.Library;
    }

    public delegate* unmanaged<int, int, int, int*, void> Layout { get; }

    public delegate* unmanaged<int, int, int, double*, double*, int> SingularValues { get; }

    public delegate* unmanaged<int, int, double*, double*, int> Eigenvalues { get; }

    private static (ScalapackLibrary? Library, string Reason) Find()
    {
        foreach (string path in NativeParts.Find(FileName))
        {
            nint handle = NativeLoader.Open(path, out string reason);
            nint abi = handle == 0 ? 0 : NativeLoader.Find([handle], "numerics_scalapack_abi");
            return abi != 0 && ((delegate* unmanaged<int>)abi)() == Abi
                ? (new ScalapackLibrary(handle), string.Empty)
                : (null, $"'{path}': {(handle == 0 ? reason : "it has another interface; build it again with './build.sh native'")}.");
        }

        return (null, $"{FileName} is not built: './build.sh native' builds it where MPI and ScaLAPACK are installed (Debian: libscalapack-openmpi-dev).");
    }
}
