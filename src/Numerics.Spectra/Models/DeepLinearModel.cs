using System.Globalization;

namespace Numerics.Spectra.Models;

/// <summary>
/// A deep linear network and its training in the proportional limit: width N, input dimension D and samples P go to infinity at fixed N/D and P/D.
/// </summary>
/// <remarks>
/// <code>
/// y = beta* . x/sqrt(D) + noise,   f(x) = w . A_{L-1} ... A_0 x/(gamma sqrt(N)),   A_0 = W_0/sqrt(D) (N x D),   A_l = W_l/sqrt(N)
/// A_l += (e_l kappa/n_in) g^{l+1} h^l^T,   w += e_L kappa h^L,   kappa = eta gamma/sqrt(nu),   c = 1/(gamma sqrt(nu))
/// with residual branches, for l = 1..L-1:   1 + eps A_l in place of A_l in f,   A_l += (eps e_l kappa/N) g^{l+1} h^l^T,   eps = beta0/sqrt(L)
/// with hidden widths N_l = r_l N:   A_l = W_l/sqrt(N_l) (N_{l+1} x N_l),   N_L for N in f,   nu_L = N_L/D for nu in gamma, kappa and c;   kappa c nu_L = eta
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

    /// <summary>r_1 .. r_L = N_l/N, widths of the hidden layers over N, positive; empty: 1 for all.</summary>
    public IReadOnlyList<double> HiddenWidths { get; init; } = [];

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
    public double Gamma => Parameterization.ProportionalOutputScale(OutputScale, LayerRatio(Depth));

    /// <summary>kappa = eta gamma/sqrt(nu_L): weight of one step's spike, times 1/n_in.</summary>
    public double SpikeSize => Parameterization.ProportionalSpikeStrength(LearningRate, OutputScale, LayerRatio(Depth));

    /// <summary>e_l: learning rate factor of A_l, l = 0..L-1, and of the readout, l = L.</summary>
    public double LearningRateFactor(int layer) =>
        layer == 0 ? LearningRateFactors.First : layer == Depth ? LearningRateFactors.Readout : LearningRateFactors.OfHidden(layer - 1);

    /// <summary>Whether hidden layers have different widths.</summary>
    public bool HasUnequalWidths => HiddenWidths.Any(width => width != HiddenWidths[0]);

    /// <summary>Why the hidden widths do not fit the network, one sentence; null if they do.</summary>
    public string? HiddenWidthsRefusal
    {
        get
        {
            string widths = string.Join(", ", HiddenWidths.Select(width => width.ToString("G6", CultureInfo.InvariantCulture)));
            if (HiddenWidths.Count > 0 && HiddenWidths.Count != Depth)
            {
                return $"{HiddenWidths.Count} hidden widths ({widths}) do not fit depth {Depth}: give {Depth}, one for each hidden layer, or none (null) for equal widths.";
            }

            if (!HiddenWidths.All(width => width > 0 && double.IsFinite(width)))
            {
                return $"The hidden widths ({widths}) are not all positive and finite; they are relative to the width.";
            }

            return IsResidual && HasUnequalWidths
                ? $"A residual branch adds a hidden layer to the next one, which the hidden widths ({widths}) do not allow at residualScale {ResidualScale}: make them equal, or residualScale 0."
                : null;
        }
    }

    /// <summary>nu_l = N_l/D, l = 0..L, 1 for the inputs.</summary>
    public double LayerRatio(int layer) => layer == 0 ? 1 : HiddenWidths.Count == 0 ? WidthRatio : WidthRatio * HiddenWidths[layer - 1];

    /// <summary>Whether layers 1..L-1 are joined by residual branches; a single hidden layer has none.</summary>
    public bool IsResidual => ResidualScale > 0 && Depth > 1;

    /// <summary>What multiplies A_l in the network and in the gradient of its weights: eps = beta0/sqrt(L) in a residual branch, else 1.</summary>
    public double BranchScale(int layer) => IsResidual && layer > 0 && layer < Depth ? ResidualScale / Math.Sqrt(Depth) : 1;

    /// <summary>e_l, times eps in a residual branch: weight of a step's spike in A_l, or of a step in the readout, l = L, over kappa.</summary>
    public double LayerSpikeFactor(int layer) => LearningRateFactor(layer) * BranchScale(layer);

    /// <summary>e_l kappa, times eps in a residual branch: weight of one step's spike in A_l, or of one step in the readout, l = L.</summary>
    public double LayerSpikeSize(int layer) => SpikeSize * LayerSpikeFactor(layer);

    /// <summary>c = 1/(gamma sqrt(nu_L)): f(x) = c g^0 . x/sqrt(D).</summary>
    public double OutputMultiplier => Parameterization.ProportionalOutputMultiplier(OutputScale, LayerRatio(Depth));

    /// <summary>Scale of A_l, l = 0..L-1, as an operator: standard deviation of its entries times sqrt(columns); of the readout, l = L, that of its entries.</summary>
    public double OperatorScale(int layer) => layer == 0 || layer == Depth ? InitialScales[layer] : Parameterization.OperatorScale(InitialScales[layer], LayerRatio(layer));

    /// <summary>q_l = rows/columns of A_l, l = 0..L-1: nu_1 for l = 0, else N_{l+1}/N_l.</summary>
    public double AspectRatio(int layer) => layer == 0 ? LayerRatio(1) : HiddenWidths.Count == 0 ? 1 : HiddenWidths[layer] / HiddenWidths[layer - 1];

    /// <summary>
    /// What the widths multiply the weight of A_l (of the readout, l = L) in the tangent kernel with, Kc = sum of shape_l e_l G^{l+1} M_l^T M_l D/N_1 (no D/N_1 for l = 0):
    /// q_l N_1/N_L, with 1 for q_0 and q_L.
    /// </summary>
    public double KernelShape(int layer)
    {
        double ends = HiddenWidths.Count == 0 ? 1 : HiddenWidths[0] / HiddenWidths[^1];
        return layer == 0 || layer == Depth ? ends : ends * AspectRatio(layer);
    }
}
