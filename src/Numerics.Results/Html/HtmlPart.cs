using System.Xml.Linq;

namespace Numerics.Results.Html;

/// <summary>The parts that pages are made of.</summary>
internal static class HtmlPart
{
    /// <summary>An element of a class with any content: texts, elements, lists of them.</summary>
    public static XElement Element(string name, string? css, params object?[] content) =>
        new(name, css is null ? null : new XAttribute("class", css), content);

    /// <summary>A section with its heading; null if there is nothing in it.</summary>
    public static XElement? Section(string heading, params XElement?[] content) =>
        content.Any(part => part is not null) ? Element("section", null, "\n", Element("h2", null, heading), "\n", content, "\n") : null;

    /// <summary>A paragraph; null without text.</summary>
    public static XElement? Paragraph(string text, string? css = null) => text.Length == 0 ? null : Element("p", css, text);

    /// <summary>A list; null if it is empty.</summary>
    public static XElement? List(IEnumerable<string> items)
    {
        XElement[] lines = [.. items.Select(item => Element("li", null, item))];
        return lines.Length == 0 ? null : Element("ul", null, lines);
    }

    /// <summary>A table that scrolls inside its own box; null without rows. The first cell of a row is its heading.</summary>
    /// <param name="titles">Titles of the columns.</param>
    /// <param name="words">How many columns hold words; the others hold numbers and are set to the right.</param>
    /// <param name="rows">Rows of texts or elements, as long as the titles.</param>
    public static XElement? Table(IReadOnlyList<string> titles, int words, IEnumerable<IReadOnlyList<object>> rows)
    {
        XElement[] lines = [.. rows.Select(row => Element("tr", null, row.Select((cell, column) => Cell(cell, column, words)), "\n"))];
        XElement head = Element("tr", null, titles.Select((title, column) => new XElement("th", new XAttribute("scope", "col"), column < words ? null : Numeric(), title)));
        return lines.Length == 0 ? null : Box(Element("table", null, Element("thead", null, head), "\n", Element("tbody", null, lines)));
    }

    /// <summary>Names and values that may be long; null if there are none.</summary>
    public static XElement? Pairs(IEnumerable<(string Name, string Value)> pairs)
    {
        XElement[] lines = [.. pairs.Select(pair => Element("tr", null, RowHeading(pair.Name), Element("td", "lines", pair.Value), "\n"))];
        return lines.Length == 0 ? null : Box(Element("table", "pairs", Element("tbody", null, lines)));
    }

    private static XElement Box(XElement table) => new("div", new XAttribute("class", "scroll"), new XAttribute("tabindex", "0"), table);

    private static XElement Cell(object cell, int column, int words) =>
        column == 0 ? RowHeading(cell) : column < words ? Element("td", null, cell) : new XElement("td", Numeric(), cell);

    private static XElement RowHeading(object cell) => new("th", new XAttribute("scope", "row"), cell is string name ? Name(name) : cell);

    /// <summary>A name that a narrow screen breaks between its words: before a capital letter that follows a small one, after dots and underscores.</summary>
    private static IEnumerable<object> Name(string name)
    {
        int from = 0;
        for (int i = 1; i < name.Length; i++)
        {
            if ((char.IsUpper(name[i]) && char.IsLower(name[i - 1])) || (name[i - 1] is '.' or '_' && name[i] is not ' '))
            {
                yield return name[from..i];
                yield return new XElement("wbr");
                from = i;
            }
        }

        yield return name[from..];
    }

    private static XAttribute Numeric() => new("class", "number");
}
