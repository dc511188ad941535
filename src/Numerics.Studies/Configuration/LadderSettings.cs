using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Configuration;

/// <summary>
/// A list where the size parameter of a study is expected: <c>"width": [2500, 5000, 10000, 20000]</c>, with <c>replicas</c> those of the largest, or a list as long. A size may be of
/// several numbers (<see cref="ILadderSize"/>), <c>"populationSizes": [[400, 100], [800, 200]]</c>, and counts as their total.
/// </summary>
/// <param name="Axis">Name of the size parameter.</param>
/// <param name="Sizes">Sizes, ascending, at least two.</param>
/// <param name="Values">The same as the configuration writes them.</param>
/// <param name="Replicas">Replicas of each; null: the others at the cost of the largest.</param>
public sealed record LadderSettings(string Axis, IReadOnlyList<double> Sizes, IReadOnlyList<JsonNode> Values, IReadOnlyList<int>? Replicas)
{
    /// <summary>More sizes than this are a sweep, not a ladder.</summary>
    private const int MostSizes = 32;

    private const string ReplicasKey = "replicas";

    /// <summary>Takes the ladder out of a configuration, which is left at its largest size; null if there is none.</summary>
    /// <param name="given">The configuration; changed.</param>
    /// <param name="study">Its study.</param>
    /// <param name="errors">Gets what is wrong.</param>
    internal static LadderSettings? Take(JsonObject given, IStudy study, List<ConfigurationError> errors)
    {
        JsonPropertyInfo? parameter = SizeProperty(study);
        string? axis = parameter?.Name;
        JsonArray? sizes = ListOf(parameter, given);
        JsonArray? replicas = given[ReplicasKey] as JsonArray;
        if (axis is not null && given[axis] is JsonObject range)
        {
            errors.Add(new ConfigurationError(axis, $"{ScalarKind.Short(range)} is no size; a ladder is a list of sizes, such as [100, 200, 400], and ranges are for \"sweep\" alone."));
            given.Remove(axis);
            given.Remove(replicas is null ? "" : ReplicasKey);
            return null;
        }

        if (sizes is null)
        {
            if (replicas is not null)
            {
                errors.Add(new ConfigurationError(
                    ReplicasKey, axis is null ? "A list of replicas needs a list of sizes, and this study has no size." : $"A list of replicas needs a list of sizes in {axis}; give a number."));
                given.Remove(ReplicasKey);
            }

            return null;
        }

        int before = errors.Count;
        double[] numbers = Numbers(parameter!, sizes, errors);
        int[]? counts = replicas is null ? null : Counts(replicas, sizes.Count, errors);
        if (errors.Count > before)
        {
            given.Remove(axis!);
            given.Remove(replicas is null ? "" : ReplicasKey);
            return null;
        }

        int[] order = [.. Enumerable.Range(0, numbers.Length).OrderBy(i => numbers[i])];
        LadderSettings ladder = new(axis!, [.. order.Select(i => numbers[i])], [.. order.Select(i => IsComposite(parameter!) ? sizes[i]!.DeepClone() : JsonValue.Create(numbers[i]))], counts is null ? null : [.. order.Select(i => counts[i])]);
        JsonObject largest = ladder.At(numbers.Length - 1, given);
        given[axis!] = largest[axis!]!.DeepClone();
        if (counts is not null)
        {
            given[ReplicasKey] = largest[ReplicasKey]!.DeepClone();
        }

        return numbers.Length == 1 ? null : ladder;
    }

    /// <summary>Name of the parameter that theory takes to infinity; null if the study has none.</summary>
    public static string? SizeParameter(IStudy study)
    {
        ArgumentNullException.ThrowIfNull(study);
        return SizeProperty(study)?.Name;
    }

    /// <summary>The ladder that a configuration gives; null for one size or none.</summary>
    internal static JsonArray? ListOf(IStudy study, JsonObject given) => ListOf(SizeProperty(study), given);

    /// <summary>What a size counts as; null if it is none.</summary>
    internal static double? SizeOf(IStudy study, JsonNode? size) => SizeProperty(study) is { } parameter ? SizeOf(parameter, size) : null;

    /// <summary>Whether a parameter is the size.</summary>
    internal static bool IsSize(JsonPropertyInfo property) => ParameterValidator.Describe(property) is { IsSize: true };

    /// <summary>A size in words: "width = 500".</summary>
    public string Name(int rung) => string.Create(CultureInfo.InvariantCulture, $"{Axis} = {Sizes[rung]:G9}");

    /// <summary>The configuration at one size.</summary>
    internal JsonObject At(int rung, JsonObject given)
    {
        JsonObject own = given.DeepClone().AsObject();
        own[Axis] = Values[rung].DeepClone();
        if (Replicas is not null)
        {
            own[ReplicasKey] = Replicas[rung];
        }

        return own;
    }

    /// <summary>Writes the lists into resolved parameters.</summary>
    internal void Write(JsonObject resolved)
    {
        resolved[Axis] = new JsonArray([.. Values.Select(size => size.DeepClone())]);
        if (Replicas is not null)
        {
            resolved[ReplicasKey] = new JsonArray([.. Replicas.Select(count => (JsonNode)JsonValue.Create(count))]);
        }
    }

    private static JsonPropertyInfo? SizeProperty(IStudy study) => ConfigurationJson.Options.GetTypeInfo(study.ParametersType).Properties.FirstOrDefault(IsSize);

    private static bool IsComposite(JsonPropertyInfo parameter) => typeof(ILadderSize).IsAssignableFrom(parameter.PropertyType);

    /// <summary>A size of several numbers is a list itself: a ladder is a list that holds one.</summary>
    private static JsonArray? ListOf(JsonPropertyInfo? parameter, JsonObject given) =>
        parameter is not null && given[parameter.Name] is JsonArray list && (!IsComposite(parameter) || list.Any(item => item is JsonArray)) ? list : null;

    private static double? SizeOf(JsonPropertyInfo parameter, JsonNode? size)
    {
        if (!IsComposite(parameter))
        {
            return size?.GetValueKind() == JsonValueKind.Number ? size.GetValue<double>() : null;
        }

        try
        {
            return (size?.Deserialize(parameter.PropertyType, ConfigurationJson.Options) as ILadderSize)?.Total;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static double[] Numbers(JsonPropertyInfo parameter, JsonArray list, List<ConfigurationError> errors)
    {
        string axis = parameter.Name;
        double?[] sizes = [.. list.Select(item => SizeOf(parameter, item))];
        double[] numbers = [.. sizes.OfType<double>()];
        if (list.Count is 0 or > MostSizes || numbers.Length < list.Count)
        {
            errors.Add(new ConfigurationError(axis, list.Count == 0 ? "The list of sizes is empty; give a number, or a list of numbers for a ladder."
                : list.Count > MostSizes ? $"{list.Count} sizes are more than {MostSizes}; a ladder of four within a factor of 8 is enough."
                : $"{ScalarKind.Short(list[Array.FindIndex(sizes, size => size is null)] ?? JsonValue.Create("null"))} is not a size; give {(IsComposite(parameter) ? $"such as {DefaultOf(parameter)}" : "numbers")}."));
        }
        else if (Array.FindIndex(numbers, size => !double.IsFinite(size)) is >= 0 and var beyond)
        {
            errors.Add(new ConfigurationError(axis, $"{ScalarKind.Short(list[beyond]!)} is not a finite number."));
        }
        else if (numbers.GroupBy(size => size).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            errors.Add(new ConfigurationError(
                axis, $"The {(IsComposite(parameter) ? "total " : "")}size {twice.Key:R} is given twice; a ladder has different sizes, and replicas says how many networks each has."));
        }

        return numbers;
    }

    /// <summary>The default of the parameter as it is written.</summary>
    private static string DefaultOf(JsonPropertyInfo parameter) =>
        JsonSerializer.Serialize(parameter.Get!(Activator.CreateInstance(parameter.DeclaringType)!), parameter.PropertyType, ConfigurationJson.Options);

    private static int[] Counts(JsonArray list, int sizes, List<ConfigurationError> errors)
    {
        int[] counts = [.. list.Select(item => item is JsonValue value && value.TryGetValue(out int count) && count >= 1 ? count : 0)];
        if (list.Count != sizes)
        {
            errors.Add(new ConfigurationError(ReplicasKey, $"{list.Count} numbers of replicas for {sizes} sizes; give one for each size, or one number for the largest."));
        }
        else if (counts.Contains(0))
        {
            errors.Add(new ConfigurationError(ReplicasKey, $"{ScalarKind.Short(list[Array.IndexOf(counts, 0)] ?? JsonValue.Create("null"))} is not a number of replicas from 1 on."));
        }

        return counts;
    }
}
