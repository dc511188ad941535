using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Theory.Bulk.Laws;

namespace Numerics.Spectra.Theory.Outliers;

/// <summary>
/// Where the outliers would be if the low-rank update did not depend on the Gaussian matrix.
/// </summary>
/// <remarks>
/// <code>
/// H = 0, W_L = sigma^2 I, W_R = q sigma^2 I:   z = sqrt((theta^2 + sigma^2)(theta^2 + q sigma^2))/theta   for theta > sigma q^(1/4)
/// square: z = theta + sigma^2/theta for theta > sigma
/// </code>
/// <para>Source: F. Benaych-Georges and R. R. Nadakuditi, J. Multivar. Anal. 111 (2012) 120, section 3.1; docs/nonlinear-mup.md, section 3c.</para>
/// <para>theta: singular values of RU C RV^T, that is of U C V^T; sigma^2/columns entry variance; q = rows/columns.</para>
/// Equation: independent-spikes
/// <para>Wrong for trained weights, where it misses the alignment of A with its own queries (10-15% of the outlier); kept as the
/// comparison that shows so, and right when A is redrawn.</para>
/// </remarks>
public static class IndependentSpikeEquation
{
    /// <summary>The outlier of one independent spike of strength theta; the bulk edge at and below the threshold sigma q^(1/4).</summary>
    public static double Outlier(double theta, double sigma, double aspectRatio)
    {
        var bulk = BulkResolvent.ForScale(sigma, aspectRatio);
        return bulk.SingularValue(Math.Pow(Math.Max(theta, bulk.ThresholdStrength), 2));
    }

    /// <summary>All outliers of independent spikes with the same U C V^T, descending.</summary>
    public static double[] Outliers(Lapack lapack, ConditionedLayer layer, SpikeSet spikes)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(spikes);
        return Outliers(lapack, layer, spikes.Core(layer.GradientCoordinates, layer.FeatureCoordinates));
    }

    /// <summary>All outliers of independent spikes with the update K = RU C RV^T, descending.</summary>
    public static double[] Outliers(Lapack lapack, ConditionedLayer layer, DenseMatrix<double> core)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(core);
        var bulk = BulkResolvent.ForScale(layer.InitialScale, layer.AspectRatio);
        return [.. SingularValues.Compute(lapack, core, SvdMethod.Bidiagonal).Values
            .Where(theta => theta > bulk.ThresholdStrength).Select(theta => bulk.SingularValue(theta * theta))];
    }
}
