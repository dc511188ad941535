namespace Numerics.Spectra.Models;

/// <summary>
/// A two-layer linear network with as many outputs as a fixed fraction of its width, trained on a random linear teacher.
/// </summary>
/// <remarks>
/// <code>
/// f(x) = V W x/gamma,   W: N x D, W_ij ~ N(0, sw^2/N);   V: C x N, V_ij ~ N(0, sv^2/N);   alpha = D/N, kappa = C/N, p = P/N
/// teacher Theta: C x D, entries N(0, th^2/D);   inputs X: D x P, N(0, 1/P);   label noise Xi: C x P, N(0, sig^2/P)
/// E_t = (Theta - V_t W_t/gamma) X + Xi;   W += eta gamma V^T E X^T,   V += eta gamma E X^T W^T (simultaneous);   p infinite: E X^T -> Theta - V W/gamma
/// </code>
/// <para>Source: derived here, docs/bulk.md, section 7.</para>
/// <para>Mean-field scaling (muP) keeps gamma fixed; with neural-tangent scaling gamma = gamma_0 sqrt alpha.</para>
/// Equation: two-layer-linear-model
/// </remarks>
/// <param name="InputRatio">alpha = D/N, positive.</param>
/// <param name="OutputRatio">kappa = C/N, positive, or zero for a finite number of outputs.</param>
/// <param name="LearningRate">eta, positive.</param>
public sealed record TwoLayerLinearModel(double InputRatio, double OutputRatio, double LearningRate)
{
    /// <summary>p = P/N, positive; infinity for training on the population.</summary>
    public double SampleRatio { get; init; } = double.PositiveInfinity;

    /// <summary>gamma, positive.</summary>
    public double OutputScale { get; init; } = 1;

    /// <summary>sw, not negative.</summary>
    public double HiddenScale { get; init; } = 1;

    /// <summary>sv, not negative.</summary>
    public double ReadoutScale { get; init; } = 1;

    /// <summary>th, not negative.</summary>
    public double TeacherScale { get; init; } = 1;

    /// <summary>sig, not negative; without effect on the population.</summary>
    public double LabelNoise { get; init; }

    /// <summary>Whether training sees the population instead of P samples.</summary>
    public bool IsPopulation => double.IsPositiveInfinity(SampleRatio);

    /// <summary>Largest eigenvalue of V^T V at initialisation, sv^2 (1 + sqrt kappa)^2.</summary>
    public double LargestReadoutEigenvalue => ReadoutScale * ReadoutScale * Math.Pow(1 + Math.Sqrt(OutputRatio), 2);

    /// <summary>Largest eigenvalue of X X^T, (1 + sqrt(alpha/p))^2.</summary>
    public double LargestInputEigenvalue => IsPopulation ? 1 : Math.Pow(1 + Math.Sqrt(InputRatio / SampleRatio), 2);

    /// <summary>The learning rate from which training with frozen readout diverges, 2/(a_max s_max). With both layers trained it is a guide only.</summary>
    public double StabilityBound => 2 / (LargestReadoutEigenvalue * LargestInputEigenvalue);

    /// <summary>Checks every number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Names the first that is out of range.</exception>
    public void Validate()
    {
        Require(InputRatio > 0 && double.IsFinite(InputRatio), nameof(InputRatio), InputRatio, "positive");
        Require(OutputRatio >= 0 && double.IsFinite(OutputRatio), nameof(OutputRatio), OutputRatio, "not negative");
        Require(LearningRate > 0 && double.IsFinite(LearningRate), nameof(LearningRate), LearningRate, "positive");
        Require(SampleRatio > 0, nameof(SampleRatio), SampleRatio, "positive or infinite");
        Require(OutputScale > 0 && double.IsFinite(OutputScale), nameof(OutputScale), OutputScale, "positive");
        Require(HiddenScale >= 0 && double.IsFinite(HiddenScale), nameof(HiddenScale), HiddenScale, "not negative");
        Require(ReadoutScale >= 0 && double.IsFinite(ReadoutScale), nameof(ReadoutScale), ReadoutScale, "not negative");
        Require(TeacherScale >= 0 && double.IsFinite(TeacherScale), nameof(TeacherScale), TeacherScale, "not negative");
        Require(LabelNoise >= 0 && double.IsFinite(LabelNoise), nameof(LabelNoise), LabelNoise, "not negative");
    }

    private static void Require(bool holds, string name, double value, string range)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(name, $"{name} is {value}; it must be {range}.");
        }
    }
}
