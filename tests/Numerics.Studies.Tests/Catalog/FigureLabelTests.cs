using System.Text.RegularExpressions;
using Numerics.Studies.Catalog;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;
using Numerics.Studies.Tests.Support;

namespace Numerics.Studies.Tests.Catalog;

/// <summary>What the figures of all studies, presets and some sweeps say.</summary>
public sealed partial class FigureLabelTests
{
    public static TheoryData<string> Configurations => new(
    [
        .. AllStudies.Catalog.Studies.Select(study => $$"""{ "study": "{{study.Card.Name}}" }"""),
        """{ "study": "deep-linear", "sweep": { "outputScale": [1, 2], "parameterization": ["muP", "NTK"], "labelNoise": [0, 0.1] } }""",
        """{ "study": "extensive-outputs", "outputRatio": [0.1, 0.2], "width": [100, 200], "sweep": { "teacherScale": [1, 2] } }""",
    ]);

    [Theory]
    [MemberData(nameof(Configurations))]
    public void Theory_and_simulation_of_one_colour_have_one_name_and_nothing_is_camelCase(string configuration)
    {
        IReadOnlyList<Figure> figures = Runs.Read(AllStudies.Catalog, configuration).Prepare().Figures;
        Assert.NotEmpty(figures);
        foreach (FigureSpecification figure in figures.Select(figure => figure.Specification()))
        {
            string[] texts = [figure.Heading, figure.HorizontalLabel, figure.VerticalLabel, .. figure.Layers.Select(layer => layer.Label), .. figure.Symbols.Values];
            Assert.All(texts, text => Assert.DoesNotMatch(CamelCase(), text));
            Assert.All(
                figure.Layers.Where(layer => layer.Source is FigureSource.Theory or FigureSource.Simulation or FigureSource.Histogram).GroupBy(layer => layer.ColouredAs ?? layer.Observable),
                same => Assert.Single(same.Select(layer => layer.Label).Distinct()));
        }
    }

    [Fact]
    public void Swept_parameters_are_called_by_the_letters_of_their_declarations()
    {
        Figure[] figures = [.. Runs.Read(AllStudies.Catalog, """{ "study": "learning-rate-transfer" }""").Prepare().Figures];
        Figure transfer = figures.Single(figure => figure.Name == "transfer-muP");
        Assert.Equal("muP", transfer.Heading.ToString());
        Assert.Equal("learning rate η", transfer.HorizontalLabel);
        Assert.Equal("ν", transfer.Symbols["widthRatio"]);
        Assert.DoesNotContain("parameterization", transfer.Symbols.Keys); // it has no letter
        Figure best = figures.Single(figure => figure.Name == "best");
        Assert.Equal(("width over input dimension ν", "learning rate η"), (best.HorizontalLabel, best.VerticalLabel));
        Figure scale = Runs.Read(AllStudies.Catalog, """{ "study": "nonlinear-mup", "sweep": { "outputScale": [1, 2], "hiddenScale": [1, 2] } }""").Prepare().Figures[0];
        Assert.Equal(("γ₀", "σ"), (scale.Symbols["outputScale"], scale.Symbols["hiddenScale"]));
    }

    [GeneratedRegex("[a-z0-9][A-Z][A-Za-z]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CamelCase();
}
