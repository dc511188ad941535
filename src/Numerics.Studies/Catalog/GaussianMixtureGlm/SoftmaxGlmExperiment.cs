using Numerics.Spectra.Classifiers;
using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.GaussianMixtures;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.GaussianMixtureGlm;

/// <summary>The study <c>gaussian-mixture-glm</c> with the softmax and its parameters fixed: overlaps are those of the weights of each label, whose sum is zero.</summary>
/// <remarks>Means deviate from the limit by O(1/d); the measured constants are in docs/gaussian-mixture-glm.md, section 5.</remarks>
public sealed class SoftmaxGlmExperiment : Experiment
{
    // Relative to the largest entry: a bias that is less vanishes by symmetry.
    private const double Vanishing = 1e-6;
    // Corrections of order 1/d are a share of the largest entry, not of a smaller one: allowances and verdicts relative to entries below this share of it say nothing.
    private const double Small = 0.05;

    // Of a quadrature, whose proximal point takes some Newton steps.
    private const double SecondsOfPoint = 2e-6;

    private readonly GaussianMixtureGlmParameters p;
    private readonly SoftmaxModel model;
    private readonly GlmErrors errors;
    private readonly Observable bias;
    private readonly Observable meanOverlap;
    private readonly Observable selfOverlap;
    private readonly Observable susceptibility;

    /// <summary>Declares the observables.</summary>
    public SoftmaxGlmExperiment(GaussianMixtureGlmParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        p = parameters;
        model = p.SoftmaxModel();
        Axis cluster = Axis.Of("cluster", Enumerable.Range(1, p.ClusterProbabilities.Length));
        Axis label = Axis.Of("label", Enumerable.Range(1, model.Labels)), second = Axis.Of("secondLabel", Enumerable.Range(1, model.Labels));
        // Twice the largest deviation measured at d = 50, times d (documentation, section 5).
        ComparisonRule Rule(double constant) => new(p.Dimension, constant, 1) { Relative = true };
        Observable testError = Observe("testError", "probability that a new sample is classified wrongly, from the overlaps").Judged(Rule(1.2));
        Observable trainLoss = Observe("trainLoss", "mean cross-entropy of a training sample, without the penalty").Judged(Rule(4));
        Observable trainError = Observe("trainError", "fraction of training samples that are classified wrongly").Judged(Rule(0.25) with { Relative = false });
        bias = Observe("labelBias", "trained bias b_l of each label, sum zero; 0 if it is not trained", label).Judged(p.FitBias ? Rule(0.5) with { Relative = false } : null);
        meanOverlap = Observe("labelMeanOverlap", "w_l.mu_k/d", cluster, label).Judged(Rule(1.5));
        selfOverlap = Observe("labelSelfOverlap", "w_l' Sigma_k w_l'/d; judged once for each pair of labels", cluster, label, second).Judged(Rule(3));
        susceptibility = Observe(
            "labelSusceptibility",
            "(1/d) tr Sigma_k of the block l, l' of H^-1, H the Hessian of the objective at its minimum on weights that sum to zero over labels; judged once for each pair",
            cluster,
            label,
            second).Judged(Rule(3));
        errors = new(testError, trainLoss, trainError, Observe("dualityGap", "objective less dual value at the trained weights, for each sample; no theory"));
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
            double n = Math.Max(1, p.SampleRatio * p.Dimension), contrasts = model.Labels - 1, d = p.Dimension + 1, all = contrasts * d;
            // Rows twice, one block, and Hessian, factors, inverse and identity.
            double bytes = 8 * ((2 * n * d) + (d * d) + (4 * all * all) + (n * contrasts * (contrasts + 4)));
            double step = (contrasts * (contrasts + 1) * n * d * d) + (2 * all * all * all / 3);
            return new Cost((long)bytes, 1_000_000, ((12 * step) + (2 * all * all * all)) / 6e9, (model.Labels switch { 2 => 0.1, 3 => 0.5, _ => 30 }) + (SecondsOfPoint * SoftmaxStateEvolution.ExpectedWork(model)));
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Figure> Figures =>
    [
        GlmErrors.Overlaps("Overlaps of the weights of each label with the means of the clusters", [.. FigurePart.Compared((meanOverlap, "mean"))]),
        .. errors.Figures("Training loss against the number of samples"),
    ];

    /// <inheritdoc/>
    public override void Predict(TheoryContext context, Recorder r)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(r);
        SoftmaxFixedPoint solution = context.Once("fixed point", () => SoftmaxStateEvolution.Solve(model, context.Cancellation));
        errors.Predict(r, solution.TestError, solution.TrainLoss, solution.TrainError, p.SampleRatio * p.Dimension);
        r.Row(bias, solution.Bias);
        Write(r, solution.MeanOverlap, solution.SelfOverlap, solution.Susceptibility);
        ShowOnly(r, solution);
        GlmErrors.SaySolved(context, solution.Residual, solution.Sweeps);
    }

    /// <inheritdoc/>
    public override void Simulate(ReplicaContext context, Recorder r)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(r);
        TrainedSoftmax trained = TrainedSoftmax.Train(context.Lapack, model, p.Dimension, context.Streams.Matrix, context.Executor, context.Cancellation);
        double testError = SoftmaxFixedPoint.Error(model, trained.MeanOverlap, trained.SelfOverlap, trained.Bias, context.Cancellation);
        errors.Measure(r, testError, trained.TrainLoss, trained.TrainError, trained.DualityGap);
        r.Row(bias, trained.Bias);
        Write(r, trained.MeanOverlap, trained.SelfOverlap, trained.Susceptibility);
        if (trained.Susceptibility is null)
        {
            r.Remark("The Hessian is singular to rounding; the susceptibility is missing.");
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<Fact> Conclude(Findings findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        return errors.Conclude(findings);
    }

    private void Write(Recorder r, IReadOnlyList<double[]> mean, IReadOnlyList<double[][]> self, IReadOnlyList<double[][]>? response)
    {
        for (int k = 0; k < mean.Count; k++)
        {
            r.Row(meanOverlap, mean[k], k);
            for (int l = 0; l < model.Labels; l++)
            {
                r.Row(selfOverlap, self[k][l], k, l);
                if (response is not null)
                {
                    r.Row(susceptibility, response[k][l], k, l);
                }
            }
        }
    }

    /// <summary>What is judged already by another entry, and what is small beside the largest entry of its kind.</summary>
    private void ShowOnly(Recorder r, SoftmaxFixedPoint solution)
    {
        double tallest = solution.Bias.Max(Math.Abs), mean = solution.MeanOverlap.Max(row => row.Max(Math.Abs));
        (double self, double response) = (Largest(solution.SelfOverlap), Largest(solution.Susceptibility));
        for (int l = 0; l < model.Labels; l++)
        {
            if (!(Math.Abs(solution.Bias[l]) >= Vanishing * tallest && tallest >= Vanishing))
            {
                r.ShowOnly(bias, l);
            }

            for (int k = 0; k < model.Mixture.Clusters; k++)
            {
                if (!(Math.Abs(solution.MeanOverlap[k][l]) >= Small * mean && mean >= Vanishing))
                {
                    r.ShowOnly(meanOverlap, k, l);
                }

                for (int other = 0; other < model.Labels; other++)
                {
                    ShowOnlyPair(r, selfOverlap, solution.SelfOverlap, self, (k, l, other));
                    ShowOnlyPair(r, susceptibility, solution.Susceptibility, response, (k, l, other));
                }
            }
        }
    }

    private static double Largest(IReadOnlyList<double[][]> matrices) => matrices.Max(matrix => matrix.Max(row => row.Max(Math.Abs)));

    private static void ShowOnlyPair(Recorder r, Observable observable, IReadOnlyList<double[][]> values, double largest, (int Cluster, int Label, int Second) at)
    {
        if (at.Second < at.Label || !(Math.Abs(values[at.Cluster][at.Label][at.Second]) >= Small * largest))
        {
            r.ShowOnly(observable, at.Cluster, at.Label, at.Second);
        }
    }
}
