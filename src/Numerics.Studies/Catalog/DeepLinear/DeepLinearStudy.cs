using Numerics.LinearAlgebra.Operators;
using Numerics.Spectra.Models;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Catalog.DeepLinear;

/// <summary>
/// Deep linear networks with width, input dimension and samples growing together: losses, outliers of the weights and of the tangent kernel over training,
/// theory of the proportional limit against exact finite-size simulation.
/// </summary>
public sealed class DeepLinearStudy : Study<DeepLinearParameters>
{
    /// <summary>BibTeX of the studies of deep linear networks.</summary>
    internal const string References = """
        @article{LauditiPehlevanBordelon2026,
          title  = {Spectral Dynamics in Deep Networks},
          author = {Lauditi, Clarissa and Pehlevan, Cengiz and Bordelon, Blake},
          year   = {2026}
        }
        @article{Bolthausen2014,
          title   = {An Iterative Construction of Solutions of the TAP Equations for the Sherrington-Kirkpatrick Model},
          author  = {Bolthausen, Erwin},
          journal = {Communications in Mathematical Physics},
          volume  = {325},
          pages   = {333--366},
          year    = {2014}
        }
        @article{BenaychGeorgesNadakuditi2012,
          title   = {The Singular Values and Vectors of Low Rank Perturbations of Large Rectangular Random Matrices},
          author  = {Benaych-Georges, Florent and Nadakuditi, Raj Rao},
          journal = {Journal of Multivariate Analysis},
          volume  = {111},
          pages   = {120--135},
          year    = {2012}
        }
        """;

    /// <inheritdoc/>
    public override StudyCard Card { get; } = new(
        "deep-linear",
        "deep linear networks in the proportional limit: losses, outliers of the weights, edge of the tangent kernel",
        StreamId: 2,
        References);

    /// <inheritdoc/>
    protected override Experiment Prepare(DeepLinearParameters p, string baseDirectory) => new DeepLinearExperiment(p);

    /// <inheritdoc/>
    protected override IEnumerable<ConfigurationError> Check(DeepLinearParameters p, string baseDirectory)
    {
        ConfigurationError[] errors =
            [.. Training(p), .. p.LearningRateFactor.Errors("learningRateFactor", p.Depth), .. p.Conventions.Errors("conventions", p.SpectrumSteps().Length > 0, p.Schedule), .. RecordedSteps.Errors("recordSteps", p.RecordSteps, p.Steps), .. RecordedSteps.Errors("ntkSteps", p.NtkSteps, p.Steps), .. Kernel(p)];
        return errors.Length > 0 ? errors : Sizes(p);
    }

    private static IEnumerable<ConfigurationError> Training(DeepLinearParameters p)
    {
        if (p.InitialScale.Values.Count is var count && count != 1 && count != p.Depth + 1)
        {
            yield return new ConfigurationError(
                "initialScale", $"{count} initial scales do not fit depth {p.Depth}: give one number, or {p.Depth + 1} (one for every matrix and one for the readout).");
        }

        if (p.Schedule is { } schedule && schedule.Length != p.Steps)
        {
            yield return new ConfigurationError("schedule", $"{schedule.Length} factors do not fit {p.Steps} steps: give one factor per step, or null.");
        }

        if (p.Batch.Sampling is BatchSampling.Fraction && double.IsInfinity(p.SampleRatio.Value))
        {
            yield return new ConfigurationError("batch", "A fraction of infinitely many samples is not defined; give a finite sampleRatio or another batch.");
        }

        if (p.Covariance.Law == "power" && p.Covariance.Modes > p.InputDimension)
        {
            yield return new ConfigurationError(
                "covariance", $"{p.Covariance.Modes} modes do not fit inputDimension {p.InputDimension}; lower modes or raise inputDimension.");
        }
    }

    private static IEnumerable<ConfigurationError> Kernel(DeepLinearParameters p)
    {
        if (p.Ntk == KernelInputs.TrainingSet && !p.HasFixedSet())
        {
            yield return new ConfigurationError("ntk", "There is no fixed training set; take \"population\" or \"freshSample\".");
        }

        bool finite = p.HasFixedSet() || p.Batch.Sampling is BatchSampling.OnePass { Ratio: < double.PositiveInfinity };
        if (p.Ntk == KernelInputs.FreshSample && !finite)
        {
            yield return new ConfigurationError("ntk", "A fresh sample needs a finite sampleRatio or batch.onePass; take \"population\".");
        }
    }

    private static IEnumerable<ConfigurationError> Sizes(DeepLinearParameters p)
    {
        DeepLinearModel model = p.Model();
        if (DeepLinearSizes.Refusal(model, p.InputDimension) is { } refusal)
        {
            yield return new ConfigurationError("inputDimension", refusal);
            yield break;
        }

        var sizes = DeepLinearSizes.Of(model, p.InputDimension);
        long smallest = Math.Min(sizes.Width, sizes.InputDimension);
        smallest = sizes.Samples > 0 ? Math.Min(smallest, sizes.Samples) : smallest;
        long queries = 2L * (p.Steps + 1 + new DeepLinearExperiment(p).Measurements.KernelQueries);
        if (MatrixPolicy.Of(p.Matrix).Capacity(smallest, smallest) is { } most && queries > most)
        {
            yield return new ConfigurationError(
                "inputDimension",
                $"A side of {smallest} is not larger than the {queries} vectors that training and tangent kernels may ask of a revealed matrix; enlarge inputDimension, record fewer ntkSteps or set matrix to \"stored\".");
        }
    }
}
