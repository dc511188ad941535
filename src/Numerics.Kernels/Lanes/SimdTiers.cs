using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

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

    /// <summary>Why a processor with AVX-512 is used with half of its width; null if it is not.</summary>
    public static string? WhyNotWider => Avx512F.IsSupported && !Vector512.IsHardwareAccelerated
        ? "the processor has AVX-512, which the runtime does not prefer on it; DOTNET_PreferredVectorBitWidth=512 asks for it" : null;

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
