using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.Spectra.Classifiers;

/// <summary>
/// Minimises a smooth margin loss with an l1 penalty: coordinate descent on the quadratic model at the current weights finds those that are not zero, Newton's method moves them, until the duality gap closes.
/// </summary>
/// <remarks>
/// <code>
/// w_j &lt;- soft(w_j - G_j/h_j, lambda/h_j),   G_j the derivative and h_j the curvature of the model along w_j;   b without threshold
/// on the weights that are not zero:   H step = -(G + lambda sign w),   as far as the first change of a sign, which becomes a zero
/// </code>
/// <para>
/// Sweeps go over the weights that are not zero until they rest, then once over all. They alone crawl where the Hessian is nearly singular (as many samples as weights, a small lambda).
/// Source: J. Friedman, T. Hastie and R. Tibshirani, J. Stat. Softw. 33 (2010) 1, for the descent.
/// </para>
/// Equation: coordinate-descent
/// </remarks>
internal sealed class CoordinateDescentFit(ConvexObjective objective, MarginFunction loss, CancellationToken cancellation)
{
    private const int MostModels = 200;
    private const int MostSweeps = 5000;
    private const int MostZeros = 4;
    private const double GapPerSample = 1e-10;

    /// <summary>Weights and bias.</summary>
    /// <exception cref="ArithmeticException">The gap did not close.</exception>
    public double[] Minimise()
    {
        var theta = new double[objective.Parameters];
        double gap = double.PositiveInfinity;
        for (int model = 0; model < MostModels; model++)
        {
            double[] t = objective.Margins(theta);
            double[] change = Model(theta, t, Math.Max(1e-16, 1e-3 * Math.Min(gap, 1e-3 * objective.Samples) / objective.Samples));
            double length = Length(theta, t, change);
            SpanProducts.Add(length, change, theta);
            for (int zero = 0; zero < MostZeros && !MoveActive(theta); zero++)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            gap = objective.Gap(loss, loss, theta)!.Value;
            if (gap <= GapPerSample * objective.Samples)
            {
                return theta;
            }
        }

        throw new ArithmeticException(
            $"Coordinate descent did not close the duality gap: {gap / objective.Samples:G3} per sample after {MostModels} quadratic models, {GapPerSample:G1} is asked; raise the regularization.");
    }

    /// <summary>The change of the weights that minimises the quadratic model, until a sweep lowers it by less than <paramref name="tolerance"/> per sample.</summary>
    private double[] Model(double[] theta, double[] t, double tolerance)
    {
        double[] gradient = objective.LossGradient(loss, t);
        using DenseMatrix<double> curved = objective.CurvedRows(loss, t);
        var curvature = new double[theta.Length];
        for (int j = 0; j < theta.Length; j++)
        {
            curvature[j] = SpanProducts.Dot(curved.Column(j), curved.Column(j));
        }

        var change = new double[theta.Length];
        var moved = new double[curved.Rows];
        double limit = tolerance * objective.Samples;
        bool all = true;
        for (int sweep = 0; sweep < MostSweeps; sweep++)
        {
            cancellation.ThrowIfCancellationRequested();
            double lowered = 0;
            for (int j = 0; j < theta.Length; j++)
            {
                if (curvature[j] > 0 && (all || j >= objective.Weights || theta[j] + change[j] != 0))
                {
                    lowered += Step(j, theta[j], gradient[j], curvature[j], curved.Column(j), change, moved);
                }
            }

            if (lowered <= limit)
            {
                if (all)
                {
                    break;
                }

                all = true;
            }
            else
            {
                all = false;
            }
        }

        return change;
    }

    private double Step(int j, double start, double gradient, double curvature, ReadOnlySpan<double> column, double[] change, double[] moved)
    {
        double old = start + change[j];
        double free = old - ((gradient + SpanProducts.Dot(column, moved)) / curvature);
        double threshold = j < objective.Weights ? objective.Lambda / curvature : 0;
        double value = Math.Abs(free) <= threshold ? 0 : free - Math.CopySign(threshold, free);
        double difference = value - old;
        if (difference == 0)
        {
            return 0;
        }

        change[j] += difference;
        SpanProducts.Add(difference, column, moved);
        return 0.5 * curvature * difference * difference;
    }

    /// <summary>A Newton step of the weights that are not zero. Returns whether it kept all signs, or none was to be had.</summary>
    private bool MoveActive(double[] theta)
    {
        int[] active = objective.Active(theta);
        double[] t = objective.Margins(theta);
        using DenseMatrix<double> hessian = objective.Hessian(loss, t);
        using LuFactorization<double>? factors = active.Length is > 0 and var count && count <= objective.Samples ? objective.Factor(hessian, active) : null;
        if (factors is null)
        {
            return true;
        }

        double[] gradient = objective.LossGradient(loss, t);
        using var force = new DenseMatrix<double>(active.Length, 1);
        for (int i = 0; i < active.Length; i++)
        {
            force[i, 0] = -gradient[active[i]] - (active[i] < objective.Weights ? objective.Lambda * Math.Sign(theta[active[i]]) : 0);
        }

        using DenseMatrix<double> step = factors.Solve(force);
        var change = new double[theta.Length];
        double reach = 1;
        int first = -1;
        for (int i = 0; i < active.Length; i++)
        {
            int j = active[i];
            change[j] = step[i, 0];
            if (j < objective.Weights && Math.Abs(change[j]) * reach > Math.Abs(theta[j]) && Math.Sign(change[j]) != Math.Sign(theta[j]))
            {
                (reach, first) = (-theta[j] / change[j], j);
            }
        }

        double[] cut = [.. change.Select(value => reach * value)];
        if (!Array.TrueForAll(cut, double.IsFinite))
        {
            return true;
        }

        double length = Length(theta, t, cut);
        SpanProducts.Add(length, cut, theta);
        if (first >= 0 && length == 1)
        {
            theta[first] = 0;
        }

        return first < 0 || length < 1;
    }

    /// <summary>1, halved until the objective falls by a hundredth of what the model promises; 0 where it does not fall.</summary>
    private double Length(double[] theta, double[] t, double[] change)
    {
        double[] along = objective.Margins(change);
        double before = ConvexObjective.Loss(loss, t) + objective.Penalty(theta);
        double[] gradient = objective.LossGradient(loss, t);
        double[] full = [.. theta.Select((value, j) => value + change[j])];
        double promised = Math.Min(0, SpanProducts.Dot(gradient, change) + objective.Penalty(full) - objective.Penalty(theta));
        double length = 1;
        for (int halving = 0; halving < 40; halving++, length *= 0.5)
        {
            double[] there = [.. theta.Select((value, j) => value + (length * change[j]))];
            double[] margins = [.. t.Select((margin, i) => margin + (length * along[i]))];
            if (ConvexObjective.Loss(loss, margins) + objective.Penalty(there) <= before + (0.01 * length * promised) + (1e-14 * Math.Abs(before)))
            {
                return length;
            }
        }

        return 0;
    }
}
