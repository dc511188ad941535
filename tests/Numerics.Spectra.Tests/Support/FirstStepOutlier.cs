using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.Bulk.Laws;

namespace Numerics.Spectra.Tests.Support;

/// <summary>
/// The outlier of every hidden matrix of a deep linear network after its first gradient step, in closed form.
/// </summary>
/// <remarks>
/// <code>
/// x = theta^2 = kappa q G^{l+1} [ 2 rho sigma_l^2 a^l + kappa C^l ]   at times (0,0)
/// outlier above iff x > v sqrt q,  below iff -max(1, q) v &lt; x &lt; -v sqrt q,   s^2 = (x + v)(x + q v)/x,   v = rho^2 sigma_l^2
/// G^l = prod over j from l to L of q_j sigma_j^2 (q_L = 1),   a^l = sigma_{l-1}^2 a^{l-1},   C^l = sigma_{l-1}^2 C^{l-1} + (sigma_{l-1}^2 a^{l-1})^2 G^l
/// a^0 = -c &lt;lam&gt;,   C^0 = &lt;lam^2 V&gt; + &lt;lam&gt; (&lt;lam V&gt; + noise^2)/n,   V = beta^2 + c^2 nu_1 sigma_0^2 G^1
/// </code>
/// <para>Reference: docs/deep-linear.md, section 3; without the term 2 sigma^2 a it is the independent spike of F. Benaych-Georges and
/// R. R. Nadakuditi, J. Multivar. Anal. 111 (2012) 120.</para>
/// <para>&lt;.&gt;: average over covariance modes; kappa, rho: spike size and retained factor after one step; n: samples over D that enter
/// the step (alpha, alpha m for mini-batches of probability m, b for fresh ones).</para>
/// <para>Exact as sizes -> infinity. x can be negative: the spike is then anti-aligned with A.</para>
/// </remarks>
internal static class FirstStepOutlier
{
    /// <summary>x = theta^2 of matrix A_l, l = 0..L-1, after the first step; may be negative.</summary>
    public static double SquaredStrength(DeepLinearModel model, int matrix)
    {
        DeepLinearValidation.Require(model);
        ArgumentOutOfRangeException.ThrowIfNegative(matrix);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(matrix, model.Depth);
        ArgumentOutOfRangeException.ThrowIfLessThan(model.Steps, 1);
        (double c, double a) = Input(model);
        for (int l = 1; l <= matrix; l++)
        {
            double variance = Square(model.InitialScales[l - 1]);
            c = (variance * c) + (Square(variance * a) * Gradient(model, l));
            a *= variance;
        }

        double kappa = model.SpikeSize * model.Optimizer.Weight(1, 0);
        double field = model.Optimizer.Retained(1) * Square(model.InitialScales[matrix]);
        return kappa * model.AspectRatio(matrix) * Gradient(model, matrix + 1) * ((2 * field * a) + (kappa * c));
    }

    /// <summary>The singular value outside the bulk of A_l after the first step, above or below it; null if there is none.</summary>
    public static double? SingularValue(DeepLinearModel model, int matrix)
    {
        double x = SquaredStrength(model, matrix);
        var bulk = BulkResolvent.ForScale(model.Optimizer.Retained(1) * model.InitialScales[matrix], model.AspectRatio(matrix));
        double threshold = bulk.ThresholdStrength * bulk.ThresholdStrength;
        bool outside = x > threshold || (x < -threshold && x > -Math.Max(bulk.RowVariance, bulk.ColumnVariance));
        return outside ? bulk.SingularValue(x) : null;
    }

    /// <summary>C^0 and a^0.</summary>
    private static (double Correlation, double Response) Input(DeepLinearModel model)
    {
        CovarianceSpectrum spectrum = model.Covariance;
        double samples = model.Batch switch
        {
            BatchSampling.OnePass fresh => fresh.Ratio,
            BatchSampling.Fraction part => part.Probability * model.SampleRatio,
            _ => model.SampleRatio,
        };
        double weights = Square(model.OutputMultiplier) * model.AspectRatio(0) * Square(model.InitialScales[0]) * Gradient(model, 1);
        double mean = 0;
        double test = 0;
        double population = 0;
        for (int k = 0; k < spectrum.Modes; k++)
        {
            double lam = spectrum.Eigenvalues[k];
            double error = spectrum.Weights[k] * (spectrum.TargetPowers[k] + weights);
            mean += spectrum.Weights[k] * lam;
            test += lam * error;
            population += lam * lam * error;
        }

        return (population + (mean * (test + Square(model.LabelNoise)) / samples), -model.OutputMultiplier * mean);
    }

    /// <summary>G^l(0,0).</summary>
    private static double Gradient(DeepLinearModel model, int layer) => Enumerable.Range(layer, model.Depth + 1 - layer)
        .Aggregate(1.0, (product, l) => product * Square(model.InitialScales[l]) * (l < model.Depth ? model.AspectRatio(l) : 1));

    private static double Square(double value) => value * value;
}
