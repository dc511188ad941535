using System.Diagnostics;
using System.Net;

namespace Numerics.Results.Tests;

/// <summary>A browser without a window that lays out a page; tests that need it are skipped where there is none.</summary>
public static class Browser
{
    private const int Patience = 60_000;

    private static readonly string? Name = new[] { "chromium", "chromium-browser", "google-chrome" }.FirstOrDefault(name => Start(name, ["--version"]) is not null);

    /// <summary>What a script finds in a page of a folder that is shown in a window of a width.</summary>
    /// <param name="folder">Folder; gets a file of its own.</param>
    /// <param name="page">File name of the page.</param>
    /// <param name="width">Width of the window in pixels.</param>
    /// <param name="expression">JavaScript with the document of the page as <c>d</c>; its value is a text.</param>
    public static string Ask(string folder, string page, int width, string expression)
    {
        Assert.SkipWhen(Name is null, "No Chromium is installed.");
        string frame = Path.Combine(folder, $"frame-{width}.html");
        File.WriteAllText(frame, $$"""
            <!DOCTYPE html><iframe id="f" width="{{width}}" height="900" style="border:0" src="{{page}}"></iframe><pre id="answer"></pre>
            <script>f.onload = () => { const d = f.contentDocument; answer.textContent = {{expression}}; };</script>
            """);
        string profile = Path.Combine(folder, "profile");
        string? dom = Start(Name!, ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--allow-file-access-from-files", $"--user-data-dir={profile}", "--window-size=1600,1000",
            "--virtual-time-budget=3000", "--dump-dom", new Uri(frame).AbsoluteUri]);
        Assert.NotNull(dom);
        const string Open = "<pre id=\"answer\">";
        int from = dom.IndexOf(Open, StringComparison.Ordinal) + Open.Length;
        return WebUtility.HtmlDecode(dom[from..dom.IndexOf("</pre>", from, StringComparison.Ordinal)]);
    }

    /// <summary>Standard output; null if the program is not there or fails.</summary>
    private static string? Start(string name, IEnumerable<string> arguments)
    {
        try
        {
            ProcessStartInfo start = new(name, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> error = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(Patience))
            {
                process.Kill(entireProcessTree: true);
                return null;
            }

            Task.WaitAll(output, error);
            return process.ExitCode == 0 ? output.Result : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
