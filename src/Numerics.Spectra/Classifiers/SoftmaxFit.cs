using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.Spectra.Classifiers;

/// <summary>Minimises cross-entropy plus l2 penalty by Newton's method with a line search over all weights of all labels together.</summary>
/// <remarks>
/// The step length is 1 where the derivative along it has fallen to a tenth and the objective has not risen; otherwise the zero of that derivative is bracketed. Stops when the square of the Newton
/// decrement, about twice the distance of the objective to its minimum, is below 1e-14 for each sample; that last step is taken.
/// <para>Source: S. Boyd and L. Vandenberghe, Convex Optimization (2004), section 9.5.</para>
/// </remarks>
internal sealed class SoftmaxFit(Lapack lapack, SoftmaxObjective objective, CancellationToken cancellation)
{
    private const int MostSteps = 200;
    private const double Tolerance = 1e-14;

    /// <summary>The minimum.</summary>
    /// <exception cref="ArithmeticException">No minimum was reached.</exception>
    public double[] Minimise()
    {
        var theta = new double[objective.Parameters];
        var slopes = new double[objective.Samples * objective.Contrasts.Count];
        double decrement = double.PositiveInfinity;
        for (int step = 0; step < MostSteps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            double[] fields = objective.Fields(theta);
            double loss = objective.Loss(fields, slopes);
            double[] gradient = objective.Gradient(slopes, theta);
            double[] direction = Direction(fields, gradient);
            double slope = SpanProducts.Dot(gradient, direction);
            decrement = -slope;
            if (!(decrement > Tolerance * objective.Samples))
            {
                // The step is at hand, and this close it squares the distance.
                SpanProducts.Add(1, direction, theta);
                break;
            }

            double length = Length(theta, fields, loss, direction, slope);
            SpanProducts.Add(length, direction, theta);
            if (length == 0)
            {
                break;
            }
        }

        // Where rounding ends the search, the decrement is still far below what anything that is measured can show.
        return decrement <= 1e-8 * objective.Samples ? theta
            : throw new ArithmeticException($"The fit did not reach its minimum: squared Newton decrement {decrement:G3} after at most {MostSteps} steps; raise the regularization.");
    }

    private double[] Direction(double[] fields, double[] gradient)
    {
        using DenseMatrix<double> hessian = objective.Hessian(fields);
        for (int k = objective.Weights; objective.Inputs > objective.Weights && k < objective.Parameters; k += objective.Inputs)
        {
            // No sample bends a bias: a long step, cut by the line search.
            hessian[k, k] = hessian[k, k] > 0 ? hessian[k, k] : 1e-6 * objective.Samples;
        }

        using LuFactorization<double> factors = LinearSolve.Factor(lapack, hessian);
        if (!factors.Evidence.Converged)
        {
            throw new ArithmeticException("The fit has no unique minimum: its Hessian is singular to rounding; raise the regularization.");
        }

        using DenseMatrix<double> right = new(gradient.Length, 1);
        gradient.CopyTo(right.Column(0));
        using DenseMatrix<double> solution = factors.Solve(right);
        double[] direction = solution.Column(0).ToArray();
        for (int i = 0; i < direction.Length; i++)
        {
            direction[i] = -direction[i];
        }

        return direction;
    }

    private double Length(double[] theta, double[] fields, double loss, double[] direction, double slope)
    {
        double[] change = objective.Fields(direction), trial = new double[fields.Length], slopes = new double[fields.Length];
        double along = 0, norm = 0;
        for (int start = 0; start < theta.Length; start += objective.Inputs)
        {
            ReadOnlySpan<double> part = direction.AsSpan(start, objective.Weights);
            along += objective.Lambda * SpanProducts.Dot(theta.AsSpan(start, objective.Weights), part);
            norm += objective.Lambda * SpanProducts.Dot(part, part);
        }

        (double low, double high) = (0, 1);
        double length = 1;
        for (int halving = 0; halving < 60; halving++)
        {
            fields.CopyTo(trial, 0);
            SpanProducts.Add(length, change, trial);
            double rise = objective.Loss(trial, slopes) - loss + (length * (along + (0.5 * length * norm)));
            double derivative = SpanProducts.Dot(slopes, change) + along + (length * norm);
            bool risen = !(rise <= 1e-13 * (objective.Samples + Math.Abs(loss)));
            if (!risen && (Math.Abs(derivative) <= 0.1 * Math.Abs(slope) || (derivative <= 0 && length >= 1)))
            {
                return length;
            }

            (low, high) = derivative > 0 || risen ? (low, length) : (length, high);
            length = 0.5 * (low + high);
        }

        return low;
    }
}
