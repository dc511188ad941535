using System.Numerics;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Analysis;
using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.Training;

namespace Numerics.Spectra.Theory.TangentKernel;

/// <summary>
/// The top of the spectrum of a deep linear network's neural tangent kernel at one step of training: bulk edge and outliers.
/// </summary>
/// <remarks>
/// <code>
/// lambda above the bulk is an eigenvalue iff det(I - T(lambda)) = 0,   T: the history system, T -> 0 as lambda -> infinity
/// number of eigenvalues above lambda = number of real eigenvalues of T(lambda) above 1, modulo 2
/// </code>
/// <para>As lambda falls each eigenvalue of K takes one real eigenvalue of T through 1. T is not symmetric: a complex pair may become real beyond 1, and one of it return
/// through 1. So the count separates the roots, changes of sign of the determinant decide: where the count changes by two and no eigenvalue of T is near 1 there is no root.
/// Two roots made by one such pair, both returning within the same halving, are not seen.</para>
/// <para>Source: derived here, docs/deep-linear.md, section 4; the theory is that of C. Lauditi, C. Pehlevan and B. Bordelon, Spectral Dynamics in Deep Networks, arXiv 2605.07870 (2026).</para>
/// <para>Layers count with their learning rate factors e_l and the shape of their matrices: w_l of <see cref="NtkScalarSystem"/> stands for G^(l+1).</para>
/// <para>lambda in the normalisation in which eta lambda = 2 is the limit of stability of gradient descent at learning rate eta.</para>
/// Equation: ntk-outlier
/// <para>Valid as sizes -> infinity at fixed number of steps. Outliers closer to the edge than 1e-9 relative are not seen. Cost: a few eigenvalue
/// problems of order (2L+2)k and some ten determinants. Instances use scratch memory: not for two threads at once.</para>
/// </remarks>
public sealed class NeuralTangentKernel
{
    private const double EdgeOffset = 1e-9;
    private const double RootTolerance = 1e-12;

    // Two roots that RootTolerance does not separate move an eigenvalue of T from 1 by its square root at most; 1e-4 leaves a factor of hundred.
    private const double DoubleRoot = 1e-4;

    private readonly Lapack lapack;
    private readonly DeepLinearSolution solution;
    private readonly int step;
    private readonly NtkScalarSystem bulk;
    private readonly bool onTrainingSet;
    private readonly int except;
    private NtkHistorySystem? system;
    private double[]? outliers;

    /// <summary>Sets up the kernel of a step.</summary>
    /// <param name="lapack">Provider.</param>
    /// <param name="solution">Order parameters.</param>
    /// <param name="step">t = 0..LastStep.</param>
    /// <param name="kernel">On which inputs.</param>
    /// <exception cref="ArgumentException">A training set was asked for, but every step has fresh samples; a ratio that is not positive; or residual branches, whose kernel is not covered.</exception>
    public NeuralTangentKernel(Lapack lapack, DeepLinearSolution solution, int step, NtkOperator kernel)
        : this(lapack, solution, step, kernel, except: -1)
    {
    }

    /// <summary>The kernel without one covariance mode.</summary>
    /// <param name="lapack">Provider.</param>
    /// <param name="solution">Order parameters.</param>
    /// <param name="step">t = 0..LastStep.</param>
    /// <param name="kernel">On which inputs.</param>
    /// <param name="except">Index of the mode; negative to leave out none.</param>
    internal NeuralTangentKernel(Lapack lapack, DeepLinearSolution solution, int step, NtkOperator kernel, int except)
    {
        ArgumentNullException.ThrowIfNull(solution);
        ArgumentNullException.ThrowIfNull(kernel);
        this.lapack = lapack;
        this.solution = solution;
        this.except = except;
        this.step = solution.RequireStep(step);
        DeepLinearModel model = solution.Model;
        if (model.IsResidual)
        {
            throw new ArgumentException($"There is no theory of the tangent kernel with residual branches (residualScale {model.ResidualScale}); leave the kernel out, or the branches.", nameof(solution));
        }

        double ratio = Ratio(model, kernel);
        onTrainingSet = kernel is NtkOperator.OnTrainingSet && !double.IsInfinity(ratio);
        double retained = model.Optimizer.Retained(step);
        double[] weights = [.. Enumerable.Range(0, model.Depth + 1).Select(l => solution.KernelWeight(l, step))];
        double[] variances = [.. Enumerable.Range(0, model.Depth).Select(model.OperatorScale).Select(scale => retained * retained * scale * scale)];
        double[] aspects = [.. Enumerable.Range(0, model.Depth).Select(model.AspectRatio)];
        bulk = new NtkScalarSystem(weights, variances, aspects, ratio, model.Covariance, except);
        BulkEdge = bulk.UpperEdge();
    }

    /// <summary>Upper edge of the bulk, every covariance mode (but one left out) counted as bulk.</summary>
    public double BulkEdge { get; }

    /// <summary>The largest eigenvalue: the leading outlier, or the bulk edge.</summary>
    public double LargestEigenvalue => Outliers is [double leading, ..] ? leading : BulkEdge;

    /// <summary>Eigenvalues above the bulk, descending; computed when first asked for.</summary>
    public IReadOnlyList<double> Outliers => outliers ??= Find();

    /// <summary>Number of real eigenvalues of T(lambda) above 1: odd where an odd number of eigenvalues of K is above lambda.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Lambda is inside the bulk.</exception>
    public int RealAboveOne(double lambda) => HistoryEigenvalues(lambda).Count(value => value.Imaginary == 0 && value.Real > 1);

    private Complex[] HistoryEigenvalues(double lambda)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lambda, BulkEdge);
        if (step == 0)
        {
            return [];
        }

        using DenseMatrix<double> folded = Folded(lambda);
        return [.. GeneralEigen.Values(lapack, folded).Values];
    }

    /// <summary>The scalar resolvents at lambda above the bulk.</summary>
    /// <exception cref="InvalidOperationException">Lambda is inside the bulk.</exception>
    internal NtkResolvent Resolvent(double lambda) => bulk.At(lambda)
        ?? throw new InvalidOperationException($"The resolvent at {lambda} was asked for, inside the bulk that ends at {BulkEdge}.");

    /// <summary>What the history feeds back to the covariance mode left out; nothing before the first step.</summary>
    internal NtkModeLoops Loops(NtkResolvent resolvent) => step == 0 ? default : History.Loops(lapack, resolvent);

    private NtkHistorySystem History => system ??= new NtkHistorySystem(solution, step, onTrainingSet, except);

    private static double Ratio(DeepLinearModel model, NtkOperator kernel) => kernel switch
    {
        NtkOperator.OnPopulation => double.PositiveInfinity,
        NtkOperator.FreshSample fresh when fresh.Ratio > 0 => fresh.Ratio,
        NtkOperator.FreshSample fresh => throw new ArgumentException($"A fresh sample of {fresh.Ratio} inputs per dimension is not positive."),
        _ when model.Batch is BatchSampling.OnePass => throw new ArgumentException(
            "One-pass training has no training set; ask for the kernel of the population or of a fresh sample."),
        _ => model.SampleRatio,
    };

    private double[] Find()
    {
        double low = BulkEdge * (1 + EdgeOffset);
        int count = RealAboveOne(low);
        var roots = new List<double>();
        if (count > 0)
        {
            double high = 2 * low;
            while (RealAboveOne(high) > 0)
            {
                high *= 2;
            }

            Isolate(low, count, high, 0, roots);
        }

        return [.. roots.OrderDescending()];
    }

    /// <summary>det(I - T), never rounded to zero.</summary>
    private double Determinant(double lambda)
    {
        using DenseMatrix<double> folded = Folded(lambda);
        for (int j = 0; j < folded.Columns; j++)
        {
            SpanProducts.Scale(-1, folded.Column(j));
            folded[j, j] += 1;
        }

        LogDeterminant determinant = LinearSolve.LogDeterminant(lapack, folded);
        return determinant.Sign * Math.Exp(Math.Clamp(determinant.LogAbsolute, -700, 300));
    }

    private DenseMatrix<double> Folded(double lambda)
    {
        NtkResolvent resolvent = Resolvent(lambda);
        return History.Folded(lapack, resolvent);
    }

    /// <summary>Splits [low, high] until each part holds one root, or roots too close to tell apart.</summary>
    private void Isolate(double low, int countLow, double high, int countHigh, List<double> roots)
    {
        int inside = countLow - countHigh;
        if (inside <= 0)
        {
            return;
        }

        if (inside == 1)
        {
            (double atLow, double atHigh) = (Determinant(low), Determinant(high));
            if (Math.Sign(atLow) * Math.Sign(atHigh) < 0)
            {
                roots.Add(BracketedRoot.Find(Determinant, low, atLow, high, atHigh, RootTolerance));
                return;
            }
        }

        double middle = 0.5 * (low + high);
        if (high - low <= RootTolerance * high)
        {
            if (HistoryEigenvalues(middle).Min(value => (value - 1).Magnitude) < DoubleRoot)
            {
                roots.AddRange(Enumerable.Repeat(middle, inside));
            }

            return;
        }

        int countMiddle = RealAboveOne(middle);
        Isolate(middle, countMiddle, high, countHigh, roots);
        Isolate(low, countLow, middle, countMiddle, roots);
    }
}
