using System.Globalization;
using System.Xml.Linq;
using Numerics.Results.Contract;
using Numerics.Studies.Records;

namespace Numerics.Results.Html;

/// <summary>The page of a run: its sections in their order.</summary>
internal static class ReportPage
{
    /// <summary>The element html.</summary>
    /// <param name="result">The run.</param>
    /// <param name="directory">Its directory, for figures and links.</param>
    public static XElement Of(RunResult result, string directory) => new(
        "html",
        new XAttribute("lang", "en"),
        "\n",
        Head(Heading(result)),
        "\n",
        HtmlPart.Element(
            "body",
            null,
            "\n",
            Header(result),
            "\n",
            HtmlPart.Element(
                "main",
                null,
                Lines(
                [
                    .. ReportTables.Sections(result), ReportObservables.Verdicts(result), ReportObservables.Rivals(result), ReportRemarks.Warnings(result), ReportRemarks.Findings(result), ReportRemarks.Failures(result),
                    ReportFigures.Section(result, directory),
                    ReportObservables.Ladder(result), ReportConfiguration.Conventions(result.Manifest), ReportConfiguration.Parameters(result.Manifest), ReportObservables.Definitions(result),
                    ReportRemarks.Evidence(result), ReportProvenance.Section(result.Manifest), ReportProvenance.Timing(result.Manifest), ReportProvenance.Files(directory),
                ])),
            "\n"));

    /// <summary>Without sources of any kind but this file: nothing is loaded and nothing runs, whatever stands in the page.</summary>
    /// <param name="title">Title of the window.</param>
    internal static XElement Head(string title) => HtmlPart.Element(
        "head",
        null,
        Meta(new XAttribute("charset", "utf-8")),
        Meta(new XAttribute("http-equiv", "Content-Security-Policy"), new XAttribute("content", "default-src 'none'; style-src 'unsafe-inline'")),
        Meta(new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width, initial-scale=1")),
        Meta(new XAttribute("name", "color-scheme"), new XAttribute("content", "light dark")),
        HtmlPart.Element("title", null, title),
        HtmlPart.Element("style", null, ReportStyle.Sheet));

    private static XElement Header(RunResult result)
    {
        RunManifest manifest = result.Manifest;
        return HtmlPart.Element(
            "header",
            null,
            HtmlPart.Element("h1", null, Heading(result)),
            "\n",
            HtmlPart.Element("p", result.Verdict is { } verdict ? $"verdict {Judgements.Word(verdict)}" : "verdict", VerdictSentence.Verdict(result)),
            "\n",
            ReportRemarks.Distortions(result),
            "\n",
            HtmlPart.List(VerdictSentence.Endings(result, ".")),
            HtmlPart.Element(
                "p",
                "soft",
                HtmlPart.Element("strong", null, manifest.Study),
                string.Create(CultureInfo.InvariantCulture, $", seed {manifest.Seed}, {manifest.ReplicasAsked} replicas asked, started {manifest.Started.UtcDateTime:yyyy-MM-dd HH:mm} UTC")));
    }

    private static IEnumerable<object> Lines(IEnumerable<XElement?> sections) => sections.OfType<XElement>().SelectMany(section => new object[] { "\n", section });

    /// <summary>Study and verdict in a word, the study alone where it decides something else.</summary>
    private static string Heading(RunResult result) => result.Verdict is null && result.Answers.Any() ? result.Manifest.Study : $"{result.Manifest.Study}: {Word(result.Verdict)}";

    private static string Word(Judgement? verdict) => verdict is { } judgement ? Judgements.Word(judgement) : "nothing compared";

    private static XElement Meta(params XAttribute[] attributes) => new("meta", attributes);
}
