namespace Numerics.Studies.Records;

/// <summary>Relative deviation that a verdict must be able to see before it may say "agrees".</summary>
/// <param name="Relative">For all observables that have no own.</param>
/// <param name="Own">By observable.</param>
public sealed record Resolution(double Relative, IReadOnlyDictionary<string, double> Own)
{
    /// <summary>One per cent.</summary>
    public static Resolution Default { get; } = new(0.01, new Dictionary<string, double>());

    /// <summary>The same with what the rules of observables ask for themselves, where the configuration does not.</summary>
    /// <param name="rules">Observables and their rules.</param>
    public Resolution With(IEnumerable<(string Name, ComparisonRule? Rule)> rules)
    {
        Dictionary<string, double> own = new(Own);
        foreach ((string name, ComparisonRule? rule) in rules ?? [])
        {
            if (rule?.Resolution is { } asked)
            {
                own.TryAdd(name, asked);
            }
        }

        return this with { Own = own };
    }

    /// <summary>Of one observable.</summary>
    public double Of(string observable) => Own.TryGetValue(observable, out double own) ? own : Relative;
}
