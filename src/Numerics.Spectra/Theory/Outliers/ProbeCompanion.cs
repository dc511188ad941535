using System.Numerics;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Theory.Bulk.Laws;

namespace Numerics.Spectra.Theory.Outliers;

/// <summary>
/// LEVEL TWO of the two-level theory in its inverse-free form: all singular values outside the bulk, above and below it, as eigenvalues of one matrix of order 2k made of
/// correlations and responses, without a search.
/// </summary>
/// <remarks>
/// <code>
/// omega_a = R_out alpha,  pi = R_out p,  x = 1/(R_out R_in),  f = rho sigma^2:
/// alpha = f b omega_b + G mu            x omega_b = q f a alpha + C p
/// p     = q f b^T mu + q K alpha        x mu      = f a^T p + K (q f a alpha + C p)          that is  x (omega_b, mu) = Q P (omega_b, mu)
/// z^2 = (x + v_L)(x + v_R)/x;   above the bulk x > sqrt(v_L v_R),   below it -max(v_L, v_R) &lt; x &lt; -sqrt(v_L v_R)
/// </code>
/// <para>Derivation: the probe form, det(I - T(s)) of order 4k, is homogeneous in R_out and R_in, which enter only through their product once omega_a and pi are divided by R_out.
/// det(I - T(s)) = det(I - Q P/x). The disc |x| &lt;= sqrt(v_L v_R) is the other sheet of s; outside of it every eigenvalue is a singular value of M, hence
/// real: the roots are complete, and a complex eigenvalue out there could only be rounding (<see cref="Unphysical"/>).</para>
/// <para>Source: derived here, docs/deep-linear.md, section 3; the theory is that of C. Lauditi, C. Pehlevan and B. Bordelon, Spectral Dynamics in Deep Networks, arXiv 2605.07870 (2026).</para>
/// <para>C, G, a, b, K = diag(strengths), sigma, q, rho as in LayerHistory; v_L = rho^2 sigma^2, v_R = q rho^2 sigma^2; k past steps.</para>
/// Equation: outlier-probe-companion
/// <para>Valid at any rank of C and G. Cost: one eigenvalue problem of order 2k. Determinism: that of GeneralEigen.</para>
/// </remarks>
public sealed class ProbeCompanion
{
    // Relative; farther away the next eigenvalue could be nearer than the one asked for.
    private const double LargestShift = 1e-6;

    private readonly Lapack lapack;
    private readonly LayerHistory history;
    private readonly DenseMatrix<double> forward;
    private readonly DenseMatrix<double> matrix;
    private readonly double[] above;
    private readonly double[] below;

    /// <summary>Finds the outliers of a layer.</summary>
    public ProbeCompanion(Lapack lapack, LayerHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        this.lapack = lapack;
        this.history = history;
        Bulk = BulkResolvent.ForScale(history.Retained * history.InitialScale, history.AspectRatio);
        forward = Forward(history);
        DenseMatrix<double> backward = Backward(history);
        matrix = Multiply.Product(lapack, backward, forward);
        Complex[] x = GeneralEigen.Values(lapack, matrix).Values;
        double threshold = Bulk.ThresholdStrength * Bulk.ThresholdStrength;
        double lowest = -Math.Max(Bulk.RowVariance, Bulk.ColumnVariance);
        double[] real = [.. x.Where(value => value.Imaginary == 0).Select(value => value.Real)];
        above = [.. real.Where(value => value > threshold).OrderDescending()];
        below = [.. real.Where(value => value < -threshold && value > lowest).OrderDescending()];
        Unphysical = x.Count(value => Complex.Abs(value) > threshold) - above.Length - below.Length;
    }

    /// <summary>The two resolvents of the bulk, with its edges.</summary>
    public BulkResolvent Bulk { get; }

    /// <summary>Singular values above the upper edge, descending.</summary>
    public double[] Above => [.. above.Select(Bulk.SingularValue)];

    /// <summary>Singular values between zero and the lower edge, descending; none for a square matrix.</summary>
    public double[] Below => [.. below.Select(Bulk.SingularValue).OrderDescending()];

    /// <summary>Eigenvalues outside the disc that are no singular values: 0 unless rounding spoils the problem.</summary>
    public int Unphysical { get; }

    /// <summary>Singular vectors of outlier <paramref name="rank"/> above the bulk, 0 for the largest.</summary>
    public ProbeVectors VectorsAbove(int rank) => Vectors(above, rank);

    /// <summary>Singular vectors of outlier <paramref name="rank"/> below the bulk, 0 for the largest.</summary>
    public ProbeVectors VectorsBelow(int rank) => Vectors([.. below.OrderByDescending(Bulk.SingularValue)], rank);

    /// <summary>P, taking (omega_b, mu) to (alpha, p).</summary>
    private static DenseMatrix<double> Forward(LayerHistory history)
    {
        int k = history.Count;
        double q = history.AspectRatio;
        double f = history.Retained * history.InitialScale * history.InitialScale;
        var p = new DenseMatrix<double>(2L * k, 2L * k);
        for (int j = 0; j < k; j++)
        {
            Span<double> omegaB = p.Column(j);
            Span<double> mu = p.Column(k + j);
            for (int i = 0; i < k; i++)
            {
                double strength = q * history.SpikeStrengths[i];
                omegaB[i] = f * history.GradientResponses[i, j];
                mu[i] = history.GradientCorrelations[i, j];
                omegaB[k + i] = strength * omegaB[i];
                mu[k + i] = (strength * mu[i]) + (q * f * history.GradientResponses[j, i]);
            }
        }

        return p;
    }

    /// <summary>Q, taking (alpha, p) to x (omega_b, mu).</summary>
    private static DenseMatrix<double> Backward(LayerHistory history)
    {
        int k = history.Count;
        double q = history.AspectRatio;
        double f = history.Retained * history.InitialScale * history.InitialScale;
        var backward = new DenseMatrix<double>(2L * k, 2L * k);
        for (int j = 0; j < k; j++)
        {
            Span<double> alpha = backward.Column(j);
            Span<double> p = backward.Column(k + j);
            for (int i = 0; i < k; i++)
            {
                alpha[i] = q * f * history.FeatureResponses[i, j];
                p[i] = history.FeatureCorrelations[i, j];
                alpha[k + i] = history.SpikeStrengths[i] * alpha[i];
                p[k + i] = (history.SpikeStrengths[i] * p[i]) + (f * history.FeatureResponses[j, i]);
            }
        }

        return backward;
    }

    private ProbeVectors Vectors(double[] roots, int rank)
    {
        if ((uint)rank >= (uint)roots.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(rank), $"Outlier {rank} of {roots.Length}.");
        }

        double x = roots[rank];
        DenseMatrix<double> eigenvector = InverseIteration(x);
        DenseMatrix<double> image = Multiply.Product(lapack, forward, eigenvector);
        return new ProbeVectors(lapack, history, Bulk, x, eigenvector.Column(0), image.Column(0));
    }

    /// <summary>The eigenvector of a known eigenvalue; three solves, since the start may be nearly free of it.</summary>
    private DenseMatrix<double> InverseIteration(double x)
    {
        using LuFactorization<double> factors = Shifted(x);
        var vector = new DenseMatrix<double>(matrix.Rows, 1);
        for (int i = 0; i < vector.Rows; i++)
        {
            vector[i, 0] = Math.Cos(i + 1);
        }

        for (int iteration = 0; iteration < 3; iteration++)
        {
            vector = factors.Solve(vector);
            SpanProducts.Scale(1 / SpanProducts.Norm(vector.Column(0)), vector.Column(0));
        }

        return vector;
    }

    /// <summary>Factors of the matrix minus an eigenvalue. Where it is singular to the last digit the shift moves away, by a factor of four each time.</summary>
    /// <exception cref="FactorizationException">It is singular at every shift: the history has lost its digits.</exception>
    private LuFactorization<double> Shifted(double x)
    {
        DenseMatrix<double> shifted = matrix.Clone();
        for (double away = 0; away < LargestShift; away = Math.Max(1e-14, 4 * away))
        {
            for (int i = 0; i < shifted.Rows; i++)
            {
                shifted[i, i] = matrix[i, i] - (x * (1 + away));
            }

            LuFactorization<double> factors = LinearSolve.Factor(lapack, shifted);
            if (factors.Evidence.Converged)
            {
                return factors;
            }

            factors.Dispose();
        }

        throw new FactorizationException(
            $"The singular vectors of the outlier at {x:G6} (squared, in units of the scale) could not be found: its history of {history.Count} steps has lost its digits, as near divergence; use a smaller learning rate or output scale.");
    }
}
