using Numerics.Spectra.Models;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Catalog.GaussianMixtureGlm;

/// <summary>Parameters of the study <c>gaussian-mixture-glm</c>; the defaults are two clusters that mirror each other.</summary>
public sealed record GaussianMixtureGlmParameters
{
    /// <summary>Loss.</summary>
    [Parameter(
        "convex loss, summed over samples: of the margin t = y (w.x/sqrt(d) + b) square (1 - t)^2/2, logistic log(1 + exp(-t)), hinge max(0, 1 - t); "
        + "softmax log sum_l exp(u_l) - u_y of the fields u_l = w_l.x/sqrt(d) + b_l of two to four labels")]
    public ClassifierLoss Loss { get; init; } = ClassifierLoss.Logistic;

    /// <summary>Penalty.</summary>
    [Parameter("penalty of the weights: l2 (lambda/2) sum of w^2 (of the softmax over all labels), or l1 lambda sum of |w| (square and logistic loss); with l1 entries of the means are Gaussian within a class of coordinates")]
    public WeightPenalty Penalty { get; init; }

    /// <summary>r.</summary>
    [Parameter("probability of each cluster, positive, sum 1", Letter = "r", Minimum = 1e-6, Maximum = 1)]
    public double[] ClusterProbabilities { get; init; } = [0.5, 0.5];

    /// <summary>y.</summary>
    [Parameter("label of each cluster: 1 or -1, of the softmax 1, 2, ... without gaps; null: 1 and -1 for two clusters, of the softmax each cluster its own", Letter = "y")]
    public int[]? Labels { get; init; }

    /// <summary>u.</summary>
    [Parameter("fraction of the coordinates in each class, positive, sum 1; [1] if all are alike", Letter = "u", Minimum = 1e-6, Maximum = 1)]
    public double[] CoordinateFractions { get; init; } = [1];

    /// <summary>s.</summary>
    [Parameter("variance of a coordinate, [cluster][class]", Letter = "s", Minimum = 0, Maximum = 1e6)]
    public double[][] Variances { get; init; } = [[0.5], [0.5]];

    /// <summary>G.</summary>
    [Parameter("[class][k][l]: mean over the class of mu_k mu_l, entries of the means of order 1 (x = mu/sqrt(d) + noise); symmetric, positive semidefinite", Letter = "G", Minimum = -1e6, Maximum = 1e6)]
    public double[][][] MeanGram { get; init; } = [[[1, -1], [-1, 1]]];

    /// <summary>alpha.</summary>
    [Parameter("samples per dimension, n/d", Letter = "alpha", Minimum = 1e-3, Maximum = 1e4)]
    public double SampleRatio { get; init; } = 2;

    /// <summary>lambda.</summary>
    [Parameter("strength of the penalty beside the sum of the losses, at least 1e-9; 0 for square loss with sampleRatio > 1 and logistic loss beyond the separability transition", Letter = "lambda", Minimum = 0, Maximum = 1e6)]
    public double Regularization { get; init; } = 0.1;

    /// <summary>Whether b is trained.</summary>
    [Parameter("whether a bias (of the softmax one for each label, sum 0) is trained, without penalty; otherwise it is 0")]
    public bool FitBias { get; init; }

    /// <summary>d.</summary>
    [Parameter("dimension of the simulated samples", Letter = "d", IsSize = true, Minimum = 8, Maximum = 5000)]
    public int Dimension { get; init; } = 200;

    /// <summary>Replicas.</summary>
    [Parameter("number of samples drawn and trained on", Minimum = 1, Maximum = 1_000_000)]
    public int Replicas { get; init; } = 64;

    /// <summary>The model of a margin loss in the library's terms.</summary>
    public GeneralizedLinearModel Model() =>
        new(Mixture(Labels ?? [1, -1]), SampleRatio, Regularization)
        {
            Loss = Loss switch { ClassifierLoss.Square => MarginLoss.Square, ClassifierLoss.Hinge => MarginLoss.Hinge, _ => MarginLoss.Logistic },
            Penalty = Penalty,
            FitBias = FitBias,
        };

    /// <summary>The model of the softmax in the library's terms.</summary>
    public SoftmaxModel SoftmaxModel() => new(Mixture(Labels ?? [.. Enumerable.Range(1, ClusterProbabilities.Length)]), SampleRatio, Regularization) { FitBias = FitBias };

    private GaussianMixture Mixture(int[] labels) => new(ClusterProbabilities, labels, CoordinateFractions, Variances, MeanGram);
}
