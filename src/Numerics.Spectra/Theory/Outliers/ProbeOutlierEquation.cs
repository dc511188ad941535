using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Theory.Bulk;

namespace Numerics.Spectra.Theory.Outliers;

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
/// <para>Reference: deep-linear section 2, inverse-free outlier equation.</para>
/// <para>C, G, a, b, K = diag(strengths), sigma, q, rho as in LayerHistory; R_out = g_L, R_in = g_R of BulkResolvent.</para>
/// Equation: outlier-probe
/// <para>Valid above the upper edge and below the lower edge (q != 1), at any rank of C and G. Roots are found by a scan for changes of
/// sign: two roots within one cell of the scan are missed together, so OutlierEquation is the one that counts. Cost: one LU of order
/// 4k per scan point.</para>
/// </remarks>
public sealed class ProbeOutlierEquation : IDisposable
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
        var roots = new List<double>();
        double Value(double t)
        {
            LogDeterminant value = DeterminantAt(toSquaredStrength(t));
            return value.Sign * Math.Exp(Math.Min(300, value.LogAbsolute));
        }

        // The ends are left out by a hair: R is singular at the edge of the bulk and at s = 0.
        double width = (high - low) * (1 - 2e-9);
        double start = low + (1e-9 * (high - low));
        double previous = start;
        double atPrevious = Value(previous);
        for (int i = 1; i <= scanPoints; i++)
        {
            double t = start + (width * i / scanPoints);
            double atT = Value(t);
            if (Math.Sign(atT) * Math.Sign(atPrevious) < 0)
            {
                double root = BracketedRoot.Find(Value, previous, atPrevious, t, atT, RootTolerance);
                roots.Add(Bulk.SingularValue(toSquaredStrength(root)));
            }

            (previous, atPrevious) = (t, atT);
        }

        return roots;
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
