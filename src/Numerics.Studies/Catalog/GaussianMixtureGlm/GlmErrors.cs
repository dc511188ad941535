using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.GaussianMixtureGlm;

/// <summary>Errors, loss and duality gap of a trained classifier, of whichever loss: how they are recorded, drawn and concluded from.</summary>
/// <param name="Test">Probability that a new sample is classified wrongly.</param>
/// <param name="TrainLoss">Mean loss of a training sample, without the penalty.</param>
/// <param name="Train">Fraction of training samples that are classified wrongly.</param>
/// <param name="DualityGap">Objective less dual value, for each sample.</param>
internal sealed record GlmErrors(Observable Test, Observable TrainLoss, Observable Train, Observable DualityGap)
{
    /// <summary>Fewer expected events than this in one training set make no Gaussian statistics.</summary>
    public const double FewestEvents = 3;

    /// <summary>Writes what is predicted; a training error of too few events is shown only.</summary>
    /// <param name="r">Recorder of a theory.</param>
    /// <param name="test">Test error.</param>
    /// <param name="loss">Training loss.</param>
    /// <param name="train">Training error.</param>
    /// <param name="samples">n.</param>
    public void Predict(Recorder r, double test, double loss, double train, double samples)
    {
        r[Test] = test;
        r[TrainLoss] = loss;
        r[Train] = train;
        if (train * samples < FewestEvents)
        {
            r.ShowOnly(Train);
        }
    }

    /// <summary>Writes what is measured of a replica; a gap of null is missing.</summary>
    public void Measure(Recorder r, double test, double loss, double train, double? gap)
    {
        r[Test] = test;
        r[TrainLoss] = loss;
        r[Train] = train;
        r[DualityGap] = gap;
    }

    /// <summary>How well the fixed point was found.</summary>
    public static void SaySolved(TheoryContext context, double residual, int sweeps)
    {
        context.Say(Fact.Evidence("residual of the fixed point", $"{residual:G3}"));
        context.Say(Fact.Evidence("evaluations of the state evolution", $"{sweeps}"));
    }

    /// <summary>The largest gap of all replicas.</summary>
    public IEnumerable<Fact> Conclude(Findings findings)
    {
        double[] gaps = findings.Samples(DualityGap);
        return gaps.Length > 0 ? [Fact.Evidence("largest duality gap for each sample", $"{gaps.Max():G3}")] : [];
    }

    /// <summary>Both errors and the loss against swept parameters.</summary>
    /// <param name="lossTitle">Caption of the figure of the loss.</param>
    /// <param name="besideLoss">What is drawn beside the loss.</param>
    public IEnumerable<Figure> Figures(string lossTitle, params IReadOnlyList<FigurePart> besideLoss)
    {
        FigurePart[] errors = [.. FigurePart.Compared((Test, "test"), (Train, "training"))];
        yield return Against("errors", "Errors against the number of samples", "sampleRatio", "samples per dimension", "error", errors);
        yield return Against("penalty", "Errors against the strength of the penalty", "regularization", "strength of the penalty", "error", errors) with { LogarithmicHorizontal = true };
        yield return Against(
            "training-loss", lossTitle, "sampleRatio", "samples per dimension", "training loss", [.. FigurePart.Compared((TrainLoss, "loss")), .. besideLoss]);
    }

    /// <summary>Overlaps of each cluster, at a single point.</summary>
    public static Figure Overlaps(string title, params IReadOnlyList<FigurePart> layers) =>
        new("overlaps", title, "cluster", "cluster k", "overlap", layers) { MostPoints = 1, Residuals = true };

    private static Figure Against(string name, string title, string parameter, string label, string vertical, FigurePart[] layers) =>
        new(name, title, parameter, label, vertical, layers) { Sweeping = [parameter], Residuals = true };
}
