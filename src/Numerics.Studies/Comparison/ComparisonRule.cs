namespace Numerics.Studies.Comparison;

/// <summary>
/// How simulation is compared with theory for one observable: |simulation - theory| may exceed the statistical limit by
/// <c>constant * size^(-power)</c> at most.
/// </summary>
/// <param name="Size">The size that goes to infinity (width).</param>
/// <param name="AllowanceConstant">Constant of the finite-size allowance, in the observable's unit.</param>
/// <param name="AllowancePower">Power of the size, stated by theory (1 for means of smooth observables).</param>
/// <param name="Compared">Which flattened entries are judged; null for all that exist on both sides.</param>
public sealed record ComparisonRule(double Size, double AllowanceConstant, double AllowancePower, IReadOnlyList<bool>? Compared = null)
{
    /// <summary>
    /// Standard deviation of one replica, in the observable's unit, where theory states it: lets a single replica be judged. Null as a rule; then
    /// fewer than two replicas are not judged.
    /// </summary>
    public double? ReplicaDeviation { get; init; }

    /// <summary>Whether allowance and <see cref="ReplicaDeviation"/> are in units of |theory| rather than of the observable.</summary>
    public bool Relative { get; init; }

    /// <summary>
    /// Name of the last axis of a distribution function, along which it is judged as a whole by a band bootstrapped over replicas
    /// (<see cref="CumulativeBand"/>, <see cref="Size"/> values in each replica); null for entry by entry.
    /// </summary>
    public string? BandAlong { get; init; }

    /// <summary>Size of each flattened entry where an observable holds several (an axis of widths); null: <see cref="Size"/> for all.</summary>
    public IReadOnlyList<double>? EntrySizes { get; init; }

    /// <summary>The allowance at <see cref="Size"/>, in the observable's unit or relative.</summary>
    public double Allowance => AllowanceOf(Size);

    /// <summary>The allowance of one flattened entry, in the observable's unit or relative.</summary>
    public double AllowanceAt(int entry) => AllowanceOf(EntrySizes?[entry] ?? Size);

    /// <summary>What a predicted value turns allowance and deviation into the observable's unit with.</summary>
    public double UnitAt(double predicted) => Relative ? Math.Abs(predicted) : 1;

    /// <summary>In words, for example "6 N^-1 = 0.0003".</summary>
    public string Description => AllowanceConstant == 0
        ? "none"
        : $"{AllowanceConstant:G4} N^-{AllowancePower:G4} = {Values}{(Relative ? " of the theory" : "")}";

    private string Values => EntrySizes is null || EntrySizes.Distinct().Count() < 2
        ? $"{AllowanceAt(0):G3}"
        : $"{AllowanceOf(EntrySizes.Min()):G3} to {AllowanceOf(EntrySizes.Max()):G3}";

    private double AllowanceOf(double size) => AllowanceConstant * Math.Pow(size, -AllowancePower);
}
