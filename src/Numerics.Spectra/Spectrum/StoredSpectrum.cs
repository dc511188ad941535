using System.Numerics;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Krylov;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Spectrum;

/// <summary>Singular values of a trained matrix whose entries are stored: all of them by LAPACK, the largest by Golub-Kahan-Lanczos.</summary>
/// <remarks>
/// Below the dense limit the top values come from the full decomposition as well, which is then the cheaper route. The matrix must outlive its spectrum: entries and queries
/// are copied, in double, when a step is asked. Determinism: bits of the LAPACK provider.
/// </remarks>
internal sealed class StoredSpectrum : LayerSpectrum
{
    private readonly Lapack lapack;
    private readonly Func<DenseMatrix<double>> initial;
    private readonly Func<DenseMatrix<double>> gradients;
    private readonly Func<DenseMatrix<double>> features;
    private readonly SpikeTimeline timeline;

    private StoredSpectrum(
        Lapack lapack, Func<DenseMatrix<double>> initial, Func<DenseMatrix<double>> gradients, Func<DenseMatrix<double>> features, SpikeTimeline timeline)
    {
        this.lapack = lapack;
        this.initial = initial;
        this.gradients = gradients;
        this.features = features;
        this.timeline = timeline;
    }

    /// <summary>Reads a stored matrix after training.</summary>
    /// <param name="lapack">Provider.</param>
    /// <param name="matrix">The initial matrix with its queries.</param>
    /// <param name="spikes">What training added to it, in the order of adding.</param>
    /// <param name="marks">How much of both was there before each step.</param>
    /// <param name="optimizer">rho and m where the initial weights or the spikes change with the step (spike r of step r); null where they do not.</param>
    public static StoredSpectrum Of<T>(
        Lapack lapack, StoredGaussian<T> matrix, IReadOnlyList<Spike> spikes, IReadOnlyList<LayerMark> marks, OptimizerMemory? optimizer = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(spikes);
        return new StoredSpectrum(
            lapack,
            () => Widened(matrix.Entries),
            () => Queries(matrix.LeftQueries),
            () => Queries(matrix.RightQueries),
            new SpikeTimeline([.. spikes], marks, optimizer));
    }

    /// <summary>Bytes of the workspace in which the largest values are computed: two copies of the matrix, one of the queries.</summary>
    public static double Bytes(double rows, double columns, double queries) => 8 * ((2 * rows * columns) + ((rows + columns) * queries));

    /// <summary>Operations at the rate of dense linear algebra for the largest values at one step: passes over the matrix, which memory bounds.</summary>
    public static double Operations(double rows, double columns) => 150 * rows * columns;

    /// <inheritdoc/>
    public override DenseMatrix<double> Matrix(int step)
    {
        using DenseMatrix<double> left = gradients();
        using DenseMatrix<double> right = features();
        return Matrix(step, left, right);
    }

    /// <summary>All singular values of M(<paramref name="step"/>), descending, by the Gram route.</summary>
    public override RealSpectrum<double> All(int step)
    {
        using DenseMatrix<double> matrix = Matrix(step);
        return SingularValues.Compute(lapack, matrix);
    }

    /// <inheritdoc/>
    public override TopSingularValues Largest(int step, int count)
    {
        using DenseMatrix<double> left = gradients();
        using DenseMatrix<double> right = features();
        using DenseMatrix<double> matrix = Matrix(step, left, right);
        using LargestSingularValues largest = LargestSingularValues.Compute(lapack, matrix, count, new() { Vectors = true });
        GaussianMark asked = timeline.Mark(step).Asked;
        return new TopSingularValues(
            largest.Values,
            Captured(left, asked.LeftQueries, largest.Left!),
            Captured(right, asked.RightQueries, largest.Right!),
            largest.Residuals.Max(),
            largest.Converged)
        {
            LeftCosines = Cosines(left, asked.LeftQueries, largest.Left!),
            RightCosines = Cosines(right, asked.RightQueries, largest.Right!),
        };
    }

    private DenseMatrix<double> Matrix(int step, DenseMatrix<double> gradients, DenseMatrix<double> features)
    {
        DenseMatrix<double> matrix = initial();
        Scale(matrix, timeline.Retained(step));
        Spike[] spikes = timeline.At(step);
        int left = timeline.Mark(step).Asked.LeftQueries;
        if (spikes.Length == 0)
        {
            return matrix;
        }

        using var weighted = new DenseMatrix<double>(matrix.Columns, left);
        foreach (Spike spike in spikes)
        {
            Span<double> target = weighted.Column(spike.Left);
            ReadOnlySpan<double> source = features.Column(spike.Right);
            double weight = spike.Strength / matrix.Columns;
            for (int row = 0; row < target.Length; row++)
            {
                target[row] += weight * source[row];
            }
        }

        using DenseMatrix<double> used = gradients.Leading(matrix.Rows, left);
        Multiply.Into(lapack, false, used, true, weighted, 1.0, 1.0, matrix);
        return matrix;
    }

    private static double[][] Cosines(DenseMatrix<double> queries, int count, DenseMatrix<double> units) =>
        [.. Enumerable.Range(0, (int)units.Columns).Select(rank => Enumerable.Range(0, count).Select(query =>
        {
            double norm = SpanProducts.Norm(queries.Column(query));
            return norm > 0 ? Math.Abs(SpanProducts.Dot(queries.Column(query), units.Column(rank))) / norm : 0;
        }).ToArray())];

    /// <summary>Squared length of each vector's projection on the span of the first <paramref name="count"/> queries.</summary>
    private double[] Captured(DenseMatrix<double> queries, int count, DenseMatrix<double> vectors)
    {
        if (count == 0)
        {
            return new double[vectors.Columns];
        }

        using DenseMatrix<double> used = queries.Leading(queries.Rows, count);
        using SingularVectors<double> basis = SingularValueDecomposition.Compute(lapack, used);
        var captured = new double[vectors.Columns];
        for (int column = 0; column < captured.Length; column++)
        {
            for (int direction = 0; direction < basis.Values.Length; direction++)
            {
                if (basis.Values[direction] > RevealedSide<double>.RankThreshold * basis.Values[0])
                {
                    double overlap = SpanProducts.Dot(basis.U.Column(direction), vectors.Column(column));
                    captured[column] += overlap * overlap;
                }
            }
        }

        return captured;
    }

    private static void Scale(DenseMatrix<double> matrix, double factor)
    {
        for (long column = 0; factor != 1 && column < matrix.Columns; column++)
        {
            SpanProducts.Scale(factor, matrix.Column(column));
        }
    }

    private static DenseMatrix<double> Queries<T>(StoredQueries<T> queries)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using DenseMatrix<T> vectors = PanelCopies.ToDense(queries.Vectors);
        return Widened(vectors);
    }

    /// <summary>A copy in double.</summary>
    private static DenseMatrix<double> Widened<T>(DenseMatrix<T> matrix)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var wide = new DenseMatrix<double>(matrix.Rows, matrix.Columns);
        for (long column = 0; column < matrix.Columns; column++)
        {
            ReadOnlySpan<T> source = matrix.Column(column);
            Span<double> target = wide.Column(column);
            for (int row = 0; row < source.Length; row++)
            {
                target[row] = double.CreateChecked(source[row]);
            }
        }

        return wide;
    }
}
