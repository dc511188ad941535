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
