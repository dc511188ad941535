using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Evidence;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Krylov;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Networks;

/// <summary>The tangent kernel of a SIREN at given weights over given points: as an operation by its Jacobian, as numbers, and its leading eigenpair.</summary>
/// <remarks>
/// <code>
/// K(x,x') = sum_(l = 1..d) [delta_l(x).delta_l(x')] [h_(l-1)(x).h_(l-1)(x') + 1],   delta_l = df/d(W_l h_(l-1) + b_l)
/// K v = J (J^T v):  u = sum_i v_i df(x_i)/dtheta,  (K v)_i = df(x_i)/dtheta . u
/// </code>
/// <para>Source: docs/siren-alignment.md, section 4; A. Jacot, F. Gabriel, C. Hongler, arXiv 1806.07572.</para>
/// Equation: siren-jacobian-operator
/// <para>Holds h and delta of all points: 3 d P N numbers. The rows of a product are those of the points, in their order.</para>
/// </remarks>
public sealed class SirenTangentKernel : IPanelOperator<double>
{
    /// <summary>Products at most: a search that takes more is between eigenvalues that are nearly equal, whose vector says nothing.</summary>
    public const int MostProducts = 150;

    private static readonly SymmetricLanczosOptions Search = new() { Tolerance = 1e-5, MaximumSteps = MostProducts };

    private readonly SirenModel model;
    private readonly Lapack lapack;
    private readonly ShardExecutor executor;
    private readonly SirenBlock[] blocks;
    private readonly int[] starts;
    private readonly SirenParameters[] gradients;
    private readonly double[] vectorOfAll;
    private readonly double[] imageOfAll;

    /// <summary>Runs forward and backward at every point.</summary>
    /// <param name="parameters">Weights and biases; not changed, not read later.</param>
    /// <param name="points">Points.</param>
    /// <param name="lapack">Provider.</param>
    /// <param name="executor">Threads.</param>
    public SirenTangentKernel(SirenParameters parameters, IReadOnlyList<PlanePoint> points, Lapack lapack, ShardExecutor executor)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(points);
        model = parameters.Model;
        this.lapack = lapack;
        this.executor = executor;
        PlanePoint[] all = [.. points];
        int count = (all.Length + SirenBatch.BlockRows - 1) / SirenBatch.BlockRows;
        starts = [.. Enumerable.Range(0, count + 1).Select(block => (int)((long)all.Length * block / count))];
        blocks = [.. Enumerable.Range(0, count).Select(block => new SirenBlock(model, starts[block + 1] - starts[block], lapack))];
        gradients = [.. Enumerable.Range(0, Math.Min(SirenBatch.MostLanes, count)).Select(_ => new SirenParameters(model))];
        vectorOfAll = new double[all.Length];
        imageOfAll = new double[all.Length];
        Output = new double[all.Length];
        Shards = new RowShards(all.Length);
        executor.Run(count, block =>
        {
            blocks[block].Forward(parameters, all.AsSpan(starts[block], blocks[block].Rows));
            blocks[block].Output.CopyTo(Output.AsSpan(starts[block], blocks[block].Rows));
            double[] ones = new double[blocks[block].Rows];
            Array.Fill(ones, 1);
            blocks[block].Backward(parameters, ones);
        });
    }

    /// <summary>f of every point.</summary>
    public double[] Output { get; }

    /// <inheritdoc/>
    public RowShards Shards { get; }

    /// <summary>Bytes for a number of points, the basis of the search for the eigenvalue included.</summary>
    public static long Bytes(SirenModel model, long points)
    {
        ArgumentNullException.ThrowIfNull(model);
        long lanes = Math.Clamp((points + SirenBatch.BlockRows - 1) / SirenBatch.BlockRows, 1, SirenBatch.MostLanes);
        return SirenBlock.Bytes(model, points) + (sizeof(double) * (((MostProducts + 8) * points) + (lanes * model.Parameters)));
    }

    /// <summary>K v.</summary>
    public double[] Apply(double[] vector)
    {
        ArgumentNullException.ThrowIfNull(vector);
        executor.Run(gradients.Length, lane =>
        {
            gradients[lane].Clear();
            foreach (int block in BlocksOf(lane))
            {
                blocks[block].AddGradient(vector.AsSpan(starts[block], blocks[block].Rows), gradients[lane]);
            }
        });
        for (int lane = 1; lane < gradients.Length; lane++)
        {
            gradients[0].Add(1, gradients[lane]);
        }

        double[] image = new double[vector.Length];
        executor.Run(blocks.Length, block => blocks[block].Along(gradients[0], image.AsSpan(starts[block], blocks[block].Rows)));
        return image;
    }

    /// <inheritdoc/>
    public void Apply(PanelView<double> vector, PanelView<double> image)
    {
        Move(vector, vectorOfAll, toPanel: false);
        Apply(vectorOfAll).CopyTo(imageOfAll, 0);
        Move(image, imageOfAll, toPanel: true);
    }

    /// <summary>The largest eigenvalue by Lanczos, from the vector of ones, and its unit vector with a positive sum; null if it was not found in the steps allowed.</summary>
    public (double Value, double[] Vector)? Leading()
    {
        var algebra = new PanelAlgebra<double>(executor);
        using var start = new Panel<double>(Shards, 1);
        using var leading = new Panel<double>(Shards, 1);
        Move(start.View(), [.. Enumerable.Repeat(1.0, imageOfAll.Length)], toPanel: true);
        LeadingEigenvalues found = SymmetricLanczos.Compute(lapack, this, start.View(), 1, algebra, Search, leading.View());
        if (found.Outcome != Outcome.Ok)
        {
            return null;
        }

        double[] vector = new double[imageOfAll.Length];
        Move(leading.View(), vector, toPanel: false);
        double sign = SpanProducts.Sum(vector) < 0 ? -1 : 1;
        double norm = SpanProducts.Norm(vector);
        SpanProducts.Scale(sign / norm, vector);
        return (found.Values[0], vector);
    }

    /// <summary>The kernel between all points as a symmetric matrix: P^2 numbers, and twice as many while it is made.</summary>
    public DenseMatrix<double> Matrix()
    {
        int count = imageOfAll.Length;
        var kernel = new DenseMatrix<double>(count, count);
        using var features = new DenseMatrix<double>(count, count);
        using var gradientsGram = new DenseMatrix<double>(count, count);
        for (int l = 1; l <= model.Depth; l++)
        {
            int layer = l;
            GramOf(block => block.Activation(layer - 1), features);
            if (l < model.Depth)
            {
                GramOf(block => block.Delta(layer), gradientsGram);
            }

            executor.Run(count, j =>
            {
                Span<double> target = kernel.Column(j);
                ReadOnlySpan<double> power = features.Column(j);
                if (layer == model.Depth)
                {
                    SpanProducts.Add(1, power, target);
                    for (int i = 0; i < target.Length; i++)
                    {
                        target[i] += 1;
                    }

                    return;
                }

                ReadOnlySpan<double> slope = gradientsGram.Column(j);
                SpanProducts.Add(1, slope, target);
                SpanProducts.AddProduct(1, slope, power, target);
            });
        }

        return kernel;
    }

    /// <summary>Scalar products of the rows of all blocks.</summary>
    private void GramOf(Func<SirenBlock, DenseMatrix<double>> of, DenseMatrix<double> gram)
    {
        using DenseMatrix<double> rows = Stacked(of);
        Multiply.Into(lapack, false, rows, true, rows.Clone(), 1, 0, gram, checkFinite: false);
    }

    private DenseMatrix<double> Stacked(Func<SirenBlock, DenseMatrix<double>> of)
    {
        var stacked = new DenseMatrix<double>(imageOfAll.Length, of(blocks[0]).Columns);
        for (int block = 0; block < blocks.Length; block++)
        {
            DenseMatrix<double> own = of(blocks[block]);
            for (int j = 0; j < own.Columns; j++)
            {
                own.Column(j).CopyTo(stacked.Column(j)[starts[block]..]);
            }
        }

        return stacked;
    }

    private IEnumerable<int> BlocksOf(int lane)
    {
        int first = (int)((long)blocks.Length * lane / gradients.Length);
        return Enumerable.Range(first, (int)((long)blocks.Length * (lane + 1) / gradients.Length) - first);
    }

    private static void Move(PanelView<double> column, double[] values, bool toPanel)
    {
        RowShards shards = column.Panel.Shards;
        for (int shard = 0; shard < shards.Count; shard++)
        {
            Span<double> own = column.Column(shard, 0);
            Span<double> other = values.AsSpan((int)shards.Start(shard), own.Length);
            if (toPanel)
            {
                other.CopyTo(own);
            }
            else
            {
                own.CopyTo(other);
            }
        }
    }
}
