using System.Runtime.Intrinsics;

namespace Numerics.Kernels.Lanes;

/// <summary>Names the vector tier of this process. Decided by the processor and by the runtime's <c>DOTNET_Enable*</c> switches.</summary>
public static class SimdTiers
{
    /// <summary>The widest tier that the runtime reports as accelerated.</summary>
    public static SimdTier Current =>
        Vector512.IsHardwareAccelerated ? SimdTier.Avx512
        : Vector256.IsHardwareAccelerated ? SimdTier.Avx2
        : Vector128.IsHardwareAccelerated ? SimdTier.Vector128
        : SimdTier.Scalar;

    /// <summary>Short lower-case name of a tier: avx512, avx2, vector128 or scalar.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a tier.</exception>
    public static string Name(SimdTier tier) => tier switch
    {
        SimdTier.Avx512 => "avx512",
        SimdTier.Avx2 => "avx2",
        SimdTier.Vector128 => "vector128",
        SimdTier.Scalar => "scalar",
        _ => throw new ArgumentOutOfRangeException(nameof(tier), tier, "Unknown vector tier."),
    };
}
