using System.Runtime.InteropServices;

namespace Numerics.LinearAlgebra.Interop;

/// <summary>Thread count and version text of a provider, by whichever of its own functions it exports.</summary>
internal sealed unsafe class ThreadControl
{
    private readonly delegate* unmanaged<int, int> setMklLocal;
    private readonly delegate* unmanaged<int, void> setOpenBlas;

    public ThreadControl(IReadOnlyList<nint> libraries)
    {
        setMklLocal = (delegate* unmanaged<int, int>)NativeLoader.Find(libraries, "MKL_Set_Num_Threads_Local");
        setOpenBlas = (delegate* unmanaged<int, void>)NativeLoader.Find(libraries, "openblas_set_num_threads");
        var setDynamic = (delegate* unmanaged<int, void>)NativeLoader.Find(libraries, "MKL_Set_Dynamic");
        if (setMklLocal is not null && setDynamic is not null)
        {
            setDynamic(0);
        }

        Version = ReadVersion(libraries);
    }

    /// <summary>Whether the count belongs to the calling thread (MKL) and not to the process (OpenBLAS).</summary>
    public bool IsPerThread => setMklLocal is not null;

    /// <summary>What the library says of itself.</summary>
    public string Version { get; }

    /// <summary>Sets the count; nothing happens for a library without threads.</summary>
    public void Set(int threads)
    {
        if (setMklLocal is not null)
        {
            _ = setMklLocal(threads);
        }
        else if (setOpenBlas is not null)
        {
            setOpenBlas(threads);
        }
    }

    private static string ReadVersion(IReadOnlyList<nint> libraries)
    {
        var mkl = (delegate* unmanaged<byte*, int, void>)NativeLoader.Find(libraries, "MKL_Get_Version_String");
        if (mkl is not null)
        {
            const int Length = 200;
            byte* text = stackalloc byte[Length];
            mkl(text, Length);
            return (Marshal.PtrToStringUTF8((nint)text, Length) ?? string.Empty).Trim('\0', ' ');
        }

        var openBlas = (delegate* unmanaged<byte*>)NativeLoader.Find(libraries, "openblas_get_config");
        if (openBlas is not null)
        {
            return (Marshal.PtrToStringUTF8((nint)openBlas()) ?? "OpenBLAS").Trim();
        }

        var lapack = (delegate* unmanaged<int*, int*, int*, void>)NativeLoader.Find(libraries, "ilaver_");
        if (lapack is null)
        {
            return "unknown";
        }

        int major, minor, patch;
        lapack(&major, &minor, &patch);
        return $"LAPACK {major}.{minor}.{patch}";
    }
}
