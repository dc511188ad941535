using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.Spectra.Classifiers;

/// <summary>Loss of the margins plus penalty, with gradient, Hessian and duality gap.</summary>
/// <remarks>
/// <code>
/// F(w, b) = sum_i loss(t_i) + penalty(w),   t = Z (w, b);     a_i = -loss'(t_i)
/// l2:  dual  -sum loss*(-a) - |Z_w' a|^2/(2 lambda)          l1:  -sum loss*(-theta a),  theta = min(1, lambda/max |Z_w' a|)
/// </code>
/// <para>A trained bias asks sum_i a_i y_i = 0 of a dual point; what is left of it counts times |b|.</para>
/// <para>Source: S. Boyd and L. Vandenberghe, Convex Optimization (2004), chapter 5.</para>
/// Equation: duality-gap
/// </remarks>
internal sealed class ConvexObjective(Lapack lapack, MixtureSample sample)
{
    private readonly DenseMatrix<double> z = sample.Signed;
    private readonly double lambda = sample.Model.Regularization;

    public int Samples => sample.Samples;

    public int Parameters => (int)z.Columns;

    public int Weights => sample.Dimension;

    public bool IsSparse => sample.Model.IsSparse;

    public double Lambda => lambda;

    public DenseMatrix<double> Signed => z;

    /// <summary>t = Z theta.</summary>
    public double[] Margins(ReadOnlySpan<double> theta)
    {
        var t = new double[Samples];
        MatrixVector.Into(lapack, transpose: false, z, Parameters, 1, theta, 0, t);
        return t;
    }

    /// <summary>Z' loss'(t): the gradient without the penalty.</summary>
    public double[] LossGradient(MarginFunction loss, ReadOnlySpan<double> t)
    {
        var slopes = new double[t.Length];
        for (int i = 0; i < slopes.Length; i++)
        {
            slopes[i] = loss.Slope(t[i]);
        }

        var gradient = new double[Parameters];
        MatrixVector.Into(lapack, transpose: true, z, Parameters, 1, slopes, 0, gradient);
        return gradient;
    }

    /// <summary>Sum of the losses.</summary>
    public static double Loss(MarginFunction loss, ReadOnlySpan<double> t)
    {
        double sum = 0;
        foreach (double margin in t)
        {
            sum += loss.Value(margin);
        }

        return sum;
    }

    /// <summary>Penalty of the weights.</summary>
    public double Penalty(ReadOnlySpan<double> theta)
    {
        double sum = 0;
        foreach (double w in theta[..Weights])
        {
            sum += IsSparse ? Math.Abs(w) : 0.5 * w * w;
        }

        return lambda * sum;
    }

    /// <summary>Rows of Z times the root of the curvature, those with curvature 0 left out.</summary>
    public DenseMatrix<double> CurvedRows(MarginFunction loss, ReadOnlySpan<double> t)
    {
        List<int> rows = [];
        List<double> roots = [];
        for (int i = 0; i < t.Length; i++)
        {
            if (loss.Curvature(t[i]) is > 0 and var curvature)
            {
                rows.Add(i);
                roots.Add(Math.Sqrt(curvature));
            }
        }

        var curved = new DenseMatrix<double>(rows.Count, Parameters);
        for (int j = 0; j < Parameters; j++)
        {
            ReadOnlySpan<double> from = z.Column(j);
            Span<double> to = curved.Column(j);
            for (int i = 0; i < to.Length; i++)
            {
                to[i] = roots[i] * from[rows[i]];
            }
        }

        return curved;
    }

    /// <summary>Hessian of the smooth part, l2 penalty included; both triangles.</summary>
    public DenseMatrix<double> Hessian(MarginFunction loss, ReadOnlySpan<double> t)
    {
        using DenseMatrix<double> curved = CurvedRows(loss, t);
        var hessian = new DenseMatrix<double>(Parameters, Parameters);
        if (curved.Rows >= curved.Columns)
        {
            (_, double scale) = Gram.Into(lapack, curved, hessian);
            Symmetrise(hessian, 1 / (scale * scale));
        }
        else if (curved.Rows > 0)
        {
            Multiply.Into(lapack, transposeA: true, curved, transposeB: false, curved, 1, 0, hessian, checkFinite: false);
        }

        for (int j = 0; j < Weights && !IsSparse; j++)
        {
            hessian[j, j] += lambda;
        }

        return hessian;
    }

    /// <summary>Weights and bias that a fit may move: all, with l1 those that are not zero.</summary>
    public int[] Active(double[] theta) => [.. Enumerable.Range(0, theta.Length).Where(j => !IsSparse || j >= Weights || theta[j] != 0)];

    /// <summary>Factors of the active rows and columns of a Hessian; null where they are singular to rounding.</summary>
    public LuFactorization<double>? Factor(DenseMatrix<double> hessian, int[] active)
    {
        using var block = new DenseMatrix<double>(active.Length, active.Length);
        for (int j = 0; j < active.Length; j++)
        {
            for (int i = 0; i < active.Length; i++)
            {
                block[i, j] = hessian[active[i], active[j]];
            }
        }

        LuFactorization<double> factors = LinearSolve.Factor(lapack, block);
        if (factors.Evidence.Converged)
        {
            return factors;
        }

        factors.Dispose();
        return null;
    }

    /// <summary>Objective less dual value at the dual point of a smooth loss's slopes; null without a penalty, where only exact slopes would be dual.</summary>
    /// <param name="loss">The loss itself.</param>
    /// <param name="smooth">The loss that was minimised.</param>
    /// <param name="theta">Weights and bias.</param>
    public double? Gap(MarginFunction loss, MarginFunction smooth, ReadOnlySpan<double> theta)
    {
        if (lambda == 0)
        {
            return null;
        }

        double[] t = Margins(theta);
        double[] gradient = LossGradient(smooth, t);
        ReadOnlySpan<double> forces = gradient.AsSpan(0, Weights);
        double largest = 0;
        foreach (double force in forces)
        {
            largest = Math.Max(largest, Math.Abs(force));
        }

        double shrink = IsSparse && largest > lambda ? lambda / largest : 1;
        double gap = Penalty(theta) + (IsSparse ? 0 : SpanProducts.Dot(forces, forces) / (2 * lambda));
        foreach (double margin in t)
        {
            gap += loss.Value(margin) + loss.Conjugate(-shrink * smooth.Slope(margin));
        }

        return gap + (Parameters > Weights ? Math.Abs(gradient[Weights] * theta[Weights]) : 0);
    }

    private static void Symmetrise(DenseMatrix<double> lower, double factor)
    {
        for (int j = 0; j < lower.Columns; j++)
        {
            lower[j, j] *= factor;
            for (int i = j + 1; i < lower.Rows; i++)
            {
                double value = lower[i, j] * factor;
                lower[i, j] = value;
                lower[j, i] = value;
            }
        }
    }
}
