using Numerics.Spectra.Models;

namespace Numerics.Spectra.Tests.Support;

/// <summary>Reference networks of the documentation: matrices are [EE, EI, IE, II], target first.</summary>
internal static class SpatialSets
{
    public static SpatialNetwork A(int count) => Ring(count, new(0.10, 0.15, 0.10, 0.15), new(3, -1, 1, -2), PopulationMatrix.Uniform(0.3), 0.5);

    public static SpatialNetwork B(int count) => Ring(count, new(0.12, 0.18, 0.12, 0.18), new(2.5, -3, 3, -1), new(0.4, 0.8, 0.3, 0.5), 0.3);

    public static SpatialNetwork Torus { get; } = new(
        SpatialDomain.Torus, 900, 225, new(0.15, 0.2, 0.15, 0.2), new(3, -1, 1, -2), PopulationMatrix.Uniform(0.3), PopulationMatrix.Uniform(0.8));

    public static SpatialNetwork Regime(string name, int count = 1000) => name switch
    {
        "async" => Ring(count, PopulationMatrix.Uniform(0.1), new(1.5, -1.5, 1.5, -1.5), PopulationMatrix.Uniform(0.1), 0.95),
        "sync" => Ring(count, PopulationMatrix.Uniform(0.2), new(3, -1.5, 1.5, -1), PopulationMatrix.Uniform(0.1), 0.95),
        "osc" => Ring(count, PopulationMatrix.Uniform(0.2), new(3.5, -4, 4, -1), PopulationMatrix.Uniform(0.1), 0.95),
        "bump" => Ring(count, new(0.08, 0.2, 0.08, 0.2), new(3, -3, 3, -2), PopulationMatrix.Uniform(0.1), 0.95),
        "wave" => Ring(count, new(0.08, 0.08, 0.08, 0.2), new(4, -3.5, 4, -3.2), PopulationMatrix.Uniform(0.1), 0.95),
        "chaos" => Ring(count, PopulationMatrix.Uniform(0.1), new(1, -1, 1, -1), PopulationMatrix.Uniform(1.5), 0.5),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such set."),
    };

    public static SpatialNetwork Ring(int count, PopulationMatrix range, PopulationMatrix strength, PopulationMatrix heterogeneity, double peak) =>
        new(SpatialDomain.Ring, count * 4 / 5, count / 5, range, strength, heterogeneity, PopulationMatrix.Uniform(peak));
}
