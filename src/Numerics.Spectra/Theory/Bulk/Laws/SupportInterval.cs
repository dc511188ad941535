namespace Numerics.Spectra.Theory.Bulk.Laws;

/// <summary>One interval of the support of a spectral law.</summary>
/// <param name="Lower">Lower edge.</param>
/// <param name="Upper">Upper edge.</param>
public readonly record struct SupportInterval(double Lower, double Upper)
{
    /// <summary>Whether <paramref name="x"/> lies strictly inside.</summary>
    public bool Contains(double x) => x > Lower && x < Upper;
}
