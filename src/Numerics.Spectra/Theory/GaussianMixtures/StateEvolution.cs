using MathNet.Numerics.LinearAlgebra;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Theory.GaussianMixtures;

/// <summary>
/// Overlaps of a convex linear classifier trained on a Gaussian mixture, dimension and samples going to infinity together: the fixed point of two maps.
/// </summary>
/// <remarks>
/// <code>
/// (m, q, V) -> hats (<see cref="SampleFields"/>) -> (m, q, V) (<see cref="WeightPrior"/>)
/// </code>
/// <para>
/// The fixed point is unique, since the problem is convex. The plain iteration diverges at small lambda with unequal variances, and crawls where lambda is small and the samples are separable: a few damped
/// sweeps (in log q, log V and m) start Newton's method; where that fails, lambda comes down from a large value in steps.
/// </para>
/// <para>Source: Loureiro et al. 2021.</para>
/// Equation: mixture-state-evolution
/// </remarks>
public sealed class StateEvolution
{
    /// <summary>Residual of a solution.</summary>
    public const double Tolerance = 1e-11;

    // Newton's method goes on to here if it can: rounding of the averages is 1e-14.
    private const double Goal = 1e-13;
    private const double NearEnough = 1e-3;
    private const int SweepsPerDamping = 60;
    private const int MostNewtonSteps = 60;
    private const double LargestStep = 1.5;

    private static readonly double[] Dampings = [0, 0.5, 0.8, 0.95];

    private readonly GeneralizedLinearModel model;
    private readonly SampleFields samples;
    private readonly WeightPrior weights;
    private readonly int clusters;
    private readonly CancellationToken cancellation;
    private double bias;
    private int sweeps;

    private StateEvolution(GeneralizedLinearModel model, double bias, CancellationToken cancellation)
    {
        this.model = model;
        this.cancellation = cancellation;
        this.bias = bias;
        samples = new SampleFields(model);
        weights = new WeightPrior(model);
        clusters = model.Mixture.Clusters;
    }

    /// <summary>Solves.</summary>
    /// <param name="model">Mixture, loss and penalty.</param>
    /// <param name="cancellation">Stops between sweeps.</param>
    /// <exception cref="ArgumentException">The model has a fault.</exception>
    /// <exception cref="ArithmeticException">No fixed point to 1e-11 was found; one sentence.</exception>
    public static MixtureFixedPoint Solve(GeneralizedLinearModel model, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.RequireSound();
        double[] start = [.. Enumerable.Repeat(Math.Log(0.5), model.Mixture.Clusters), .. new double[model.Mixture.Clusters], .. model.Mixture.Labels.Select(label => 0.1 * label)];
        var solver = new StateEvolution(model, 0, cancellation);
        (double[] x, double residual) = solver.Search(start);
        if (!(residual <= Tolerance))
        {
            (x, residual, solver) = FromLargePenalty(model, start, solver);
        }

        return residual <= Tolerance ? solver.Result(x, residual) : throw new ArithmeticException(Failure(model, residual, solver.sweeps));
    }

    /// <summary>Lambda from a value at which the plain iteration contracts down to the one asked.</summary>
    private static (double[] X, double Residual, StateEvolution Solver) FromLargePenalty(GeneralizedLinearModel model, double[] start, StateEvolution failed)
    {
        double lambda = Math.Max(1, model.Regularization);
        double target = Math.Max(model.Regularization, 1e-14);
        double ratio = 4;
        double startBias = 0;
        double[] x = start;
        StateEvolution last = failed;
        for (int step = 0; step < 400; step++)
        {
            bool final = lambda <= target;
            var solver = new StateEvolution(final ? model : model with { Regularization = lambda }, startBias, failed.cancellation) { sweeps = last.sweeps };
            (double[] found, double residual) = step == 0 ? solver.Search(x) : solver.Newton(x);
            last = solver;
            if (residual <= Tolerance)
            {
                if (final)
                {
                    return (found, residual, solver);
                }

                (x, startBias, ratio) = (found, solver.bias, Math.Min(4, ratio * ratio));
            }
            else if (step == 0 || ratio < 1.001)
            {
                return (found, double.PositiveInfinity, solver);
            }
            else
            {
                // Back to the last lambda that was solved, and a smaller step from there.
                lambda *= ratio;
                ratio = Math.Sqrt(ratio);
            }

            lambda = Math.Max(target, lambda / ratio);
        }

        return (x, double.PositiveInfinity, last);
    }

    /// <summary>Damped sweeps, then Newton's method, by growing damping; the best found.</summary>
    private (double[] X, double Residual) Search(double[] start)
    {
        (double[] X, double Residual) best = (start, double.PositiveInfinity);
        foreach (double damping in Dampings)
        {
            bias = 0;
            (double[] x, double residual) = Sweep(start, damping);
            if (double.IsFinite(residual))
            {
                (double[] X, double Residual) found = Newton(x);
                best = found.Residual < best.Residual ? found : best;
            }

            if (best.Residual <= Tolerance)
            {
                break;
            }
        }

        return best;
    }

    private (double[] X, double Residual) Sweep(double[] start, double damping)
    {
        double[] x = [.. start];
        double residual = double.PositiveInfinity;
        for (int sweep = 0; sweep < SweepsPerDamping && (sweep == 0 || residual > NearEnough); sweep++)
        {
            double[] change = Change(x);
            residual = Size(change, x);
            if (!double.IsFinite(residual))
            {
                return (x, double.PositiveInfinity);
            }

            for (int i = 0; i < x.Length; i++)
            {
                x[i] += (1 - damping) * change[i];
            }
        }

        return (x, residual);
    }

    /// <summary>Newton's method on change(x) = 0 with central differences; steps are bounded, and halved until the residual falls.</summary>
    private (double[] X, double Residual) Newton(double[] start)
    {
        double[] x = [.. start];
        double[] change = Change(x);
        double residual = Size(change, x);
        for (int step = 0; step < MostNewtonSteps && residual > Goal && double.IsFinite(residual); step++)
        {
            Vector<double> direction = Jacobian(x).LU().Solve(-Vector<double>.Build.Dense(change));
            double longest = direction.AbsoluteMaximum();
            if (!double.IsFinite(longest))
            {
                break;
            }

            double length = Math.Min(1, LargestStep / longest);
            (double[] X, double[] Change, double Residual) next = (x, change, double.PositiveInfinity);
            for (int halving = 0; halving < 12; halving++, length *= 0.5)
            {
                double[] trial = [.. x.Select((value, i) => value + (length * direction[i]))];
                double[] there = Change(trial);
                next = (trial, there, Size(there, trial));
                if (next.Residual < residual)
                {
                    break;
                }
            }

            if (!(next.Residual < residual))
            {
                break;
            }

            (x, change, residual) = next;
        }

        _ = Change(x); // the bias belongs to the solution, not to the last trial
        return (x, residual);
    }

    private Matrix<double> Jacobian(double[] x)
    {
        var jacobian = Matrix<double>.Build.Dense(x.Length, x.Length);
        for (int j = 0; j < x.Length; j++)
        {
            double h = 1e-5 * Math.Max(1, Math.Abs(x[j]));
            double[] up = [.. x], down = [.. x];
            up[j] += h;
            down[j] -= h;
            double[] above = Change(up), below = Change(down);
            for (int i = 0; i < x.Length; i++)
            {
                jacobian[i, j] = (above[i] - below[i]) / (2 * h);
            }
        }

        return jacobian;
    }

    /// <summary>What a sweep adds to (log q, log V, m).</summary>
    private double[] Change(double[] x)
    {
        cancellation.ThrowIfCancellationRequested();
        sweeps++;
        double[] q = [.. x.Take(clusters).Select(Math.Exp)], v = [.. x.Skip(clusters).Take(clusters).Select(Math.Exp)], m = [.. x.Skip(2 * clusters)];
        double b = samples.Bias(m, q, v, double.IsFinite(bias) ? bias : 0);
        var change = new double[x.Length];
        if (!double.IsFinite(b))
        {
            Array.Fill(change, double.NaN);
            return change;
        }

        bias = b;
        weights.Overlaps(samples.At(m, q, v, b), m, q, v);
        for (int k = 0; k < clusters; k++)
        {
            change[k] = Math.Log(q[k]) - x[k];
            change[clusters + k] = Math.Log(v[k]) - x[clusters + k];
            change[(2 * clusters) + k] = m[k] - x[(2 * clusters) + k];
        }

        return change;
    }

    /// <summary>Largest change: relative of q and V, of m relative to the largest of them and 1.</summary>
    private double Size(double[] change, double[] x)
    {
        double unit = Math.Max(1, x.Skip(2 * clusters).Max(Math.Abs));
        double size = 0;
        for (int i = 0; i < change.Length; i++)
        {
            double one = Math.Abs(change[i]) / (i < 2 * clusters ? 1 : unit);
            size = double.IsFinite(one) ? Math.Max(size, one) : double.PositiveInfinity;
        }

        return size;
    }

    private MixtureFixedPoint Result(double[] x, double residual) =>
        new MixtureFixedPoint(
            [.. x.Skip(2 * clusters)],
            [.. x.Take(clusters).Select(Math.Exp)],
            [.. x.Skip(clusters).Take(clusters).Select(Math.Exp)],
            bias,
            residual,
            sweeps).Measured(model);

    private static string Failure(GeneralizedLinearModel model, double residual, int sweeps)
    {
        string reached = double.IsFinite(residual) ? $"the residual is {residual:G3} after {sweeps} sweeps, {Tolerance:G1} is needed" : $"the overlaps left every bound after {sweeps} sweeps";
        return $"The state evolution found no fixed point at sampleRatio {model.SampleRatio:G6} and regularization {model.Regularization:G4}: {reached}; "
            + (!model.IsSparse ? "raise the regularization, or lower the means or variances."
                : double.IsFinite(residual) ? "raise the regularization." : "the penalty leaves no weight, or hardly one, and it has to be lowered.");
    }
}
