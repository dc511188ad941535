namespace Numerics.LinearAlgebra.Interop;

/// <summary>Libraries that make up one provider, in the order in which symbols are looked up; empty with a reason if they cannot be loaded.</summary>
/// <param name="Handles">Loader handles.</param>
/// <param name="Reason">The loader's own words, or the remedy.</param>
internal sealed record ProviderLibraries(IReadOnlyList<nint> Handles, string Reason)
{
    private const int InterfaceLp64 = 0;
    private const int ThreadingSequential = 1;
    private const int ThreadingGnu = 3;
    private const string OpenMp = "libgomp.so.1";

    /// <summary>Whether the loader refused.</summary>
    public bool Failed => Handles.Count == 0;

    /// <summary>One library with everything in it; a LAPACK without BLAS is completed by the BLAS beside it or the system's.</summary>
    public static ProviderLibraries Single(string path)
    {
        if (System.IO.Path.GetFileName(path).StartsWith("liblapack", StringComparison.Ordinal))
        {
            return Pair(path);
        }

        nint handle = NativeLoader.Open(path, out string reason);
        return handle == 0 ? Refused(reason) : new([handle], string.Empty);
    }

    /// <summary>LAPACK and BLAS as two libraries. BLAS first: LAPACK then finds it by name.</summary>
    public static ProviderLibraries Pair(string lapackPath)
    {
        nint blas = NativeLoader.Open(BlasFor(lapackPath), out string reason);
        if (blas == 0)
        {
            return Refused(reason);
        }

        nint lapack = NativeLoader.Open(lapackPath, out reason);
        return lapack == 0 ? Refused(reason) : new([lapack, blas], string.Empty);
    }

    /// <summary>
    /// MKL's single dynamic library. Its default OpenMP is Intel's, and without it the first call ends the process; so GNU OpenMP is loaded
    /// before and chosen, or threading is switched off.
    /// </summary>
    public static unsafe ProviderLibraries MklSingleDynamic(string path)
    {
        bool openMp = NativeLoader.OpenGlobal(OpenMp, out _) != 0;
        nint handle = NativeLoader.Open(path, out string reason);
        if (handle == 0)
        {
            return Refused(reason);
        }

        nint setInterface = NativeLoader.Find([handle], "MKL_Set_Interface_Layer");
        nint setThreading = NativeLoader.Find([handle], "MKL_Set_Threading_Layer");
        if (setInterface == 0 || setThreading == 0)
        {
            return Refused("it does not export MKL_Set_Interface_Layer and MKL_Set_Threading_Layer, so it is not a usable libmkl_rt");
        }

        _ = ((delegate* unmanaged<int, int>)setInterface)(InterfaceLp64);
        _ = ((delegate* unmanaged<int, int>)setThreading)(openMp ? ThreadingGnu : ThreadingSequential);
        return new([handle], string.Empty);
    }

    /// <summary>MKL's layers as separate files, the way Debian packages them; the order matters, the layers refer to each other.</summary>
    public static ProviderLibraries MklSplit(string interfaceLayer)
    {
        string? folder = System.IO.Path.GetDirectoryName(interfaceLayer);
        foreach (string file in new[] { OpenMp, "libmkl_core.so", "libmkl_gnu_thread.so" })
        {
            string path = file == OpenMp || string.IsNullOrEmpty(folder) ? file : System.IO.Path.Combine(folder, file);
            if (NativeLoader.OpenGlobal(path, out string refusal) == 0)
            {
                return Refused(refusal);
            }
        }

        nint handle = NativeLoader.Open(interfaceLayer, out string reason);
        return handle == 0 ? Refused(reason) : new([handle], string.Empty);
    }

    private static ProviderLibraries Refused(string reason) => new([], reason);

    private static string BlasFor(string lapackPath)
    {
        const string Blas = "libblas.so.3";
        string? folder = System.IO.Path.GetDirectoryName(lapackPath);
        if (string.IsNullOrEmpty(folder))
        {
            return Blas;
        }

        string[] near = [System.IO.Path.Combine(folder, Blas), System.IO.Path.Combine(folder, "..", "blas", Blas)];
        return near.FirstOrDefault(File.Exists) ?? Blas;
    }
}
