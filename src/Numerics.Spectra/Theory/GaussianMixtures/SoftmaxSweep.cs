using Numerics.LinearAlgebra.Evidence;
using Numerics.Spectra.Analysis;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Theory.GaussianMixtures;

/// <summary>One sweep of the state evolution of the softmax, as a change of its unknowns.</summary>
/// <remarks>
/// <code>
/// cavity fields of cluster k:  omega ~ N(m_k + b, q_k) in L - 1 coordinates;   g, dg/domega from <see cref="SoftmaxProximal"/>
/// Vh_k = -alpha r_k E dg/domega,   qh_k = alpha r_k E g g^T,   mh_k = alpha r_k E g;   trained biases:  sum_k mh_k = 0;   then <see cref="SoftmaxWeights"/>
/// </code>
/// <para>Unknowns are log q and log V (matrix logarithms, once for clusters of equal variances), m and b; the biases take one Newton step in a sweep.</para>
/// <para>Source: Loureiro et al. 2021, vector estimators.</para>
/// Equation: softmax-samples
/// </remarks>
internal sealed class SoftmaxSweep
{
    private readonly SoftmaxModel model;
    private readonly LabelContrasts contrasts;
    private readonly SoftmaxWeights weights;
    private readonly int[] shared;
    private readonly int groups;
    private readonly int n;
    private readonly int packed;
    private readonly CancellationToken cancellation;

    /// <summary>Of a model that has no fault.</summary>
    public SoftmaxSweep(SoftmaxModel model, CancellationToken cancellation)
    {
        this.model = model;
        this.cancellation = cancellation;
        contrasts = new LabelContrasts(model.Labels);
        n = contrasts.Count;
        packed = n * (n + 1) / 2;
        weights = new SoftmaxWeights(model.Mixture, model.Regularization, n);
        double[][] rows = [.. model.Mixture.Variances];
        int[] first = [.. rows.Select(row => Array.FindIndex(rows, other => other.AsSpan().SequenceEqual(row)))];
        int[] leaders = [.. first.Distinct()];
        shared = [.. first.Select(leader => Array.IndexOf(leaders, leader))];
        groups = leaders.Length;
    }

    /// <summary>Sweeps so far.</summary>
    public int Count { get; private set; }

    /// <summary>Points of all averages that may still be taken.</summary>
    public double Budget { get; set; } = SoftmaxStateEvolution.MostWork;

    /// <summary>Whether an average would have taken too many points.</summary>
    public bool IsTooWide { get; private set; }

    /// <summary>Whether the proximal points of all averages were found, in the last sweep and the derivatives after it.</summary>
    public Outcome Outcome { get; private set; }

    /// <summary>Whether nothing is left of the budget.</summary>
    public bool IsSpent => Budget <= 0;

    private int Clusters => model.Mixture.Clusters;

    private int MeansAt => 2 * groups * packed;

    private int BiasAt => MeansAt + (Clusters * n);

    /// <summary>Where a search begins: q = 1/2, V = 1, small overlaps with the mean of the own label.</summary>
    public double[] Start()
    {
        var x = new double[BiasAt + (model.FitBias ? n : 0)];
        for (int g = 0; g < groups; g++)
        {
            Pack(SmallMatrix.Scalar(n, Math.Log(0.5)), x.AsSpan(g * packed, packed));
        }

        for (int k = 0; k < Clusters; k++)
        {
            for (int i = 0; i < n; i++)
            {
                x[MeansAt + (k * n) + i] = 0.1 * contrasts.Row(model.Mixture.Labels[k] - 1)[i];
            }
        }

        return x;
    }

    /// <summary>What a sweep adds to the unknowns; not finite where averages cannot be had.</summary>
    public double[] Change(double[] x, double digits)
    {
        SoftmaxAverages?[] averages = new SoftmaxAverages?[Clusters];
        Outcome = Outcome.Ok;
        Average(x, digits, averages, _ => true);
        return Change(x, averages);
    }

    /// <summary>Derivatives of the change by forward differences: [unknown] of columns, not finite where averages cannot be had.</summary>
    /// <remarks>
    /// The averages of a cluster depend on its own q, V and m and on b alone: those of the other clusters are taken as they are, which are the same numbers. A change of one unknown costs one average,
    /// of a bias all.
    /// </remarks>
    public double[][] Derivatives(double[] x, double digits)
    {
        SoftmaxAverages?[] here = new SoftmaxAverages?[Clusters];
        Average(x, digits, here, _ => true);
        double[] change = Change(x, here);
        var columns = new double[x.Length][];
        for (int j = 0; j < x.Length; j++)
        {
            double h = 1e-6 * Math.Max(1, Math.Abs(x[j]));
            double[] moved = [.. x];
            moved[j] += h;
            SoftmaxAverages?[] there = [.. here];
            Average(moved, digits, there, cluster => IsOf(cluster, j));
            columns[j] = [.. Change(moved, there).Zip(change, (after, before) => (after - before) / h)];
        }

        return columns;
    }

    /// <summary>Whether the averages of a cluster depend on an unknown.</summary>
    private bool IsOf(int cluster, int unknown) => unknown < MeansAt ? unknown / packed % groups == shared[cluster]
        : unknown >= BiasAt || (unknown - MeansAt) / n == cluster;

    /// <summary>Writes the averages of some clusters; null where they cannot be had.</summary>
    private void Average(double[] x, double digits, SoftmaxAverages?[] averages, Func<int, bool> which)
    {
        (double[][] mean, double[][] self, double[][] response, double[] bias) = Overlaps(x);
        for (int k = 0; k < Clusters; k++)
        {
            if (which(k))
            {
                cancellation.ThrowIfCancellationRequested();
                double[] centre = [.. mean[k].Zip(bias, (m, b) => m + b)];
                averages[k] = IsSpent ? null : SoftmaxAverages.Of(contrasts, model.Mixture.Labels[k] - 1, centre, self[shared[k]], response[shared[k]], digits);
                IsTooWide |= averages[k] is null;
                Budget -= averages[k]?.Points ?? 0;
                Outcome = Outcomes.Combine(Outcome, averages[k]?.Outcome ?? Outcome.Ok);
            }
        }
    }

    private double[] Change(double[] x, SoftmaxAverages?[] averages)
    {
        Count++;
        var change = new double[x.Length];
        if (Array.Exists(averages, one => one is not { Outcome: Outcome.Ok }))
        {
            Array.Fill(change, double.NaN);
            return change;
        }

        double[][] Hats(Func<SoftmaxAverages, double[]> part) =>
            [.. averages.Select((one, k) => part(one!).Select(value => model.SampleRatio * model.Mixture.ClusterProbabilities[k] * value).ToArray())];
        double[][] precision = Hats(one => one.Response), variance = Hats(one => one.ForceSquare), signal = Hats(one => one.Force);
        (double[][] m, double[][] q, double[][] v) = weights.Overlaps(precision, variance, signal);
        for (int k = 0; k < Clusters; k++)
        {
            Pack(SmallMatrix.Function(n, q[k], Math.Log), change.AsSpan(shared[k] * packed, packed));
            Pack(SmallMatrix.Function(n, v[k], Math.Log), change.AsSpan((groups + shared[k]) * packed, packed));
            m[k].CopyTo(change, MeansAt + (k * n));
        }

        for (int i = 0; i < BiasAt; i++)
        {
            change[i] -= x[i];
        }

        if (model.FitBias)
        {
            BiasStep(precision, signal).CopyTo(change, BiasAt);
        }

        return change;
    }

    /// <summary>Newton's step towards sum_k mh_k = 0, which falls with b at the rate sum_k Vh_k.</summary>
    private double[] BiasStep(double[][] precision, double[][] signal)
    {
        double[] slope = [.. Enumerable.Range(0, n * n).Select(i => precision.Sum(matrix => matrix[i]))];
        double[] step = [.. Enumerable.Range(0, n).Select(i => signal.Sum(vector => vector[i]))];
        if (!SmallMatrix.Solve(n, 1, slope, step))
        {
            Array.Fill(step, double.NaN);
        }

        return step;
    }

    private (double[][] Mean, double[][] Self, double[][] Response, double[] Bias) Overlaps(double[] x) =>
    (
        [.. Enumerable.Range(0, Clusters).Select(k => x[(MeansAt + (k * n))..(MeansAt + ((k + 1) * n))])],
        [.. Enumerable.Range(0, groups).Select(g => SmallMatrix.Function(n, Unpack(x.AsSpan(g * packed, packed)), Math.Exp))],
        [.. Enumerable.Range(groups, groups).Select(g => SmallMatrix.Function(n, Unpack(x.AsSpan(g * packed, packed)), Math.Exp))],
        model.FitBias ? x[BiasAt..] : new double[n]
    );

    /// <summary>Largest change: of log q and log V, and of m and b relative to the largest of them and 1.</summary>
    public double Size(double[] change, double[] x)
    {
        double unit = Math.Max(1, x.Skip(MeansAt).Max(Math.Abs));
        double size = 0;
        for (int i = 0; i < change.Length; i++)
        {
            double one = Math.Abs(change[i]) / (i < MeansAt ? 1 : unit);
            size = double.IsFinite(one) ? Math.Max(size, one) : double.PositiveInfinity;
        }

        return size;
    }

    /// <summary>Overlaps, losses and errors at a solution; null where a proximal point was not found.</summary>
    public SoftmaxFixedPoint? Result(double[] x, double residual, int sweeps)
    {
        (double[][] mean, double[][] self, double[][] response, double[] bias) = Overlaps(x);
        double loss = 0, trainError = 0, testError = 0;
        Outcome = Outcome.Ok;
        for (int k = 0; k < Clusters; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            double[] centre = [.. mean[k].Zip(bias, (m, b) => m + b)];
            (double[] q, double[] v, int label) = (self[shared[k]], response[shared[k]], model.Mixture.Labels[k] - 1);
            double weight = model.Mixture.ClusterProbabilities[k];
            SoftmaxAverages averages = SoftmaxAverages.Of(contrasts, label, centre, q, v, SoftmaxAverages.Fine)!;
            var cell = new ProximalCell(contrasts, label, centre, q, v);
            loss += weight * averages.Loss;
            testError += weight * (1 - new FieldCell(contrasts, label, centre, q).Probability(cancellation));
            trainError += weight * (1 - cell.Probability(cancellation));
            Outcome = Outcomes.Combine(Outcome, Outcomes.Combine(averages.Outcome, cell.Outcome));
        }

        return Outcome != Outcome.Ok ? null : new SoftmaxFixedPoint(
            [.. mean.Select(vector => contrasts.ToLabels(vector))],
            [.. shared.Select(g => contrasts.MatrixToLabels(self[g]))],
            [.. shared.Select(g => contrasts.MatrixToLabels(response[g]))],
            contrasts.ToLabels(bias),
            residual,
            sweeps)
        {
            TestError = Math.Clamp(testError, 0, 1),
            TrainError = Math.Clamp(trainError, 0, 1),
            TrainLoss = loss,
        };
    }

    private void Pack(double[] square, Span<double> values)
    {
        int at = 0;
        for (int i = 0; i < n; i++)
        {
            for (int j = i; j < n; j++)
            {
                values[at++] = square[(i * n) + j];
            }
        }
    }

    private double[] Unpack(ReadOnlySpan<double> values)
    {
        var square = new double[n * n];
        int at = 0;
        for (int i = 0; i < n; i++)
        {
            for (int j = i; j < n; j++)
            {
                square[(i * n) + j] = square[(j * n) + i] = values[at++];
            }
        }

        return square;
    }
}
