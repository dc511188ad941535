namespace Numerics.Results.Tests;

/// <summary>The page as a browser lays it out.</summary>
public class HtmlLayoutTests
{
    private const string Widths = "[d.documentElement.scrollWidth, [...d.querySelectorAll('.scroll')].filter(box => box.scrollWidth > box.clientWidth).length, d.querySelectorAll('svg').length].join(' ')";

    [Theory]
    [InlineData(400)]
    [InlineData(1280)]
    public void The_page_is_no_wider_than_the_window_because_tables_scroll_in_their_boxes(int width)
    {
        using TemporaryDirectory directory = new();
        ResultFormats.WriteAll(SampleResults.WithLadder(new string('x', 300)), directory.Path);
        int[] found = [.. Browser.Ask(directory.Path, "report.html", width, Widths).Split(' ').Select(int.Parse)];
        Assert.True(found[0] <= width, $"The page is {found[0]} pixels wide in a window of {width}.");
        Assert.Equal(4, found[2]);
        if (width == 400)
        {
            Assert.True(found[1] > 0, "No box scrolls: the table of observables would not fit a window of 400 pixels otherwise.");
        }
    }

    [Fact]
    public void An_empty_or_unjudged_run_is_laid_out_as_well()
    {
        using TemporaryDirectory directory = new();
        ResultFormats.WriteAll(SampleResults.TheoryOnly(), directory.Path);
        Assert.Equal("400 0", Browser.Ask(directory.Path, "report.html", 400, "[d.documentElement.scrollWidth, d.querySelectorAll('svg').length].join(' ')"));
    }
}
