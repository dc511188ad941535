namespace Numerics.Studies.Contract;

/// <summary>A theory that averages over a finite sample, without the leading bias of that sample: the value of the whole, and of its two halves, whose bias is twice as large.</summary>
/// <remarks>
/// <code>
/// whole = limit + b/S + noise,   mean of the halves = limit + 2 b/S + the same noise to leading order
/// 2 whole - mean of the halves = limit + noise + O(S^-3/2)
/// </code>
/// The halves must be made of the numbers of the whole: then nothing is added to its noise, where halves of their own would make its variance five times as large.
/// Equation: half-sample-jackknife
/// Source: M. H. Quenouille, Biometrika 43, 353 (1956).
/// </remarks>
public static class HalfSampleJackknife
{
    /// <summary>Replaces the values of the whole sample. A value that one of the halves lacks (an outlier at its threshold) stands as it is.</summary>
    /// <param name="whole">Values of the whole sample.</param>
    /// <param name="halves">Values of its halves.</param>
    /// <param name="counts">Observables that are whole numbers, in which no power of the sample's size can be cancelled; they stand as they are.</param>
    public static void RemoveBias(Recorder whole, (Recorder First, Recorder Second) halves, params ReadOnlySpan<Observable> counts)
    {
        ArgumentNullException.ThrowIfNull(whole);
        foreach (Observable observable in whole.Observables)
        {
            if (counts.Contains(observable))
            {
                continue;
            }

            double?[] values = whole.Of(observable).Values;
            double?[] first = halves.First.Of(observable).Values;
            double?[] second = halves.Second.Of(observable).Values;
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = (2 * values[i]) - ((first[i] + second[i]) / 2) ?? values[i];
            }
        }
    }
}
