namespace Numerics.Kernels.Tests.Lanes;

/// <summary>Distances in units in the last place of the expected value.</summary>
internal static class Ulp
{
    public static double Distance(double actual, double expected) =>
        actual.Equals(expected) ? 0 : Math.Abs(actual - expected) / (Math.BitIncrement(Math.Abs(expected)) - Math.Abs(expected));

    public static double Distance(float actual, double expected)
    {
        float nearest = MathF.Abs((float)expected);
        return Math.Abs(actual - expected) / Math.Max(MathF.BitIncrement(nearest) - nearest, float.Epsilon);
    }
}
