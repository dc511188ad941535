namespace Numerics.Studies.Contract;

/// <summary>A configuration was refused. Carries everything that is wrong with it, not only the first thing.</summary>
/// <param name="origin">Where the configuration came from: a file name or "command line".</param>
/// <param name="errors">At least one error.</param>
public sealed class ConfigurationException(string origin, IReadOnlyList<ConfigurationError> errors)
    : Exception(Describe(origin, errors))
{
    /// <summary>A single error.</summary>
    public ConfigurationException(string origin, string path, string message)
        : this(origin, [new ConfigurationError(path, message)])
    {
    }

    /// <summary>File name or "command line".</summary>
    public string Origin { get; } = origin;

    /// <summary>All errors, in the order of the file.</summary>
    public IReadOnlyList<ConfigurationError> Errors { get; } = errors;

    /// <summary>The same, said to be at one of several points or sizes.</summary>
    /// <param name="where">The point in words.</param>
    public ConfigurationException At(string where) => new(Origin, [.. Errors.Select(error => error with { Message = $"at {where}: {error.Message}" })]);

    private static string Describe(string origin, IReadOnlyList<ConfigurationError> errors)
    {
        IEnumerable<string> lines = errors.Select(error => error.Path.Length == 0
            ? $"{origin}: {error.Message}"
            : $"{origin}: {error.Path}: {error.Message}");
        return string.Join(Environment.NewLine, lines);
    }
}
