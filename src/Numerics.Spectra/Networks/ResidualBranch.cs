using System.Numerics;
using Numerics.LinearAlgebra.Shards;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Networks;

/// <summary>Residual branches of a deep linear network: 1 + eps A_l in place of A_l, for l = 1..L-1, in both directions.</summary>
/// <remarks>
/// <para>Source: docs/deep-linear.md, section 8.</para>
/// </remarks>
internal static class ResidualBranch
{
    /// <summary>Makes of a product with A_l (or its transpose) what leaves the branch: the vector plus eps times the product. Without a branch the product stays as it is.</summary>
    /// <param name="algebra">Panels of the layers.</param>
    /// <param name="model">The model.</param>
    /// <param name="layer">l.</param>
    /// <param name="vector">What was multiplied.</param>
    /// <param name="product">The product, overwritten.</param>
    public static void Join<T>(PanelAlgebra<T> algebra, DeepLinearModel model, int layer, PanelView<T> vector, PanelView<T> product)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (model.IsResidual && layer > 0)
        {
            algebra.AddScaled(vector, model.BranchScale(layer), product);
        }
    }
}
