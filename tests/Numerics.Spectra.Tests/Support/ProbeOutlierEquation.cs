using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Analysis;
using Numerics.Spectra.Theory.Bulk.Laws;
using Numerics.Spectra.Theory.Outliers;

namespace Numerics.Spectra.Tests.Support;

/// <summary>
/// Singular values outside the bulk from correlations and responses alone, without inverting any of them: a singular pair is a probe
/// appended to the history.
/// </summary>
/// <remarks>
/// <code>
/// omega_a = R_out ( rho sigma^2   b omega_b + G mu )          mu = rho sigma^2 R_in a^T pi + K omega_b
/// omega_b = R_in  ( rho sigma^2 q a omega_a + C pi )          pi = q [ rho sigma^2 R_out b^T mu + K omega_a ]
/// R_out = 1/(s - rho^2 sigma^2 R_in),   R_in = 1/(s - rho^2 sigma^2 q R_out);      det(I_4k - T(s)) = 0
/// </code>
/// <para>Derivation: s alpha = M beta, s beta = M^T alpha with alpha, beta expanded in the fields of the history; the probe responds to the
/// history as any later query would. omega_a = &lt;alpha g&gt;, omega_b = &lt;beta v&gt;; mu, pi are the weights of g and v in alpha and beta.</para>
/// <para>Reference: docs/nonlinear-mup.md, section 4.</para>
/// <para>C, G, a, b, K = diag(strengths), sigma, q, rho as in LayerHistory; R_out = g_L, R_in = g_R of BulkResolvent.</para>
/// <para>Valid above the upper edge and below the lower edge (q != 1), at any rank of C and G. Roots are found by a scan for changes of
/// sign and for dips between them; a cluster within one cell of the scan can be missed, so OutlierEquation is the one that counts. Cost: one LU of order
/// 4k per scan point.</para>
/// </remarks>
internal sealed class ProbeOutlierEquation : IDisposable
{
    private const double RootTolerance = 1e-14;

    private readonly Lapack lapack;
    private readonly LayerHistory history;
    private readonly DenseMatrix<double> system;

    /// <summary>The equation of a layer's history.</summary>
    public ProbeOutlierEquation(Lapack lapack, LayerHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        this.lapack = lapack;
        this.history = history;
        Bulk = BulkResolvent.ForScale(history.Retained * history.InitialScale, history.AspectRatio);
        system = new DenseMatrix<double>(4L * history.Count, 4L * history.Count);
    }

    /// <summary>R_out (left) and R_in (right).</summary>
    public BulkResolvent Bulk { get; }

    /// <summary>Sign and logarithm of det(I - T(s)) at singular value s outside the bulk.</summary>
    public LogDeterminant Determinant(double s) => DeterminantAt(Bulk.SquaredStrength(s));

    /// <summary>Outliers above the upper edge, descending.</summary>
    public double[] Above(int scanPoints = 400)
    {
        // |M| <= edge + |K| |U| |V|, and z(theta) >= theta.
        double low = Bulk.ThresholdStrength;
        double spike = history.SpikeStrengths.Select(Math.Abs).DefaultIfEmpty(0).Max();
        double high = 1.01 * (Bulk.UpperEdge
            + (spike * Math.Sqrt(history.AspectRatio * Trace(history.FeatureCorrelations) * Trace(history.GradientCorrelations))));
        return [.. Scan(low, high, theta => theta * theta, scanPoints).Order().Reverse()];
    }

    /// <summary>Outliers between zero and the lower edge, descending; none for a square matrix.</summary>
    public double[] Below(int scanPoints = 400)
    {
        double low = Bulk.ThresholdStrength;
        double high = Math.Sqrt(Math.Max(Bulk.RowVariance, Bulk.ColumnVariance));
        return high <= low * (1 + 1e-12) ? [] : [.. Scan(low, high, tau => -tau * tau, scanPoints).Order().Reverse()];
    }

    /// <inheritdoc/>
    public void Dispose() => system.Dispose();

    private List<double> Scan(double low, double high, Func<double, double> toSquaredStrength, int scanPoints)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(scanPoints, 2);
        double Value(double strength)
        {
            LogDeterminant det = DeterminantAt(toSquaredStrength(strength));
            return det.Sign * Math.Exp(Math.Clamp(det.LogAbsolute, -700, 300));
        }

        // Cells of equal ratio; the ends are left out by a hair, because R is singular at the edge of the bulk and at s = 0.
        double ratio = Math.Log(high / low);
        var t = new double[scanPoints + 1];
        var value = new double[scanPoints + 1];
        for (int i = 0; i <= scanPoints; i++)
        {
            t[i] = low * Math.Exp(ratio * (1e-10 + ((1 - 2e-10) * i / scanPoints)));
            value[i] = Value(t[i]);
        }

        var roots = new List<double>();
        void Refine(double a, double valueA, double b, double valueB)
        {
            if (Math.Sign(valueA) * Math.Sign(valueB) < 0)
            {
                roots.Add(Bulk.SingularValue(toSquaredStrength(BracketedRoot.Find(Value, a, valueA, b, valueB, RootTolerance))));
            }
        }

        for (int i = 0; i < scanPoints; i++)
        {
            Refine(t[i], value[i], t[i + 1], value[i + 1]);
            if (i > 0 && IsDip(value[i - 1], value[i], value[i + 1]))
            {
                (double middle, double atMiddle) = Crossing(Value, t[i - 1], t[i + 1], Math.Sign(value[i]));
                Refine(t[i - 1], value[i - 1], middle, atMiddle);
                Refine(middle, atMiddle, t[i + 1], value[i + 1]);
            }
        }

        return roots;
    }

    /// <summary>Three values of one sign, the middle one nearest to zero: perhaps a pair of roots in between.</summary>
    private static bool IsDip(double before, double value, double after) =>
        Math.Sign(before) == Math.Sign(value) && Math.Sign(value) == Math.Sign(after) && Math.Abs(value) < Math.Abs(before) && Math.Abs(value) < Math.Abs(after);

    /// <summary>Goes down to the minimum of |f| in [a, b] by golden section until f has the other sign, or the minimum is found.</summary>
    private static (double At, double Value) Crossing(Func<double, double> f, double a, double b, int sign)
    {
        const double Golden = 0.38196601125010515;
        double x = a + (Golden * (b - a));
        double y = b - (Golden * (b - a));
        double fx = sign * f(x);
        double fy = sign * f(y);
        while (fx > 0 && fy > 0 && b - a > 1e-9 * b)
        {
            if (fx < fy)
            {
                (b, y, fy) = (y, x, fx);
                x = a + (Golden * (b - a));
                fx = sign * f(x);
            }
            else
            {
                (a, x, fx) = (x, y, fy);
                y = b - (Golden * (b - a));
                fy = sign * f(y);
            }
        }

        return fx < fy ? (x, sign * fx) : (y, sign * fy);
    }

    private LogDeterminant DeterminantAt(double x)
    {
        (double rOut, double rIn) = Bulk.AtSquaredStrength(x);
        Fill(rOut, rIn);
        return LinearSolve.LogDeterminant(lapack, system);
    }

    /// <summary>I - T in the order (omega_a, omega_b, mu, pi).</summary>
    private void Fill(double rOut, double rIn)
    {
        int k = history.Count;
        double q = history.AspectRatio;
        double field = history.Retained * history.InitialScale * history.InitialScale;
        DenseMatrix<double> c = history.FeatureCorrelations;
        DenseMatrix<double> g = history.GradientCorrelations;
        DenseMatrix<double> a = history.FeatureResponses;
        DenseMatrix<double> b = history.GradientResponses;
        for (int j = 0; j < k; j++)
        {
            Span<double> omegaA = system.Column(j);
            Span<double> omegaB = system.Column(k + j);
            Span<double> mu = system.Column((2 * k) + j);
            Span<double> pi = system.Column((3 * k) + j);
            for (int i = 0; i < k; i++)
            {
                omegaB[i] = -rOut * field * b[i, j];
                mu[i] = -rOut * g[i, j];
                omegaA[k + i] = -rIn * field * q * a[i, j];
                pi[k + i] = -rIn * c[i, j];
                pi[(2 * k) + i] = -rIn * field * a[j, i];
                mu[(3 * k) + i] = -rOut * field * q * b[j, i];
            }

            omegaA[j] = omegaB[k + j] = mu[(2 * k) + j] = pi[(3 * k) + j] = 1;
            omegaB[(2 * k) + j] = -history.SpikeStrengths[j];
            omegaA[(3 * k) + j] = -q * history.SpikeStrengths[j];
        }
    }

    private static double Trace(DenseMatrix<double> matrix)
    {
        double sum = 0;
        for (int i = 0; i < matrix.Rows; i++)
        {
            sum += matrix[i, i];
        }

        return sum;
    }
}
