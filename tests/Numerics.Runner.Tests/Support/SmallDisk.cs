using System.Diagnostics;

namespace Numerics.Runner.Tests.Support;

/// <summary>A file system of a few pages, mounted by root; a test without the right to mount is skipped.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string path) => FullPath = path;

    public string FullPath { get; }

    public static SmallDisk MountOrSkip(string path, string size)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "A small disk is mounted by root on Linux only.");
        Directory.CreateDirectory(path);
        Assert.SkipUnless(Call("mount", "-t", "tmpfs", "-o", $"size={size}", "numerics", path) == 0, "This root may not mount a small disk.");
        return new SmallDisk(path);
    }

    public void Remount(string options) => Assert.Equal(0, Call("mount", "-o", $"remount,{options}", FullPath));

    public void Dispose() => Call("umount", FullPath);

    private static int Call(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}
