namespace Numerics.Studies.Catalog.DeepLinearSweeps;

/// <summary>The grid of a sweep over deep linear networks: every combination is one point.</summary>
public sealed record SweepGrid
{
    private const string ValuesSchema =
        """{ "oneOf": [ { "type": "array", "items": { "type": "number", "exclusiveMinimum": 0 }, "minItems": 1 }, { "type": "object", "properties": { "from": { "type": "number", "exclusiveMinimum": 0 }, "to": { "type": "number", "exclusiveMinimum": 0 }, "points": { "type": "integer", "minimum": 2 } }, "required": ["from", "to", "points"], "additionalProperties": false } ] }""";

    /// <summary>Parameterizations.</summary>
    [Parameter("parameterizations", Choices = ["muP", "NTK"])]
    public string[] Parameterization { get; init; } = ["muP", "NTK"];

    /// <summary>nu.</summary>
    [Parameter("widths over input dimension, as a list or { from, to, points }", Letter = "nu", Schema = ValuesSchema)]
    public GridValues WidthRatio { get; init; } = new([0.5, 2, 8]);

    /// <summary>eta.</summary>
    [Parameter("learning rates, as a list or { from, to, points }", Letter = "eta", Schema = ValuesSchema)]
    public GridValues LearningRate { get; init; } = new([0.1, 0.2]);

    /// <summary>Number of points.</summary>
    public int Count => Parameterization.Length * WidthRatio.Values.Count * LearningRate.Values.Count;

    /// <summary>All points, learning rate fastest.</summary>
    public IEnumerable<SweepPoint> Points() =>
        from parameterization in Enumerable.Range(0, Parameterization.Length)
        from width in Enumerable.Range(0, WidthRatio.Values.Count)
        from rate in Enumerable.Range(0, LearningRate.Values.Count)
        select new SweepPoint(
            (((parameterization * WidthRatio.Values.Count) + width) * LearningRate.Values.Count) + rate,
            parameterization,
            width,
            rate,
            Parameterization[parameterization],
            WidthRatio.Values[width],
            LearningRate.Values[rate]);

    /// <summary>For <c>plan</c>.</summary>
    public IReadOnlyDictionary<string, string> Notes() => new Dictionary<string, string>
    {
        ["parameterization"] = string.Join(", ", Parameterization),
        ["widthRatio"] = List(WidthRatio),
        ["learningRate"] = List(LearningRate),
        ["grid points"] = $"{Count}, all of them in every replica",
    };

    private static string List(GridValues values) => values.Values.Count <= 12
        ? string.Join(", ", values.Values.Select(value => $"{value:G4}"))
        : $"{values.Values.Count} values from {values.Values[0]:G4} to {values.Values[^1]:G4}";
}
