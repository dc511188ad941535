using System.Xml.Linq;
using Numerics.Results.Html;
using Numerics.Runner.Tests.Support;

namespace Numerics.Runner.Tests;

/// <summary>One page of the runs in a folder.</summary>
public sealed class OverviewTests : IDisposable
{
    private readonly RunnerCase runner = new();

    public void Dispose() => runner.Dispose();

    [Fact]
    public void The_page_has_every_run_with_its_verdict_and_a_figure_and_links_to_its_own()
    {
        string[] names = ["b-second", "a-first"];
        foreach (string name in names)
        {
            Assert.Equal(0, runner.Run("run", "tiny-gaussian", "--out", Path.Combine(runner.PathOf("all"), name)).Code);
        }

        Directory.CreateDirectory(Path.Combine(runner.PathOf("all"), "no run"));
        RunnerCase.Answer answer = runner.Run("overview", runner.PathOf("all"));
        Assert.Equal((0, ""), (answer.Code, answer.Error));
        string text = File.ReadAllText(Path.Combine(runner.PathOf("all"), OverviewPage.File));
        XElement page = XElement.Parse(text[text.IndexOf("<html", StringComparison.Ordinal)..]);
        Assert.Equal(["a-first", "b-second"], page.Descendants("h2").Select(heading => heading.Value));
        Assert.All(page.Descendants("section"), section => Assert.Single(section.Elements("figure")));
        Assert.Equal(["a-first/report.html", "b-second/report.html"], page.Descendants("a").Select(link => (string?)link.Attribute("href")));
        Assert.DoesNotContain("no run", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing", "does not exist")]
    [InlineData(".", "holds a result.json")]
    public void A_folder_without_runs_is_refused(string folder, string because)
    {
        RunnerCase.Answer answer = runner.Run("overview", Path.Combine(runner.PathOf("."), folder));
        Assert.Equal(1, answer.Code);
        Assert.Contains(because, answer.Error, StringComparison.Ordinal);
    }
}
