namespace Numerics.Spectra.Theory.Outliers;

/// <summary>Sums over the few coordinates of an outlier problem, term by term: the same bits on every SIMD tier, unlike SpanProducts. Not for long vectors.</summary>
internal static class SmallVectors
{
    /// <summary>x . y.</summary>
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            sum += x[i] * y[i];
        }

        return sum;
    }

    /// <summary>|x|.</summary>
    public static double Norm(ReadOnlySpan<double> x) => Math.Sqrt(Dot(x, x));
}
