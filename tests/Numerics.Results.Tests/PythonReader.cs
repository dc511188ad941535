using System.Diagnostics;
using System.Text.Json;

namespace Numerics.Results.Tests;

/// <summary>Runs a script with a Python that has xarray, h5netcdf and h5py; tests that need it are skipped where there is none.</summary>
public static class PythonReader
{
    private static readonly string? Interpreter = new[] { "python3", "/usr/bin/python3" }
        .FirstOrDefault(name => Start(name, ["-c", "import xarray, h5netcdf, h5py"]) is (0, _, _));

    public static string Text(string script, params string[] arguments)
    {
        Assert.SkipWhen(Interpreter is null, "No python3 with xarray, h5netcdf and h5py is installed.");
        (int code, string output, string error) = Start(Interpreter!, ["-c", script, .. arguments]);
        Assert.True(code == 0, error);
        return output;
    }

    public static JsonElement Json(string script, params string[] arguments) => JsonDocument.Parse(Text(script, arguments)).RootElement;

    private static (int Code, string Output, string Error) Start(string name, IEnumerable<string> arguments)
    {
        try
        {
            ProcessStartInfo start = new(name, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
            using Process process = Process.Start(start)!;
            Task<string> error = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, error.GetAwaiter().GetResult());
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            return (-1, "", exception.Message);
        }
    }
}
