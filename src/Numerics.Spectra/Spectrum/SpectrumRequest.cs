using Numerics.LinearAlgebra.Storage;

namespace Numerics.Spectra.Spectrum;

/// <summary>Which singular values of every matrix of a network are measured after training.</summary>
public sealed record SpectrumRequest
{
    /// <summary>Steps at which the largest singular values are computed.</summary>
    public IReadOnlyList<int> Steps { get; init; } = [];

    /// <summary>How many of them.</summary>
    public int Count { get; init; } = 2;

    /// <summary>Steps at which all singular values are computed, where the matrices hold them.</summary>
    public IReadOnlyList<int> WholeSteps { get; init; } = [];

    /// <summary>Given every matrix at the whole steps (layer from 0, step, entries), where the matrices hold them; disposed afterwards. Null: not asked.</summary>
    public Action<int, int, DenseMatrix<double>>? Matrices { get; init; }

    /// <summary>Whether nothing is asked.</summary>
    public bool IsEmpty => Steps.Count == 0 && WholeSteps.Count == 0;
}
