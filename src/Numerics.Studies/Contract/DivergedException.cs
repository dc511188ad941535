namespace Numerics.Studies.Contract;

/// <summary>Dynamics left every bound: the outcome of a replica or a theory, and in a sweep a data point. What was recorded before stays.</summary>
public sealed class DivergedException : ArithmeticException
{
    /// <summary>States where, how and what to lower.</summary>
    /// <param name="what">What diverged: "Training", "The dynamics of the infinite-width limit".</param>
    /// <param name="place">Where: "step 7", "time 2 at width 300".</param>
    /// <param name="how">How it was seen, without full stop; empty if that is plain.</param>
    /// <param name="parameter">The parameter to lower.</param>
    /// <param name="value">Its value.</param>
    public DivergedException(string what, string place, string how, string parameter, double value)
        : base($"{what} diverged at {place}{(how.Length == 0 ? "" : $": {how}")}; lower {parameter} ({value}).")
    {
        Parameter = parameter;
        Value = value;
    }

    /// <summary>The parameter to lower.</summary>
    public string Parameter { get; }

    /// <summary>Its value.</summary>
    public double Value { get; }
}
