namespace Numerics.Kernels.Random;

/// <summary>Last counter word: keeps the uses of one key apart. Counter = (block low, block high, column, domain).</summary>
internal static class CounterDomain
{
    /// <summary>Words of <see cref="GaussianFill"/>.</summary>
    public const uint Gaussian = 1;

    /// <summary>Words of <see cref="UniformFill"/>.</summary>
    public const uint Uniform = 2;

    /// <summary>Words of <see cref="StreamKey.Derive"/>.</summary>
    public const uint Derivation = 3;

    /// <summary>Words of <see cref="ChiSampler"/>; twice the number of the rejection attempt is added, plus 0 or 1.</summary>
    public const uint Chi = 0x8000_0000;
}
