using Numerics.Studies.Catalog.DeepLinear;

namespace Numerics.Studies.Catalog.DeepLinearSweeps;

/// <summary>Sharpness over training at several widths and learning rates, in muP and NTK parameterization, against the limit of stability.</summary>
public sealed class EdgeOfStabilityStudy : IStudy
{
    /// <inheritdoc/>
    public string Name => "edge-of-stability";

    /// <inheritdoc/>
    public string Summary => "sharpness of deep linear networks over training at several widths, muP and NTK side by side, up to the edge of stability";

    /// <inheritdoc/>
    public uint StreamId => 4;

    /// <inheritdoc/>
    public string Citation => $$"""
        {{DeepLinearStudy.References}}
        @article{Cohen2021,
          title         = {Gradient Descent on Neural Networks Typically Occurs at the Edge of Stability},
          author        = {Cohen, Jeremy M. and Kaur, Simran and Li, Yuanzhi and Kolter, J. Zico and Talwalkar, Ameet},
          year          = {2021},
          eprint        = {2103.00065},
          archivePrefix = {arXiv}
        }
        """;

    /// <inheritdoc/>
    public Type ParametersType => typeof(EdgeOfStabilityParameters);

    /// <inheritdoc/>
    public IReadOnlyList<ConfigurationError> Validate(object parameters, string baseDirectory)
    {
        var p = (EdgeOfStabilityParameters)parameters;
        List<ConfigurationError> errors = [.. DeepLinearValidationRules.Steps("recordSteps", p.RecordSteps, p.Steps)];
        if (p.RecordSteps.Length == 0)
        {
            errors.Add(new ConfigurationError("recordSteps", "No step is recorded; name at least one."));
        }

        int applications = DeepLinearModels.Kernel(p.InputDimension).MaximumSteps * p.RecordSteps.Distinct().Count();
        errors.AddRange(SweepValidation.Errors(p, p.Grid, p.Steps + 1 + applications));
        return errors;
    }

    /// <inheritdoc/>
    public IStudyRun Prepare(object parameters, string baseDirectory) => new EdgeOfStabilityRun((EdgeOfStabilityParameters)parameters, StreamId);
}
