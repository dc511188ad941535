namespace Numerics.Studies.Contract;

/// <summary>A theory that is sampled in independent passes: its mean, and the error that their scatter shows.</summary>
public static class PassAverages
{
    /// <summary>
    /// Writes mean and standard error over passes of every observable that the passes hold; missing where the value does not exist in every pass (an outlier at its threshold).
    /// One pass is exact.
    /// </summary>
    /// <param name="passes">At least one, all of the same experiment.</param>
    /// <param name="r">Takes the averages.</param>
    public static void Write(IReadOnlyList<Recorder> passes, Recorder r)
    {
        ArgumentNullException.ThrowIfNull(passes);
        ArgumentNullException.ThrowIfNull(r);
        foreach (Observable observable in r.Observables)
        {
            double?[][] values = [.. passes.Select(pass => pass.Of(observable).Values)];
            Recorder.Entries target = r.Of(observable);
            for (int i = 0; i < target.Values.Length; i++)
            {
                int entry = i;
                if (values.Any(pass => pass[entry] is null))
                {
                    continue;
                }

                double mean = values.Average(pass => pass[entry]!.Value);
                double squares = values.Sum(pass => (pass[entry]!.Value - mean) * (pass[entry]!.Value - mean));
                target.Values[i] = mean;
                target.Errors[i] = passes.Count > 1 ? Math.Sqrt(squares / (passes.Count - 1) / passes.Count) : 0;
            }
        }
    }
}
