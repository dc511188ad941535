using Numerics.Studies.Records;

namespace Numerics.Results.Parquet;

/// <summary>Names of the columns of <c>result.parquet</c>.</summary>
public static class ParquetColumns
{
    /// <summary>Columns before the axes.</summary>
    public static IReadOnlyList<string> Leading { get; } = ["study", "observable"];

    /// <summary>Columns after the axes.</summary>
    public static IReadOnlyList<string> Trailing { get; } =
        ["theory", "theory_standard_error", "mean", "standard_error", "z", "raw", "detectable", "fit", "fit_standard_error", "fit_slope", "replicas"];

    /// <summary>Words that SQL or Python reserve and that an axis might be called.</summary>
    private static readonly string[] Reserved =
    [
        "all", "and", "array", "as", "at", "by", "case", "class", "column", "del", "end", "from", "group", "in", "is", "lambda", "like", "limit",
        "not", "offset", "on", "or", "order", "select", "table", "to", "union", "using", "when", "where", "window", "with",
    ];

    /// <summary>Axes of all observables by name, in order of appearance; each is one column.</summary>
    public static IReadOnlyList<string> Axes(IEnumerable<ObservableShape> shapes) =>
        [.. shapes.SelectMany(shape => shape.Axes).Select(axis => axis.Name).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>
    /// Column of an axis: its name, or <c>axis_name</c> where that is the name of another column or a reserved word.
    /// </summary>
    public static string Column(string axis) =>
        Leading.Concat(Trailing).Concat(Reserved).Contains(axis, StringComparer.OrdinalIgnoreCase) ? $"axis_{axis}" : axis;
}
