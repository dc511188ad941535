using System.Globalization;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Analysis;
using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.Experts;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.MixtureOfExperts;

/// <summary>When the loss begins to fall: in muP of regimes II and III with a readout from zero later and later with the scale, in MSSP at the same time.</summary>
/// <remarks>
/// Escape times deviate from their law by O(1/s), and the slope over scales from s on by as much: a quarter of it over s is granted (MSSP: one step over s), which networks from scale 1 on support. The closed form of the
/// first steps is of infinite width: judged at the largest scale s, with 0.8/s of it granted, set after networks at scales 1 to 8, whose tenth step deviates by 0.1/s to 0.94/s (docs/mixture-of-experts.md, section 4).
/// </remarks>
internal sealed class EscapeTimeExperiment : ScaledNetworksExperiment
{
    /// <summary>Share of the initial loss that is the end of the plateau.</summary>
    private const double Share = 0.75;

    /// <summary>The closed form of the output holds while it is small against the targets.</summary>
    private const int EarlySteps = 10;

    /// <summary>Granted deviation of the slope at scale 1, relative; of that of MSSP, in steps.</summary>
    private const double SlopeAllowance = 0.25, StepAllowance = 1;

    /// <summary>Granted relative deviation of the early output at scale 1.</summary>
    private const double AlignmentAllowance = 0.8;

    /// <summary>Steps for every factor e of the scale that matter where the prediction is zero: those of muP at the default rate are 4 to 6.</summary>
    private const double SlopeScale = 4;

    /// <summary>Deviation that must be seen: a slope of MSSP is told from one of muP.</summary>
    private const double Told = 0.6;

    private readonly MixtureSettings s;
    private readonly bool isMuP;
    private readonly Observable time;
    private readonly Observable slope;
    private readonly Observable growth;
    private readonly Observable alignment;
    private readonly int early;

    public EscapeTimeExperiment(MixtureSettings settings)
        : base(settings)
    {
        s = settings;
        early = Math.Min(EarlySteps, s.Steps);
        isMuP = s.Right.Scaling == ExpertScaling.MuP && s.Parameters.Regime != ExpertRegime.I && s.ZeroReadout;
        time = Observe("escapeTime", $"first step, interpolated, at which the loss is below {Share} of its start", ScaleAxis);
        slope = Observe("escapeSlope", "slope of escapeTime against the logarithm of the scale, in steps; theory: 1/(2 ln(1 + lambda)) in muP, 0 in MSSP")
            .Judged(new ComparisonRule(s.Scales[0], isMuP ? SlopeAllowance : StepAllowance, 1) { Relative = isMuP, NaturalScale = SlopeScale, Resolution = Told, IsOverSizes = true });
        growth = Observe("escapeGrowth", "lambda, growth of the output in a step of the plateau");
        alignment = Observe("earlyAlignment", "(1/P) sum of target times output over samples in the first steps", Axis.Of("step", Enumerable.Range(1, early)), ScaleAxis)
            .Judged(isMuP ? new ComparisonRule(s.Scales[^1], AlignmentAllowance, 1, [.. Enumerable.Range(0, early).SelectMany(_ => s.Scales.Select(scale => scale == s.Scales[^1]))]) { Relative = true, Resolution = Told, IsOverSizes = true } : null);
    }

    public override IReadOnlyList<Figure> Figures =>
    [
        new("escape", "Escape from the plateau over the scale", "scale", "scale s", "step", FigurePart.Simulation(time, "escape")) { LogarithmicHorizontal = true },
        new("alignment", "Output along the targets in the first steps", "step", "gradient step", "y · f over P", [.. FigurePart.Compared((alignment, "alignment"))]) { LogarithmicVertical = true },
    ];

    public override void Predict(TheoryContext context, Recorder r)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(r);
        s.Warnings.ToList().ForEach(context.Say);
        bool linear = s.Parameters is { Optimizer: ExpertOptimizer.Sgd, Gates: ExpertGates.Sigmoid, ActiveExperts: null };
        if (!isMuP || !linear)
        {
            if (isMuP)
            {
                context.Say(Fact.Warning("theory", "The escape law is of gradient descent with sigmoid gates and dense routing; there is no prediction here."));
            }
            else
            {
                r[slope] = 0;
            }

            return;
        }

        (DenseMatrix<double> inputs, IReadOnlyList<double> targets) = s.Data.Columns();
        using DenseMatrix<double> held = inputs;
        double ratio = s.Parameters.Regime == ExpertRegime.III ? s.Sizes.ExpertWidthRatio : 0;
        var escape = new ExpertEscape(inputs, targets, s.LearningRate, ratio);
        if (!(escape.Growth > 0 && double.IsFinite(escape.Slope) && double.IsFinite(escape.Alignment(early, 1))))
        {
            context.Say(Fact.Warning("theory", "With these inputs, targets and learning rate the output has no finite growth from the start; there is no prediction."));
            return;
        }

        r[slope] = escape.Slope;
        r[growth] = escape.Growth;
        for (int step = 1; step <= early; step++)
        {
            for (int k = 0; k < s.Scales.Count; k++)
            {
                r[alignment, step - 1, k] = escape.Alignment(step, s.Sizes.At(s.Scales[k]).Experts);
            }
        }

        context.Say(Fact.Evidence("kappa", $"{escape.Rate:G6}, of it {escape.OutputRate:G6} by the changes of the expert outputs"));
    }

    public override void Simulate(ReplicaContext context, Recorder r)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(r);
        var times = new double?[s.Scales.Count];
        double start = 0, before = 0;
        Train(context, (network, scale, step) =>
        {
            double now = network.Loss;
            start = step == 0 ? now : start;
            if (step > 0 && step <= early)
            {
                r[alignment, step - 1, scale] = network.Alignment;
            }

            if (times[scale] is null && now < Share * start)
            {
                r[time, scale] = times[scale] = step - 1 + ((before - (Share * start)) / (before - now));
            }

            before = now;
            return times[scale] is null || step < early;
        });
        if (times.All(found => found is not null))
        {
            r[slope] = StraightLine.Through([.. s.Scales.Select(scale => Math.Log(scale))], [.. times.Select(found => found!.Value)]).Slope;
        }
        else
        {
            r.Remark($"{AtScales(k => times[k] is null)} the loss is above {Share} of its start after all {s.Steps} steps; raise steps.");
        }
    }

    /// <summary>Says where escapeTime is missing altogether, also at a point of a sweep, whose replicas' remarks are evidence only.</summary>
    public override IEnumerable<Fact> Conclude(Findings findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        bool[] missing = [.. s.Scales.Select((_, k) => findings.Samples(time, k).Length == 0)];
        return findings.Replicas == 0 || !missing.Contains(true) ? []
            : [Fact.Warning("escape", $"{AtScales(k => missing[k])} no network escaped from the plateau within {s.Steps} steps: escapeTime is missing there, and escapeSlope with it; raise steps.")];
    }

    private string AtScales(Func<int, bool> wanted)
    {
        string[] scales = [.. s.Scales.Where((_, k) => wanted(k)).Select(scale => scale.ToString("R", CultureInfo.InvariantCulture))];
        return $"At {(scales.Length == 1 ? "scale" : "the scales")} {string.Join(", ", scales)}";
    }
}
