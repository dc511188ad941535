using System.Text.Json.Nodes;

namespace Numerics.Studies.Contract;

/// <summary>
/// A study as the program sees it, whatever the type of its parameters; studies derive from <see cref="Study{TParameters}"/>.
/// <c>parameters</c> arguments are instances of <see cref="ParametersType"/> that have been checked against the ranges of its attributes.
/// </summary>
public interface IStudy
{
    /// <summary>Name, summary, streams, citation.</summary>
    StudyCard Card { get; }

    /// <summary>Type of the parameters; its parameterless construction gives the defaults.</summary>
    Type ParametersType { get; }

    /// <summary>Defaults that differ from those of the parameters; null for none.</summary>
    JsonObject? PresetParameters => null;

    /// <summary>The sweep that is run if the configuration names none; null for none.</summary>
    JsonObject? PresetSweep => null;

    /// <summary>Keys of a configuration that are read as another one: an old name, as the paths of the configurations that have it.</summary>
    IReadOnlyDictionary<string, string> OtherNames => new Dictionary<string, string>();

    /// <summary>Everything wrong with the parameters beyond types and ranges; reads input files if it must.</summary>
    /// <param name="parameters">Parameters.</param>
    /// <param name="baseDirectory">Folder that relative file names refer to.</param>
    IReadOnlyList<ConfigurationError> Check(object parameters, string baseDirectory);

    /// <summary>Files whose contents belong to the run, as full paths; they enter the fingerprint.</summary>
    /// <param name="parameters">Parameters.</param>
    /// <param name="baseDirectory">Folder that relative file names refer to.</param>
    IReadOnlyList<string> InputFiles(object parameters, string baseDirectory);

    /// <summary>Fixes the parameters: reads input files, declares observables; simulates and solves nothing.</summary>
    Experiment Prepare(object parameters, string baseDirectory);
}
