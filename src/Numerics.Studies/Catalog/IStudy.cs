namespace Numerics.Studies.Catalog;

/// <summary>
/// A study draws replicas of a large random system, computes the theory of its infinite limit, and lets the two be compared.
/// <c>parameters</c> arguments are instances of <see cref="ParametersType"/>, a record with <see cref="ParameterAttribute"/>s that has been validated.
/// </summary>
public interface IStudy
{
    /// <summary>Name on the command line, kebab-case.</summary>
    string Name { get; }

    /// <summary>One line.</summary>
    string Summary { get; }

    /// <summary>Number that keys this study's random streams; never reused.</summary>
    uint StreamId { get; }

    /// <summary>BibTeX of what to cite.</summary>
    string Citation { get; }

    /// <summary>Type of the parameters; its parameterless construction gives the defaults.</summary>
    Type ParametersType { get; }

    /// <summary>Everything wrong with the parameters beyond types and ranges; reads input files if it must.</summary>
    /// <param name="parameters">Parameters.</param>
    /// <param name="baseDirectory">Folder that relative file names refer to.</param>
    IReadOnlyList<ConfigurationError> Validate(object parameters, string baseDirectory);

    /// <summary>Files whose contents belong to the run, as full paths; they enter the fingerprint.</summary>
    /// <param name="parameters">Parameters.</param>
    /// <param name="baseDirectory">Folder that relative file names refer to.</param>
    IReadOnlyList<string> InputFiles(object parameters, string baseDirectory) => [];

    /// <summary>Prepares a run: reads input files once and fixes shapes.</summary>
    IStudyRun Prepare(object parameters, string baseDirectory);
}
