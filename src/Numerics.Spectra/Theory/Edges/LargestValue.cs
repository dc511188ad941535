namespace Numerics.Spectra.Theory.Edges;

/// <summary>What theory says of one of the largest values of a finite random matrix.</summary>
/// <param name="Value">The outlier of that rank, else the mean of that level at the edge.</param>
/// <param name="MeanError">
/// Standard error of <paramref name="Value"/> as the mean over many matrices: that of the outlier, inside the window together with the scatter of the edge, since the mean lies
/// between two laws there; 0 at the edge, whose mean is known.
/// </param>
/// <param name="StandardError">The same for a single matrix, which at the edge scatters by the deviation of its Tracy-Widom level.</param>
/// <param name="IsCritical">Whether it is an outlier that moves with the edge.</param>
public sealed record LargestValue(double Value, double MeanError, double StandardError, bool IsCritical);
