using Numerics.Spectra.Models;

namespace Numerics.Spectra.Networks;

/// <summary>Memory and work of one replica of a deep linear network, known before it is run.</summary>
/// <remarks>
/// <code>
/// revealed n x m, r right and l left queries:  (n + m)(r + l) elements;      stored:  n m + m r + n l
/// completion of k = (r + l)/2 known directions:  about 8 (max(n, m)/k)^(1/3) levels of 7 blocks of k^2 doubles
/// a revealed query when R right and L left directions are known: 10 (n + m) (R + L)/2 multiplications and additions or so;   stored: 2 n m
/// </code>
/// <para>Upper bounds: queries inside the span of earlier ones take no column, and columns that are never written take no memory.</para>
/// </remarks>
public sealed class DeepLinearCost
{
    private readonly DeepLinearModel model;
    private readonly DeepLinearSizes sizes;
    private readonly DeepLinearMeasurements measurements;
    private readonly bool stored;
    private readonly int elementBytes;

    /// <summary>A replica.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputDimension">D.</param>
    /// <param name="measurements">What is measured.</param>
    /// <param name="stored">Stored matrices; otherwise revealed ones.</param>
    /// <param name="elementBytes">8 for double, 4 for single precision.</param>
    public DeepLinearCost(DeepLinearModel model, long inputDimension, DeepLinearMeasurements measurements, bool stored, int elementBytes)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(measurements);
        this.model = model;
        this.measurements = measurements;
        this.stored = stored;
        this.elementBytes = elementBytes;
        sizes = DeepLinearSizes.Of(model, inputDimension);
    }

    private int Left => model.Steps + 1 + measurements.KernelQueries;

    private int Right => model.Steps + measurements.KernelQueries;

    private bool KernelOnSamples => measurements.KernelSteps.Count > 0 && measurements.KernelInputsOf(sizes) != TangentKernelInputs.Population;

    /// <summary>Most bytes held at once by the vectors and matrices of a replica.</summary>
    public long StateBytes => (long)((elementBytes * (VectorElements + MatrixElements)) + SmallBytes + SpectrumBytes);

    /// <summary>Multiplications and additions of training and tangent kernels, roughly; progress and time estimates, not flop counts.</summary>
    public double Operations
    {
        get
        {
            double total = InputOperations;
            for (int layer = 0; layer < model.Depth; layer++)
            {
                total += QueryOperations(sizes.Width, Columns(layer), Right, Left);
            }

            return total;
        }
    }

    private double VectorElements
    {
        get
        {
            double n = sizes.Width, d = sizes.InputDimension, p = sizes.Samples + sizes.BatchSamples;
            double training = ((3 + model.Steps) * n) + (5 * d) + (3 * p);
            double kernel = measurements.KernelSteps.Count == 0 ? 0
                : (3 * d) + ((model.Depth + 2) * n) + ((2 + measurements.Kernel.MaximumSteps) * (KernelOnSamples ? p : d));
            return training + kernel;
        }
    }

    private double MatrixElements
    {
        get
        {
            double total = 0;
            for (int layer = 0; layer < model.Depth; layer++)
            {
                total += Elements(sizes.Width, Columns(layer), Right, Left);
            }

            double d = sizes.InputDimension;
            total += sizes.Samples > 0 ? Elements(sizes.Samples, d, Left, Right) : 0;
            total += sizes.BatchSamples > 0 ? Elements(sizes.BatchSamples, d, 1, 1) : 0;
            bool fresh = KernelOnSamples && measurements.KernelInputsOf(sizes) == TangentKernelInputs.FreshSample;
            return total + (fresh ? Elements(sizes.Samples + sizes.BatchSamples, d, measurements.KernelQueries, measurements.KernelQueries) : 0);
        }
    }

    /// <summary>Coordinates or Gram matrices of the queries.</summary>
    private double SmallBytes => 8.0 * 3 * Left * (double)Left * (model.Depth + 1);

    /// <summary>Of the largest matrix: two copies in double for a stored one, the eliminated chain for a revealed one.</summary>
    private double SpectrumBytes
    {
        get
        {
            if (measurements.SpectrumSteps.Count == 0)
            {
                return 0;
            }

            double n = sizes.Width, m = model.Depth > 1 ? Math.Max(n, sizes.InputDimension) : sizes.InputDimension;
            double k = Math.Max(1, 0.5 * (Left + Right));
            return stored
                ? 8 * ((2 * n * m) + ((n + m) * (Left + Right)))
                : 8 * 7 * k * k * (4 + (8 * Math.Cbrt(Math.Max(n, m) / k))) * 2;
        }
    }

    private double InputOperations =>
        sizes.Samples > 0 ? QueryOperations(sizes.Samples, sizes.InputDimension, Left, Right)
            : sizes.BatchSamples > 0 ? (model.Steps + 1) * (QueryOperations(sizes.BatchSamples, sizes.InputDimension, 1, 1) + (stored ? 10.0 * sizes.BatchSamples * sizes.InputDimension : 0))
            : 0;

    private double Columns(int layer) => layer == 0 ? sizes.InputDimension : sizes.Width;

    private double Elements(double rows, double columns, double right, double left) =>
        stored ? (rows * columns) + (columns * right) + (rows * left) : ((rows + columns) * (right + left)) + rows + columns;

    /// <summary>All queries of one matrix; a fresh Gaussian number counts as 30 operations.</summary>
    private double QueryOperations(double rows, double columns, double right, double left)
    {
        double queries = right + left;
        return stored ? 2 * rows * columns * queries : (rows + columns) * ((2.5 * queries * queries) + (15 * queries));
    }
}
