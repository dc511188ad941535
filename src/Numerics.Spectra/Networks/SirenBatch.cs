using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Networks;

/// <summary>Many points cut into blocks that stay in cache, worked on by threads: outputs, residuals and gradients of a SIREN over all of them.</summary>
/// <remarks>
/// The blocks are shared out to <see cref="MostLanes"/> lanes at most, whatever the number of threads; every lane sums its blocks in order, and lanes are added in order. Determinism: the same bits for any
/// number of threads on one machine with one provider.
/// </remarks>
public sealed class SirenBatch
{
    /// <summary>Points of a block: products run at full speed from about 200 rows, and the block of a layer of 128 neurons takes 256 KiB.</summary>
    public const int BlockRows = 256;

    /// <summary>Lanes at most: each has a gradient of its own.</summary>
    public const int MostLanes = 8;

    private readonly PlanePoint[] points;
    private readonly ShardExecutor executor;
    private readonly int lanes;
    private readonly int[] starts;
    private readonly Dictionary<int, SirenBlock>[] work;
    private readonly SirenParameters[] gradients;
    private readonly double[] sums;

    /// <summary>Cuts the points.</summary>
    /// <param name="model">The network.</param>
    /// <param name="points">Points, at least one.</param>
    /// <param name="lapack">Provider of the products.</param>
    /// <param name="executor">Threads.</param>
    public SirenBatch(SirenModel model, IReadOnlyList<PlanePoint> points, Lapack lapack, ShardExecutor executor)
    {
        ArgumentNullException.ThrowIfNull(points);
        this.points = [.. points];
        this.executor = executor;
        int blocks = (this.points.Length + BlockRows - 1) / BlockRows;
        starts = [.. Enumerable.Range(0, blocks + 1).Select(block => (int)((long)this.points.Length * block / blocks))];
        lanes = Math.Min(MostLanes, blocks);
        sums = new double[blocks];
        gradients = [.. Enumerable.Range(0, lanes).Select(_ => new SirenParameters(model))];
        work = [.. Enumerable.Range(0, lanes).Select(lane =>
            BlocksOf(lane).Select(Rows).Distinct().ToDictionary(rows => rows, rows => new SirenBlock(model, rows, lapack)))];
    }

    /// <summary>Bytes that a batch of a number of points takes.</summary>
    public static long Bytes(SirenModel model, long points)
    {
        ArgumentNullException.ThrowIfNull(model);
        long most = Math.Clamp((points + BlockRows - 1) / BlockRows, 1, MostLanes);
        return (most * ((2 * SirenBlock.Bytes(model, Math.Min(points, BlockRows))) + (sizeof(double) * model.Parameters))) + (3 * sizeof(double) * points);
    }

    /// <summary>f of every point.</summary>
    public void Output(SirenParameters parameters, double[] output) => Each((block, first, rows, _) =>
    {
        block.Forward(parameters, points.AsSpan(first, rows));
        block.Output.CopyTo(output.AsSpan(first, rows));
    });

    /// <summary>Residuals y - f, their mean square, and the gradient of sum r f at fixed r: minus P/2 times that of the mean square.</summary>
    /// <param name="parameters">Weights and biases.</param>
    /// <param name="targets">y.</param>
    /// <param name="residual">r, overwritten.</param>
    /// <param name="gradient">Overwritten.</param>
    /// <returns>Mean of r^2.</returns>
    public double Gradient(SirenParameters parameters, double[] targets, double[] residual, SirenParameters gradient)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        foreach (SirenParameters own in gradients)
        {
            own.Clear();
        }

        Each((block, first, rows, lane) =>
        {
            block.Forward(parameters, points.AsSpan(first, rows));
            Span<double> r = residual.AsSpan(first, rows);
            ReadOnlySpan<double> f = block.Output;
            double sum = 0;
            for (int i = 0; i < rows; i++)
            {
                r[i] = targets[first + i] - f[i];
                sum += r[i] * r[i];
            }

            sums[BlockAt(first)] = sum;
            block.Backward(parameters, r);
            block.AddGradient(gradients[lane]);
        });
        gradient.Clear();
        foreach (SirenParameters own in gradients)
        {
            gradient.Add(1, own);
        }

        return sums.Sum() / points.Length;
    }

    private void Each(Action<SirenBlock, int, int, int> visit) => executor.Run(lanes, lane =>
    {
        foreach (int block in BlocksOf(lane))
        {
            visit(work[lane][Rows(block)], starts[block], Rows(block), lane);
        }
    });

    private IEnumerable<int> BlocksOf(int lane)
    {
        int blocks = sums.Length;
        int first = (int)((long)blocks * lane / lanes);
        return Enumerable.Range(first, (int)((long)blocks * (lane + 1) / lanes) - first);
    }

    private int Rows(int block) => starts[block + 1] - starts[block];

    private int BlockAt(int first) => Array.BinarySearch(starts, first);
}
