namespace Numerics.Studies.Contract;

/// <summary>A theory that averages over a finite sample, without the leading bias of that sample: the value of the whole, and of its two halves, whose bias is about twice as large.</summary>
/// <remarks>
/// <code>
/// whole = limit + b/S + noise,   mean of the halves = limit + c b/S + the same noise to leading order,   c = S (1/S_1 + 1/S_2)/2, 2 for equal halves
/// (c whole - mean of the halves)/(c - 1) = limit + noise + O(S^-3/2)
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
    /// <param name="sizes">S_1 and S_2, numbers of samples of the halves.</param>
    /// <param name="counts">Observables that are whole numbers, in which no power of the sample's size can be cancelled; they stand as they are.</param>
    public static void RemoveBias(Recorder whole, (Recorder First, Recorder Second) halves, (long First, long Second) sizes, params ReadOnlySpan<Observable> counts)
    {
        ArgumentNullException.ThrowIfNull(whole);
        double inflation = (sizes.First + sizes.Second) * ((1.0 / sizes.First) + (1.0 / sizes.Second)) / 2;
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
                values[i] = ((inflation * values[i]) - ((first[i] + second[i]) / 2)) / (inflation - 1) ?? values[i];
            }
        }
    }
}
