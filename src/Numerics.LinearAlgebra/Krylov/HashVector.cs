namespace Numerics.LinearAlgebra.Krylov;

/// <summary>
/// Start directions without a random generator: element i of vector s is the SplitMix64 hash of i + s 2^40, mapped to [-1, 1).
/// The same on every machine.
/// </summary>
internal static class HashVector
{
    public static void Fill(Span<double> vector, int serial)
    {
        for (int i = 0; i < vector.Length; i++)
        {
            ulong z = unchecked(((ulong)i + ((ulong)serial << 40) + 1) * 0x9E3779B97F4A7C15UL);
            z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL);
            z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EBUL);
            z ^= z >> 31;
            vector[i] = Math.ScaleB((double)(long)(z >> 11), -52) - 1;
        }
    }
}
