using System.Text.Json;
using System.Text.Json.Nodes;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;
using Numerics.Studies.Sweeps;

namespace Numerics.Studies.Configuration;

/// <summary>
/// Reads configurations strictly: a flat JSON file <c>{ "study": ..., "seed": ..., parameters... }</c>, overrides applied before validation,
/// unknown keys, wrong types and out-of-range values refused together.
/// </summary>
/// <param name="catalog">Studies that may be named.</param>
public sealed class ConfigurationReader(StudyCatalog catalog)
{
    /// <summary>Seed if none is given.</summary>
    public const ulong DefaultSeed = 1;

    /// <summary>Reads a study by name (defaults) or a file: an argument that ends in ".json" or is there as a file is one, unless a study has the name.</summary>
    /// <param name="studyOrFile">Name or file.</param>
    /// <param name="overrides">Overrides in order.</param>
    /// <exception cref="ConfigurationException">Anything wrong, all of it.</exception>
    public StudyConfiguration Read(string studyOrFile, IReadOnlyList<ConfigurationOverride> overrides)
    {
        ArgumentNullException.ThrowIfNull(studyOrFile);
        if (string.IsNullOrWhiteSpace(studyOrFile))
        {
            throw new ConfigurationException("command line", "", $"The name of the study or file is empty. Known studies: {string.Join(", ", catalog.Names)}.");
        }

        bool isFile = studyOrFile.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || Path.Exists(studyOrFile);
        isFile &= !catalog.Names.Contains(studyOrFile, StringComparer.Ordinal);
        if (!isFile)
        {
            JsonObject root = new() { ["study"] = catalog.Find(studyOrFile).Card.Name };
            return FromJson(root, overrides, "command line", Directory.GetCurrentDirectory());
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(studyOrFile))!;
        return FromJson(ConfigurationJson.Read(studyOrFile), overrides, studyOrFile, folder);
    }

    /// <summary>Reads a configuration that is already JSON.</summary>
    /// <param name="root">The configuration; not changed.</param>
    /// <param name="overrides">Overrides in order.</param>
    /// <param name="origin">Where it comes from, for messages.</param>
    /// <param name="baseDirectory">Folder that relative file names refer to.</param>
    /// <exception cref="ConfigurationException">Anything wrong, all of it.</exception>
    public StudyConfiguration FromJson(JsonObject root, IReadOnlyList<ConfigurationOverride> overrides, string origin, string baseDirectory)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(overrides);
        JsonObject given = root.DeepClone().AsObject();
        foreach (ConfigurationOverride item in overrides.Where(item => item.Path == "study"))
        {
            item.Apply(given);
        }

        IStudy study = TakeStudy(given, origin);
        InheritedConfiguration.Change(given, [.. overrides.Where(item => item.Path != "study")], study);
        List<ConfigurationError> errors = [];
        ulong seed = TakeSeed(given, errors);
        Resolution resolution = ResolutionReader.Take(given, errors, out JsonNode? resolutionGiven);
        LadderSettings? ladder = LadderSettings.Take(given, study, errors);
        Sweep? sweep = TakeSweep(given, study, errors, origin);
        object[][] rungs = Rungs(ladder, study, given, sweep, origin, baseDirectory, errors);
        ThrowIfAny(origin, errors);
        object[] points = rungs[^1];
        JsonObject canonical = JsonSerializer.SerializeToNode(points[0], study.ParametersType, ConfigurationJson.Options)!.AsObject();
        JsonObject resolved = Resolved(canonical, sweep);
        ladder?.Write(resolved);
        string fingerprint = Fingerprint.Of(study.Card.Name, seed, resolved, [.. points.SelectMany(point => study.InputFiles(point, baseDirectory)).Distinct(StringComparer.Ordinal)]);
        if (resolutionGiven is not null)
        {
            resolved["resolution"] = resolutionGiven.DeepClone();
        }

        return new StudyConfiguration
        {
            Study = study,
            Points = points,
            Rungs = rungs,
            Ladder = ladder,
            Resolution = resolution,
            Sweep = sweep,
            Seed = seed,
            ResolvedParameters = resolved,
            BaseDirectory = baseDirectory,
            Fingerprint = fingerprint,
        };
    }

    /// <summary>The defaults of a study as JSON: those of its parameters, and a preset's own.</summary>
    public static JsonObject Defaults(IStudy study)
    {
        ArgumentNullException.ThrowIfNull(study);
        JsonObject defaults = JsonSerializer.SerializeToNode(Activator.CreateInstance(study.ParametersType), study.ParametersType, ConfigurationJson.Options)!.AsObject();
        foreach ((string name, JsonNode? value) in study.PresetParameters ?? [])
        {
            defaults[name] = value?.DeepClone();
        }

        return defaults;
    }

    /// <summary>The points at each size of a ladder, or at the only size.</summary>
    private static object[][] Rungs(
        LadderSettings? ladder, IStudy study, JsonObject given, Sweep? sweep, string origin, string baseDirectory, List<ConfigurationError> errors)
    {
        if (ladder is null)
        {
            return [Points(study, given, sweep, origin, baseDirectory, errors)];
        }

        var refused = new RepeatedErrors(ladder.Sizes.Count, "sizes");
        var rungs = new object[ladder.Sizes.Count][];
        for (int rung = 0; rung < rungs.Length; rung++)
        {
            List<ConfigurationError> found = [];
            rungs[rung] = Points(study, ladder.At(rung, given), sweep, origin, baseDirectory, found);
            refused.Add(ladder.Name(rung), found);
        }

        errors.AddRange(refused.Told);
        return rungs;
    }

    /// <summary>Checks the parameters of all points at one size; errors say at which points.</summary>
    private static object[] Points(IStudy study, JsonObject given, Sweep? sweep, string origin, string baseDirectory, List<ConfigurationError> errors)
    {
        if (sweep is null)
        {
            return [Point(study, given.DeepClone().AsObject(), origin, baseDirectory, errors)];
        }

        var refused = new RepeatedErrors((int)sweep.Count, "points");
        var points = new object[(int)sweep.Count];
        for (int index = 0; index < points.Length; index++)
        {
            if (refused.IsEnough)
            {
                points[index] = new object();
                continue;
            }

            List<ConfigurationError> found = [];
            points[index] = SweptPoint(study, given, sweep, index, origin, baseDirectory, found);
            refused.Add($"the point {sweep.Name(index)}", [.. found.Select(error => error with { Path = SweptPath(error.Path, sweep) })]);
        }

        errors.AddRange(refused.Told);
        return points;
    }

    private static object SweptPoint(IStudy study, JsonObject given, Sweep sweep, int index, string origin, string baseDirectory, List<ConfigurationError> found)
    {
        JsonObject own = given.DeepClone().AsObject();
        try
        {
            foreach ((SweepAxis axis, JsonNode? value) in sweep.Axes.Zip(sweep.Values(index)))
            {
                Set(own, axis.Path, value, study);
            }

            return Point(study, own, origin, baseDirectory, found);
        }
        catch (ConfigurationException exception)
        {
            found.AddRange(exception.Errors);
            return new object();
        }
    }

    /// <summary>The parameters of one point; an object without meaning where they are refused.</summary>
    private static object Point(IStudy study, JsonObject own, string origin, string baseDirectory, List<ConfigurationError> found)
    {
        object? parameters = Parameters(study, own, origin, found);
        found.AddRange(parameters is null ? [] : study.Check(parameters, baseDirectory));
        return parameters ?? new object();
    }

    /// <summary>Where a value that is refused was written: below <c>sweep</c> if it is swept, or a part of what is.</summary>
    private static string SweptPath(string path, Sweep sweep)
        => sweep.Axes.Any(axis => path == axis.Path || path.StartsWith(axis.Path + ".", StringComparison.Ordinal) || path.StartsWith(axis.Path + "[", StringComparison.Ordinal))
            ? $"sweep.{path}" : path;

    /// <summary>Sets a swept value; a path into a list starts from the default where the list is not given.</summary>
    private static void Set(JsonObject given, string path, JsonNode? value, IStudy study)
    {
        string root = path.Split('.')[0];
        if (root != path && given[root] is null && Defaults(study)[root] is { } standard)
        {
            given[root] = standard.DeepClone();
        }

        try
        {
            new ConfigurationOverride(path, value).Apply(given);
        }
        catch (ConfigurationException exception)
        {
            throw new ConfigurationException("configuration", [.. exception.Errors.Select(error => error with { Path = $"sweep.{path}" })]);
        }
    }

    private static object? Parameters(IStudy study, JsonObject given, string origin, List<ConfigurationError> found)
    {
        ParameterValidator validator = new();
        JsonObject valid = validator.Check(given, study.ParametersType, "", "study", "seed", "sweep", "resolution");
        JsonObject resolved = validator.Resolve(valid, Defaults(study), study.ParametersType);
        found.AddRange(validator.Errors);
        return found.Count > 0 ? null : Deserialize(resolved, study.ParametersType, origin);
    }

    /// <summary>The resolved parameters with the sweep in front; a swept parameter has no value of its own.</summary>
    private static JsonObject Resolved(JsonObject canonical, Sweep? sweep)
    {
        JsonObject resolved = sweep is null ? [] : new JsonObject { ["sweep"] = sweep.ToJson() };
        foreach ((string name, JsonNode? value) in canonical)
        {
            if (sweep?.Axes.Any(axis => axis.Path == name) != true)
            {
                resolved[name] = value?.DeepClone();
            }
        }

        foreach (SweepAxis axis in sweep?.Axes.Where(axis => axis.Path.Contains('.', StringComparison.Ordinal)) ?? [])
        {
            string[] keys = axis.Path.Split('.');
            JsonNode? parent = keys[..^1].Aggregate((JsonNode?)resolved, (node, key) => (node as JsonObject)?[key]);
            (parent as JsonObject)?.Remove(keys[^1]);
        }

        return resolved;
    }

    private IStudy TakeStudy(JsonObject given, string origin)
    {
        JsonNode? name = given["study"];
        given.Remove("study");
        if (name is null || name.GetValueKind() != JsonValueKind.String)
        {
            throw new ConfigurationException(origin, "study", $"The name of a study is needed. Known: {string.Join(", ", catalog.Names)}.");
        }

        return catalog.Find(name.GetValue<string>(), origin);
    }

    /// <summary>Nothing else can be checked with a sweep that is wrong.</summary>
    private static Sweep? TakeSweep(JsonObject given, IStudy study, List<ConfigurationError> errors, string origin)
    {
        JsonNode? node = given["sweep"];
        given.Remove("sweep");
        List<ConfigurationError> wrong = [];
        Sweep? sweep = new SweepReader(study, wrong).Read(node, [.. InheritedConfiguration.Paths(given)]);
        return wrong.Count == 0 ? sweep : throw new ConfigurationException(origin, [.. errors, .. wrong]);
    }

    private static ulong TakeSeed(JsonObject given, List<ConfigurationError> errors)
    {
        if (!given.TryGetPropertyValue("seed", out JsonNode? node))
        {
            return DefaultSeed;
        }

        given.Remove("seed");
        if (node is not null && ScalarKind.TryNormalise(node, typeof(ulong), limits: null, out JsonNode? normal, out _))
        {
            return normal!.GetValue<ulong>();
        }

        errors.Add(new ConfigurationError("seed", $"{(node is null ? "null" : ScalarKind.Short(node))} is not an integer from 0 to 2^64 - 1."));
        return DefaultSeed;
    }

    private static object Deserialize(JsonObject resolved, Type type, string origin)
    {
        try
        {
            return resolved.Deserialize(type, ConfigurationJson.Options)!;
        }
        catch (JsonException exception)
        {
            string path = (exception.Path ?? "").TrimStart('$').TrimStart('.');
            throw new ConfigurationException(origin, path, exception.Message);
        }
    }

    private static void ThrowIfAny(string origin, List<ConfigurationError> errors)
    {
        if (errors.Count > 0)
        {
            throw new ConfigurationException(origin, errors);
        }
    }
}
