namespace Numerics.Studies.Catalog.DeepLinearSweeps;

/// <summary>One point of a <see cref="SweepGrid"/>.</summary>
/// <param name="Index">Number of the point, learning rate fastest.</param>
/// <param name="ParameterizationIndex">Index on that axis.</param>
/// <param name="WidthIndex">Index on that axis.</param>
/// <param name="RateIndex">Index on that axis.</param>
/// <param name="Parameterization">"muP" or "NTK".</param>
/// <param name="WidthRatio">nu.</param>
/// <param name="LearningRate">eta.</param>
public readonly record struct SweepPoint(
    int Index, int ParameterizationIndex, int WidthIndex, int RateIndex, string Parameterization, double WidthRatio, double LearningRate);
