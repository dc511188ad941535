using System.Runtime.InteropServices;

namespace Numerics.LinearAlgebra.Interop;

/// <summary>Whether a path names a regular file. Devices never end, and opening a pipe waits for somebody who writes.</summary>
public static unsafe partial class FileKind
{
    // struct statx of Linux, the same on every processor: 256 bytes, the mode in 16 bits at byte 28.
    private const int StatBytes = 256;
    private const int ModeAt = 28;
    private const int TypeMask = 0xF000;
    private const int Regular = 0x8000;
    private const int CurrentDirectory = -100;
    private const uint TypeWanted = 1;

    /// <summary>Whether the path, links followed, is a regular file; also true where that cannot be found out.</summary>
    public static bool IsRegular(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!OperatingSystem.IsLinux())
        {
            return true;
        }

        byte* stat = stackalloc byte[StatBytes];
        try
        {
            return Statx(CurrentDirectory, path, 0, TypeWanted, stat) != 0 || (*(ushort*)(stat + ModeAt) & TypeMask) == Regular;
        }
        catch (EntryPointNotFoundException)
        {
            // A C library without the call.
            return true;
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, byte* stat);
}
