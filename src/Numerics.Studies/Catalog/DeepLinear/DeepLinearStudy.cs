using Numerics.LinearAlgebra.Operators;
using Numerics.Spectra.Models;
using Numerics.Studies.Catalog.Citations;
using Numerics.Studies.Configuration;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Catalog.DeepLinear;

/// <summary>
/// Deep linear networks with width, input dimension and samples growing together: losses, outliers of the weights and of the tangent kernel over training,
/// theory of the proportional limit against exact finite-size simulation.
/// </summary>
public sealed class DeepLinearStudy : Study<DeepLinearParameters>
{
    /// <summary>BibTeX of the studies of deep linear networks.</summary>
    internal static string References { get; } = Bibliography.Of(
        Bibliography.LauditiPehlevanBordelon2026, Bibliography.Bolthausen2014, Bibliography.BenaychGeorgesNadakuditi2012);

    /// <inheritdoc/>
    public override StudyCard Card { get; } = new(
        "deep-linear",
        "deep linear networks in the proportional limit: losses, outliers of the weights, edge of the tangent kernel",
        StreamId: 2,
        References);

    // Their configurations once had a key "grid" with the swept parameters.
    private static readonly Dictionary<string, string> Grid = new(StringComparer.Ordinal) { ["grid"] = "sweep" };

    /// <summary>Loss after a fixed number of steps against the learning rate, at several widths, in muP and NTK parameterization side by side.</summary>
    public static IStudy LearningRateTransfer { get; } = new Preset(
        new DeepLinearStudy(),
        new StudyCard(
            "learning-rate-transfer",
            "loss against learning rate at several widths, muP and NTK side by side: where the best learning rate carries over",
            StreamId: 3,
            Bibliography.Of(References, Bibliography.YangHu2022)),
        parameters: """{ "depth": 2, "outputScale": 2, "initialScale": 0.6, "labelNoise": 0.3, "inputDimension": 200, "recordSteps": [] }""",
        sweep: """{ "parameterization": ["muP", "NTK"], "widthRatio": [0.5, 2, 8], "learningRate": { "from": 0.03, "to": 1.5, "points": 24 } }""",
        Grid);

    /// <summary>Sharpness over training at several widths and learning rates, in muP and NTK parameterization, against the limit of stability.</summary>
    public static IStudy EdgeOfStability { get; } = new Preset(
        new DeepLinearStudy(),
        new StudyCard(
            "edge-of-stability",
            "sharpness of deep linear networks over training at several widths, muP and NTK side by side, up to the edge of stability",
            StreamId: 4,
            Bibliography.Of(References, Bibliography.Cohen2021)),
        parameters: """
            {
              "depth": 2, "sampleRatio": 4, "outputScale": 2, "initialScale": 0.6, "labelNoise": 0.1, "steps": 32,
              "inputDimension": 300, "recordSteps": [0, 4, 8, 16, 32]
            }
            """,
        sweep: """{ "parameterization": ["muP", "NTK"], "widthRatio": [0.5, 2, 8], "learningRate": [0.1, 0.2] }""",
        Grid);

    /// <inheritdoc/>
    protected override Experiment Prepare(DeepLinearParameters p, string baseDirectory) => new DeepLinearExperiment(p);

    /// <inheritdoc/>
    protected override IEnumerable<ConfigurationError> Check(DeepLinearParameters p, string baseDirectory)
    {
        ConfigurationError[] errors =
        [
            .. p.InitialScale.Errors("initialScale", p.Depth),
            .. Precision(p),
            .. Schedule(p),
            .. p.Batch.Errors("batch", p.SampleRatio),
            .. p.Covariance.Errors("covariance", p.InputDimension),
            .. p.LearningRateFactor.Errors("learningRateFactor", p.Depth),
            .. p.Conventions.Errors("conventions", p.SpectrumSteps().Length > 0, p.Schedule),
            .. RecordedSteps.Errors("recordSteps", p.RecordSteps, p.Steps),
            .. RecordedSteps.Errors("ntkSteps", p.NtkSteps, p.Steps),
            .. Kernel(p),
        ];
        return errors.Length > 0 ? errors : Sizes(p);
    }

    private static IEnumerable<ConfigurationError> Precision(DeepLinearParameters p)
    {
        if (p.Precision == FloatingPrecision.Mixed)
        {
            yield return new ConfigurationError("precision", "No vectors of a deep linear network are kept in another precision than the others; set precision to \"double\" or \"single\".");
        }
    }

    private static IEnumerable<ConfigurationError> Schedule(DeepLinearParameters p)
    {
        if (p.Schedule is { } schedule && schedule.Length != p.Steps)
        {
            yield return new ConfigurationError("schedule", $"{schedule.Length} factors do not fit {p.Steps} steps: give one factor per step, or null.");
        }
    }

    private static IEnumerable<ConfigurationError> Kernel(DeepLinearParameters p)
    {
        if (p.Ntk == TangentKernelInputs.TrainingSet && !p.HasFixedSet())
        {
            yield return new ConfigurationError("ntk", "There is no fixed training set; take \"population\" or \"freshSample\".");
        }

        bool finite = p.HasFixedSet() || p.Batch.Sampling is BatchSampling.OnePass { Ratio: < double.PositiveInfinity };
        if (p.Ntk == TangentKernelInputs.FreshSample && !finite)
        {
            yield return new ConfigurationError("ntk", "A fresh sample needs a finite sampleRatio or batch.onePass; take \"population\".");
        }
    }

    private static IEnumerable<ConfigurationError> Sizes(DeepLinearParameters p)
    {
        DeepLinearModel model = p.Model();
        if (p.HiddenWidths is [])
        {
            yield return new ConfigurationError("hiddenWidths", $"An empty list of hidden widths does not fit depth {p.Depth}: give {p.Depth}, one for each hidden layer, or null for equal widths.");
            yield break;
        }

        if (model.HiddenWidthsRefusal is { } misfit)
        {
            yield return new ConfigurationError("hiddenWidths", misfit);
            yield break;
        }

        if (DeepLinearSizes.Refusal(model, p.InputDimension) is { } refusal)
        {
            yield return new ConfigurationError("inputDimension", refusal);
            yield break;
        }

        var sizes = DeepLinearSizes.Of(model, p.InputDimension);
        long smallest = Enumerable.Range(0, p.Depth + 1).Min(sizes.WidthOf);
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
