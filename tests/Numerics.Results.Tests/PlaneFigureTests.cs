using Numerics.Results.Figures;
using Numerics.Studies.Records;

namespace Numerics.Results.Tests;

/// <summary>Planes, maps and fields: drawn where their numbers are there, and the numbers change the picture.</summary>
public sealed class PlaneFigureTests
{
    private static readonly ObservableShape Scalar = new("radius", "1", "Test.", []);

    [Fact]
    public void A_plane_shows_points_and_a_circle()
    {
        ObservableResult real = Both("re", [1, -1, null], [Axis.Of("eigenvalue", [1, 2, 3])]), imaginary = Both("im", [0.5, 0, null], [Axis.Of("eigenvalue", [1, 2, 3])]);
        var radius = new ObservableResult(Scalar, new([0.8], [null]), null, null);
        var figure = new FigureSpecification("plane", "Plane", "", "Re", "Im", false,
        [
            new FigureLayer("radius", FigureSource.Circle, "radius"),
            new FigureLayer("im", FigureSource.Simulation, "eigenvalues") { Abscissa = "re" },
            new FigureLayer("im", FigureSource.Theory, "outliers") { Abscissa = "re" },
        ]) { Kind = FigureKind.Plane };
        byte[] whole = Png(figure, real, imaginary, radius)!;
        Assert.NotEqual(whole, Png(figure, real, imaginary, radius with { Theory = new([0.4], [null]) }));
        Assert.NotEqual(whole, Png(figure, real, Both("im", [-0.5, 0, null], imaginary.Shape.Axes), radius));
        Assert.Null(Png(figure, Both("re", [null, null, null], real.Shape.Axes), imaginary, radius));
    }

    [Fact]
    public void A_map_colours_what_theory_says_and_marks_what_simulation_says()
    {
        Axis[] axes = [new("a", [1, 2]), new("b", [1, 2, 3]), Axis.OfLabels("regime", ["rest", "chaos"])];
        double?[] words = [1, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0, 1];
        ObservableResult regimes = Both("regimes", words, axes);
        var growth = new ObservableResult(new ObservableShape("growth", "1", "Test.", axes[..2]), new([0.5, 0.9, 1.2, 0.8, 1.1, 1.5], new double?[6]), null, null);
        var figure = new FigureSpecification("map", "Map", "a", "a", "b", false,
        [
            new FigureLayer("regimes", FigureSource.Theory, ""), new FigureLayer("regimes", FigureSource.Simulation, ""), new FigureLayer("growth", FigureSource.Contour, "onset"),
        ]) { Kind = FigureKind.Map, VerticalAxis = "b" };
        byte[] whole = Png(figure, regimes, growth)!;
        Assert.NotEqual(whole, Png(figure, regimes, growth with { Theory = new([0.5, 0.9, 1.8, 0.8, 1.1, 1.5], new double?[6]) }));
        Assert.NotEqual(whole, Png(figure, Both("regimes", [0, 1, .. words[2..]], axes), growth));
        Assert.Null(Png(figure with { VerticalAxis = "c" }, regimes, growth));
        // Lines of a further axis: one for each coordinate.
        ObservableResult modes = growth with { Shape = new ObservableShape("growth", "1", "Test.", [.. axes[..2], Axis.Of("waveNumber", [0, 1])]), Theory = new(Modes(0.5), new double?[12]) };
        byte[] two = Png(figure, regimes, modes)!;
        Assert.NotEqual(whole, two);
        Assert.NotEqual(two, Png(figure, regimes, modes with { Theory = new(Modes(1.2), new double?[12]) }));

        // The values of the first line at every place, and other ones of the second.
        static double?[] Modes(double second) => [.. new[] { 0.5, 0.9, 1.2, 0.8, 1.1, 1.5 }.SelectMany(value => new double?[] { value, 2.1 - (second * value) })];
    }

    [Fact]
    public void A_field_shows_values_over_two_axes()
    {
        Axis[] axes = [new("time", [0, 1, 2]), new("position", [0, 0.5])];
        var figure = new FigureSpecification("field", "Field", "time", "time", "position", false, [new FigureLayer("field", FigureSource.Simulation, "a")]) { Kind = FigureKind.Field, VerticalAxis = "position" };
        byte[] whole = Png(figure, Both("field", [1, 0, -1, 0.5, 0, 0.25], axes))!;
        Assert.NotEqual(whole, Png(figure, Both("field", [0, 1, -1, 0.5, 0, 0.25], axes)));
        Assert.Null(Png(figure, new ObservableResult(new ObservableShape("field", "1", "Test.", axes), null, null, null)));
    }

    private static ObservableResult Both(string name, double?[] values, IReadOnlyList<Axis> axes) =>
        new(new ObservableShape(name, "1", "Test.", axes), new(values, new double?[values.Length]), new(values, new double?[values.Length], 1), null);

    private static byte[]? Png(FigureSpecification figure, params ObservableResult[] observables)
    {
        using FigureSheet? sheet = FigureResultFormat.Sheet(figure, observables);
        return sheet?.Png();
    }
}
