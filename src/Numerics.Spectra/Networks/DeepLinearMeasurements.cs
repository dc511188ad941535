using Numerics.LinearAlgebra.Krylov;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Networks;

/// <summary>What is measured of a trained deep linear network besides its losses.</summary>
public sealed record DeepLinearMeasurements
{
    /// <summary>Steps at which the largest singular values of every matrix are computed.</summary>
    public IReadOnlyList<int> SpectrumSteps { get; init; } = [];

    /// <summary>How many singular values of each matrix.</summary>
    public int SingularValues { get; init; } = 2;

    /// <summary>
    /// Steps at which the largest eigenvalues of the tangent kernel are computed. Each costs up to <see cref="SymmetricLanczosOptions.MaximumSteps"/> further queries of every
    /// matrix from each side.
    /// </summary>
    public IReadOnlyList<int> KernelSteps { get; init; } = [];

    /// <summary>How many eigenvalues of the tangent kernel.</summary>
    public int KernelEigenvalues { get; init; } = 1;

    /// <summary>Inputs of the tangent kernel; null takes the training set where there is one, else the population.</summary>
    public TangentKernelInputs? KernelInputs { get; init; }

    /// <summary>Accuracy and most applications per step of the tangent kernel.</summary>
    public SymmetricLanczosOptions Kernel { get; init; } = new();

    /// <summary>Further queries of every matrix from each side.</summary>
    public int KernelQueries => KernelSteps.Count * Kernel.MaximumSteps;

    /// <summary>The inputs of the tangent kernel for a network of these sizes.</summary>
    public TangentKernelInputs KernelInputsOf(DeepLinearSizes sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        return KernelInputs ?? (sizes.Samples > 0 ? TangentKernelInputs.TrainingSet : TangentKernelInputs.Population);
    }
}
