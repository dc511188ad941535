namespace Numerics.Kernels.Lanes;

/// <summary>Vector instruction level the kernels run on. Results have the same bits on every tier; only speed differs.</summary>
public enum SimdTier
{
    /// <summary>No vector unit in use; fused multiply-add may come from the C library.</summary>
    Scalar = 0,

    /// <summary>128-bit vectors (SSE, NEON).</summary>
    Vector128 = 1,

    /// <summary>256-bit vectors with fused multiply-add (AVX2).</summary>
    Avx2 = 2,

    /// <summary>512-bit vectors (AVX-512).</summary>
    Avx512 = 3,
}
