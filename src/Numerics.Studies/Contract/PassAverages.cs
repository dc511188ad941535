namespace Numerics.Studies.Contract;

/// <summary>A theory that is sampled in independent passes: its mean, and the error that their scatter shows.</summary>
/// <param name="Averages">Mean and standard error over passes.</param>
/// <param name="DivergedAt">Step at which the first pass that diverged did so; null if none did.</param>
public sealed record PassAverages(Recorder Averages, int? DivergedAt)
{
    /// <summary>Runs all passes, as many at a time as there are threads.</summary>
    /// <param name="context">Threads, progress, cancellation.</param>
    /// <param name="observables">What a pass may write.</param>
    /// <param name="count">Number of passes, at least one.</param>
    /// <param name="pass">One of them, by its number, with what takes its values and its progress; returns the step at which it diverged.</param>
    public static PassAverages Of(TheoryContext context, IReadOnlyList<Observable> observables, int count, Func<int, Recorder, WorkProgress, int?> pass)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(pass);
        var passes = new Recorder[count];
        var diverged = new int?[count];
        WorkProgress[] progress = context.Progress.Split(count);
        context.Each(count, k =>
        {
            passes[k] = new Recorder(observables);
            diverged[k] = pass(k, passes[k], progress[k]);
            progress[k].Report(1);
        });
        var averages = new Recorder(observables);
        Write(passes, averages);
        return new PassAverages(averages, diverged.FirstOrDefault(step => step is not null));
    }

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
