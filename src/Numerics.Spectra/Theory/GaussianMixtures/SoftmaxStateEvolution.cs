using MathNet.Numerics.LinearAlgebra;
using Numerics.LinearAlgebra.Evidence;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Theory.GaussianMixtures;

/// <summary>Overlaps of a softmax classifier trained on a Gaussian mixture, dimension and samples going to infinity together: the fixed point of two maps between vectors and matrices.</summary>
/// <remarks>
/// <code>
/// (m, q, V, b) -> hats of the samples -> (m, q, V, b)     (<see cref="SoftmaxSweep"/>)
/// </code>
/// <para>
/// Damped sweeps on a rough grid of <see cref="SoftmaxAverages"/> start Newton's method, whose derivatives are differences on the coarse grid and whose
/// residuals are those of the coarse grid, then of the fine one. Where that fails, lambda comes down from a large value in steps. The fixed point is unique, since the problem is convex.
/// </para>
/// <para>Source: Loureiro et al. 2021, vector estimators; here with classes of coordinates.</para>
/// Equation: softmax-state-evolution
/// </remarks>
public sealed class SoftmaxStateEvolution
{
    /// <summary>Residual of a solution.</summary>
    public const double Tolerance = 1e-11;

    /// <summary>Most points of all quadratures of one solution: about a minute on one core.</summary>
    internal const double MostWork = 3e7;

    private const double Goal = 1e-12;
    // Newton's method begins on the coarse grid, which has a fourth of the points of two coordinates, and goes on to here.
    private const double CoarseGoal = 1e-5;
    private const double NearEnough = 1e-2;
    private const int SweepsPerDamping = 40;
    private const int MostNewtonSteps = 40;
    private const double LargestStep = 1.5;

    private static readonly double[] Dampings = [0.3, 0.7, 0.95];

    private readonly SoftmaxModel model;
    private readonly SoftmaxSweep sweep;
    private readonly CancellationToken cancellation;
    private int sweepsBefore;

    private SoftmaxStateEvolution(SoftmaxModel model, CancellationToken cancellation)
    {
        this.model = model;
        this.cancellation = cancellation;
        sweep = new SoftmaxSweep(model, cancellation);
    }

    private int Sweeps => sweepsBefore + sweep.Count;

    /// <summary>Solves.</summary>
    /// <param name="model">Mixture and penalty.</param>
    /// <param name="cancellation">Stops between averages.</param>
    /// <exception cref="ArgumentException">The model has a fault.</exception>
    /// <exception cref="ArithmeticException">No fixed point to 1e-11 was found; one sentence.</exception>
    public static SoftmaxFixedPoint Solve(SoftmaxModel model, CancellationToken cancellation = default) => Solve(model, MostWork, cancellation);

    /// <summary>Solves with a bound on all quadratures together.</summary>
    internal static SoftmaxFixedPoint Solve(SoftmaxModel model, double mostWork, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.RequireSound();
        var solver = new SoftmaxStateEvolution(model, cancellation);
        solver.sweep.Budget = mostWork;
        (double[] x, double residual) = solver.Search(solver.sweep.Start());
        if (!(residual <= Tolerance) && !solver.sweep.IsSpent)
        {
            (x, residual, solver) = FromLargePenalty(solver);
        }

        return residual <= Tolerance && solver.sweep.Result(x, residual, solver.Sweeps) is { } found ? found : throw new ArithmeticException(solver.Failure(model, residual, mostWork));
    }

    /// <summary>Lambda from a value at which sweeps contract down to the one asked, by Newton's method from the last solution; after a failure in smaller steps from there.</summary>
    private static (double[] X, double Residual, SoftmaxStateEvolution Solver) FromLargePenalty(SoftmaxStateEvolution failed)
    {
        double target = failed.model.Regularization, lambda = Math.Max(1, 4 * target), solved = double.PositiveInfinity, ratio = 4;
        double[] x = failed.sweep.Start();
        bool failedBefore = false;
        SoftmaxStateEvolution last = failed;
        for (int step = 0; step < 200; step++)
        {
            var solver = new SoftmaxStateEvolution(failed.model with { Regularization = lambda }, failed.cancellation) { sweepsBefore = last.Sweeps };
            solver.sweep.Budget = last.sweep.Budget;
            (double[] found, double residual) = step == 0 ? solver.Search(x) : solver.Newton(x);
            last = solver;
            bool isSolved = residual <= Tolerance;
            if (isSolved && lambda > target)
            {
                (x, solved, ratio) = (found, lambda, failedBefore ? ratio : Math.Min(4, ratio * ratio));
            }
            else if (isSolved || step == 0 || ratio < 1.01 || solver.sweep.IsSpent)
            {
                return (found, residual, solver);
            }
            else
            {
                ratio = Math.Sqrt(solved / lambda);
            }

            failedBefore = !isSolved;
            lambda = Math.Max(target, solved / ratio);
        }

        return (x, double.PositiveInfinity, last);
    }

    /// <summary>Points of all quadratures of a solution, in order of magnitude and at most <see cref="MostWork"/>: from the width of the fields, which is not known before.</summary>
    /// <remarks>
    /// At the minimum lambda/2 |W|^2 is below n log L, which bounds the sum over labels of self-overlaps by 2 alpha s log(L)/lambda; what is found grows as a power of about two thirds of that, with a fourth
    /// of it at 1 (within a factor of three in the sets of the tests). Ten sweeps, and six steps with their derivatives, are counted.
    /// </remarks>
    public static double ExpectedWork(SoftmaxModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        int n = model.Labels - 1;
        double bound = 2 * model.SampleRatio * model.Mixture.Variances.Max(row => row.Max()) * Math.Log(model.Labels) / model.Regularization;
        double deviation = Math.Sqrt(0.25 * Math.Pow(bound, 0.65) / n);
        double unknowns = (n * (n + 1)) + n + (model.FitBias ? n : 0);
        double Points(double digits) => SoftmaxAverages.PointsOf(n, deviation, digits);
        double sweeps = (10 * Points(SoftmaxAverages.Rough)) + (6 * (1 + unknowns) * Points(SoftmaxAverages.Coarse)) + (4 * Points(SoftmaxAverages.Fine));
        return Math.Min(MostWork, model.Mixture.Clusters * sweeps);
    }

    private (double[] X, double Residual) Search(double[] start)
    {
        (double[] X, double Residual) best = (start, double.PositiveInfinity);
        foreach (double damping in Dampings)
        {
            double[] x = [.. start];
            double residual = double.PositiveInfinity;
            for (int round = 0; round < SweepsPerDamping && (round == 0 || residual > NearEnough); round++)
            {
                double[] change = sweep.Change(x, SoftmaxAverages.Rough);
                residual = sweep.Size(change, x);
                for (int i = 0; i < x.Length && double.IsFinite(residual); i++)
                {
                    x[i] += (1 - damping) * change[i];
                }

                if (!double.IsFinite(residual))
                {
                    break;
                }
            }

            if (double.IsFinite(residual))
            {
                (double[] X, double Residual) found = Newton(x);
                best = found.Residual < best.Residual ? found : best;
            }

            if (best.Residual <= Tolerance || sweep.IsSpent)
            {
                break;
            }
        }

        return best;
    }

    /// <summary>Newton's method on the coarse grid, then on the fine one.</summary>
    private (double[] X, double Residual) Newton(double[] start)
    {
        (double[] x, double residual) = Newton(start, SoftmaxAverages.Coarse, CoarseGoal);
        return double.IsFinite(residual) ? Newton(x, SoftmaxAverages.Fine, Goal) : (x, residual);
    }

    /// <summary>Newton's method on change(x) = 0; steps are bounded, and halved until the residual falls.</summary>
    private (double[] X, double Residual) Newton(double[] start, double digits, double goal)
    {
        double[] x = [.. start];
        double[] change = sweep.Change(x, digits);
        double residual = sweep.Size(change, x);
        Matrix<double>? jacobian = null;
        double last = double.PositiveInfinity;
        for (int step = 0; step < MostNewtonSteps && residual > goal && double.IsFinite(residual); step++)
        {
            // Derivatives of the last step serve again where that one came a thousand times closer.
            jacobian = jacobian is not null && residual < 1e-3 * last ? jacobian : Matrix<double>.Build.DenseOfColumnArrays(sweep.Derivatives(x, SoftmaxAverages.Coarse));
            Vector<double> direction = jacobian.LU().Solve(-Vector<double>.Build.Dense(change));
            double longest = direction.AbsoluteMaximum();
            if (!double.IsFinite(longest))
            {
                break;
            }

            double length = Math.Min(1, LargestStep / longest);
            (double[] X, double[] Change, double Residual) next = (x, change, double.PositiveInfinity);
            for (int halving = 0; halving < 10 && !(next.Residual < residual); halving++, length *= 0.5)
            {
                double[] trial = [.. x.Select((value, i) => value + (length * direction[i]))];
                double[] there = sweep.Change(trial, digits);
                next = (trial, there, sweep.Size(there, trial));
            }

            if (!(next.Residual < residual))
            {
                break;
            }

            last = residual;
            (x, change, residual) = next;
        }

        return (x, residual);
    }

    private string Failure(SoftmaxModel asked, double residual, double mostWork)
    {
        string reached = sweep.IsSpent ? $"quadratures take more than {mostWork:G1} points"
            : sweep.IsTooWide && !double.IsFinite(residual) ? $"the fields of the samples are so wide that a quadrature over them takes more than {SoftmaxAverages.MostPoints:G1} points"
            : sweep.Outcome != Outcome.Ok ? $"the proximal points of some fields were not found ({Outcomes.Sentence(sweep.Outcome).TrimEnd('.')})"
            : double.IsFinite(residual) ? $"the residual is {residual:G3} after {Sweeps} sweeps, {Tolerance:G1} is needed" : $"the overlaps left every bound after {Sweeps} sweeps";
        string where = asked.Regularization == model.Regularization ? "" : $" (on the way to it, at {model.Regularization:G4})";
        return $"The state evolution of the softmax found no fixed point at sampleRatio {asked.SampleRatio:G6} and regularization {asked.Regularization:G4}{where}: {reached}; "
            + "raise the regularization, or lower the means or variances, or the number of labels or clusters.";
    }
}
