namespace Numerics.Studies.Tests.Fakes;

/// <summary>Addressed Gaussian numbers for tests: a hash of (seed, replica, index), nothing consumed.</summary>
public static class FakeNoise
{
    public static double Gaussian(ulong seed, int replica, int index)
    {
        ulong key = Mix(Mix(Mix(seed) ^ (ulong)replica) ^ (ulong)index);
        double u = ((key >> 11) + 1) * (1.0 / (1UL << 53));
        double v = (Mix(key) >> 11) * (1.0 / (1UL << 53));
        return Math.Sqrt(-2 * Math.Log(u)) * Math.Cos(2 * Math.PI * v);
    }

    private static ulong Mix(ulong x)
    {
        x += 0x9E3779B97F4A7C15UL;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9UL;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EBUL;
        return x ^ (x >> 31);
    }
}
