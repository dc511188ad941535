namespace Numerics.Studies.Records;

/// <summary>Relative deviation that a verdict must be able to see before it may say "agrees".</summary>
/// <param name="Relative">For all observables that have no own.</param>
/// <param name="Own">By observable.</param>
public sealed record Resolution(double Relative, IReadOnlyDictionary<string, double> Own)
{
    /// <summary>One per cent.</summary>
    public static Resolution Default { get; } = new(0.01, new Dictionary<string, double>());

    /// <summary>Of one observable.</summary>
    public double Of(string observable) => Own.TryGetValue(observable, out double own) ? own : Relative;
}
