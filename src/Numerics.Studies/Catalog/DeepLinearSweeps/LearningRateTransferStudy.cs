using Numerics.Studies.Catalog.DeepLinear;

namespace Numerics.Studies.Catalog.DeepLinearSweeps;

/// <summary>Loss after a fixed number of steps against the learning rate, at several widths, in muP and NTK parameterization side by side.</summary>
public sealed class LearningRateTransferStudy : IStudy
{
    /// <inheritdoc/>
    public string Name => "learning-rate-transfer";

    /// <inheritdoc/>
    public string Summary => "loss against learning rate at several widths, muP and NTK side by side: where the best learning rate carries over";

    /// <inheritdoc/>
    public uint StreamId => 3;

    /// <inheritdoc/>
    public string Citation => $$"""
        {{DeepLinearStudy.References}}
        @article{YangHu2022,
          title         = {Tensor Programs V: Tuning Large Neural Networks via Zero-Shot Hyperparameter Transfer},
          author        = {Yang, Greg and Hu, Edward J. and others},
          year          = {2022},
          eprint        = {2203.03466},
          archivePrefix = {arXiv}
        }
        """;

    /// <inheritdoc/>
    public Type ParametersType => typeof(LearningRateTransferParameters);

    /// <inheritdoc/>
    public IReadOnlyList<ConfigurationError> Validate(object parameters, string baseDirectory)
    {
        var p = (LearningRateTransferParameters)parameters;
        return SweepValidation.Errors(p, p.Grid, p.Steps + 1);
    }

    /// <inheritdoc/>
    public IStudyRun Prepare(object parameters, string baseDirectory) => new LearningRateTransferRun((LearningRateTransferParameters)parameters, StreamId);
}
