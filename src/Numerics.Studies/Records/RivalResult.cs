namespace Numerics.Studies.Records;

/// <summary>A wrong but plausible theory held against the same simulation: it shows what the run can tell apart.</summary>
/// <param name="Name">The rival in words, for example "independent spikes".</param>
/// <param name="Entry">Flattened index of the entry at which it does worst.</param>
/// <param name="Theory">Its value there.</param>
/// <param name="RelativeDeviation">(rival - theory)/|theory| there.</param>
/// <param name="ZScore">Its score there, in standard errors.</param>
/// <param name="Limit">Limit of the score.</param>
public sealed record RivalResult(string Name, int Entry, double Theory, double RelativeDeviation, double ZScore, double Limit)
{
    /// <summary>Whether the run refuses it.</summary>
    public bool Refused => Math.Abs(ZScore) > Limit;
}
