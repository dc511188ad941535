namespace Numerics.Spectra.Models;

/// <summary>
/// A deep linear network and its training in the proportional limit: width N, input dimension D and samples P go to infinity at fixed N/D and P/D.
/// </summary>
/// <remarks>
/// <code>
/// y = beta* . x/sqrt(D) + noise,   f(x) = w . A_{L-1} ... A_0 x/(gamma sqrt(N)),   A_0 = W_0/sqrt(D) (N x D),   A_l = W_l/sqrt(N)
/// A_l += (e_l kappa/n_in) g^{l+1} h^l^T,   w += e_L kappa h^L,   kappa = eta gamma/sqrt(nu),   c = 1/(gamma sqrt(nu))
/// with residual branches, for l = 1..L-1:   1 + eps A_l in place of A_l in f,   A_l += (eps e_l kappa/N) g^{l+1} h^l^T,   eps = beta0/sqrt(L)
/// </code>
/// <para>Source: derived here, docs/deep-linear.md, section 1; the theory is that of C. Lauditi, C. Pehlevan and B. Bordelon, Spectral Dynamics in Deep Networks, arXiv 2605.07870 (2026).</para>
/// <para>gamma from Parameterization.ProportionalOutputScale; W_l has entries of standard deviation InitialScales[l], w InitialScales[L]; loss (1/2P) sum
/// of squared residuals, raw learning rate eta gamma^2 D.</para>
/// Equation: deep-linear-scales
/// </remarks>
public sealed record DeepLinearModel
{
    /// <summary>L, number of hidden layers, at least 1; matrices A_0 .. A_{L-1} and a readout.</summary>
    public required int Depth { get; init; }

    /// <summary>nu = N/D, positive.</summary>
    public required double WidthRatio { get; init; }

    /// <summary>alpha = P/D, positive; infinite for the population.</summary>
    public required double SampleRatio { get; init; }

    /// <summary>Width exponents.</summary>
    public required Parameterization Parameterization { get; init; }

    /// <summary>eta, positive.</summary>
    public required double LearningRate { get; init; }

    /// <summary>e_0, e_1 .. e_(L-1), e_L: what multiplies the learning rate of A_0, of the hidden matrices and of the readout.</summary>
    public LearningRateFactors LearningRateFactors { get; init; } = LearningRateFactors.Ones;

    /// <summary>Whether the initial predictor is subtracted: v = beta* - c (g^0(t) - g^0(0)).</summary>
    public bool CentreOutput { get; init; }

    /// <summary>gamma0, positive.</summary>
    public required double OutputScale { get; init; }

    /// <summary>sigma_0 .. sigma_L.</summary>
    public required IReadOnlyList<double> InitialScales { get; init; }

    /// <summary>beta0 of residual branches, h^{l+1} = h^l + beta0/sqrt(L) A_l h^l for l = 1..L-1; from 0 on, 0: none, h^{l+1} = A_l h^l.</summary>
    public double ResidualScale { get; init; }

    /// <summary>Standard deviation of the label noise.</summary>
    public double LabelNoise { get; init; }

    /// <summary>rho and m for steps 0..T.</summary>
    public required OptimizerMemory Optimizer { get; init; }

    /// <summary>Which samples enter a step.</summary>
    public BatchSampling Batch { get; init; } = BatchSampling.Full;

    /// <summary>Input covariance and target.</summary>
    public CovarianceSpectrum Covariance { get; init; } = CovarianceSpectrum.Isotropic;

    /// <summary>A run counts as diverged when its training loss exceeds this multiple of the initial one (docs/deep-linear.md, section 5).</summary>
    public double DivergenceFactor { get; init; } = 10;

    /// <summary>T.</summary>
    public int Steps => Optimizer.Steps;

    /// <summary>gamma.</summary>
    public double Gamma => Parameterization.ProportionalOutputScale(OutputScale, WidthRatio);

    /// <summary>kappa = eta gamma/sqrt(nu): weight of one step's spike, times 1/n_in.</summary>
    public double SpikeSize => Parameterization.ProportionalSpikeStrength(LearningRate, OutputScale, WidthRatio);

    /// <summary>e_l: learning rate factor of A_l, l = 0..L-1, and of the readout, l = L.</summary>
    public double LearningRateFactor(int layer) =>
        layer == 0 ? LearningRateFactors.First : layer == Depth ? LearningRateFactors.Readout : LearningRateFactors.OfHidden(layer - 1);

    /// <summary>Whether layers 1..L-1 are joined by residual branches; a single hidden layer has none.</summary>
    public bool IsResidual => ResidualScale > 0 && Depth > 1;

    /// <summary>What multiplies A_l in the network and in the gradient of its weights: eps = beta0/sqrt(L) in a residual branch, else 1.</summary>
    public double BranchScale(int layer) => IsResidual && layer > 0 && layer < Depth ? ResidualScale / Math.Sqrt(Depth) : 1;

    /// <summary>e_l, times eps in a residual branch: weight of a step's spike in A_l, or of a step in the readout, l = L, over kappa.</summary>
    public double LayerSpikeFactor(int layer) => LearningRateFactor(layer) * BranchScale(layer);

    /// <summary>e_l kappa, times eps in a residual branch: weight of one step's spike in A_l, or of one step in the readout, l = L.</summary>
    public double LayerSpikeSize(int layer) => SpikeSize * LayerSpikeFactor(layer);

    /// <summary>c = 1/(gamma sqrt(nu)): f(x) = c g^0 . x/sqrt(D).</summary>
    public double OutputMultiplier => Parameterization.ProportionalOutputMultiplier(OutputScale, WidthRatio);

    /// <summary>Scale of A_l, l = 0..L-1, as an operator: standard deviation of its entries times sqrt(columns); of the readout, l = L, that of its entries.</summary>
    public double OperatorScale(int layer) => layer == 0 || layer == Depth ? InitialScales[layer] : Parameterization.OperatorScale(InitialScales[layer], WidthRatio);

    /// <summary>q_l = rows/columns of A_l: nu for l = 0, else 1.</summary>
    public double AspectRatio(int layer) => layer == 0 ? WidthRatio : 1;
}
