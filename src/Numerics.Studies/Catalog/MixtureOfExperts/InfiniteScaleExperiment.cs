using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Theory.Experts;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.MixtureOfExperts;

/// <summary>Training of a mixture of experts at infinite scale against networks of one scale.</summary>
/// <remarks>
/// Means deviate from the limit by O(1/N). The allowances of a single scale, 8/N (12/N of the value for the gradient), are set by hand: networks of N = 64 to 384 lie within their statistical errors of 0.01 to
/// 0.03 of the limit. A ladder of scales grants none.
/// </remarks>
internal sealed class InfiniteScaleExperiment : Experiment
{
    private readonly MixtureSettings s;
    private readonly ExpertLimitModel model;
    private readonly ExpertSizes sizes;
    private readonly int[] steps;
    private readonly Observable output;
    private readonly Observable loss;
    private readonly Observable readoutMoment;
    private readonly Observable gradientMoment;
    private readonly Observable hiddenMoment;
    private readonly Observable? logit;

    public InfiniteScaleExperiment(MixtureSettings settings, double scale)
    {
        s = settings;
        model = s.Model(s.Data.Set());
        sizes = s.Sizes.At(scale);
        steps = s.RecordSteps;
        Axis step = Axis.Of("step", steps);
        Axis sample = Axis.Of("sample", Enumerable.Range(0, model.Samples));
        bool isZero = !model.HasInitialPart && model.ReadoutScale == 0;
        ComparisonRule? Rule(double constant, bool relative = false) => isZero ? null
            : new ComparisonRule(sizes.Width, constant, 1) { TheoryFreedom = s.Parameters.TheorySeeds - 1, Relative = relative };
        output = Observe("output", "output on each training sample", step, sample).Judged(Rule(8));
        loss = Observe("loss", "training loss (1/2P) sum over samples of (target - output)^2", step).Judged(Rule(8));
        readoutMoment = Observe("readoutSecondMoment", "mean square of omega = N w_out", step).Judged(Rule(8));
        gradientMoment = Observe("expertGradientSecondMoment", "mean square of v, what comes back to a neuron of an expert", step).Judged(Rule(12, relative: true));
        hiddenMoment = Observe("hiddenSecondMoment", "mean square of the aggregated expert output h", step, sample).Judged(Rule(8));
        logit = model.Regime == ExpertRegime.I ? Observe("routerLogit", "router logit, the same for all experts in the limit; simulation: mean over experts", step, sample).Judged(Rule(8)) : null;
    }

    public override int Replicas => s.Parameters.Replicas;

    public override bool SolvesTheoryOnce => true;

    public override Cost Cost => new(
        (long)DirectExpertNetwork.Bytes(model, sizes),
        (long)ExpertDmft.Bytes(model, s.TheorySites, s.TheoryExperts),
        DirectExpertNetwork.Operations(model, sizes) / 4e9,
        s.Parameters.TheorySeeds * ExpertDmft.Seconds(model, s.TheorySites, s.TheoryExperts),
        s.Parameters.TheorySeeds);

    public override IReadOnlyList<Fact> Plan => [Fact.Evidence("sizes", $"N = {sizes.Width}, M = {sizes.Experts}, N_e = {sizes.ExpertWidth}"), .. s.Warnings];

    public override IReadOnlyList<Figure> Figures
    {
        get
        {
            var heading = new Caption($"{(s.Parameters.Parameterization == ExpertScaling.Mssp ? "MSSP" : "muP")} in regime {model.Regime}");
            Figure[] figures =
            [
                Figure.OverSteps("output", "Outputs of a mixture of experts over training", "output f", [.. FigurePart.Compared((output, "output"))]) with { Heading = heading, MostPoints = 1 },
                Figure.Losses("Training loss of a mixture of experts", [.. FigurePart.Compared((loss, "loss"))]) with { Heading = heading },
                Figure.OverSteps("moments", "Second moments over training", "second moment", [.. FigurePart.Compared((readoutMoment, "readout"), (gradientMoment, "expert gradient"))]) with { Heading = heading },
            ];
            return logit is null ? figures
                : [.. figures, Figure.OverSteps("router", "Router logits over training", "router logit", [.. FigurePart.Compared((logit, "logit"))]) with { Heading = heading, MostPoints = 1 }];
        }
    }

    public override void Predict(TheoryContext context, Recorder r)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(r);
        s.Warnings.ToList().ForEach(context.Say);
        PassAverages passes = context.Once("passes", () => PassAverages.Of(context, Observables, s.Parameters.TheorySeeds, (pass, recorder, progress) =>
        {
            StudyStreams streams = context.Streams(pass);
            ExpertTrajectory found = ExpertDmft.Solve(model, s.TheorySites, s.TheoryExperts, streams.Matrix, progress.Report, context.Cancellation);
            Record(recorder, found);
            return found.DivergedAt;
        }));
        context.Say(Fact.Evidence("sites", model.Regime == ExpertRegime.III ? $"{s.TheorySites} neurons of {s.TheoryExperts} experts" : $"{s.TheorySites}"));
        context.Say(Fact.Evidence("seeds", $"{s.Parameters.TheorySeeds}"));
        if (!model.HasInitialPart && model.ReadoutScale == 0)
        {
            context.Say(Fact.Warning("limit", "With a readout from zero muP does not move in the limit; networks do, after a time that grows with the logarithm of the scale (experiment escapeTime), so that nothing is judged."));
        }

        passes.Averages.CopyTo(r);
        context.Progress.Report(1);
        if (passes.DivergedAt is { } at)
        {
            r.ShowOnly();
            throw new DivergedException("The dynamics of infinite scale", $"step {at}", "", "learningRate", s.LearningRate);
        }
    }

    public override void Simulate(ReplicaContext context, Recorder r)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(r);
        using var network = new DirectExpertNetwork(context.Lapack, model, sizes, context.Streams.Matrix);
        ExpertTrajectory found = network.Train(context.Progress.Report, context.Cancellation);
        Record(r, found);
        if (found.DivergedAt is { } at)
        {
            throw new DivergedException("Training", $"step {at}", "", "learningRate", s.LearningRate);
        }
    }

    private void Record(Recorder r, ExpertTrajectory found)
    {
        for (int k = 0; k < steps.Length && steps[k] < found.GradientSecondMoment.Count; k++)
        {
            int t = steps[k];
            r.Row(output, found.Output[t], k);
            r[loss, k] = found.Loss[t];
            r[readoutMoment, k] = found.ReadoutSecondMoment[t];
            r[gradientMoment, k] = found.GradientSecondMoment[t];
            r.Row(hiddenMoment, found.HiddenSecondMoment[t], k);
            if (logit is not null)
            {
                r.Row(logit, found.RouterLogit[t], k);
            }
        }
    }
}
