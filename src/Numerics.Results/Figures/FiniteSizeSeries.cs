namespace Numerics.Results.Figures;

/// <summary>A mean over the sizes of a ladder with the line that was fitted to it, as plain numbers: mean = limit + slope size^(-power).</summary>
/// <param name="Label">Name in the legend.</param>
/// <param name="Sizes">Sizes N, positive.</param>
/// <param name="Means">Mean at each size.</param>
/// <param name="Errors">Its standard error.</param>
/// <param name="Limit">Fitted limit of infinite size.</param>
/// <param name="LimitError">Its standard error.</param>
/// <param name="Slope">Fitted slope.</param>
/// <param name="FittedFrom">Smallest size that the line was fitted to; it is drawn from there.</param>
/// <param name="Theory">Theory of the limit; null where there is none.</param>
internal sealed record FiniteSizeSeries(
    string Label, IReadOnlyList<double> Sizes, IReadOnlyList<double> Means, IReadOnlyList<double> Errors, double Limit, double LimitError, double Slope, double FittedFrom, double? Theory);
