namespace Numerics.Spectra.Theory.Bulk.Dyson;

/// <summary>An edge of the support.</summary>
/// <param name="Position">E.</param>
/// <param name="Amplitude">a &gt; 0: <see cref="DysonEquation.Trace"/> is t_E -+ a sqrt|x - E| outside, -Im t = a sqrt|x - E| inside, whatever coordinate the branch was
/// followed in. So the density is (a/pi) sqrt|x - E| of eigenvalues, twice that of singular values. 0 for a hard edge.</param>
/// <param name="SupportIsBelow">Whether the band lies below the edge.</param>
public sealed record SpectralEdge(double Position, double Amplitude, bool SupportIsBelow)
{
    /// <summary>Length that multiplies the variable of Tracy and Widom (beta = 1) for a matrix whose trace is (1/<paramref name="size"/>) tr: (size a)^(-2/3).</summary>
    /// <remarks>For singular values from a Hermitization give twice the number of columns: the trace over columns carries half of each singular value.</remarks>
    public double FluctuationScale(double size)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        return Math.Pow(size * Amplitude, -2.0 / 3);
    }
}
