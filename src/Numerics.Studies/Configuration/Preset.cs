using System.Text.Json.Nodes;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Configuration;

/// <summary>Another study with its own defaults and a sweep: the name is an alias, the numbers are the other study's.</summary>
/// <param name="study">The study that is run.</param>
/// <param name="card">Name, summary, streams and citation of the preset.</param>
/// <param name="parameters">Defaults that differ from the study's, a JSON object.</param>
/// <param name="sweep">The sweep that is run if the configuration names none, a JSON object.</param>
/// <param name="otherNames">Keys that are read as another one.</param>
public sealed class Preset(IStudy study, StudyCard card, string parameters, string sweep, IReadOnlyDictionary<string, string> otherNames) : IStudy
{
    /// <inheritdoc/>
    public StudyCard Card => card;

    /// <inheritdoc/>
    public Type ParametersType => study.ParametersType;

    /// <inheritdoc/>
    public JsonObject? PresetParameters => JsonNode.Parse(parameters)!.AsObject();

    /// <inheritdoc/>
    public JsonObject? PresetSweep => JsonNode.Parse(sweep)!.AsObject();

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> OtherNames => otherNames;

    /// <summary>Name of the study that is run.</summary>
    public string Of => study.Card.Name;

    /// <inheritdoc/>
    public IReadOnlyList<ConfigurationError> Check(object parameters, string baseDirectory) => study.Check(parameters, baseDirectory);

    /// <inheritdoc/>
    public IReadOnlyList<string> InputFiles(object parameters, string baseDirectory) => study.InputFiles(parameters, baseDirectory);

    /// <inheritdoc/>
    public Experiment Prepare(object parameters, string baseDirectory) => study.Prepare(parameters, baseDirectory);
}
