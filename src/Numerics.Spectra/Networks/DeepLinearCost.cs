using Numerics.LinearAlgebra.Operators;
using Numerics.Spectra.Models;
using Numerics.Spectra.Spectrum;

namespace Numerics.Spectra.Networks;

/// <summary>Memory and work of one replica of a deep linear network, known before it is run.</summary>
/// <remarks>
/// <code>
/// queries of a matrix: T + 1 from the left, T from the right;  of the inputs: the other way round;  of a fresh batch: one each
/// tangent kernel: as many more, from either side, as it is applied
/// </code>
/// <para>Per matrix and query as <see cref="MatrixPolicy"/> says, per spectrum as <see cref="LayerSpectrum"/>. Upper bounds.</para>
/// </remarks>
public sealed class DeepLinearCost
{
    private readonly DeepLinearModel model;
    private readonly DeepLinearSizes sizes;
    private readonly DeepLinearMeasurements measurements;
    private readonly MatrixPolicy policy;
    private readonly DeepLinearDraws draws;
    private readonly int elementBytes;

    /// <summary>A replica.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputDimension">D.</param>
    /// <param name="measurements">What is measured.</param>
    /// <param name="kind">Kind of the Gaussian matrices.</param>
    /// <param name="elementBytes">8 for double, 4 for single precision.</param>
    public DeepLinearCost(DeepLinearModel model, long inputDimension, DeepLinearMeasurements measurements, MatrixKind kind, int elementBytes)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(measurements);
        this.model = model;
        this.measurements = measurements;
        policy = MatrixPolicy.Of(kind);
        this.elementBytes = elementBytes;
        sizes = DeepLinearSizes.Of(model, inputDimension);
        draws = new DeepLinearDraws(model, measurements.KernelQueries);
    }

    /// <summary>Rows of vectors over layer l = 0..L, the inputs for l = 0.</summary>
    private double Rows(int layer) => layer == 0 ? InputRows : draws.LayerRows(policy, sizes.WidthOf(layer));

    /// <summary>Rows of vectors over all hidden layers.</summary>
    private double HiddenRows => Enumerable.Range(1, model.Depth).Sum(Rows);

    /// <summary>Rows of vectors over the inputs, the training set, a fresh batch and the samples of a kernel of their own.</summary>
    private double InputRows => draws.InputRows(policy, sizes.InputDimension);

    private double SampleRows => draws.SampleRows(policy, sizes.Samples, draws.Samples);

    private double BatchRows => draws.SampleRows(policy, sizes.BatchSamples, DeepLinearDraws.Batch);

    private double FreshRows => policy.StoredRows(sizes.Samples + sizes.BatchSamples, 1, DeepLinearDraws.Fresh(measurements.KernelQueries), invariant: true);

    private int Left => model.Steps + 1 + measurements.KernelQueries;

    private int Right => model.Steps + measurements.KernelQueries;

    private bool KernelOnSamples => measurements.KernelSteps.Count > 0 && measurements.KernelInputsOf(sizes) != TangentKernelInputs.Population;

    /// <summary>Most bytes held at once by the vectors and matrices of a replica.</summary>
    public long StateBytes => (long)((elementBytes * VectorElements) + MatrixBytes + SmallBytes + SpectrumBytes);

    /// <summary>Multiplications and additions of training and tangent kernels, roughly; progress and time estimates, not flop counts.</summary>
    public double Operations
    {
        get
        {
            double total = InputOperations;
            for (int layer = 0; layer < model.Depth; layer++)
            {
                total += policy.Operations(Rows(layer + 1), Rows(layer), Right, Left);
            }

            return total;
        }
    }

    private double VectorElements
    {
        get
        {
            double n = HiddenRows, d = InputRows, p = SampleRows + BatchRows;
            double training = n + ((1 + model.Steps) * Rows(model.Depth)) + (5 * d) + (3 * p);
            double kernel = measurements.KernelSteps.Count == 0 ? 0
                : (3 * d) + (2 * n) + ((2 + measurements.Kernel.MaximumSteps) * (KernelOnSamples ? p : d));
            return training + kernel;
        }
    }

    private double MatrixBytes
    {
        get
        {
            double total = 0;
            for (int layer = 0; layer < model.Depth; layer++)
            {
                total += Bytes(Rows(layer + 1), Rows(layer), Right, Left);
            }

            double d = InputRows;
            total += sizes.Samples > 0 ? Bytes(SampleRows, d, Left, Right) : 0;
            total += sizes.BatchSamples > 0 ? Bytes(BatchRows, d, 1, 1) : 0;
            bool fresh = KernelOnSamples && measurements.KernelInputsOf(sizes) == TangentKernelInputs.FreshSample;
            return total + (fresh ? Bytes(FreshRows, d, measurements.KernelQueries, measurements.KernelQueries) : 0);
        }
    }

    /// <summary>Coordinates or Gram matrices of the queries.</summary>
    private double SmallBytes => 8.0 * 3 * Left * (double)Left * (model.Depth + 1);

    /// <summary>Of the largest matrix.</summary>
    private double SpectrumBytes
    {
        get
        {
            if (measurements.SpectrumSteps.Count == 0)
            {
                return 0;
            }

            return Enumerable.Range(0, model.Depth).Max(layer => LayerSpectrum.Bytes(policy, sizes.WidthOf(layer + 1), sizes.WidthOf(layer), Left + Right));
        }
    }

    private double InputOperations =>
        sizes.Samples > 0 ? policy.Operations(SampleRows, InputRows, Left, Right)
            : sizes.BatchSamples > 0 ? (model.Steps + 1) * (policy.Operations(BatchRows, InputRows, 1, 1) + policy.DrawOperations(BatchRows, InputRows))
            : 0;

    private double Bytes(double rows, double columns, double right, double left) =>
        policy.Bytes(rows, columns, right, left, elementBytes) + policy.ScratchBytes(rows, columns, 1, elementBytes);
}
