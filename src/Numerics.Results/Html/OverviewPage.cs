using System.Xml.Linq;
using Numerics.Results.Contract;
using Numerics.Results.Files;
using Numerics.Studies.Records;

namespace Numerics.Results.Html;

/// <summary>One page of several runs: of each its name, verdict, what each observable would have shown, and its first figure.</summary>
/// <remarks>It lies in the folder that holds the directories of the runs, and links to their pages. Equal results and figures give equal bytes.</remarks>
public static class OverviewPage
{
    /// <summary>Name of the file.</summary>
    public const string File = "index.html";

    /// <summary>Writes the page.</summary>
    /// <param name="folder">Folder that holds the directories of the runs.</param>
    /// <param name="runs">Names of the directories, with their results, in order.</param>
    /// <returns>Path of the page.</returns>
    /// <exception cref="ResultFileException">A figure cannot be read, or the page not written.</exception>
    public static string Write(string folder, IReadOnlyList<(string Name, RunResult Result)> runs)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(runs);
        string path = Path.Combine(folder, File);
        XElement body = HtmlPart.Element(
            "body", null, HtmlPart.Element("header", null, HtmlPart.Element("h1", null, Title), "\n", Table(runs)), "\n", HtmlPart.Element("main", null, runs.SelectMany(run => new object[] { "\n", Section(folder, run.Name, run.Result) })));
        AtomicFile.Write(path, HtmlText.Bytes(new XElement("html", new XAttribute("lang", "en"), ReportPage.Head(Title), "\n", body)));
        return path;
    }

    private const string Title = "Theory against simulation";

    private static XElement? Table(IReadOnlyList<(string Name, RunResult Result)> runs) => HtmlPart.Table(
        ["run", "study", "verdict", "seen from"],
        3,
        runs.Select(run => (IReadOnlyList<object>)[run.Name, run.Result.Manifest.Study, Badge(run.Result), Sharpest(run.Result)]));

    private static object Badge(RunResult result) => result.Verdict is { } verdict ? HtmlPart.Element("span", $"badge {Judgements.Word(verdict)}", Judgements.Word(verdict)) : "nothing compared";

    /// <summary>What the judged observables would have shown, the sharpest first.</summary>
    private static string Sharpest(RunResult result) => string.Join(", ", result.Observables
        .Where(observable => observable.Comparison?.WorstDetectableRelative is not null)
        .OrderBy(observable => observable.Comparison!.WorstDetectableRelative)
        .Take(3)
        .Select(observable => $"{observable.Shape.Name} {NumberText.Percent(observable.Comparison!.WorstDetectableRelative)}"));

    private static XElement Section(string folder, string name, RunResult result)
    {
        string directory = Path.Combine(folder, name);
        return HtmlPart.Element(
            "section",
            null,
            HtmlPart.Element("h2", null, name),
            HtmlPart.Element("p", result.Verdict is { } verdict ? $"verdict {Judgements.Word(verdict)}" : "verdict", VerdictSentence.Verdict(result)),
            ReportFigures.First(result, directory),
            HtmlPart.Element("p", "soft", ReportProvenance.Link($"{name}/{RunFiles.Report}", "the whole report")));
    }
}
