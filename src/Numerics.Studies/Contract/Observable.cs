using Numerics.Studies.Records;

namespace Numerics.Studies.Contract;

/// <summary>
/// Handle of one observable, made by <see cref="Experiment.Observe"/>: its declaration is the only place that names it. Theory and replica write through it into a
/// <see cref="Recorder"/>, figures draw it, and its rule says how the two are compared.
/// </summary>
public sealed class Observable
{
    internal Observable(ObservableShape shape) => Shape = shape;

    /// <summary>Name, unit, definition and axes.</summary>
    public ObservableShape Shape { get; }

    /// <summary>How simulation is judged; null if it is shown only.</summary>
    public ComparisonRule? Rule { get; private set; }

    /// <summary>Name in every file.</summary>
    public string Name => Shape.Name;

    /// <summary>Holds a wrong but plausible theory against the same simulation.</summary>
    /// <param name="name">In words.</param>
    /// <param name="values">Its prediction, with the same axes.</param>
    /// <returns>The handle.</returns>
    public Observable Against(string name, Observable values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Rule = Rule! with { Rivals = [.. Rule!.Rivals, new Rival(name, values.Name)] };
        return this;
    }

    /// <summary>Compares simulation with theory by a rule.</summary>
    /// <param name="rule">The rule, data that is stored with the result; null leaves the observable unjudged.</param>
    /// <returns>The handle.</returns>
    public Observable Judged(ComparisonRule? rule)
    {
        Rule = rule;
        return this;
    }
}
