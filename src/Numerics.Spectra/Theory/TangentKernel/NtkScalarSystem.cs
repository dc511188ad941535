using Numerics.Spectra.Models;

namespace Numerics.Spectra.Theory.TangentKernel;

/// <summary>
/// The bulk of the neural tangent kernel of a deep linear network: scalar resolvents of the chain of Gaussian matrices, and the upper edge.
/// </summary>
/// <remarks>
/// <code>
/// Kc = w_0 I + (1/nu_1) sum over l of w_l M_l^T M_l,   M_l = A_{l-1} ... A_0,   w_l = q_l e_l G^{l+1} N_1/N_L (q_0, q_L -> 1),   K = X Kc X^T/P
/// g = w_0 + sigma_0^2 r^y_1,   D_k = 1 - m lam_k g,   1/m = lambda - (1/alpha) &lt;lam g/D&gt;,   r^h_0 = (1/nu_1) &lt;lam m/D&gt;
/// A12 = sigma_{l-1}^2 r^h_{l-1},   A21 = w_l + q_l sigma_l^2 r^y_{l+1} (w_L for l = L),   D = 1 - A12 A21,   r^h_l = A12/D,   r^y_l = A21/D
/// </code>
/// <para>Every map is a power series with coefficients from 0 on. Outside the bulk the physical solution is the smallest positive one; Newton's method from zero rises to it
/// monotonically, and exactly while it lies below a solution I - F' is an M-matrix, all pivots of its elimination positive. So a
/// pivot that is not positive proves that lambda lies inside the bulk; the edge is the smallest lambda with a solution, found by bisection.</para>
/// <para>Source: derived here, docs/deep-linear.md, section 4; the theory is that of C. Lauditi, C. Pehlevan and B. Bordelon, Spectral Dynamics in Deep Networks, arXiv 2605.07870 (2026). L = 1, population, isotropic: edge = G^1 + [sigma_0 (1 + 1/sqrt nu)]^2. Equal widths: w_l = e_l G^{l+1}, q_l = 1.</para>
/// <para>lambda: eigenvalue of K, whose scale makes eta lambda = 2 the limit of stability; sigma_l stands for rho sigma_l; &lt;.&gt;: average
/// over covariance modes; alpha infinite for the population operator.</para>
/// Equation: ntk-bulk
/// <para>Valid for lambda above the bulk. A covariance mode that stands alone above the rest is not bulk: leave it out of the averages.</para>
/// </remarks>
internal sealed class NtkScalarSystem
{
    private const int NewtonSteps = 200;

    private readonly double[] powers;
    private readonly double readout;
    private readonly double[] variances;
    private readonly double[] backward;
    private readonly double widthRatio;
    private readonly double sampleRatio;
    private readonly double[] eigenvalues;
    private readonly double[] shares;

    /// <summary>The system of one step.</summary>
    /// <param name="weights">w_0 .. w_L.</param>
    /// <param name="variances">rho^2 sigma_0^2 .. rho^2 sigma_{L-1}^2.</param>
    /// <param name="aspects">q_0 = nu_1 .. q_{L-1}.</param>
    /// <param name="sampleRatio">alpha of the operator; infinite for the population.</param>
    /// <param name="spectrum">Input covariance.</param>
    public NtkScalarSystem(double[] weights, double[] variances, double[] aspects, double sampleRatio, CovarianceSpectrum spectrum)
        : this(weights, variances, aspects, sampleRatio, spectrum, except: -1)
    {
    }

    /// <summary>The system of one step without one covariance mode, whose weight is lost.</summary>
    /// <param name="weights">w_0 .. w_L.</param>
    /// <param name="variances">rho^2 sigma_0^2 .. rho^2 sigma_{L-1}^2.</param>
    /// <param name="aspects">q_0 = nu_1 .. q_{L-1}.</param>
    /// <param name="sampleRatio">alpha of the operator; infinite for the population.</param>
    /// <param name="spectrum">Input covariance; modes without weight do not count.</param>
    /// <param name="except">Index of the mode; negative to leave out none.</param>
    public NtkScalarSystem(double[] weights, double[] variances, double[] aspects, double sampleRatio, CovarianceSpectrum spectrum, int except)
        : this(weights, variances, aspects, sampleRatio, spectrum, [.. Enumerable.Range(0, spectrum.Modes).Where(k => k != except && spectrum.Weights[k] > 0)])
    {
    }

    private NtkScalarSystem(
        double[] weights, double[] variances, double[] aspects, double sampleRatio, CovarianceSpectrum spectrum, int[] kept)
    {
        powers = weights[..^1];
        readout = weights[^1];
        this.variances = variances;
        backward = [.. variances.Select((variance, l) => l == 0 ? variance : aspects[l] * variance)];
        widthRatio = aspects[0];
        this.sampleRatio = sampleRatio;
        eigenvalues = [.. kept.Select(k => spectrum.Eigenvalues[k])];
        shares = [.. kept.Select(k => spectrum.Weights[k])];
    }

    private int Depth => powers.Length;

    /// <summary>The upper edge of the bulk to relative precision <paramref name="tolerance"/>, from above.</summary>
    public double UpperEdge(double tolerance = 1e-12)
    {
        double low = 0;
        double high = powers[0] + 1;
        while (At(high) is null)
        {
            (low, high) = (high, 2 * high);
        }

        while (high - low > tolerance * high)
        {
            double middle = 0.5 * (low + high);
            (low, high) = At(middle) is null ? (middle, high) : (low, middle);
        }

        return high;
    }

    /// <summary>The resolvents at lambda; null inside the bulk.</summary>
    public NtkResolvent? At(double lambda)
    {
        // x = (m, r^h_0 .. r^h_{L-1}, r^y_1 .. r^y_L)
        int n = (2 * Depth) + 1;
        var x = new double[n];
        var residual = new double[n];
        var jacobian = new double[n, n];
        for (int step = 0; step < NewtonSteps; step++)
        {
            if (!Evaluate(lambda, x, residual, jacobian) || !SolveMonotone(jacobian, residual))
            {
                return null;
            }

            bool converged = true;
            for (int i = 0; i < n; i++)
            {
                converged &= residual[i] <= 1e-15 * x[i];
                x[i] += Math.Max(residual[i], 0);
            }

            if (converged)
            {
                break;
            }
        }

        return new NtkResolvent(x[0], powers[0] + (variances[0] * x[Depth + 1]), x[1..(Depth + 1)], x[(Depth + 1)..]);
    }

    /// <summary>F(x) - x and I - F'(x); false outside the domain of F.</summary>
    private bool Evaluate(double lambda, double[] x, double[] residual, double[,] jacobian)
    {
        Array.Clear(jacobian);
        double m = x[0];
        double g = powers[0] + (variances[0] * x[Depth + 1]);
        if (!Modes(m, g, out double mean, out double curvature, out double second))
        {
            return false;
        }

        double inverse = lambda - (g * mean / sampleRatio);
        if (inverse <= 0)
        {
            return false;
        }

        double square = 1 / (inverse * inverse * sampleRatio);
        residual[0] = (1 / inverse) - m;
        jacobian[0, 0] = -square * g * g * second;
        jacobian[0, Depth + 1] = -square * variances[0] * curvature;
        residual[1] = (m * mean / widthRatio) - x[1];
        jacobian[1, 0] = -curvature / widthRatio;
        jacobian[1, Depth + 1] = -variances[0] * m * m * second / widthRatio;
        for (int l = 1; l <= Depth; l++)
        {
            if (!Layer(l, x, residual, jacobian))
            {
                return false;
            }
        }

        for (int i = 0; i < x.Length; i++)
        {
            jacobian[i, i] += 1;
        }

        return true;
    }

    /// <summary>Averages of lam/d, lam/d^2 and (lam/d)^2 over the covariance modes, d = 1 - m lam g; false where a d is not positive.</summary>
    private bool Modes(double m, double g, out double mean, out double curvature, out double second)
    {
        mean = 0;
        curvature = 0;
        second = 0;
        for (int k = 0; k < eigenvalues.Length; k++)
        {
            double lam = eigenvalues[k];
            double d = 1 - (m * lam * g);
            if (d <= 0)
            {
                return false;
            }

            mean += shares[k] * lam / d;
            curvature += shares[k] * lam / (d * d);
            second += shares[k] * lam * lam / (d * d);
        }

        return true;
    }

    private bool Layer(int l, double[] x, double[] residual, double[,] jacobian)
    {
        int below = l;
        int here = l + 1;
        int gradient = Depth + l;
        double varianceBelow = variances[l - 1];
        double a12 = varianceBelow * x[below];
        double a21 = l == Depth ? readout : powers[l] + (backward[l] * x[gradient + 1]);
        double d = 1 - (a12 * a21);
        if (d <= 0)
        {
            return false;
        }

        residual[gradient] = (a21 / d) - x[gradient];
        jacobian[gradient, below] = -varianceBelow * a21 * a21 / (d * d);
        if (l < Depth)
        {
            jacobian[gradient, gradient + 1] = -backward[l] / (d * d);
            residual[here] = (a12 / d) - x[here];
            jacobian[here, below] -= varianceBelow / (d * d);
            jacobian[here, gradient + 1] -= backward[l] * a12 * a12 / (d * d);
        }

        return true;
    }

    /// <summary>Elimination without exchange of rows, stable for an M-matrix; false if a pivot is not positive, hence none.</summary>
    private static bool SolveMonotone(double[,] a, double[] b)
    {
        int n = b.Length;
        for (int p = 0; p < n; p++)
        {
            if (!(a[p, p] > 0))
            {
                return false;
            }

            for (int i = p + 1; i < n; i++)
            {
                double factor = a[i, p] / a[p, p];
                for (int j = p; factor != 0 && j < n; j++)
                {
                    a[i, j] -= factor * a[p, j];
                }

                b[i] -= factor * b[p];
            }
        }

        for (int p = n - 1; p >= 0; p--)
        {
            for (int j = p + 1; j < n; j++)
            {
                b[p] -= a[p, j] * b[j];
            }

            b[p] /= a[p, p];
        }

        return true;
    }
}
