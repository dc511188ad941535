using System.Globalization;
using System.Xml.Linq;
using Numerics.Studies.Records;

namespace Numerics.Results.Html;

/// <summary>What a run says about itself in sentences: distortions, warnings, findings, failures, evidence.</summary>
internal static class ReportRemarks
{
    /// <summary>Most failed replicas that are listed.</summary>
    private const int Listed = 20;

    /// <summary>A theory that was changed on request; null if none was.</summary>
    public static XElement? Distortions(RunResult result) => result.Distortions.Count == 0 ? null : new XElement(
        "div",
        new XAttribute("class", "distorted"),
        new XAttribute("role", "alert"),
        HtmlPart.Element("strong", null, "Distorted theory: "),
        string.Join(", ", result.Distortions.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} times {pair.Value:R}"))),
        ". This page checks whether the verdict notices a wrong theory; it is not a result.");

    /// <summary>What must be known before believing the numbers.</summary>
    public static XElement? Warnings(RunResult result) => HtmlPart.Section("Warnings", HtmlPart.List(Of(result, FactKind.Warning).Select(fact => fact.Text)));

    /// <summary>What fits and statistics found.</summary>
    public static XElement? Findings(RunResult result) => HtmlPart.Section(
        "Findings",
        HtmlPart.List(
        [
            .. Of(result, FactKind.Statistic).Select(fact => fact.Text),
            .. result.Observables.SelectMany(observable => (observable.Comparison?.Findings ?? [])),
        ]));

    /// <summary>Replicas that did not finish.</summary>
    public static XElement? Failures(RunResult result) => HtmlPart.Section(
        "Replicas that did not finish",
        HtmlPart.Table(
            ["replica", "seed", "what happened"],
            3,
            result.Failures.Take(Listed).Select(failure => new object[]
            {
                failure.Replica.ToString(CultureInfo.InvariantCulture), failure.Seed.ToString(CultureInfo.InvariantCulture), HtmlPart.Element("span", "sentence", failure.Message ?? ""),
            })),
        HtmlPart.Paragraph(result.Failures.Count > Listed ? $"And {result.Failures.Count - Listed} more; all are in the data files." : "", "soft"));

    /// <summary>How the theory was found.</summary>
    public static XElement? Evidence(RunResult result) => HtmlPart.Section("How the theory was found", HtmlPart.Pairs(Of(result, FactKind.Evidence).Select(fact => (fact.Name, fact.Text))));

    private static IEnumerable<Fact> Of(RunResult result, FactKind kind) => result.Facts.Where(fact => fact.Kind == kind).DistinctBy(fact => fact.Name);
}
