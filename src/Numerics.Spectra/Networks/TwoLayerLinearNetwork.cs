using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Ensembles;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Networks;

/// <summary>A finite two-layer linear network with many outputs, all matrices stored, trained by gradient descent or by its flow.</summary>
/// <remarks>
/// <code>
/// f(x) = V W x/gamma;   E X^T = (Theta - V W/gamma) S + Xi X^T,   S = X X^T   (population: S = 1, no noise)
/// W += eta gamma V^T (E X^T),   V += eta gamma (E X^T) W^T      (simultaneous; flow: the same with time for eta)
/// </code>
/// <para>Entry variances as in <see cref="TwoLayerLinearModel"/>, with N, D and P the actual sizes. The flow is integrated by Runge-Kutta of order four.
/// Determinism: initial matrices are the same bits everywhere, products those of the LAPACK provider.</para>
/// </remarks>
public sealed class TwoLayerLinearNetwork : IDisposable
{
    // h times the largest rate; the relative error of a Runge-Kutta step is (h rate)^5/120, below 3e-6 per step.
    private const double FlowStep = 0.2;

    private readonly Lapack lapack;
    private readonly TwoLayerLinearModel model;
    private readonly bool trainReadout;
    private readonly double flowRate;
    private readonly DenseMatrix<double>? covariance;
    private readonly DenseMatrix<double> target;

    /// <summary>Draws initial weights, teacher and data.</summary>
    /// <param name="lapack">Provider of the products.</param>
    /// <param name="model">Scales; the ratios are those of the sizes.</param>
    /// <param name="sizes">Sizes.</param>
    /// <param name="trainReadout">Whether V is trained as well.</param>
    /// <param name="teacherSpike">Singular value of a rank-one matrix added to the teacher, uniformly distributed directions; 0 for none.</param>
    /// <param name="stream">Key of each matrix by its number: 0 W, 1 V, 2 Theta, 3 X, 4 Xi, 5 and 6 directions of the spike.</param>
    /// <param name="executor">Threads that draw.</param>
    public TwoLayerLinearNetwork(
        Lapack lapack, TwoLayerLinearModel model, TwoLayerSizes sizes, bool trainReadout, double teacherSpike, Func<uint, StreamKey> stream, ShardExecutor executor)
    {
        ArgumentNullException.ThrowIfNull(lapack);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(sizes);
        ArgumentNullException.ThrowIfNull(stream);
        this.lapack = lapack;
        this.model = model;
        this.trainReadout = trainReadout;
        (int n, int d, int c, int p) = (sizes.Width, sizes.Inputs, sizes.Outputs, sizes.Samples);
        Hidden = GaussianEntries.Draw(stream(0), n, d, Parameterization.MuP.EntryDeviation(model.HiddenScale, n), executor);
        Readout = GaussianEntries.Draw(stream(1), c, n, Parameterization.MuP.EntryDeviation(model.ReadoutScale, n), executor);
        DenseMatrix<double> teacher = GaussianEntries.Draw(stream(2), c, d, model.TeacherScale / Math.Sqrt(d), executor);
        if (teacherSpike != 0)
        {
            GaussianEntries.AddSpike(teacher, teacherSpike, GaussianEntries.Direction(stream(5), c), GaussianEntries.Direction(stream(6), d));
        }

        target = teacher;
        if (p > 0)
        {
            using DenseMatrix<double> inputs = GaussianEntries.Draw(stream(3), d, p, 1 / Math.Sqrt(p), executor);
            using DenseMatrix<double> noise = GaussianEntries.Draw(stream(4), c, p, model.LabelNoise / Math.Sqrt(p), executor);
            covariance = Multiply.Product(lapack, inputs, inputs, transposeB: true);
            target = Multiply.Product(lapack, teacher, covariance);
            Multiply.Into(lapack, false, noise, true, inputs, 1.0, 1.0, target);
            teacher.Dispose();
        }

        flowRate = FlowRate(sizes, teacherSpike);
    }

    /// <summary>The network of a width that is trained in some way.</summary>
    /// <param name="lapack">Provider of the products.</param>
    /// <param name="training">The network and how it is trained.</param>
    /// <param name="width">N.</param>
    /// <param name="stream">Key of each matrix by its number.</param>
    /// <param name="executor">Threads that draw.</param>
    public static TwoLayerLinearNetwork Of(Lapack lapack, TwoLayerTraining training, int width, Func<uint, StreamKey> stream, ShardExecutor executor)
    {
        ArgumentNullException.ThrowIfNull(training);
        return new TwoLayerLinearNetwork(lapack, training.Model, TwoLayerSizes.Of(training.Model, width), training.TrainReadout, training.TeacherSpike, stream, executor);
    }

    /// <summary>W, N x D.</summary>
    public DenseMatrix<double> Hidden { get; }

    /// <summary>V, C x N.</summary>
    public DenseMatrix<double> Readout { get; }

    /// <summary>Whether all weights are finite and below 1e100, so that products of them exist.</summary>
    public bool IsFinite => Bounded(Hidden) && Bounded(Readout);

    /// <summary>Largest magnitude of an entry of W; the largest singular value is no smaller.</summary>
    public double LargestHiddenEntry
    {
        get
        {
            double largest = 0;
            foreach (double value in Hidden.AsSpan())
            {
                largest = Math.Max(largest, Math.Abs(value));
            }

            return largest;
        }
    }

    /// <summary>Trains from one time to the next; stops early where the weights leave every bound.</summary>
    /// <param name="dynamics">Descent, whose times are whole steps, or flow.</param>
    /// <param name="from">Where training is.</param>
    /// <param name="to">Where it ends.</param>
    /// <param name="cancellation">Stops between steps.</param>
    public void Train(TrainingDynamics dynamics, double from, double to, CancellationToken cancellation)
    {
        if (dynamics == TrainingDynamics.Flow)
        {
            Flow(to - from, cancellation);
            return;
        }

        for (int step = (int)from; step < (int)to && IsFinite; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            Descend();
        }
    }

    /// <summary>One step of gradient descent at the model's learning rate.</summary>
    public void Descend()
    {
        using DenseMatrix<double> error = Error(Hidden, Readout);
        double rate = model.LearningRate * model.OutputScale;
        using DenseMatrix<double>? old = trainReadout ? Hidden.Clone() : null;
        Multiply.Into(lapack, true, Readout, false, error, rate, 1.0, Hidden, checkFinite: false);
        if (old is not null)
        {
            Multiply.Into(lapack, false, error, true, old, rate, 1.0, Readout, checkFinite: false);
        }
    }

    /// <summary>Gradient flow over a time, in steps of a fifth of the shortest time scale.</summary>
    /// <param name="time">Time, not negative; one unit is a learning rate of one.</param>
    /// <param name="cancellation">Stops between steps.</param>
    public void Flow(double time, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(time);
        int steps = (int)Math.Ceiling(time * flowRate / FlowStep);
        double h = time / Math.Max(1, steps);
        for (int step = 0; step < steps && IsFinite; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            RungeKutta(h);
        }
    }

    /// <summary>All min(N, D) singular values of W, descending.</summary>
    public double[] SingularValues() => LinearAlgebra.Dense.SingularValues.Compute(lapack, Hidden).Values;

    /// <inheritdoc/>
    public void Dispose()
    {
        Hidden.Dispose();
        Readout.Dispose();
        target.Dispose();
        covariance?.Dispose();
    }

    private static bool Bounded(DenseMatrix<double> matrix)
    {
        foreach (double value in matrix.AsSpan())
        {
            if (!(Math.Abs(value) < 1e100))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// The fastest rate: s_max times the norms of V^T V and, with both layers trained, of W W^T, either at the start or when the teacher is learned (gamma |Theta|).
    /// </summary>
    private double FlowRate(TwoLayerSizes sizes, double teacherSpike)
    {
        TwoLayerLinearModel exact = sizes.Exact(model) with { OutputRatio = (double)sizes.Outputs / sizes.Width };
        double readout = exact.LargestReadoutEigenvalue;
        if (trainReadout)
        {
            double hidden = Math.Pow(model.HiddenScale * (1 + Math.Sqrt(exact.InputRatio)), 2);
            double teacher = (model.TeacherScale * (1 + Math.Sqrt((double)sizes.Outputs / sizes.Inputs))) + teacherSpike;
            readout += hidden + (2 * model.OutputScale * teacher);
        }

        return readout * exact.LargestInputEigenvalue;
    }

    /// <summary>E X^T, C x D.</summary>
    private DenseMatrix<double> Error(DenseMatrix<double> hidden, DenseMatrix<double> readout)
    {
        DenseMatrix<double> error = target.Clone();
        if (covariance is null)
        {
            Multiply.Into(lapack, false, readout, false, hidden, -1 / model.OutputScale, 1.0, error, checkFinite: false);
            return error;
        }

        using var output = new DenseMatrix<double>(readout.Rows, hidden.Columns);
        Multiply.Into(lapack, false, readout, false, hidden, -1 / model.OutputScale, 0.0, output, checkFinite: false);
        Multiply.Into(lapack, false, output, false, covariance, 1.0, 1.0, error, checkFinite: false);
        return error;
    }

    private void RungeKutta(double h)
    {
        using DenseMatrix<double> w = Hidden.Clone();
        using DenseMatrix<double> v = Readout.Clone();
        ReadOnlySpan<double> weights = [1, 2, 2, 1];
        ReadOnlySpan<double> places = [0.5, 0.5, 1, 0];
        using DenseMatrix<double> stageW = Hidden.Clone();
        using DenseMatrix<double> stageV = Readout.Clone();
        for (int stage = 0; stage < weights.Length; stage++)
        {
            using DenseMatrix<double> error = Error(stageW, stageV);
            using var slopeW = new DenseMatrix<double>(w.Rows, w.Columns);
            Multiply.Into(lapack, true, stageV, false, error, model.OutputScale, 0.0, slopeW, checkFinite: false);
            using DenseMatrix<double>? slopeV = trainReadout ? new DenseMatrix<double>(v.Rows, v.Columns) : null;
            if (slopeV is not null)
            {
                Multiply.Into(lapack, false, error, true, stageW, model.OutputScale, 0.0, slopeV, checkFinite: false);
                Advance(v, slopeV, stageV, Readout, h, weights[stage], places[stage]);
            }

            Advance(w, slopeW, stageW, Hidden, h, weights[stage], places[stage]);
        }
    }

    /// <summary>Adds h weight/6 of a slope to the result and puts the next stage at place h along it.</summary>
    private static void Advance(
        DenseMatrix<double> start, DenseMatrix<double> slope, DenseMatrix<double> stage, DenseMatrix<double> result, double h, double weight, double place)
    {
        SpanProducts.Add(h * weight / 6, slope.AsSpan(), result.AsSpan());
        start.AsSpan().CopyTo(stage.AsSpan());
        SpanProducts.Add(h * place, slope.AsSpan(), stage.AsSpan());
    }
}
