using System.Text.Json;
using System.Text.Json.Nodes;

namespace Numerics.Studies.Catalog;

/// <summary>
/// Reads configurations strictly: a flat JSON file <c>{ "study": ..., "seed": ..., parameters... }</c>, overrides applied before validation,
/// unknown keys, wrong types and out-of-range values refused together.
/// </summary>
/// <param name="catalog">Studies that may be named.</param>
public sealed class ConfigurationReader(StudyCatalog catalog)
{
    /// <summary>Seed if none is given.</summary>
    public const ulong DefaultSeed = 1;

    /// <summary>Reads a study by name (defaults) or a file: an argument that ends in ".json" or is an existing file is a file.</summary>
    /// <param name="studyOrFile">Name or file.</param>
    /// <param name="overrides">Overrides in order.</param>
    /// <exception cref="ConfigurationException">Anything wrong, all of it.</exception>
    public StudyConfiguration Read(string studyOrFile, IReadOnlyList<ConfigurationOverride> overrides)
    {
        ArgumentNullException.ThrowIfNull(studyOrFile);
        bool isFile = studyOrFile.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || File.Exists(studyOrFile);
        if (!isFile)
        {
            JsonObject root = new() { ["study"] = catalog.Find(studyOrFile).Name };
            return FromJson(root, overrides, "command line", Directory.GetCurrentDirectory());
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(studyOrFile))!;
        return FromJson(ConfigurationJson.Parse(ReadText(studyOrFile), studyOrFile), overrides, studyOrFile, folder);
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
        foreach (ConfigurationOverride item in overrides)
        {
            item.Apply(given);
        }

        IStudy study = TakeStudy(given, origin);
        List<ConfigurationError> errors = [];
        ulong seed = TakeSeed(given, errors);
        ParameterValidator validator = new();
        JsonObject valid = validator.Check(given, study.ParametersType, "", "study", "seed");
        JsonObject resolved = validator.Resolve(valid, Defaults(study.ParametersType), study.ParametersType);
        errors.AddRange(validator.Errors);
        ThrowIfAny(origin, errors);
        object parameters = Deserialize(resolved, study.ParametersType, origin);
        ThrowIfAny(origin, study.Validate(parameters, baseDirectory));
        JsonObject canonical = JsonSerializer.SerializeToNode(parameters, study.ParametersType, ConfigurationJson.Options)!.AsObject();
        return new StudyConfiguration
        {
            Study = study,
            Parameters = parameters,
            Seed = seed,
            ResolvedParameters = canonical,
            BaseDirectory = baseDirectory,
            Fingerprint = Fingerprint.Of(study.Name, seed, canonical, study.InputFiles(parameters, baseDirectory)),
        };
    }

    /// <summary>The defaults of a parameter record as JSON.</summary>
    public static JsonObject Defaults(Type parametersType)
        => JsonSerializer.SerializeToNode(Activator.CreateInstance(parametersType), parametersType, ConfigurationJson.Options)!.AsObject();

    private static string ReadText(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            string reason = exception is FileNotFoundException or DirectoryNotFoundException ? "There is no such file." : exception.Message;
            throw new ConfigurationException(file, "", reason);
        }
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
            throw new ConfigurationException(origin, path, ConfigurationJson.Sentence(exception));
        }
    }

    private static void ThrowIfAny(string origin, IReadOnlyList<ConfigurationError> errors)
    {
        if (errors.Count > 0)
        {
            throw new ConfigurationException(origin, errors);
        }
    }
}
