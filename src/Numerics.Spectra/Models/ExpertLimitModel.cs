namespace Numerics.Spectra.Models;

/// <summary>
/// The mixture-of-experts model whose infinite scale has a closed theory: experts and gates read the input, dense routing with logistic gates, full-batch gradient descent.
/// </summary>
/// <remarks>
/// <c>u_iap = W1_ia . x_p</c>, <c>g_ip = 1/(1 + exp(-q_i . x_p))</c>, <c>h_p = (1/M) sum_i g_ip W2_i tanh(u_ip)</c>, <c>f_p = omega . h_p/N</c>. Entries of W1 have
/// variance 1/D, those of q
/// routerScale^2/D (0 in regime I), those of omega readoutScale^2, those of W2 1/N_e (MSSP in regime II: M/N_e; MSSP in III: W1 and W2 of all experts are one draw).
/// Only the Gram matrix of the inputs and D matter.
/// </remarks>
public sealed record ExpertLimitModel
{
    /// <summary>Initial scales.</summary>
    public required ExpertParameterization Parameterization { get; init; }

    /// <summary>Inputs by their Gram matrix x_m . x_n/D, and targets.</summary>
    public required TrainingSet Set { get; init; }

    /// <summary>D.</summary>
    public required double InputDimension { get; init; }

    /// <summary>eta.</summary>
    public required double LearningRate { get; init; }

    /// <summary>T.</summary>
    public required int Steps { get; init; }

    /// <summary>sigma_w, deviation of the entries of omega.</summary>
    public double ReadoutScale { get; init; } = 1;

    /// <summary>sigma_q, deviation of a router logit on an input of |x|^2 = D; without effect in regime I.</summary>
    public double RouterScale { get; init; } = 1;

    /// <summary>M in regime I.</summary>
    public int Experts { get; init; } = 4;

    /// <summary>N_e in regime II.</summary>
    public int ExpertWidth { get; init; } = 2;

    /// <summary>rho = M/N in regime II; without effect on the limit in III.</summary>
    public double ExpertCountRatio { get; init; } = 0.5;

    /// <summary>rho_e = N_e/N in regimes I and III.</summary>
    public double ExpertWidthRatio { get; init; } = 1;

    /// <summary>Regime.</summary>
    public ExpertRegime Regime => Parameterization.Regime;

    /// <summary>Whether the initial expert outputs survive in the limit: their noise and the responses to it.</summary>
    public bool HasInitialPart => Regime == ExpertRegime.I || Parameterization.Scaling == ExpertScaling.Mssp;

    /// <summary>Number of samples P.</summary>
    public int Samples => Set.Samples;

    /// <summary>x_m . x_n eta/P: what a unit of the gradient on sample m adds to a field on sample n; P x P, row after row.</summary>
    public double[] FieldSteps()
    {
        int samples = Samples;
        var steps = new double[samples * samples];
        for (int m = 0; m < samples; m++)
        {
            for (int n = 0; n < samples; n++)
            {
                steps[(m * samples) + n] = LearningRate / samples * InputDimension * Set.InputGram[m, n];
            }
        }

        return steps;
    }
}
