using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Numerics.Results.Files;
using Numerics.Studies.Records;

namespace Numerics.Results.Html;

/// <summary>The figures of a run inside its page: the SVG files of the folder of figures, with identifiers of their own.</summary>
internal static class ReportFigures
{
    /// <summary>A wider drawing has a row of paper for itself; narrower ones share it by two.</summary>
    private const double WidestOfTwo = 500;

    /// <summary>The figures that have been drawn, those of a ladder of sizes behind the study's own; null if none has.</summary>
    /// <exception cref="ResultFileException">A figure cannot be read.</exception>
    public static XElement? Section(RunResult result, string directory)
    {
        IEnumerable<(string Name, string Title)> drawn = result.Figures.Select(figure => (figure.Name, figure.Title));
        IEnumerable<(string Name, string Title)> ladder = (result.Ladder is null ? [] : result.Observables)
            .Select(observable => (RunFiles.FiniteSizeFigure(observable.Shape.Name), $"How {observable.Shape.Name} approaches its limit with the size"));
        XElement[] figures = [.. drawn.Concat(ladder).Select(figure => Figure(figure.Name, figure.Title, directory)).OfType<XElement>()];
        return figures.Length == 0 ? null : HtmlPart.Section("Figures", HtmlPart.Element("div", "figures", figures.SelectMany(figure => new object[] { figure, "\n" })));
    }

    /// <summary>The first figure that has been drawn; null if none has.</summary>
    /// <exception cref="ResultFileException">A figure cannot be read.</exception>
    public static XElement? First(RunResult result, string directory)
    {
        XElement? figure = result.Figures.Select(drawn => Figure(drawn.Name, drawn.Title, directory)).FirstOrDefault(drawn => drawn is not null);

        // Its links are those of the page of the run.
        figure?.Descendants("a").ToList().ForEach(link => link.ReplaceWith(link.Value));
        return figure;
    }

    private static XElement? Figure(string name, string title, string directory)
    {
        string file = Path.Combine(directory, RunFiles.FigureFolder, name + ".svg");
        if (!File.Exists(file))
        {
            return null;
        }

        XElement drawing = Drawing(file, name, title, out double? width);
        return new XElement(
            "figure",
            width > WidestOfTwo ? new XAttribute("class", "wide") : null,
            width is null ? null : new XAttribute("style", string.Create(CultureInfo.InvariantCulture, $"width: {1.1 * width.Value:0.#}px")),
            HtmlPart.Element("div", "scroll card", drawing),
            HtmlPart.Element(
                "figcaption",
                null,
                $"{title} (",
                ReportProvenance.Link($"{RunFiles.FigureFolder}/{name}.svg", "SVG"),
                ", ",
                ReportProvenance.Link($"{RunFiles.FigureFolder}/{name}.png", "PNG"),
                ")"));
    }

    /// <summary>The drawing, as wide as its place; on a narrow screen it scrolls rather than becoming unreadable.</summary>
    private static XElement Drawing(string file, string name, string title, out double? width)
    {
        XElement drawing = Load(file);
        Rename(drawing, name);
        width = Size(drawing, 2, "width");
        double? height = Size(drawing, 3, "height");
        if (width is { } w && height is { } h)
        {
            drawing.SetAttributeValue("viewBox", drawing.Attribute("viewBox")?.Value ?? string.Create(CultureInfo.InvariantCulture, $"0 0 {w} {h}"));
            drawing.SetAttributeValue("width", null);
            drawing.SetAttributeValue("height", null);
            drawing.SetAttributeValue("style", string.Create(CultureInfo.InvariantCulture, $"min-width: min({w}px, 30rem)"));
        }

        drawing.SetAttributeValue("role", "img");
        drawing.SetAttributeValue("aria-label", title);
        drawing.Attributes().Where(attribute => attribute.IsNamespaceDeclaration && !IsUsed(drawing, attribute)).Remove();
        return drawing;
    }

    private static XElement Load(string file)
    {
        try
        {
            using XmlReader reader = XmlReader.Create(file, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            return XDocument.Load(reader).Root!;
        }
        catch (Exception exception) when (exception is XmlException or (IOException and not ResultFileException) or UnauthorizedAccessException)
        {
            throw ResultFileException.ForReading(file, exception);
        }
    }

    /// <summary>
    /// Numbers the identifiers anew, with the name of the figure in front, and their references with them: figures of one page would else share their clipping paths, and the
    /// library that draws them counts on from figure to figure.
    /// </summary>
    private static void Rename(XElement drawing, string prefix)
    {
        XAttribute[] attributes = [.. drawing.DescendantsAndSelf().Attributes().Where(attribute => !attribute.IsNamespaceDeclaration)];
        Dictionary<string, string> names = new(StringComparer.Ordinal);
        foreach (XAttribute attribute in attributes.Where(attribute => attribute.Name.LocalName == "id"))
        {
            names.TryAdd(attribute.Value, $"{prefix}-{names.Count + 1}");
            attribute.Value = names[attribute.Value];
        }

        foreach (XAttribute attribute in attributes.Where(attribute => attribute.Value.Contains('#', StringComparison.Ordinal)))
        {
            attribute.Value = attribute.Name.LocalName == "href" && names.TryGetValue(attribute.Value.TrimStart('#'), out string? name)
                ? $"#{name}"
                : Referring(attribute.Value, names);
        }
    }

    /// <summary>A value with url(#old) as url(#new).</summary>
    private static string Referring(string value, Dictionary<string, string> names)
    {
        const string Open = "url(#";
        string[] parts = value.Split(Open);
        return parts[0] + string.Concat(parts.Skip(1).Select(part =>
        {
            int end = part.IndexOf(')', StringComparison.Ordinal);
            return end > 0 && names.TryGetValue(part[..end], out string? name) ? Open + name + part[end..] : Open + part;
        }));
    }

    /// <summary>A length in the drawing's own units: from the view box, or else from the size of the picture.</summary>
    private static double? Size(XElement drawing, int place, string name)
    {
        string? text = drawing.Attribute("viewBox")?.Value.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(place) ?? drawing.Attribute(name)?.Value;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value > 0 ? value : null;
    }

    private static bool IsUsed(XElement drawing, XAttribute declaration) => declaration.Name.LocalName == "xmlns"
        || drawing.DescendantsAndSelf().Any(element => element.Name.NamespaceName == declaration.Value || element.Attributes().Any(attribute => attribute.Name.NamespaceName == declaration.Value));
}
