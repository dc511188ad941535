namespace Numerics.Spectra.Spectrum;

/// <summary>The largest singular values of a trained hidden matrix, with how much of their vectors lies in the span of the training history.</summary>
/// <param name="Values">Singular values, descending.</param>
/// <param name="CapturedLeft">|P_U u|^2 of each left vector, U the gradients of the steps before.</param>
/// <param name="CapturedRight">|P_V v|^2 of each right vector, V the features of the steps before.</param>
/// <param name="Residual">Largest absolute residual of the singular triplets.</param>
/// <param name="Converged">Whether every triplet met its tolerance.</param>
public sealed record TopSingularValues(
    IReadOnlyList<double> Values,
    IReadOnlyList<double> CapturedLeft,
    IReadOnlyList<double> CapturedRight,
    double Residual,
    bool Converged)
{
    /// <summary>|cos| between each left vector and each left query (gradient) of the steps before, indexed [rank][query].</summary>
    public IReadOnlyList<double[]> LeftCosines { get; init; } = [];

    /// <summary>|cos| between each right vector and each right query (feature) of the steps before, indexed [rank][query].</summary>
    public IReadOnlyList<double[]> RightCosines { get; init; } = [];
}
