using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Analysis;

namespace Numerics.Spectra.Theory.Experts;

/// <summary>Fields of sampled experts on all samples: initial draws, overlaps, one step of gradient descent.</summary>
/// <remarks>
/// <para>Source: derived here, docs/mixture-of-experts.md; the models are those of T. Jiang et al., arXiv 2601.20205, and L. C. Vankadara et al., arXiv 2605.14200 (2026).</para>
/// </remarks>
internal static class GaussianFields
{
    /// <summary>Gaussian fields of covariance scale^2 F F^T at [site P + sample].</summary>
    /// <param name="factor">F, P x P.</param>
    /// <param name="sites">Number of sites.</param>
    /// <param name="scale">Scale.</param>
    /// <param name="firstDimension">First of P coordinates of the points.</param>
    /// <param name="points">Normals.</param>
    public static double[] Of(DenseMatrix<double> factor, int sites, double scale, int firstDimension, SobolPoints points)
    {
        int samples = (int)factor.Rows;
        var fields = new double[sites * samples];
        var z = new double[sites];
        for (int k = 0; k < samples; k++)
        {
            points.Fill(firstDimension + k, z);
            for (int i = 0; i < sites; i++)
            {
                for (int p = k; p < samples; p++)
                {
                    fields[(i * samples) + p] += scale * factor[p, k] * z[i];
                }
            }
        }

        return fields;
    }

    /// <summary>1/(1 + exp(-psi)).</summary>
    public static double Logistic(double psi) => 1 / (1 + Math.Exp(-psi));

    /// <summary>Mean over sites of x_p y_q at [p P + q].</summary>
    public static double[] Overlap(double[] x, double[] y, int samples)
    {
        var sums = new double[samples * samples];
        int sites = x.Length / samples;
        for (int i = 0; i < sites; i++)
        {
            ReadOnlySpan<double> left = x.AsSpan(i * samples, samples);
            ReadOnlySpan<double> right = y.AsSpan(i * samples, samples);
            for (int p = 0; p < samples; p++)
            {
                double value = left[p];
                Span<double> row = sums.AsSpan(p * samples, samples);
                for (int q = 0; q < samples; q++)
                {
                    row[q] += value * right[q];
                }
            }
        }

        for (int k = 0; k < sums.Length; k++)
        {
            sums[k] /= sites;
        }

        return sums;
    }

    /// <summary>fields_p += sum_p' gradients_p' steps_p'p.</summary>
    public static void Move(ReadOnlySpan<double> gradients, double[] steps, Span<double> fields)
    {
        int samples = fields.Length;
        for (int p = 0; p < samples; p++)
        {
            double gradient = gradients[p];
            ReadOnlySpan<double> row = steps.AsSpan(p * samples, samples);
            for (int q = 0; q < samples; q++)
            {
                fields[q] += gradient * row[q];
            }
        }
    }
}
