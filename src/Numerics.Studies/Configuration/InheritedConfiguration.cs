using System.Text.Json.Nodes;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Configuration;

/// <summary>
/// A file's or a preset's configuration under the changes of the command line. What the command line says of a parameter, a value or a sweep, wins over what is inherited; only a
/// parameter that one place gives and sweeps stays in both forms, which <see cref="SweepReader"/> refuses.
/// </summary>
internal static class InheritedConfiguration
{
    private const string SweepKey = "sweep";

    private const string ReplicasKey = "replicas";

    /// <summary>Applies the changes in order; in the result the sweep is flat, <c>{ path: values }</c>, and null takes a path out of the preset's sweep.</summary>
    /// <param name="given">What the file says, without <c>study</c>; changed.</param>
    /// <param name="changes">Those of the command line in order, without <c>study</c>.</param>
    /// <param name="study">The study.</param>
    /// <exception cref="ConfigurationException">A path runs through a value that is neither object nor list.</exception>
    public static void Change(JsonObject given, IReadOnlyList<ConfigurationOverride> changes, IStudy study)
    {
        Rename(given, study.OtherNames);
        if (given.TryGetPropertyValue(SweepKey, out JsonNode? written) && written is null or JsonObject)
        {
            given[SweepKey] = Flat(written, study);
        }

        string? axis = LadderSettings.SizeParameter(study);
        JsonArray? sizes = LadderSettings.ListOf(study, given)?.DeepClone() as JsonArray;
        HashSet<string> stated = [];
        HashSet<string> swept = [];
        foreach (ConfigurationOverride change in changes.Select(change => Renamed(change, study.OtherNames)))
        {
            if (change.Path == SweepKey || change.Path.StartsWith(SweepKey + ".", StringComparison.Ordinal))
            {
                swept.UnionWith(ChangeSweep(given, change, study));
            }
            else
            {
                ResolutionReader.MakeRoom(given, change);
                change.Apply(given);
                stated.UnionWith((string[])[change.Path, .. change.Value is JsonObject inner ? Paths(inner, change.Path + ".") : []]);
            }
        }

        if (given[SweepKey] is JsonObject sweep)
        {
            foreach (string path in stated.Where(path => !swept.Contains(path)))
            {
                sweep.Remove(path);
            }

            foreach (string path in swept.Where(path => sweep[path] is not null && !stated.Any(other => other == path || other.StartsWith(path + ".", StringComparison.Ordinal))))
            {
                Remove(given, path);
            }
        }

        bool replaced = axis is not null && (stated.Contains(axis) || given[axis] is null);
        if (replaced && sizes is not null && !stated.Contains(ReplicasKey) && given[ReplicasKey] is JsonArray counts && counts.Count == sizes.Count)
        {
            given[ReplicasKey] = Count(study, sizes, counts, given[axis!])?.DeepClone();
        }
    }

    /// <summary>All paths of an object, those of inner objects included.</summary>
    public static IEnumerable<string> Paths(JsonObject given, string prefix = "") => given.SelectMany(entry => entry.Value is JsonObject inner
        ? Paths(inner, $"{prefix}{entry.Key}.").Append(prefix + entry.Key)
        : [prefix + entry.Key]);

    /// <summary>A sweep by paths; null takes out all that the preset sweeps.</summary>
    private static JsonObject Flat(JsonNode? sweep, IStudy study)
    {
        JsonObject flat = [];
        if (sweep is null)
        {
            Drop(flat, "", study);
        }

        foreach ((string path, JsonNode? value) in sweep is JsonObject entries ? SweepReader.Entries(entries, "") : [])
        {
            if (value is null)
            {
                Drop(flat, path, study);
            }
            else
            {
                flat[path] = value.DeepClone();
            }
        }

        return flat;
    }

    /// <summary>Applies a change of the sweep.</summary>
    /// <returns>The paths that it sweeps.</returns>
    private static IEnumerable<string> ChangeSweep(JsonObject given, ConfigurationOverride change, IStudy study)
    {
        if (change.Path == SweepKey && change.Value is not null and not JsonObject)
        {
            given[SweepKey] = change.Value.DeepClone();
            return [];
        }

        if (change.Path == SweepKey)
        {
            JsonObject whole = Flat(change.Value, study);
            given[SweepKey] = whole;
            return [.. whole.Select(entry => entry.Key)];
        }

        if (given[SweepKey] is not JsonObject sweep)
        {
            given[SweepKey] = sweep = [];
        }

        string path = change.Path[(SweepKey.Length + 1)..];
        if (change.Value is null)
        {
            Drop(sweep, path, study);
            return [];
        }

        // A part of a value that is there: the number of points of a range, one value of a list.
        if (sweep.FirstOrDefault(entry => path.StartsWith(entry.Key + ".", StringComparison.Ordinal) && IsPart(path[(entry.Key.Length + 1)..], entry.Value)).Key is { } owner)
        {
            JsonObject part = new() { [SweepKey] = sweep[owner]!.DeepClone() };
            (change with { Path = SweepKey + path[owner.Length..] }).Apply(part);
            sweep[owner] = part[SweepKey]?.DeepClone();
            return [owner];
        }

        KeyValuePair<string, JsonNode?>[] entries = [.. SweepReader.Entries(new JsonObject { [path] = change.Value.DeepClone() }, "")];
        foreach ((string key, JsonNode? value) in entries)
        {
            sweep[key] = value?.DeepClone();
        }

        return entries.Select(entry => entry.Key);
    }

    private static bool IsPart(string rest, JsonNode? value) => value switch
    {
        JsonObject => SweepReader.RangeKeys.Contains(rest, StringComparer.Ordinal),
        JsonArray list => int.TryParse(rest.Split('.')[0], out int index) && index < list.Count,
        _ => false,
    };

    /// <summary>Takes a path and all below it out of the sweep; the empty path is all.</summary>
    private static void Drop(JsonObject sweep, string path, IStudy study)
    {
        foreach (string own in sweep.Select(entry => entry.Key).Where(own => own.StartsWith(path + ".", StringComparison.Ordinal)).ToArray())
        {
            sweep.Remove(own);
        }

        foreach (string own in (study.PresetSweep ?? []).Select(entry => entry.Key).Where(own => path.Length == 0 || own.StartsWith(path + ".", StringComparison.Ordinal)))
        {
            sweep[own] = null;
        }

        if (path.Length > 0)
        {
            sweep[path] = null;
        }
    }

    private static void Remove(JsonObject given, string path)
    {
        string[] keys = path.Split('.');
        JsonNode? parent = keys[..^1].Aggregate((JsonNode?)given, (node, key) => (node as JsonObject)?[key]);
        (parent as JsonObject)?.Remove(keys[^1]);
    }

    /// <summary>Replicas of a ladder whose sizes are replaced: those of the size now asked if it has that one, otherwise those of the largest.</summary>
    private static JsonNode? Count(IStudy study, JsonArray sizes, JsonArray counts, JsonNode? asked)
    {
        double[] numbers = [.. sizes.Select(size => LadderSettings.SizeOf(study, size) ?? double.NegativeInfinity)];
        int same = LadderSettings.SizeOf(study, asked) is { } size ? Array.IndexOf(numbers, size) : -1;
        return numbers.Length == 0 ? null : counts[same >= 0 ? same : Array.IndexOf(numbers, numbers.Max())];
    }

    /// <summary>Reads old names as new ones; what the new name already says wins.</summary>
    private static void Rename(JsonObject given, IReadOnlyDictionary<string, string> otherNames)
    {
        foreach ((string old, string now) in otherNames)
        {
            if (!given.TryGetPropertyValue(old, out JsonNode? value))
            {
                continue;
            }

            given.Remove(old);
            if (value is JsonObject entries && given[now] is JsonObject kept)
            {
                foreach ((string key, JsonNode? entry) in entries.Where(entry => !kept.ContainsKey(entry.Key)).ToArray())
                {
                    kept[key] = entry?.DeepClone();
                }
            }
            else
            {
                given[now] ??= value?.DeepClone();
            }
        }
    }

    private static ConfigurationOverride Renamed(ConfigurationOverride change, IReadOnlyDictionary<string, string> otherNames)
    {
        string[] keys = change.Path.Split('.');
        return otherNames.TryGetValue(keys[0], out string? now) ? change with { Path = string.Join('.', [now, .. keys[1..]]) } : change;
    }
}
