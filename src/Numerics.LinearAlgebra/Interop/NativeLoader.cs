using System.Runtime.InteropServices;

namespace Numerics.LinearAlgebra.Interop;

/// <summary>Loads shared libraries and keeps the loader's own words when that fails. Libraries are never unloaded: BLAS libraries own threads.</summary>
internal static unsafe class NativeLoader
{
    private const int Lazy = 0x1;
    private const int Global = 0x100;

    /// <summary>Loads a library with local symbol scope; zero and a reason if the loader refuses.</summary>
    public static nint Open(string path, out string reason)
    {
        try
        {
            reason = string.Empty;
            return NativeLibrary.Load(path);
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            reason = LoaderWords(error.Message);
            return 0;
        }
    }

    /// <summary>
    /// Loads a library lazily with global symbol scope, which <see cref="NativeLibrary"/> cannot: MKL's layers find each other by it.
    /// </summary>
    public static nint OpenGlobal(string path, out string reason)
    {
        if (!OperatingSystem.IsLinux())
        {
            return Open(path, out reason);
        }

        nint loader = NativeLibrary.TryLoad("libdl.so.2", out nint separate) ? separate : NativeLibrary.GetMainProgramHandle();
        var open = (delegate* unmanaged<byte*, int, nint>)NativeLibrary.GetExport(loader, "dlopen");
        var lastError = (delegate* unmanaged<byte*>)NativeLibrary.GetExport(loader, "dlerror");
        byte* name = (byte*)Marshal.StringToCoTaskMemUTF8(path);
        nint handle = open(name, Lazy | Global);
        reason = handle != 0 ? string.Empty : Marshal.PtrToStringUTF8((nint)lastError()) ?? "the loader gives no reason";
        Marshal.FreeCoTaskMem((nint)name);
        return handle;
    }

    /// <summary>Address of a symbol in the first of several libraries that has it, or zero.</summary>
    public static nint Find(IReadOnlyList<nint> libraries, string symbol)
    {
        foreach (nint library in libraries)
        {
            if (NativeLibrary.TryGetExport(library, symbol, out nint address))
            {
                return address;
            }
        }

        return 0;
    }

    /// <summary>The runtime prefixes the loader's message with advice about tracing; only the loader's lines help the user.</summary>
    internal static string LoaderWords(string message)
    {
        string[] lines = message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length <= 1 ? message.Trim() : string.Join(" | ", lines.Skip(1).Distinct(StringComparer.Ordinal));
    }
}
