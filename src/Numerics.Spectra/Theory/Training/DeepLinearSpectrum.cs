using Numerics.LinearAlgebra.Interop;
using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.Bulk.Laws;
using Numerics.Spectra.Theory.Edges;
using Numerics.Spectra.Theory.Outliers;

namespace Numerics.Spectra.Theory.Training;

/// <summary>The singular values of one trained matrix of a deep linear network: bulk, outliers on both sides of it, and the largest ones of a finite network.</summary>
/// <remarks>
/// <para>A_l(t) = rho(t) A_l(0) + spikes; its bulk is that of rho(t) A_l(0), the law of Marchenko and Pastur with sigma = rho(t) times the scale of A_l and q = rows/columns.</para>
/// <para>Source: derived here, docs/deep-linear.md, section 3; the theory is that of C. Lauditi, C. Pehlevan and B. Bordelon, Spectral Dynamics in Deep Networks, arXiv 2605.07870 (2026).</para>
/// </remarks>
public sealed class DeepLinearSpectrum
{
    private readonly double scale;
    private readonly int layer;
    private readonly ProbeCompanion? companion;

    /// <summary>Solves at one step.</summary>
    /// <param name="lapack">Provider.</param>
    /// <param name="solution">Order parameters; the ratios of its model are those of the sizes asked later.</param>
    /// <param name="layer">l = 0..L-1 of A_l.</param>
    /// <param name="step">t = 0..LastStep.</param>
    public DeepLinearSpectrum(Lapack lapack, DeepLinearSolution solution, int layer, int step)
    {
        ArgumentNullException.ThrowIfNull(solution);
        this.layer = layer;
        DeepLinearModel model = solution.Model;
        scale = model.Optimizer.Retained(step) * model.OperatorScale(layer);
        Bulk = new MarchenkoPasturSingularValueLaw(scale, model.AspectRatio(layer));
        companion = step == 0 ? null : new ProbeCompanion(lapack, solution.History(layer, step));
        Above = companion?.Above ?? [];
        Below = companion?.Below ?? [];
    }

    /// <summary>Rough time at a step, of an eigenvalue problem of order 2t at 10 GFlop/s.</summary>
    public static double Seconds(int step) => 25 * Math.Pow(2.0 * step, 3) / 10e9;

    /// <summary>Law of the singular values in the bulk.</summary>
    public MarchenkoPasturSingularValueLaw Bulk { get; }

    /// <summary>Outliers above the bulk, descending.</summary>
    public IReadOnlyList<double> Above { get; }

    /// <summary>Singular values between zero and the lower edge, in the order of <see cref="ProbeCompanion.Below"/>.</summary>
    public IReadOnlyList<double> Below { get; }

    /// <summary>The largest singular values of a network of finite size.</summary>
    public LargestValueLaw Largest(DeepLinearSizes sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        return LargestValueLaw.Of(new EdgeStatistics(sizes.WidthOf(layer + 1), sizes.WidthOf(layer), scale), Above);
    }

    /// <summary>How the singular vectors of an outlier above the bulk lie to past gradients and features.</summary>
    /// <param name="rank">From 0, below the number of outliers.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such outlier.</exception>
    public ProbeVectors Vectors(int rank) =>
        companion?.VectorsAbove(rank) ?? throw new ArgumentOutOfRangeException(nameof(rank), "There is no outlier before training.");
}
