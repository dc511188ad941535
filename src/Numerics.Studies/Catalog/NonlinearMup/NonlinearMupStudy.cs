using System.Globalization;
using Numerics.Kernels.Elementwise;
using Numerics.LinearAlgebra.Operators;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Studies.Catalog.Citations;
using Numerics.Studies.Contract;
using Numerics.Studies.Inputs;

namespace Numerics.Studies.Catalog.NonlinearMup;

/// <summary>
/// Nonlinear networks in muP: losses, outputs and hidden-weight outliers over training, infinite-width theory against exact finite-width simulation.
/// </summary>
public sealed class NonlinearMupStudy : Study<NonlinearMupParameters>
{
    /// <inheritdoc/>
    public override StudyCard Card { get; } = new(
        "nonlinear-mup",
        "training of nonlinear networks in muP: loss and outlier singular values of hidden weights, DMFT against exact simulation",
        StreamId: 1,
        Bibliography.Of(Bibliography.LauditiPehlevanBordelon2026, Bibliography.BordelonPehlevan2022, Bibliography.Lu2021));

    /// <inheritdoc/>
    protected override IReadOnlyList<string> InputFiles(NonlinearMupParameters p, string baseDirectory) =>
        p.Inputs is { } inputs ? [Path.GetFullPath(Path.Combine(baseDirectory, inputs.File))] : [];

    /// <inheritdoc/>
    protected override Experiment Prepare(NonlinearMupParameters p, string baseDirectory) =>
        new NonlinearMupExperiment(p, p.TrainingSet(baseDirectory), p.Inputs is { } inputs ? LabelledSamples.Read(inputs, baseDirectory).Summary : "");

    /// <inheritdoc/>
    protected override IEnumerable<ConfigurationError> Check(NonlinearMupParameters p, string baseDirectory)
    {
        TrainingSet set;
        try
        {
            set = p.TrainingSet(baseDirectory);
        }
        catch (ConfigurationException exception)
        {
            return exception.Errors;
        }
        catch (InputFileException exception)
        {
            return [new ConfigurationError("inputs", exception.Message)];
        }

        return
        [
            .. RecordedSteps.Errors("recordSteps", p.RecordSteps, p.Steps),
            .. p.LearningRateFactor.Errors("learningRateFactor", p.Depth),
            .. History(p, set),
            .. Sizes(p, set),
        ];
    }

    private static IEnumerable<ConfigurationError> History(NonlinearMupParameters p, TrainingSet set)
    {
        if (p.Precision != FloatingPrecision.Mixed || (MatrixPolicy.Of(p.Matrix).AnswersInSweeps && SweptNetwork<double>.Serves(p.Network(), set)))
        {
            yield break;
        }

        string other = !MatrixPolicy.Of(p.Matrix).AnswersInSweeps ? "matrix is not revealed"
            : set.Outputs > 1 ? $"there are {set.Outputs} outputs"
            : p.Dynamics == TrainingDynamics.Flow ? "dynamics is flow" : "there is momentum or weight decay";
        yield return new ConfigurationError(
            "precision",
            $"Mixed precision is for revealed matrices, one output and plain gradient descent, whose histories are read in single sweeps, but {other}; set precision to \"double\" or \"single\".");
    }

    private static IEnumerable<ConfigurationError> Sizes(NonlinearMupParameters p, TrainingSet set)
    {
        if (p.RecordSteps is { Length: 0 })
        {
            yield return new ConfigurationError("recordSteps", "No step is recorded; name at least one, or null for about six.");
        }

        if (MatrixPolicy.Of(p.Matrix).WhyNotEntrywise is { } reason)
        {
            yield return new ConfigurationError("matrix", reason);
        }

        if (p.Dynamics == TrainingDynamics.Flow && (p.Momentum != 0 || p.WeightDecay != 0))
        {
            yield return new ConfigurationError("dynamics", "Gradient flow has neither momentum nor weight decay; set both to 0, or dynamics to \"descent\".");
        }

        if (p.Dynamics == TrainingDynamics.Flow && MatrixPolicy.Of(p.Matrix).HoldsWholeSpectrum)
        {
            yield return new ConfigurationError("matrix", "A stored matrix keeps every vector that is asked, and an integration asks an unknown number; set matrix to \"revealed\".");
        }

        double least = QueryRank.LeastFlowTolerance(p.Network(), p.Precision == FloatingPrecision.Single);
        if (p.Dynamics == TrainingDynamics.Flow && p.FlowTolerance < least)
        {
            yield return new ConfigurationError("flowTolerance", string.Create(
                CultureInfo.InvariantCulture,
                $"What queries leave out (rankTolerance, at least 1e-11, in single precision 1e-5, and of the output 1/outputScale as much) hides errors of an integration step below {least:0.#e+0}; raise flowTolerance, lower rankTolerance or set precision to \"double\"."));
        }

        if (set.Outputs > p.Width)
        {
            yield return new ConfigurationError("targets", $"{set.Outputs} outputs are more than the width {p.Width}; give fewer targets per sample, or enlarge the width.");
        }

        QueryRank rank = QueryRank.Of(p.SimulatedNetwork(), set, p.Precision == FloatingPrecision.Single);
        double queries = QueryRank.Asked(p.Network(), set);
        if (MatrixPolicy.Of(p.Matrix).Capacity(p.Width, p.Width) is { } most && rank.Total > most)
        {
            yield return new ConfigurationError(
                "width",
                rank.Total == queries
                    ? $"Width {p.Width} is not larger than the {queries:F0} vectors that training asks of a revealed matrix; enlarge the width or set matrix to \"stored\"."
                    : $"Width {p.Width} is not larger than the {rank.Total} directions expected of the {queries:F0} vectors that training asks of a revealed matrix; enlarge the width, raise rankTolerance or set matrix to \"stored\".");
        }

        long sources = QueryRank.Of(p.Network(), set).Total + set.Samples + set.Outputs;
        if (p.Activation != ActivationKind.Linear && (p.TheorySites <= 4 * sources || p.TheorySites - NonlinearMupTheory.FirstHalf(p.TheorySites) <= sources))
        {
            yield return new ConfigurationError(
                "theorySites", $"{p.TheorySites} sites are too few for {sources} Gaussian sources; more than four times as many are needed, and in each half of them (the first in whole blocks of 64) more than the sources; twenty times are sensible.");
        }
    }
}
