using Numerics.Studies.Contract;

namespace Numerics.Studies.Catalog.SpatialEI;

/// <summary>Figures of the study.</summary>
internal static class SpatialEIFigures
{
    /// <summary>Eigenvalues of the first network in the plane.</summary>
    public static IEnumerable<Figure> OfPlane(Observable? real, Observable? imaginary, Observable outlierReal, Observable outlierImaginary, Observable radius) =>
        real is null || imaginary is null ? [] :
    [
        Figure.Plane(
            "eigenvalues",
            new Caption("Eigenvalues of the first network, disk and predicted outliers"),
            "Re λ",
            "Im λ",
            FigurePart.Simulation(imaginary, "eigenvalues") with { Abscissa = real },
            FigurePart.Circle(radius, "bulk radius"),
            FigurePart.Theory(outlierImaginary, "predicted outliers") with { Abscissa = outlierReal }),
    ];

    /// <summary>Outliers over the wave numbers, and the radial law.</summary>
    public static IEnumerable<Figure> Of(SpatialEIParameters p, Observable outlierReal, Observable outlierImaginary, Observable radialCdf)
    {
        string mode = p.IsRing ? "waveNumber" : "squaredWaveNumber", label = p.IsRing ? "wave number" : "squared wave number";
        Caption about = new("Outliers of the connectivity", $"{p.PopulationSizes.Excitatory} excitatory and {p.PopulationSizes.Inhibitory} inhibitory neurons");
        return
        [
            new Figure("outlier-real", about, mode, label, "real part", [.. FigurePart.Compared((outlierReal, "outlier"))]),
            new Figure("outlier-imaginary", about, mode, label, "imaginary part", [.. FigurePart.Compared((outlierImaginary, "outlier"))]),
            new Figure("radial-law", new Caption("Radial law of the bulk"), "relativeRadius", "modulus over bulk radius", "fraction below", [.. FigurePart.Compared((radialCdf, "bulk"))]),
        ];
    }

    /// <summary>The phase diagram of a sweep, and the activity of the first network in space and time.</summary>
    public static IEnumerable<Figure> OfRates(SpatialEIDynamics dynamics, Observable largestRealPart, Observable modeRealPart, Observable radius) =>
    [
        Figure.Map(
            "phase-diagram",
            new Caption("Regimes: colour predicted, markers simulated; lines where the real part of a mode or the radius of the disk is 1"),
            dynamics.Regimes,
            FigurePart.Contour(largestRealPart, "limit of rest"),
            FigurePart.Contour(modeRealPart, "onset"),
            FigurePart.Contour(radius, "onset of chaos")) with
        {
            Symbols = new Dictionary<string, string> { ["waveNumber"] = "k", ["squaredWaveNumber"] = "k²" },
        },
        .. dynamics.Field is { } activity
            ? [Figure.OfField("activity", new Caption("Activity of the first network in space and time"), activity, "time", "time", "position", "position", "tanh x")]
            : Array.Empty<Figure>(),
    ];
}
