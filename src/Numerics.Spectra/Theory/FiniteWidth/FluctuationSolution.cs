namespace Numerics.Spectra.Theory.FiniteWidth;

/// <summary>Means at infinite width and N Var at leading order, at several points of training.</summary>
/// <param name="Output">Point, sample.</param>
/// <param name="FeatureKernel">Point, row, column.</param>
/// <param name="TangentKernel">Point, row, column.</param>
public sealed record FluctuationSolution(MeanAndVariance[][] Output, MeanAndVariance[][,] FeatureKernel, MeanAndVariance[][,] TangentKernel)
{
    /// <summary>Number of steps after which the infinite network left every bound; all points are empty then. Null if it did not.</summary>
    public int? DivergedAt { get; init; }
}

/// <summary>A mean over initialisations at infinite width, and N times the variance.</summary>
/// <param name="Mean">Mean.</param>
/// <param name="Variance">N Var; null where theory does not say it.</param>
public readonly record struct MeanAndVariance(double Mean, double? Variance);
