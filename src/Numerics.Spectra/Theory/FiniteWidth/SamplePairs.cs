using System.Collections;

namespace Numerics.Spectra.Theory.FiniteWidth;

/// <summary>Pairs (m, n) of samples, m at most n, row by row: the entries of a symmetric matrix, each once.</summary>
/// <param name="samples">Number of samples.</param>
public sealed class SamplePairs(int samples) : IReadOnlyList<(int Row, int Column)>
{
    private readonly (int Row, int Column)[] pairs = [.. Enumerable.Range(0, samples).SelectMany(m => Enumerable.Range(m, samples - m).Select(n => (m, n)))];

    /// <inheritdoc/>
    public int Count => pairs.Length;

    /// <inheritdoc/>
    public (int Row, int Column) this[int pair] => pairs[pair];

    /// <summary>Place of a pair in either order.</summary>
    /// <param name="m">A sample, from 0.</param>
    /// <param name="n">Another, or the same.</param>
    public int IndexOf(int m, int n)
    {
        (int row, int column) = m < n ? (m, n) : (n, m);
        return (row * samples) - (row * (row + 1) / 2) + column;
    }

    /// <inheritdoc/>
    public IEnumerator<(int Row, int Column)> GetEnumerator() => ((IEnumerable<(int Row, int Column)>)pairs).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
