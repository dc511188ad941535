using Numerics.LinearAlgebra.Storage;

namespace Numerics.Spectra.Theory.Experts;

/// <summary>
/// Escape from the start of training in muP, regimes II and III, with a readout that begins at zero: a saddle that is left through the M^(-1/2) noise of the initial
/// experts alone.
/// </summary>
/// <remarks>
/// <code>
/// Phi_bc = E[g_b g_c] E[e_b e_c]      Psi_bc = rho_e H_bc E[g_b g_c] E[phi'(u_b) phi'(u_c)]   (II: rho_e = 0)
/// kappa_Phi = y^T Phi y/B^2,  kappa = y^T (Phi + Psi) y/B^2,  lambda = eta sqrt(kappa)
/// (1/B) y.f(t) = kappa_Phi eta/(lambda M) S_t C_t,   S, C = [(1 + lambda)^t -+ (1 - lambda)^t]/2        while f is small against y
/// t_esc = const + ln M/(2 ln(1 + lambda))
/// </code>
/// H_bc = E[tanh tanh] of fields with covariance x_b.x_c/D; u and psi are Gaussian of covariance H. In MSSP, and in I, t_esc does not depend on the scale.
/// Equation: expert-escape
/// Validity: infinite width, dense routing, logistic gates, gradient descent; f small against y.
/// <para>Source: derived here (linearisation about the saddle), docs/mixture-of-experts.md, section 4; the models are those of T. Jiang et al., arXiv 2601.20205, and L. C. Vankadara et al., arXiv 2605.14200 (2026).</para>
/// </remarks>
public sealed class ExpertEscape
{
    // Trapezoidal rule in both Gaussians: exponentially accurate for analytic functions.
    private const double Reach = 7;
    private const double Spacing = 0.25;

    private readonly double learningRate;

    /// <summary>Of the kernels at initialisation.</summary>
    /// <param name="inputs">x_b as columns, D x B.</param>
    /// <param name="targets">y.</param>
    /// <param name="learningRate">eta.</param>
    /// <param name="expertWidthRatio">rho_e = N_e/N; 0 in regime II.</param>
    public ExpertEscape(DenseMatrix<double> inputs, IReadOnlyList<double> targets, double learningRate, double expertWidthRatio)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        this.learningRate = learningRate;
        int batch = targets.Count;
        double[,] input = Pairs(batch, (b, c) => inputs.Column(b).ToArray().Zip(inputs.Column(c).ToArray(), (x, y) => x * y).Sum() / inputs.Rows);
        double[,] h = Pairs(batch, (b, c) => Average(Math.Tanh, input, b, c));
        for (int b = 0; b < batch; b++)
        {
            for (int c = 0; c < batch; c++)
            {
                (int low, int high) = (Math.Min(b, c), Math.Max(b, c));
                double gates = Average(GaussianFields.Logistic, h, low, high);
                double weight = targets[b] * targets[c] * gates / ((double)batch * batch);
                OutputRate += weight * Average(Math.Tanh, h, low, high);
                Rate += weight * expertWidthRatio * h[b, c] * Average(u => 1 - (Math.Tanh(u) * Math.Tanh(u)), h, low, high);
            }
        }

        Rate += OutputRate;
    }

    /// <summary>kappa_Phi.</summary>
    public double OutputRate { get; }

    /// <summary>kappa.</summary>
    public double Rate { get; }

    /// <summary>lambda, growth of a step.</summary>
    public double Growth => learningRate * Math.Sqrt(Rate);

    /// <summary>Slope of the escape time against ln M.</summary>
    public double Slope => 1 / (2 * Math.Log(1 + Growth));

    /// <summary>(1/B) y.f after a number of steps.</summary>
    /// <param name="step">t.</param>
    /// <param name="experts">M.</param>
    public double Alignment(int step, double experts)
    {
        double up = Math.Pow(1 + Growth, step), down = Math.Pow(1 - Growth, step);
        return OutputRate * learningRate / (Growth * experts) * (up - down) / 2 * (up + down) / 2;
    }

    private static double[,] Pairs(int count, Func<int, int, double> value)
    {
        var matrix = new double[count, count];
        for (int b = 0; b < count; b++)
        {
            for (int c = b; c < count; c++)
            {
                matrix[b, c] = matrix[c, b] = value(b, c);
            }
        }

        return matrix;
    }

    /// <summary>E[f(x) f(y)] of two Gaussians with a covariance.</summary>
    private static double Average(Func<double, double> f, double[,] covariance, int b, int c)
    {
        double first = Math.Sqrt(covariance[b, b]);
        double along = first == 0 ? 0 : covariance[b, c] / first;
        double across = Math.Sqrt(Math.Max(0, covariance[c, c] - (along * along)));
        int points = (int)(Reach / Spacing);
        double sum = 0, total = 0;
        for (int i = -points; i <= points; i++)
        {
            double z = i * Spacing, left = f(first * z), inner = 0;
            for (int j = -points; j <= points; j++)
            {
                double w = j * Spacing;
                inner += Math.Exp(-w * w / 2) * f((along * z) + (across * w));
            }

            double weight = Math.Exp(-z * z / 2);
            total += weight;
            sum += weight * left * inner;
        }

        return sum / (total * total);
    }
}
