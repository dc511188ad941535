using Numerics.LinearAlgebra.Evidence;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Sweeps;

/// <summary>How the visit of a point of a sweep, by the theory or by a replica, ended.</summary>
/// <param name="End">Whether it finished; a point that diverged is a data point, and what was recorded before stays.</param>
/// <param name="Sentence">Why it did not; empty if it did.</param>
/// <param name="HasValues">Whether what was recorded counts: all of it is finite, and no solver failed.</param>
internal readonly record struct PointOutcome(Outcome End, string Sentence, bool HasValues)
{
    /// <summary>Visits a point. Numerical failure is an outcome: the other points go on, and so do the processes that share the rows.</summary>
    /// <param name="own">Takes the values.</param>
    /// <param name="work">The theory or the replica of the point.</param>
    public static PointOutcome Of(Recorder own, Action<Recorder> work)
    {
        try
        {
            work(own);
        }
        catch (DivergedException exception)
        {
            return new PointOutcome(Outcome.Diverged, exception.Message, own.NotFinite() is null);
        }
        catch (ArithmeticException exception)
        {
            return new PointOutcome(Outcome.NumericalFailure, exception.Message, HasValues: false);
        }

        return own.NotFinite() is { } sentence ? new PointOutcome(Outcome.NonFinite, sentence, HasValues: false) : new PointOutcome(Outcome.Ok, "", HasValues: true);
    }

    /// <summary>A solver failed or a number is not finite; nothing stays.</summary>
    public bool IsFailed => End is not (Outcome.Ok or Outcome.Diverged);

    /// <summary>One sentence on all points that diverged, or on all that failed; null if there are none.</summary>
    /// <param name="outcomes">Of all points.</param>
    /// <param name="diverged">Which.</param>
    /// <param name="name">Name of a point.</param>
    public static string? Summary(IReadOnlyList<PointOutcome> outcomes, bool diverged, Func<int, string> name)
    {
        int[] such = [.. Enumerable.Range(0, outcomes.Count).Where(point => diverged ? outcomes[point].End == Outcome.Diverged : outcomes[point].IsFailed)];
        return such.Length == 0 ? null
            : $"{(diverged ? "Divergence" : "No values")} at {such.Length} of {outcomes.Count} points, the first {name(such[0])}: {outcomes[such[0]].Sentence}";
    }

    /// <summary>What it amounts to if no point came to its end.</summary>
    /// <exception cref="ArithmeticException">All failed or diverged; the first one's sentence.</exception>
    public static void ThrowIfNothingIsLeft(IReadOnlyList<PointOutcome> outcomes, Func<int, string> name)
    {
        if (outcomes.All(outcome => outcome.End != Outcome.Ok))
        {
            throw new ArithmeticException($"At {name(0)}: {outcomes[0].Sentence}");
        }
    }
}
