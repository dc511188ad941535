using Numerics.Studies.Contract;
using Numerics.Studies.Records;
using Numerics.Studies.Sweeps;
using Numerics.Studies.Tests.Fakes;
using Numerics.Studies.Tests.Support;

namespace Numerics.Studies.Tests.Sweeps;

public sealed class SweptFigureTests
{
    private static readonly SweepAxis Rate = SweepCase.Numbers("rate", 0.5, 2);

    private static readonly SweepAxis Kind = SweepCase.Words("law.name", "muP", "a/b");

    [Fact]
    public void A_figure_of_a_point_is_one_figure_of_the_sweep_by_the_sweeps_handles()
    {
        FigureSpecification drawn = Drawn([Rate], figure => figure).Single();
        Assert.Equal(["loss", "loss", "best"], drawn.Layers.Select(layer => layer.Observable));
        Assert.Equal([null, "best", null], drawn.Layers.Select(layer => layer.ColouredAs));
        Assert.Equal([new FigureSlice("rank", 1)], drawn.Slices);
    }

    [Fact]
    public void A_slice_keeps_its_coordinate_where_the_sweep_has_more_of_them()
    {
        static Experiment Point(int point)
        {
            Observable? loss = null;
            return new Probe(e =>
            {
                loss = e.Observe("loss", "Loss.", Axis.Of("step", point == 0 ? [0, 4] : [0, 2, 3]), Axis.OfLabels("kind", point == 0 ? ["b"] : ["a", "b"]));
                e.Drawn = [new Figure("loss", "Title", "rate", "rate", "loss", FigurePart.Theory(loss, "theory")) { Slices = [new("step", 1)], SweptSlices = [new("kind", 0)] }];
            });
        }

        // Step 4 is the last of [0, 2, 3, 4], kind b the first of [b, a].
        FigureSpecification drawn = Assert.Single(Runs.Theory(SweepCase.Along(Rate, Point), Providers.Any).Figures);
        Assert.Equal([new FigureSlice("step", 3), new FigureSlice("kind", 0)], drawn.Slices);
        FigureSpecification ladder = Assert.Single(Runs.Theory(new LadderExperiment("width", [1, 2], [Point(1), Point(0)], [1, 1]), Providers.Any).Figures);
        Assert.Equal([new FigureSlice("step", 3), new FigureSlice("width", 1)], ladder.Slices);
    }

    [Fact]
    public void In_a_sweep_of_too_many_points_a_figure_is_left_out()
    {
        Assert.Single(Drawn([Rate], figure => figure with { MostPoints = 2 }));
        Assert.Empty(Drawn([Rate], figure => figure with { MostPoints = 1 }));
    }

    [Fact]
    public void In_a_sweep_there_are_further_slices() => Assert.Equal(
        [new FigureSlice("rank", 1), new FigureSlice("layer", 0)],
        Drawn([Rate], figure => figure with { SweptSlices = [new FigureSlice("layer", 0)] }).Single().Slices);

    [Fact]
    public void Each_value_of_a_swept_parameter_may_have_a_figure()
    {
        FigureSpecification[] drawn = Drawn([Rate, Kind], figure => figure with { OneFor = "law.name" });
        Assert.Equal(["transfer-muP", "transfer-a_b"], drawn.Select(figure => figure.Name));
        Assert.Equal(["Title, muP", "Title, a/b"], drawn.Select(figure => figure.Title));
        Assert.Equal(["rank 1, law_name 0", "rank 1, law_name 1"], drawn.Select(figure => string.Join(", ", figure.Slices.Select(slice => $"{slice.Axis} {slice.Index}"))));
        Assert.Equal(["transfer"], Drawn([Rate], figure => figure with { OneFor = "law.name" }).Select(figure => figure.Name));
        Assert.Equal(["transfer-0.5", "transfer-2"], Drawn([Rate], figure => figure with { OneFor = "rate" }).Select(figure => figure.Name));
    }

    [Fact]
    public void A_figure_over_swept_parameters_needs_all_of_them()
    {
        static Figure Over(Figure figure) => figure with { Sweeping = ["rate", "law.name"] };
        Assert.Empty(Drawn([Rate], Over));
        Assert.Empty(Drawn([Kind], Over));
        Assert.Single(Drawn([Kind, Rate], Over));
    }

    [Fact]
    public void Layers_keep_their_source_and_label() => Assert.Equal(
        [(FigureSource.Theory, "theory"), (FigureSource.Simulation, "simulation"), (FigureSource.Theory, "best")],
        Drawn([Rate], figure => figure).Single().Layers.Select(layer => (layer.Source, layer.Label)));

    [Fact]
    public void Words_of_a_swept_figure_hold_at_all_its_points()
    {
        static Experiment Point(int point) => new Probe(e =>
        {
            string noun = point == 0 ? "eigenvalue" : "singular value";
            Observable top = e.Observe("top", $"largest {noun}", Axis.Of("rank", [1, 2]));
            e.Drawn =
            [
                new Figure("top", new Caption("Spectrum", $"ensemble {point}", "size 100"), "rank", noun, noun, FigurePart.Theory(top, $"largest {noun}")) { Heading = new Caption($"M = {point}", "size 100") },
                new Figure("apart", $"Ensemble {point}", "rank", "rank", noun, FigurePart.Theory(top, "top")),
                new Figure("one", new Caption($"Ensemble {point}", "size 100"), "rank", "rank", noun, FigurePart.Theory(top, "top")) { OneFor = "law.name" },
                new Figure("comma", new Caption($"f({point}, x), x > 0", "M = [A, B]"), "rank", "rank", noun, FigurePart.Theory(top, "top")) { Heading = $"M = [{point}, B]" },
            ];
        });

        Sweep sweep = new([Kind]);
        Figure[] drawn = [.. new SweptExperiment(sweep, [Point(0), Point(1)], "ensembles of every kind").Figures];
        Assert.Equal(("Spectrum, size 100", "size 100"), (drawn[0].Title.ToString(), drawn[0].Heading.ToString()));
        Assert.Equal(("eigenvalue or singular value", "eigenvalue or singular value"), (drawn[0].HorizontalLabel, drawn[0].VerticalLabel));
        Assert.Equal("largest eigenvalue or largest singular value", drawn[0].Layers[0].Label);
        Assert.Equal("largest eigenvalue or largest singular value", drawn[0].Layers[0].Observable.Shape.Definition);
        Assert.Equal(("Ensembles of every kind", "eigenvalue or singular value"), (drawn[1].Title.ToString(), drawn[1].VerticalLabel));

        // A figure of one value of the only swept parameter is of one point: its words are that point's.
        Assert.Equal(["Ensemble 0, size 100, muP", "Ensemble 1, size 100, a/b"], drawn[2..4].Select(figure => figure.Title.ToString()));
        Assert.Equal(["eigenvalue", "singular value"], drawn[2..4].Select(figure => figure.VerticalLabel));

        // A statement with commas holds or falls as a whole: "f(0, x), x > 0" differs, nothing of it is kept.
        Assert.Equal(("Ensembles of every kind, M = [A, B]", ""), (drawn[4].Title.ToString(), drawn[4].Heading.ToString()));
    }

    private static FigureSpecification[] Drawn(IReadOnlyList<SweepAxis> axes, Func<Figure, Figure> change)
    {
        SweptExperiment swept = SweepCase.Of(axes, _ => new Probe(e =>
        {
            Observable loss = e.Observe("loss", "Loss.", Axis.Of("layer", [1, 2]), Axis.Of("rank", [1, 2]), Axis.Of("step", [0, 1]));
            Observable best = e.Observe("best", "Best.", Axis.Of("step", [0, 1]));
            e.Drawn =
            [
                change(Figure.OverSteps("transfer", "Title", "loss", FigurePart.Theory(loss, "theory"), FigurePart.Simulation(loss, "simulation", colouredAs: best), FigurePart.Theory(best, "best"))
                    with { Slices = [new FigureSlice("rank", 1)] }),
            ];
        }));
        Assert.All(swept.Figures.SelectMany(figure => figure.Layers), layer => Assert.Contains(layer.Observable, swept.Observables));
        return [.. Runs.Theory(swept, Providers.Any).Figures];
    }
}
