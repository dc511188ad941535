using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Numerics.Results.Contract;
using Numerics.Results.Figures;
using Numerics.Results.Files;
using Numerics.Results.Html;
using Numerics.Results.Json;
using Numerics.Studies.Records;

namespace Numerics.Results.Tests;

/// <summary>The page of a run: what it says, that nothing in it is taken for markup, that nothing is loaded, that equal results give equal bytes.</summary>
public class HtmlResultTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void The_verdict_comes_first_and_every_observable_has_a_line()
    {
        RunResult result = SampleResults.WithLadder();
        XElement body = Page(result).Element("body")!;
        Assert.Equal(["deep-linear: inconclusive", VerdictSentence.Verdict(result)], body.Elements().First().Elements().Take(2).Select(element => element.Value));
        XElement[] rows = [.. Table(body, "Observables").Element("tbody")!.Elements("tr")];
        Assert.Equal(result.Observables.Select(observable => observable.Shape.Name).Order(), rows.Select(row => row.Element("th")!.Value).Order());
        Assert.All(rows, row => Assert.Equal(ObservableLine.Titles.Count, row.Elements().Count()));
        Assert.All(result.Observables, observable => Assert.Contains(observable.Shape.Definition, body.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void The_line_of_an_observable_holds_worst_entry_deviation_limit_and_what_would_have_been_seen()
    {
        ObservableResult observable = SampleResults.WithLadder().Observables.Single(o => o.Shape.Name == "ofLadder");
        // Scores 0.5, -0.25, 1 at limit 4.5: the last entry, whose fit is 2 ± 0.04 against theory 2; detectable is 0.0625 everywhere.
        Assert.Equal(["ofLadder", "inconclusive", "width 20, step 5", "2", "2.000 ± 0.040", "0 %", "+1.00", "4.50", "6.2 %"], ObservableLine.Of(observable, SampleResults.Complete()).Cells);
        Assert.Equal("step 5", ObservableLine.Of(observable, SampleResults.WithLadder()).Place);
        ObservableResult single = SampleResults.Loss with
        {
            Theory = new([1, 2, 4, 8], [0, 0, 0, 0]), Simulation = new([1, 2, 4, 10], [1, 1, 1, 0.5], 16),
            Comparison = SampleResults.Loss.Comparison! with { Verdict = Judgement.Disagrees, ZScore = [0, 0, 0, -4.6] },
        };
        Assert.Equal(["trainingLoss", "DISAGREES", "step 5", "8", "10.00 ± 0.50", "25 %", "-4.60", "4.50", "6.2 %"], ObservableLine.Of(single, SampleResults.Complete()).Cells);
        Assert.Equal(["bulkDensity", "not compared", "simulation only"], ObservableLine.Of(SampleResults.Density, SampleResults.Complete()).Cells.Take(3));
        Assert.Equal(["kernel", "not compared", "theory only"], ObservableLine.Of(SampleResults.Kernel, SampleResults.Complete()).Cells.Take(3));
    }

    [Fact]
    public void Places_are_in_the_letters_of_the_figures()
    {
        RunResult result = SampleResults.WithLadder();
        FigureSpecification figure = result.Figures[0] with { Symbols = new Dictionary<string, string> { ["step"] = "t" } };
        ObservableResult observable = result.Observables.Single(o => o.Shape.Name == "ofLadder");
        Assert.Equal("t 5", ObservableLine.Of(observable, result with { Figures = [figure, .. result.Figures] }).Place);
        Assert.Equal("width 20, t 5", observable.Shape.Place(7, symbols: figure.Symbols));
    }

    [Fact]
    public void Definitions_end_with_a_full_stop_before_unit_and_axes_and_names_break_between_words()
    {
        XElement row = Table(Page(SampleResults.Complete()).Element("body")!, "Definitions").Descendants("tr").Single(row => row.Element("th")!.Value == "trainingLoss");
        Assert.Equal("Mean squared error over the training set.\nAxes: step 0 to 5 (4 values).", row.Element("td")!.Value);
        Assert.Equal(["training", "<wbr />", "Loss"], row.Element("th")!.Nodes().Select(node => node.ToString()));
        RunResult open = SampleResults.Complete() with { Observables = [SampleResults.Edge with { Shape = new ObservableShape("k", "m", "no stop", []) }], Figures = [] };
        Assert.Equal("no stop.\nUnit: m.", Table(Page(open).Element("body")!, "Definitions").Descendants("td").Single().Value);
    }

    [Fact]
    public void Rivals_warnings_findings_failures_ladder_and_distortions_are_told()
    {
        RunResult result = SampleResults.WithLadder();
        XElement body = Page(result).Element("body")!;
        Assert.Contains("ofLadder times 1.01", body.Descendants("div").Single(element => (string?)element.Attribute("class") == "distorted").Value, StringComparison.Ordinal);
        Assert.Contains("At width = 10: the edge is critical.", Section(body, "Warnings").Value, StringComparison.Ordinal);
        Assert.Contains("The fit of 4 sizes agrees.", Section(body, "Findings").Value, StringComparison.Ordinal);
        Assert.Contains("1 of 3 entries follow", Section(body, "Findings").Value, StringComparison.Ordinal);
        Assert.Contains("Loss passed 1e6 at step 17.", Section(body, "Replicas that did not finish").Value, StringComparison.Ordinal);
        Assert.Equal(
            ["something else", "ofLadder", "step 1", "refused", "1.5", "-25 %", "+12.00", "4.00"],
            Table(body, "Rival theories").Element("tbody")!.Element("tr")!.Elements().Select(cell => cell.Value));
        Assert.Equal(["10", "32", "20", "16"], Table(body, "Ladder of sizes").Element("tbody")!.Descendants().Where(e => e.Name == "th" || e.Name == "td").Select(cell => cell.Value));
        Assert.DoesNotContain(Page(SampleResults.TheoryOnly()).Descendants("div"), element => (string?)element.Attribute("class") == "distorted");
    }

    [Fact]
    public void Configuration_conventions_and_provenance_are_complete()
    {
        RunResult complete = SampleResults.Complete();
        JsonObject parameters = (JsonObject)complete.Manifest.Parameters.DeepClone();
        parameters["conventions"] = new JsonObject { ["time"] = "etaT" };
        XElement body = Page(complete with { Manifest = complete.Manifest with { Parameters = parameters } }).Element("body")!;
        Assert.Equal(
            ["width=512", "learningRate=0.1", "note=λ ± √N, \"quoted\"", "nested.widths=[1,2.5,3]"],
            Table(body, "Configuration").Descendants("tr").Select(row => string.Join('=', row.Elements().Select(cell => cell.Value))));
        Assert.Equal("timeetaT", Table(body, "Conventions").Value.Trim());
        string provenance = Section(body, "Provenance").Value;
        Assert.All(
            ["0.1.0+abcdef", "10.0.0", "18446744073709551557", "Some processor", "LAPACKnone loaded", "Philox4x32-10", "c0ffee", "8.00 GiB", "run deep-linear --json"],
            text => Assert.Contains(text, provenance, StringComparison.Ordinal));
        Assert.Equal(["theory", "1.25 s", "2.50 s", "11.50 GiB"], Table(body, "Timings").Element("tbody")!.Elements("tr").Last().Elements().Select(cell => cell.Value));
        Assert.DoesNotContain(Page(complete).Descendants("h2"), heading => heading.Value == "Conventions");
    }

    [Fact]
    public void A_provider_is_told_with_its_threads()
    {
        RunResult complete = SampleResults.Complete();
        string provenance = Section(Page(complete with { Manifest = complete.Manifest with { LapackProvider = "openblas 0.3.21", LapackThreads = 2 } }).Element("body")!, "Provenance").Value;
        Assert.Contains("LAPACKopenblas 0.3.21, 2 threads inside", provenance, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_of_any_origin_stays_text()
    {
        const string Hostile = "</td></title></style><script>alert(1)</script><img src=x onerror=alert(2)>&amp;\"'\u0001\uD800";
        RunResult complete = SampleResults.Complete(Hostile);
        RunResult result = complete with
        {
            Facts = [Fact.Warning("w", Hostile), Fact.Evidence(Hostile, Hostile)],
            TheoryFailure = Hostile,
            Manifest = complete.Manifest with { Study = Hostile, CommandLine = [Hostile], LapackProvider = Hostile },
            Figures = [complete.Figures[0] with { Title = Hostile }],
        };
        string text = Text(result);
        Assert.DoesNotContain("<script", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;alert(1)", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u0001', text);
        XElement page = XDocument.Parse(text).Root!;
        Assert.Equal(2, page.Elements().Count());
        Assert.Contains(Hostile.Replace("\u0001\uD800", "\uFFFD\uFFFD", StringComparison.Ordinal), Section(page.Element("body")!, "Warnings").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_loaded_and_nothing_runs()
    {
        string text = Text(SampleResults.WithLadder());
        Assert.DoesNotContain("http", text.Replace("xmlns=\"http://www.w3.org/2000/svg\"", "", StringComparison.Ordinal).Replace("http-equiv", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("//", text.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal), StringComparison.Ordinal);
        XElement page = XDocument.Parse(text).Root!;
        Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName is "script" or "link" or "iframe" or "object" or "img" or "image");
        Assert.DoesNotContain(page.Descendants().Attributes(), attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.DoesNotContain(page.Descendants("style").Single().Value, character => character is '<' or '>' or '&');
    }

    [Fact]
    public void Empty_elements_have_an_end_tag_where_HTML_asks_for_one()
    {
        string text = Text(SampleResults.SimulationOnly());
        string[] closed = [.. text.Split('<').Where(tag => tag.Contains("/>", StringComparison.Ordinal)).Select(tag => tag.Split(' ', '/')[0]).Distinct()];
        Assert.Equal(["meta", "wbr"], closed);
    }

    [Fact]
    public void Figures_are_inside_and_share_no_identifier()
    {
        XElement page = Page(SampleResults.WithLadder());
        XElement[] drawings = [.. page.Descendants(Svg + "svg")];
        Assert.Equal(4, drawings.Length);
        Assert.Equal("How ofLadder approaches its limit with the size", drawings[^1].Attribute("aria-label")!.Value);
        string[] identifiers = [.. page.Descendants().Attributes("id").Select(attribute => attribute.Value)];
        Assert.True(identifiers.Length >= 3);
        Assert.Equal(identifiers.Length, identifiers.Distinct().Count());
        string[] used = [.. page.Descendants().Attributes("clip-path").Select(attribute => attribute.Value)];
        Assert.NotEmpty(used);
        Assert.All(used, reference => Assert.Contains(reference["url(#".Length..^1], identifiers));
        Assert.All(drawings, drawing => Assert.NotNull(drawing.Attribute("viewBox")));
    }

    [Fact]
    public void References_follow_their_identifiers_and_a_damaged_figure_is_named()
    {
        using TemporaryDirectory directory = new();
        RunResult result = SampleResults.Complete();
        Directory.CreateDirectory(directory.File("figures"));
        File.WriteAllText(directory.File("figures", "loss.svg"), """
            <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="3.5in" viewBox="0 0 336 200">
            <path id="p" d="M0 0"/><use xlink:href="#p" style="fill:url(#p);stroke:url(#other)"/></svg>
            """);
        new HtmlResultFormat().Write(result, directory.Path);
        XElement drawing = XDocument.Load(directory.File("report.html")).Descendants(Svg + "svg").Single();
        XElement use = drawing.Element(Svg + "use")!;
        Assert.Equal("loss-1", drawing.Element(Svg + "path")!.Attribute("id")!.Value);
        Assert.Equal("#loss-1", use.Attributes().Single(attribute => attribute.Name.LocalName == "href").Value);
        Assert.Equal("fill:url(#loss-1);stroke:url(#other)", use.Attribute("style")!.Value);
        Assert.Equal("0 0 336 200", drawing.Attribute("viewBox")!.Value);
        Assert.Contains("min(336px", drawing.Attribute("style")!.Value, StringComparison.Ordinal);

        File.WriteAllText(directory.File("figures", "loss.svg"), "<svg");
        ResultFileException damaged = Assert.Throws<ResultFileException>(() => new HtmlResultFormat().Write(result, directory.Path));
        Assert.Contains("loss.svg", damaged.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_results_give_equal_bytes_also_when_read_back()
    {
        using TemporaryDirectory first = new();
        using TemporaryDirectory second = new();
        RunResult result = SampleResults.WithLadder();
        ResultFormats.WriteAll(result, first.Path);
        ResultFormats.WriteAll(result, second.Path);
        byte[] bytes = File.ReadAllBytes(first.File("report.html"));
        Assert.Equal(bytes, File.ReadAllBytes(second.File("report.html")));
        new HtmlResultFormat().Write(RunResultReader.Read(first.Path), first.Path);
        Assert.Equal(Encoding.UTF8.GetString(bytes), File.ReadAllText(first.File("report.html")));
    }

    [Fact]
    public void Links_lead_to_files_that_are_there()
    {
        using TemporaryDirectory directory = new();
        ResultDirectory.Create(directory.Path).WriteManifest(SampleResults.Manifest());
        ResultFormats.WriteAll(SampleResults.Complete(), directory.Path);
        string[] links = [.. XDocument.Load(directory.File("report.html")).Descendants("a").Select(link => link.Attribute("href")!.Value)];
        Assert.All([RunFiles.Json, RunFiles.Hdf5, RunFiles.Parquet, RunFiles.Manifest, "figures/loss.svg", "figures/loss.png"], file => Assert.Contains(file, links));
        Assert.All(links, link => Assert.True(File.Exists(directory.File(link)), link));
    }

    /// <summary>The page of a result with its figures, as text.</summary>
    private static string Text(RunResult result)
    {
        using TemporaryDirectory directory = new();
        new FigureResultFormat().Write(result, directory.Path);
        new HtmlResultFormat().Write(result, directory.Path);
        return File.ReadAllText(directory.File("report.html"));
    }

    private static XElement Page(RunResult result) => XDocument.Parse(Text(result)).Root!;

    private static XElement Section(XElement body, string heading) => body.Descendants("section").Single(section => section.Element("h2")!.Value == heading);

    private static XElement Table(XElement body, string heading) => Section(body, heading).Descendants("table").First();
}
