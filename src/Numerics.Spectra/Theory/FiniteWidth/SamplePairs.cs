namespace Numerics.Spectra.Theory.FiniteWidth;

/// <summary>Pairs (m, n) of samples, m at most n, row by row: the entries of a symmetric matrix, each once.</summary>
public sealed class SamplePairs
{
    private readonly int samples;

    /// <summary>Of a number of samples.</summary>
    /// <param name="samples">Not negative.</param>
    public SamplePairs(int samples)
    {
        this.samples = samples;
        All = [.. Enumerable.Range(0, samples).SelectMany(m => Enumerable.Range(m, samples - m).Select(n => (m, n)))];
    }

    /// <summary>All of them, in order.</summary>
    public IReadOnlyList<(int Row, int Column)> All { get; }

    /// <summary>Number of pairs.</summary>
    public int Count => All.Count;

    /// <summary>A pair by its place.</summary>
    /// <param name="pair">From 0.</param>
    public (int Row, int Column) this[int pair] => All[pair];

    /// <summary>Place of a pair in either order.</summary>
    /// <param name="m">A sample, from 0.</param>
    /// <param name="n">Another, or the same.</param>
    public int IndexOf(int m, int n)
    {
        (int row, int column) = m < n ? (m, n) : (n, m);
        return (row * samples) - (row * (row + 1) / 2) + column;
    }
}
