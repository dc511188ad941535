using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Evidence;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.Spectra.Classifiers;

/// <summary>Minimises a smooth margin loss with an l2 penalty by Newton's method (iteratively reweighted least squares) with a line search.</summary>
/// <remarks>
/// The square loss takes one step. The step length is 1 where the derivative along it has fallen to a tenth and the objective has not risen; otherwise the zero of that derivative is
/// bracketed. Stops when the square of the Newton decrement, about twice the distance of the objective to its minimum, is below 1e-14 for each sample; then full steps go on while they halve
/// |gradient|^2/(2 lambda) + |slope of the bias times the bias|, what the gradient adds to the duality gap, down to 1e-10 for each sample.
/// <para>
/// The decrement alone is no measure of that: it weighs the gradient with the inverse Hessian, in which the rounded hinge has variance/width, and the gap with 1/lambda. At variances of 1e6 a decrement of
/// 1e-15 left a gap of 1e-3.
/// </para>
/// <para>Source: S. Boyd and L. Vandenberghe, Convex Optimization (2004), section 9.5.</para>
/// </remarks>
internal sealed class NewtonFit(Lapack lapack, ConvexObjective objective, CancellationToken cancellation)
{
    private const int MostSteps = 200;
    private const double Tolerance = 1e-14;
    private const double GapTolerance = 1e-10;
    private const int MostRefinements = 20;

    /// <summary>Minimises one loss after the other, each from the minimum of the last.</summary>
    /// <exception cref="ArithmeticException">No minimum was reached.</exception>
    public double[] Minimise(IReadOnlyList<MarginFunction> path)
    {
        var theta = new double[objective.Parameters];
        foreach (MarginFunction loss in path)
        {
            Minimise(loss, theta);
        }

        return objective.Lambda > 0 ? Refined(path[^1], theta) : theta;
    }

    /// <summary>This close a full step is exact, which the objective is too coarse to see: the gradient tells.</summary>
    private double[] Refined(MarginFunction loss, double[] theta)
    {
        double[] t = objective.Margins(theta), gradient = Gradient(loss, theta, t);
        for (int step = 0; step < MostRefinements && GapOf(gradient, theta) > GapTolerance * objective.Samples; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Direction(loss, t, gradient) is not { } trial)
            {
                break;
            }

            SpanProducts.Add(1, theta, trial);
            double[] margins = objective.Margins(trial), next = Gradient(loss, trial, margins);
            if (!(GapOf(next, trial) < 0.5 * GapOf(gradient, theta)))
            {
                break;
            }

            (theta, t, gradient) = (trial, margins, next);
        }

        return theta;
    }

    /// <summary>What a gradient adds to the duality gap.</summary>
    private double GapOf(double[] gradient, double[] theta)
    {
        ReadOnlySpan<double> weights = gradient.AsSpan(0, objective.Weights);
        double ofBias = objective.Parameters > objective.Weights ? Math.Abs(gradient[objective.Weights] * theta[objective.Weights]) : 0;
        return (SpanProducts.Dot(weights, weights) / (2 * objective.Lambda)) + ofBias;
    }

    private double[] Gradient(MarginFunction loss, double[] theta, double[] t)
    {
        double[] gradient = objective.LossGradient(loss, t);
        SpanProducts.Add(objective.Lambda, theta.AsSpan(0, objective.Weights), gradient);
        return gradient;
    }

    private void Minimise(MarginFunction loss, double[] theta)
    {
        double decrement = double.PositiveInfinity;
        for (int step = 0; step < MostSteps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            double[] t = objective.Margins(theta);
            RequireBounded(loss, t, step);
            double[] gradient = Gradient(loss, theta, t);
            double[] direction = Direction(loss, t, gradient)
                ?? throw new ArithmeticException("The fit has no unique minimum: its Hessian is singular to rounding; raise the regularization.");
            double slope = SpanProducts.Dot(gradient, direction);
            decrement = -slope;
            if (!(decrement > Tolerance * objective.Samples))
            {
                break;
            }

            double length = Length(loss, theta, t, direction, slope);
            SpanProducts.Add(length, direction, theta);
            if (length == 0)
            {
                break;
            }
        }

        // Where rounding ends the search, the decrement is still far below what anything that is measured can show.
        if (!(decrement <= 1e-8 * objective.Samples))
        {
            throw new ArithmeticException($"The fit did not reach its minimum: squared Newton decrement {decrement:G3} after at most {MostSteps} steps; raise the regularization.");
        }
    }

    /// <summary>The Newton step, or null where the Hessian is singular to rounding.</summary>
    private double[]? Direction(MarginFunction loss, double[] t, double[] gradient)
    {
        using DenseMatrix<double> hessian = objective.Hessian(loss, t);
        if (objective.Parameters > objective.Weights && !(hessian[objective.Weights, objective.Weights] > 0))
        {
            hessian[objective.Weights, objective.Weights] = 1e-6 * objective.Samples; // no sample bends the bias: a long step, cut by the line search
        }

        using CholeskyFactorization<double> cholesky = Cholesky.Factor(lapack, hessian);
        if (cholesky.Evidence.Outcome != Outcome.Ok)
        {
            return null;
        }

        double[] x = [.. gradient.Select(value => -value)];
        DenseMatrix<double> lower = cholesky.Lower;
        for (int j = 0; j < x.Length; j++)
        {
            ReadOnlySpan<double> column = lower.Column(j);
            x[j] /= column[j];
            SpanProducts.Add(-x[j], column[(j + 1)..], x.AsSpan(j + 1));
        }

        for (int j = x.Length - 1; j >= 0; j--)
        {
            ReadOnlySpan<double> column = lower.Column(j);
            x[j] = (x[j] - SpanProducts.Dot(column[(j + 1)..], x.AsSpan(j + 1))) / column[j];
        }

        return x;
    }

    private double Length(MarginFunction loss, double[] theta, double[] t, double[] direction, double slope)
    {
        double[] change = objective.Margins(direction);
        double along = objective.Lambda * SpanProducts.Dot(theta.AsSpan(0, objective.Weights), direction);
        double norm = objective.Lambda * SpanProducts.Dot(direction.AsSpan(0, objective.Weights), direction);
        (double Rise, double Slope) At(double s)
        {
            double rise = s * (along + (0.5 * s * norm)), derivative = along + (s * norm);
            for (int i = 0; i < t.Length; i++)
            {
                double margin = t[i] + (s * change[i]);
                rise += loss.Value(margin) - loss.Value(t[i]);
                derivative += loss.Slope(margin) * change[i];
            }

            return (rise, derivative);
        }

        (double low, double high) = (0, 1);
        double length = 1;
        for (int halving = 0; halving < 60; halving++)
        {
            (double rise, double derivative) = At(length);
            bool risen = rise > 1e-13 * t.Length;
            if (!risen && Math.Abs(derivative) <= 0.1 * Math.Abs(slope))
            {
                return length;
            }

            if (derivative > 0 || risen)
            {
                high = length;
            }
            else if (length >= 1)
            {
                return length;
            }
            else
            {
                low = length;
            }

            length = 0.5 * (low + high);
        }

        return low;
    }

    private void RequireBounded(MarginFunction loss, double[] t, int step)
    {
        if (objective.Lambda == 0 && loss is LogisticFunction && step > 0 && Array.TrueForAll(t, margin => margin > 0))
        {
            throw new ArithmeticException("The drawn samples are separable, and without a penalty the weights have no bound; raise sampleRatio, dimension or regularization.");
        }
    }
}
