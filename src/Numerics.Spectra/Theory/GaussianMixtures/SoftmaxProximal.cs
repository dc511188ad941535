using Numerics.LinearAlgebra.Evidence;
using Numerics.Spectra.Analysis;

namespace Numerics.Spectra.Theory.GaussianMixtures;

/// <summary>What training makes of the fields of one sample under the softmax: the proximal point of the cross-entropy in the metric of the susceptibility, a vector.</summary>
/// <remarks>
/// <code>
/// P(omega; V) = argmin_a [ (a - omega)' V^-1 (a - omega)/2 + log sum_l exp((B a)_l) - (B a)_y ]     in the coordinates of <see cref="LabelContrasts"/>
/// s = softmax(B P),   g = V^-1 (P - omega) = B'(e_y - s),   H = B'(diag s - s s') B,   -dg/domega = (1 + H V)^-1 H
/// </code>
/// <para>
/// Newton's method on P - omega - V g = 0, whose direction is that of the minimisation; a step that does not lower the objective by enough (Armijo) is halved. One object serves one label and one V, with its own work space:
/// not for several threads at once.
/// </para>
/// <para>Source: Loureiro et al. 2021, vector estimators.</para>
/// Equation: softmax-proximal
/// </remarks>
internal sealed class SoftmaxProximal
{
    private const int MostSteps = 200;
    private const double Near = 1e-8;
    // Share of the fall that the slope promises: without it a step to the mirror image of P, as between two equal rivals, goes to and fro for ever.
    private const double Enough = 1e-4;
    // Fields that move by less than this change H by less than a fifth, so that a full step is a contraction and need not be judged by the objective, whose terms may cancel to worse than its rounding.
    private const double Safe = 0.1;
    // A rise of the objective by less than this is rounding: taken for a rise, it would stop the search some 1e-8 away from P.
    private const double Rounding = 1e-14;

    private readonly LabelContrasts contrasts;
    private readonly int label;
    private readonly int n;
    private readonly double[] v;
    private readonly double[] inverse;
    private readonly double[] share;
    private readonly double[] force;
    private readonly double[] curvature;
    private readonly double[] work;
    private readonly double[] step;
    private readonly double[] trial;
    private readonly double[] p;

    /// <summary>Points of samples of a label at susceptibility V (positive definite, by rows).</summary>
    public SoftmaxProximal(LabelContrasts contrasts, int label, double[] v)
    {
        this.contrasts = contrasts;
        this.label = label;
        this.v = v;
        n = contrasts.Count;
        inverse = SmallMatrix.Inverse(n, v);
        share = new double[contrasts.Labels];
        (force, step, trial, p) = (new double[n], new double[n], new double[n], new double[n]);
        (curvature, work) = (new double[n * n], new double[n * n]);
    }

    /// <summary>P, after <see cref="Solve"/>; what it holds is where the next search starts.</summary>
    public Span<double> Point => p;

    /// <summary>g at P.</summary>
    public ReadOnlySpan<double> Force => force;

    /// <summary>Cross-entropy at P.</summary>
    public double Loss { get; private set; }

    /// <summary>Finds P, with g and H.</summary>
    /// <returns>Whether P was found to rounding: otherwise not converged, or not finite.</returns>
    public Outcome Solve(ReadOnlySpan<double> omega)
    {
        double value = Objective(p, omega);
        bool last = false;
        for (int iteration = 0; iteration < MostSteps && double.IsFinite(value); iteration++)
        {
            // The shares are those of the last objective, which is the one at P.
            SoftmaxLoss.Derivatives(contrasts, label, share, force, curvature);
            if (last)
            {
                return Outcome.Ok;
            }

            double size = NewtonStep(omega);
            if (!double.IsFinite(size))
            {
                break;
            }

            // A step this small is exact to rounding once it is taken, and too small for the objective to judge.
            last = size <= Near;
            value = Step(omega, value, last || LargestMove() <= Safe);
        }

        bool finite = double.IsFinite(value);
        if (!finite)
        {
            // What is not finite would stay so: the next search starts from zero.
            p.AsSpan().Clear();
        }

        SoftmaxLoss.Derivatives(contrasts, label, share, force, curvature);
        return finite && double.IsFinite(force[0]) ? Outcome.NotConverged : Outcome.NonFinite;
    }

    /// <summary>-dg/domega = (1 + H V)^-1 H at P, symmetric.</summary>
    public void Response(Span<double> response)
    {
        SmallMatrix.Multiply(n, curvature, v, work);
        for (int i = 0; i < n; i++)
        {
            work[(i * n) + i] += 1;
        }

        curvature.CopyTo(response);
        _ = SmallMatrix.Solve(n, n, work, response);
    }

    /// <summary>The smallest lead of the field of the label over another one at P: negative if it is not the largest.</summary>
    public (double Lead, int Rival) Lead()
    {
        (double lead, int rival) = (double.PositiveInfinity, -1);
        double own = SmallMatrix.Dot(contrasts.Row(label), p);
        for (int l = 0; l < contrasts.Labels; l++)
        {
            double over = own - SmallMatrix.Dot(contrasts.Row(l), p);
            if (l != label && over < lead)
            {
                (lead, rival) = (over, l);
            }
        }

        return (lead, rival);
    }

    /// <summary>Writes the step (1 + V H)^-1 (omega + V g - P); its size relative to P, not finite where there is none.</summary>
    private double NewtonStep(ReadOnlySpan<double> omega)
    {
        SmallMatrix.Apply(v, force, step);
        SmallMatrix.Multiply(n, v, curvature, work);
        for (int i = 0; i < n; i++)
        {
            step[i] -= p[i] - omega[i];
            work[(i * n) + i] += 1;
        }

        double size = SmallMatrix.Solve(n, 1, work, step) ? 0 : double.NaN;
        for (int i = 0; i < n; i++)
        {
            // Math.Max keeps what is not a number.
            size = Math.Max(size, Math.Abs(step[i]) / (1 + Math.Abs(p[i])));
        }

        return size;
    }

    /// <summary>The largest change of a field by the step.</summary>
    private double LargestMove()
    {
        double largest = 0;
        for (int l = 0; l < contrasts.Labels; l++)
        {
            largest = Math.Max(largest, Math.Abs(SmallMatrix.Dot(contrasts.Row(l), step)));
        }

        return largest;
    }

    /// <summary>Moves P along the step, halved until the objective falls by enough but for rounding, and evaluates the objective there.</summary>
    private double Step(ReadOnlySpan<double> omega, double value, bool full)
    {
        double length = 1, slope = full ? 0 : Slope(omega);
        for (int halving = 0; ; halving++, length *= 0.5)
        {
            for (int i = 0; i < n; i++)
            {
                trial[i] = p[i] + (length * step[i]);
            }

            double next = Objective(trial, omega);
            if (full || next <= value + (Enough * length * slope) + (Rounding * (1 + Math.Abs(value))) || halving == 50)
            {
                trial.CopyTo(p, 0);
                return next;
            }
        }
    }

    /// <summary>Derivative of the objective along the step: (V^-1 (P - omega) - g) . step.</summary>
    private double Slope(ReadOnlySpan<double> omega)
    {
        double sum = 0;
        for (int i = 0; i < n; i++)
        {
            double gradient = -force[i];
            for (int j = 0; j < n; j++)
            {
                gradient += inverse[(i * n) + j] * (p[j] - omega[j]);
            }

            sum += gradient * step[i];
        }

        return sum;
    }

    private double Objective(ReadOnlySpan<double> a, ReadOnlySpan<double> omega)
    {
        double sum = 0;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                sum += 0.5 * (a[i] - omega[i]) * inverse[(i * n) + j] * (a[j] - omega[j]);
            }
        }

        Loss = SoftmaxLoss.Of(contrasts, label, a, share);
        return sum + Loss;
    }
}
