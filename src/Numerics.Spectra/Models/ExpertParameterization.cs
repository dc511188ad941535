using System.Text.Json.Serialization;

namespace Numerics.Spectra.Models;

/// <summary>Which sizes of a mixture-of-experts layer grow together.</summary>
public enum ExpertRegime
{
    /// <summary>Width N and expert width N_e; number of experts M and of active ones K fixed.</summary>
    [JsonStringEnumMemberName("I")]
    I,

    /// <summary>N, M and K; N_e fixed: many small experts.</summary>
    [JsonStringEnumMemberName("II")]
    II,

    /// <summary>N, N_e, M and K.</summary>
    [JsonStringEnumMemberName("III")]
    III,
}

/// <summary>Which initial scales.</summary>
public enum ExpertScaling
{
    /// <summary>Maximal update of every tensor.</summary>
    MuP,

    /// <summary>Maximal scale stability: every part of forward and backward pass keeps its scale.</summary>
    [JsonStringEnumMemberName("MSSP")]
    Mssp,
}

/// <summary>The tensors of a mixture-of-experts network, in the order of the forward pass.</summary>
public enum ExpertTensor
{
    /// <summary>W_in, D x N.</summary>
    Input,

    /// <summary>Q, N x M.</summary>
    Router,

    /// <summary>W1_i, N x N_e.</summary>
    ExpertIn,

    /// <summary>W2_i, N_e x N.</summary>
    ExpertOut,

    /// <summary>w_out, N.</summary>
    Readout,
}

/// <summary>How weights move.</summary>
public enum ExpertOptimizer
{
    /// <summary>Gradient descent.</summary>
    Sgd,

    /// <summary>Adam with an epsilon of each tensor.</summary>
    Adam,
}

/// <summary>
/// THE table of exponents of mixture-of-experts layers, for gradient descent and Adam, in all co-scaling regimes; <see cref="Parameterization"/> is that of layers
/// without experts.
/// </summary>
/// <remarks>
/// <code>
/// tensor   initial deviation                     SGD rate     Adam rate   Adam epsilon
/// W_in     1 (over D^(1/2))                      N            1           1/N
/// Q        N^(-1/2); muP in I 1/N, MSSP in I 0   M/N          1/N         1/M
/// W1       N^(-1/2); MSSP in III one draw        M N_e/N      1/N         1/(M N_e)
/// W2       N_e^(-1/2); MSSP in II (M/N_e)^(1/2),
///          MSSP in III one draw                  M N/N_e      1/N_e       1/(M N)
/// w_out    1/N or 0                              1/N          1/N         1
/// </code>
/// Rates multiply learningRate (W_in: over D besides), for the gradient of the mean over a batch; with d f/d h_agg = w_out of 1/N per entry they give Theta(1) effective
/// updates of every tensor. muP and MSSP differ
/// in initial values alone. In II MSSP is dense muP of all M N_e expert neurons as one layer.
/// Equation: expert-exponents
/// Source: derived; equal to the published tables of the maximally scale-stable parameterization in I, II and III (arXiv 2605.14200).
/// </remarks>
/// <param name="Regime">Which sizes grow.</param>
/// <param name="Scaling">muP or MSSP.</param>
public sealed record ExpertParameterization(ExpertRegime Regime, ExpertScaling Scaling)
{
    /// <summary>Whether all experts begin with the same weights.</summary>
    public bool SharesExperts => Scaling == ExpertScaling.Mssp && Regime == ExpertRegime.III;

    /// <summary>Standard deviation of the initial entries (W_in: times D^(1/2)); null where they are zero.</summary>
    /// <param name="tensor">Tensor.</param>
    /// <param name="zeroReadout">Whether w_out begins at zero.</param>
    public ExpertSizePowers? InitialDeviation(ExpertTensor tensor, bool zeroReadout) => tensor switch
    {
        ExpertTensor.Input => new(0, 0, 0),
        ExpertTensor.Router when Regime != ExpertRegime.I => new(-0.5, 0, 0),
        ExpertTensor.Router => Scaling == ExpertScaling.Mssp ? null : new(-1, 0, 0),
        ExpertTensor.ExpertIn => new(-0.5, 0, 0),
        ExpertTensor.ExpertOut when Scaling == ExpertScaling.Mssp && Regime == ExpertRegime.II => new(0, 0.5, -0.5),
        ExpertTensor.ExpertOut => new(0, 0, -0.5),
        _ => zeroReadout ? null : new(-1, 0, 0),
    };

    /// <summary>What multiplies the learning rate.</summary>
    public static ExpertSizePowers LearningRate(ExpertTensor tensor, ExpertOptimizer optimizer) => (tensor, optimizer) switch
    {
        (ExpertTensor.Input, ExpertOptimizer.Sgd) => new(1, 0, 0),
        (ExpertTensor.Router, ExpertOptimizer.Sgd) => new(-1, 1, 0),
        (ExpertTensor.ExpertIn, ExpertOptimizer.Sgd) => new(-1, 1, 1),
        (ExpertTensor.ExpertOut, ExpertOptimizer.Sgd) => new(1, 1, -1),
        (ExpertTensor.Input, _) => new(0, 0, 0),
        (ExpertTensor.ExpertOut, _) => new(0, 0, -1),
        _ => new(-1, 0, 0),
    };

    /// <summary>What multiplies Adam's epsilon: the size of a gradient entry.</summary>
    public static ExpertSizePowers Epsilon(ExpertTensor tensor) => tensor switch
    {
        ExpertTensor.Input => new(-1, 0, 0),
        ExpertTensor.Router => new(0, -1, 0),
        ExpertTensor.ExpertIn => new(0, -1, -1),
        ExpertTensor.ExpertOut => new(-1, -1, 0),
        _ => new(0, 0, 0),
    };
}
