using Numerics.Kernels.Elementwise;
using Numerics.LinearAlgebra.Operators;
using Numerics.Spectra.Models;
using Numerics.Studies.Inputs;

namespace Numerics.Studies.Catalog.NonlinearMup;

/// <summary>
/// Nonlinear networks in muP: losses, outputs and hidden-weight outliers over training, infinite-width theory against exact finite-width simulation.
/// </summary>
public sealed class NonlinearMupStudy : IStudy
{
    /// <inheritdoc/>
    public string Name => "nonlinear-mup";

    /// <inheritdoc/>
    public string Summary => "training of nonlinear networks in muP: loss and outlier singular values of hidden weights, DMFT against exact simulation";

    /// <inheritdoc/>
    public uint StreamId => 1;

    /// <inheritdoc/>
    public string Citation => """
        @article{LauditiPehlevanBordelon2026,
          title  = {Spectral Dynamics in Deep Networks},
          author = {Lauditi, Clarissa and Pehlevan, Cengiz and Bordelon, Blake},
          year   = {2026}
        }
        @article{BordelonPehlevan2022,
          title         = {Self-Consistent Dynamical Field Theory of Kernel Evolution in Wide Neural Networks},
          author        = {Bordelon, Blake and Pehlevan, Cengiz},
          year          = {2022},
          eprint        = {2205.09653},
          archivePrefix = {arXiv}
        }
        @article{Lu2021,
          title         = {Householder Dice: A Matrix-Free Algorithm for Simulating Dynamics on Gaussian and Random Orthogonal Ensembles},
          author        = {Lu, Yue M.},
          year          = {2021},
          eprint        = {2101.07464},
          archivePrefix = {arXiv}
        }
        """;

    /// <inheritdoc/>
    public Type ParametersType => typeof(NonlinearMupParameters);

    /// <inheritdoc/>
    public IReadOnlyList<string> InputFiles(object parameters, string baseDirectory) =>
        ((NonlinearMupParameters)parameters).Inputs is { } inputs ? [Path.GetFullPath(Path.Combine(baseDirectory, inputs.File))] : [];

    /// <inheritdoc/>
    public IReadOnlyList<ConfigurationError> Validate(object parameters, string baseDirectory)
    {
        var p = (NonlinearMupParameters)parameters;
        var errors = new List<ConfigurationError>();
        TrainingSet? set = null;
        try
        {
            set = TrainingSetFactory.Create(p, baseDirectory);
        }
        catch (ConfigurationException exception)
        {
            return exception.Errors;
        }
        catch (InputFileException exception)
        {
            return [new ConfigurationError("inputs", exception.Message)];
        }

        foreach (int step in (p.RecordSteps ?? []).Where(step => step < 0 || step > p.Steps))
        {
            errors.Add(new ConfigurationError(
                "recordSteps", $"Step {step} cannot be recorded: there are steps 0 to {p.Steps}; raise steps or leave it out."));
        }

        if (p.RecordSteps is { Length: 0 })
        {
            errors.Add(new ConfigurationError("recordSteps", "No step is recorded; name at least one, or null for about six."));
        }

        CheckSizes(p, set, errors);
        return errors;
    }

    /// <inheritdoc/>
    public IStudyRun Prepare(object parameters, string baseDirectory)
    {
        var p = (NonlinearMupParameters)parameters;
        return new NonlinearMupRun(p, TrainingSetFactory.Create(p, baseDirectory), StreamId);
    }

    private static void CheckSizes(NonlinearMupParameters p, TrainingSet set, List<ConfigurationError> errors)
    {
        long queries = set.ForwardQueries(p.Steps) + (long)set.BackwardQueries(p.Steps);
        if (queries > MatrixPolicy.Of(p.Matrix).Capacity(p.Width, p.Width))
        {
            errors.Add(new ConfigurationError(
                "width",
                $"Width {p.Width} is not larger than the {queries} vectors that training asks of a revealed matrix; enlarge the width or set matrix to \"stored\"."));
        }

        long sources = queries + set.Samples + 1;
        if (p.Activation != ActivationKind.Linear && p.TheorySites <= 2 * sources)
        {
            errors.Add(new ConfigurationError(
                "theorySites", $"{p.TheorySites} sites are too few for {sources} Gaussian sources; at least twice as many are needed, ten times are sensible."));
        }
    }
}
