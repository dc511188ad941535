using System.Numerics;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Networks;

/// <summary>
/// Input covariance Sigma and target at finite dimension, in the eigenbasis of Sigma: D coordinates, assigned to the modes in order and in proportion to
/// the weights.
/// </summary>
/// <typeparam name="T">Element type of the vectors.</typeparam>
/// <remarks>
/// x = Sigma^(1/2) z with z of independent standard normal entries. Coordinates belong to modes as <see cref="CovarianceSpectrum.Coordinates"/> says;
/// with as many modes as coordinates and equal weights each gets one. beta*_i = beta_k: rotations inside a mode and signs change no law, so no random target is drawn,
/// and |beta*|^2 = D exactly when all beta_k are 1.
/// </remarks>
public sealed class InputCovariance<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly PanelAlgebra<T> algebra;
    private readonly Panel<T> values;
    private readonly bool isotropic;

    /// <summary>Assigns the coordinates.</summary>
    /// <param name="spectrum">Modes.</param>
    /// <param name="space">The D input dimensions; its blocks are the modes.</param>
    /// <param name="algebra">Threads and workspace.</param>
    public InputCovariance(CovarianceSpectrum spectrum, SiteSpace<T> space, PanelAlgebra<T> algebra)
    {
        ArgumentNullException.ThrowIfNull(spectrum);
        ArgumentNullException.ThrowIfNull(space);
        this.algebra = algebra;
        isotropic = spectrum.IsIsotropic;
        values = new Panel<T>(space.Shards, 2);
        space.Diagonal(values.View(0, 1), [.. spectrum.Eigenvalues.Select(Math.Sqrt)]);
        space.Fix(values.View(1, 1), [.. spectrum.TargetPowers.Select(Math.Sqrt)]);
    }

    /// <summary>beta*, one column.</summary>
    public PanelView<T> Target => values.View(1, 1);

    /// <summary>target = Sigma^(1/2) source; the views may be the same.</summary>
    public void MultiplyRoot(PanelView<T> source, PanelView<T> target)
    {
        if (isotropic)
        {
            algebra.Copy(source, target);
        }
        else
        {
            algebra.MultiplyEntries(source, values.View(0, 1), target);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => values.Dispose();
}
