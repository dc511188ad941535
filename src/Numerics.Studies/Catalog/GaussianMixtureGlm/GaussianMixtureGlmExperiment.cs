using Numerics.Spectra.Classifiers;
using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.GaussianMixtures;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.GaussianMixtureGlm;

/// <summary>The study <c>gaussian-mixture-glm</c> with a loss of the margin and its parameters fixed: a replica draws means and samples and trains one classifier.</summary>
/// <remarks>Means deviate from the limit by O(1/d); the measured constants are in docs/gaussian-mixture-glm.md, section 5.</remarks>
public sealed class GaussianMixtureGlmExperiment : Experiment
{
    // Fewer expected events than this in one training set make no Gaussian statistics.
    private const double FewestEvents = 3;
    private const double Zero = 1e-9;
    // Separable shares fall from 1 to 0 over about this relative distance at d = 60 (docs/gaussian-mixture-glm.md, section 5).
    private const double Near = 0.1;

    private readonly GaussianMixtureGlmParameters p;
    private readonly GeneralizedLinearModel model;
    private readonly Observable testError;
    private readonly Observable trainLoss;
    private readonly Observable trainError;
    private readonly Observable bias;
    private readonly Observable meanOverlap;
    private readonly Observable selfOverlap;
    private readonly Observable susceptibility;
    private readonly Observable dualityGap;
    private readonly Observable separability;

    /// <summary>Declares the observables.</summary>
    public GaussianMixtureGlmExperiment(GaussianMixtureGlmParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        p = parameters;
        model = p.Model();
        Axis cluster = Axis.Of("cluster", Enumerable.Range(1, p.ClusterProbabilities.Length));
        // Twice the largest deviation measured at d = 50, times d (documentation, section 5); weights that l1 cuts off approach the limit from further away.
        ComparisonRule Rule(double l2, double l1) => new(p.Dimension, model.IsSparse ? l1 : l2, 1) { Relative = true };
        testError = Observe("testError", "probability that a new sample is classified wrongly, from the overlaps").Judged(Rule(1.5, 4));
        trainLoss = Observe("trainLoss", "mean loss of a training sample, without the penalty").Judged(Rule(3, 3));
        trainError = Observe("trainError", "fraction of training samples that are classified wrongly").Judged(Rule(0.15, 0.15) with { Relative = false });
        bias = Observe("bias", "trained bias b; 0 if it is not trained").Judged(p.FitBias ? Rule(1, 1) with { Relative = false } : null);
        meanOverlap = Observe("meanOverlap", "m_k = w.mu_k/d", cluster).Judged(Rule(1.5, 3));
        selfOverlap = Observe("selfOverlap", "q_k = w' Sigma_k w/d", cluster).Judged(Rule(2, 8));
        susceptibility = Observe("susceptibility", "V_k = (1/d) tr Sigma_k H^-1, H the Hessian of the objective at its minimum, with l1 on the weights that are not zero", cluster)
            .Judged(Rule(2.2, 3) with { VariancePower = model.Loss == MarginLoss.Square && !model.IsSparse ? 2 : 1 });
        dualityGap = Observe("dualityGap", "objective less dual value at the trained weights, for each sample; no theory");
        separability = Observe("separabilityThreshold", "samples per dimension up to which a hyperplane separates the labels, whatever the loss; null where none was found");
    }

    /// <inheritdoc/>
    public override int Replicas => p.Replicas;

    /// <inheritdoc/>
    public override bool SolvesTheoryOnce => true;

    /// <inheritdoc/>
    public override Cost Cost
    {
        get
        {
            double d = p.Dimension + 1, n = Math.Max(1, p.SampleRatio * p.Dimension);
            // Matrices of the samples (twice: with weights of the curvature) and of the Hessian with its factor and inverse.
            double bytes = 8 * ((2 * n * d) + (5 * d * d));
            double models = model.Loss switch { MarginLoss.Square => 2, MarginLoss.Logistic => 12, _ => 50 };
            double newton = models * ((n * d * d) + (d * d * d / 3)) * (model.Loss == MarginLoss.Hinge ? 0.5 : 1);
            double operations = model.IsSparse ? models * 400 * n * d : newton;
            return new Cost((long)bytes, 1_000_000, (operations + (3 * d * d * d)) / 6e9, 0.05 * p.ClusterProbabilities.Length);
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Figure> Figures =>
    [
        new("overlaps", "Overlaps of the trained weights", "cluster", "cluster k", "overlap", [.. FigurePart.Compared((meanOverlap, "mean"), (selfOverlap, "self"))])
        {
            MostPoints = 1,
            Residuals = true,
        },
        new("errors", "Errors against the number of samples", "sampleRatio", "samples per dimension", "error", [.. FigurePart.Compared((testError, "test"), (trainError, "training"))])
        {
            Sweeping = ["sampleRatio"],
            Residuals = true,
        },
        new("penalty", "Errors against the strength of the penalty", "regularization", "strength of the penalty", "error", [.. FigurePart.Compared((testError, "test"), (trainError, "training"))])
        {
            LogarithmicHorizontal = true,
            Sweeping = ["regularization"],
            Residuals = true,
        },
        new(
            "training-loss",
            "Training loss and the separability transition",
            "sampleRatio",
            "samples per dimension",
            "training loss",
            FigurePart.Theory(trainLoss, "loss"),
            FigurePart.Simulation(trainLoss, "loss"),
            FigurePart.Mark(separability, "separable up to here"))
        {
            Sweeping = ["sampleRatio"],
            Residuals = true,
        },
    ];

    /// <inheritdoc/>
    public override void Predict(TheoryContext context, Recorder r)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(r);
        MixtureFixedPoint solution = context.Once("fixed point", () => StateEvolution.Solve(model, context.Cancellation));
        r[testError] = solution.TestError;
        r[trainLoss] = solution.TrainLoss;
        r[trainError] = solution.TrainError;
        r[bias] = solution.Bias;
        r.Row(meanOverlap, solution.MeanOverlap);
        r.Row(selfOverlap, solution.SelfOverlap);
        r.Row(susceptibility, solution.Susceptibility);
        double? transition = context.Once("separability", () => new Threshold(SeparabilityTransition.Of(model.Mixture, p.FitBias))).Value;
        r[separability] = transition;
        ShowOnly(r, solution);
        SayTransition(context, transition);
        context.Say(Fact.Evidence("residual of the fixed point", $"{solution.Residual:G3}"));
        context.Say(Fact.Evidence("evaluations of the state evolution", $"{solution.Sweeps}"));
    }

    /// <inheritdoc/>
    public override void Simulate(ReplicaContext context, Recorder r)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(r);
        TrainedClassifier trained = TrainedClassifier.Train(context.Lapack, model, p.Dimension, context.Streams.Matrix, context.Executor, context.Cancellation);
        double[] m = [.. trained.MeanOverlap], q = [.. trained.SelfOverlap];
        r[testError] = ClassificationError.Of(model.Mixture, m, q, trained.Bias);
        r[trainLoss] = trained.TrainLoss;
        r[trainError] = trained.TrainError;
        r[bias] = trained.Bias;
        r.Row(meanOverlap, m);
        r.Row(selfOverlap, q);
        r[dualityGap] = trained.DualityGap;
        if (trained.Susceptibility is { } v)
        {
            r.Row(susceptibility, v);
        }
        else
        {
            r.Remark("The Hessian on the weights that are not zero is singular to rounding; the susceptibility is missing.");
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<Fact> Conclude(Findings findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        double[] gaps = findings.Samples(dualityGap);
        return gaps.Length > 0 ? [Fact.Evidence("largest duality gap for each sample", $"{gaps.Max():G3}")] : [];
    }

    /// <summary>What a verdict says nothing of: too few events in a training set, values that vanish by symmetry.</summary>
    private void ShowOnly(Recorder r, MixtureFixedPoint solution)
    {
        double samples = p.SampleRatio * p.Dimension;
        if (solution.TrainError * samples < FewestEvents)
        {
            r.ShowOnly(trainError);
        }

        // What vanishes by symmetry has no relative size that a verdict could speak of.
        if (Math.Abs(solution.Bias) < Zero)
        {
            r.ShowOnly(bias);
        }

        if (solution.MeanOverlap.All(overlap => Math.Abs(overlap) < Zero))
        {
            r.ShowOnly(meanOverlap);
        }

        if (model.Loss == MarginLoss.Hinge && solution.TrainLoss * samples < FewestEvents)
        {
            r.ShowOnly(trainLoss);
        }

        // 1/lambda for each direction that no margin holds: a whole number of them at finite dimension, mostly none where fewer than a few are expected.
        if (model.Loss == MarginLoss.Hinge && solution.Susceptibility.Select((v, k) => model.Regularization * v * p.Dimension / model.Mixture.Variances[k].Max()).Any(free => free < FewestEvents))
        {
            r.ShowOnly(susceptibility);
        }
    }

    private void SayTransition(TheoryContext context, double? transition)
    {
        if (transition is not { } ratio)
        {
            return;
        }

        context.Say(Fact.Evidence("samples per dimension up to which labels are separable", ReadableNumber.Of(ratio)));
        if (Math.Abs((p.SampleRatio / ratio) - 1) < Near && model.Loss != MarginLoss.Square)
        {
            context.Say(Fact.Warning(
                "separability", $"sampleRatio {p.SampleRatio:G4} is close to the separability transition at {ratio:G4}: with a small penalty samples scatter widely there, and corrections are not yet of order 1/d."));
        }
    }

    /// <summary>A number that may not exist, as something that is shared.</summary>
    private sealed record Threshold(double? Value);
}
