namespace Numerics.Studies.Catalog.MixtureOfExperts;

/// <summary>Least-squares slopes over the logarithm of the scale.</summary>
internal static class ScaleSlope
{
    /// <summary>Power of the scale with which sizes grow: slope of ln size against ln scale.</summary>
    /// <param name="scales">Scales, at least two different ones.</param>
    /// <param name="sizes">Sizes, positive.</param>
    public static double Power(IReadOnlyList<double> scales, IReadOnlyList<double> sizes) => PerLogarithm(scales, [.. sizes.Select(size => Math.Log(size))]);

    /// <summary>Slope of values against ln scale.</summary>
    /// <param name="scales">Scales, at least two different ones.</param>
    /// <param name="values">Values.</param>
    public static double PerLogarithm(IReadOnlyList<double> scales, IReadOnlyList<double> values)
    {
        double[] x = [.. scales.Select(scale => Math.Log(scale))];
        double meanX = x.Average(), meanY = values.Average();
        return x.Zip(values, (a, b) => (a - meanX) * (b - meanY)).Sum() / x.Sum(a => (a - meanX) * (a - meanX));
    }
}
