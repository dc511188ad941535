namespace Numerics.LinearAlgebra.Evidence;

/// <summary>
/// How a computation ended: a factorization, an iteration, a replica, a whole run. The one enum for all of them; its values are messages
/// (<see cref="Outcomes.Sentence"/>) and stand in the order of severity, which is the rule how two combine (<see cref="Outcomes.Combine(Outcome, Outcome)"/>).
/// </summary>
/// <remarks>Modelled on the results of diffrax (P. Kidger, On Neural Differential Equations, thesis, Oxford 2021; github.com/patrick-kidger/diffrax).</remarks>
public enum Outcome
{
    /// <summary>The result may be used.</summary>
    Ok,

    /// <summary>A numerical failure of which no more is known, as in the result file of a run; any closer word below replaces it.</summary>
    NumericalFailure,

    /// <summary>The allowed steps are used up; residuals tell how far the iteration got.</summary>
    NotConverged,

    /// <summary>A solution was found, but not the physical one: another branch of the same equation.</summary>
    WrongBranch,

    /// <summary>A matrix that must be positive definite is not.</summary>
    NotPositiveDefinite,

    /// <summary>A matrix that must be inverted is exactly singular.</summary>
    Singular,

    /// <summary>A quantity grew past its stated bound.</summary>
    Diverged,

    /// <summary>A number is NaN or infinite.</summary>
    NonFinite,

    /// <summary>Not attempted, because it would cost too much or lies outside the range of the method.</summary>
    Refused,

    /// <summary>Stopped on request before the end; the rest is not known.</summary>
    Interrupted,
}

/// <summary>Sentences for outcomes, how two combine, and the words of result files.</summary>
public static class Outcomes
{
    /// <summary>
    /// The outcome of two computations taken together: the more severe one, in the order in which <see cref="Outcome"/> lists its values. Commutative,
    /// associative, and <see cref="Outcome.Ok"/> changes nothing, so that any number of outcomes combine in any order.
    /// </summary>
    /// <remarks>
    /// Failures of which less of the result survives are more severe; a refusal leaves nothing; an interruption comes last, because what else would have gone wrong
    /// is not known before the computation is resumed.
    /// </remarks>
    public static Outcome Combine(Outcome a, Outcome b) => a > b ? a : b;

    /// <summary>The outcome of several computations taken together; <see cref="Outcome.Ok"/> if there are none.</summary>
    public static Outcome Combine(IEnumerable<Outcome> outcomes)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        return outcomes.Aggregate(Outcome.Ok, Combine);
    }

    /// <summary>Whether a number is at fault: neither fine, nor refused, nor interrupted.</summary>
    public static bool IsNumericalFailure(Outcome outcome) => outcome is > Outcome.Ok and < Outcome.Refused;

    /// <summary>What happened, in one sentence for a user.</summary>
    public static string Sentence(Outcome outcome)
    {
        string clause = Clause(outcome);
        return $"{char.ToUpperInvariant(clause[0])}{clause[1..]}.";
    }

    /// <summary>The same as a clause that goes on a sentence: lower case, no full stop.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a value of the enum.</exception>
    public static string Clause(Outcome outcome) => outcome switch
    {
        Outcome.Ok => "all went well",
        Outcome.NumericalFailure => "a number was not finite or an iteration did not converge",
        Outcome.NotConverged => "the iteration did not converge in the steps allowed",
        Outcome.WrongBranch => "the solution found is not the physical one but lies on another branch",
        Outcome.NotPositiveDefinite => "a matrix is not positive definite",
        Outcome.Singular => "a matrix is exactly singular",
        Outcome.Diverged => "a quantity grew past its bound",
        Outcome.NonFinite => "a number is not finite",
        Outcome.Refused => "it was not attempted, because of its cost or because the method does not cover it",
        Outcome.Interrupted => "it was stopped on request before the end",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, $"{(int)outcome} is no outcome; the values are 0 to {(int)Outcome.Interrupted}."),
    };

    /// <summary>The word for a run in result files: ok, numericalFailure, refused or interrupted.</summary>
    public static string RunWord(Outcome outcome) => IsNumericalFailure(outcome) ? "numericalFailure" : Word(outcome);

    /// <summary>The word for a replica in result files: finished, or diverged for every numerical failure; else as for a run.</summary>
    public static string ReplicaWord(Outcome outcome) =>
        outcome == Outcome.Ok ? "finished" : IsNumericalFailure(outcome) ? "diverged" : Word(outcome);

    /// <summary>The outcome that a result file means: the words of <see cref="RunWord"/> and <see cref="ReplicaWord"/>, and every value's own in camel case.</summary>
    /// <exception cref="FormatException">Another word.</exception>
    public static Outcome Parse(string word)
    {
        foreach (Outcome outcome in Enum.GetValues<Outcome>())
        {
            if (word == Word(outcome))
            {
                return outcome;
            }
        }

        return word == "finished"
            ? Outcome.Ok
            : throw new FormatException($"'{word}' is no outcome; known are finished, {string.Join(", ", Enum.GetValues<Outcome>().Select(Word))}.");
    }

    private static string Word(Outcome outcome)
    {
        string name = outcome.ToString();
        return $"{char.ToLowerInvariant(name[0])}{name[1..]}";
    }
}
