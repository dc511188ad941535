using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Sparse;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Networks.Spatial;

/// <summary>Samples the connectivity of a <see cref="SpatialNetwork"/>; excitatory neurons come first.</summary>
/// <remarks>
/// Connection (i, j) of a block exists if the uniform number at (stream 2a + b of the replica, column = target i, row = source j) is below p_ij; the n-th synapse of target i has the n-th
/// Gaussian number of column i of stream 4 + 2a + b. Nothing depends on threads.
/// </remarks>
public static class SpatialConnectivity
{
    private const int RowsPerBlock = 64;
    private const int MostTabulated = 1 << 20;

    /// <summary>Draws one connectivity.</summary>
    /// <param name="network">Sizes and rules.</param>
    /// <param name="streams">Stream number k of the replica, k from 0 to 7.</param>
    /// <param name="fixRowSums">Subtract from the synapses of each row and block what the row's sum has above its mean.</param>
    /// <param name="executor">Threads.</param>
    public static SparseMatrix Draw(SpatialNetwork network, Func<uint, StreamKey> streams, bool fixRowSums, ShardExecutor executor)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(streams);
        ArgumentNullException.ThrowIfNull(executor);
        var blocks = new SparseRows[(network.Count + RowsPerBlock - 1) / RowsPerBlock];
        BlockRule[] rules = [.. Enumerable.Range(0, 4).Select(block => new BlockRule(network, block / 2, block % 2, streams, fixRowSums))];
        executor.Run(blocks.Length, block =>
        {
            int first = block * RowsPerBlock;
            blocks[block] = Rows(network, rules, first, Math.Min(RowsPerBlock, network.Count - first));
        });
        return new SparseMatrix(network.Count, blocks);
    }

    private static SparseRows Rows(SpatialNetwork network, BlockRule[] rules, int first, int count)
    {
        var starts = new int[count + 1];
        List<int> columns = [];
        List<double> values = [];
        double[] uniform = new double[Math.Max(network.Excitatory, network.Inhibitory)];
        double[] chance = new double[uniform.Length];
        for (int row = 0; row < count; row++)
        {
            int global = first + row;
            int target = global < network.Excitatory ? 0 : 1;
            int i = target == 0 ? global : global - network.Excitatory;
            for (int source = 0; source < PopulationMatrix.Populations; source++)
            {
                rules[(2 * target) + source].Append(i, uniform, chance, source == 0 ? 0 : network.Excitatory, columns, values);
            }

            starts[row + 1] = columns.Count;
        }

        return new SparseRows(first, starts, [.. columns], [.. values]);
    }

    /// <summary>How targets of one population draw their synapses from another.</summary>
    private sealed class BlockRule
    {
        private readonly SpatialNetwork network;
        private readonly int target;
        private readonly int source;
        private readonly bool fixRowSums;
        private readonly StreamKey connections;
        private readonly StreamKey strengths;
        private readonly double axisFactor;
        private readonly double range;

        /// <summary>Of each distance in units of 1/sides; empty where sizes without a common factor have too many of them.</summary>
        private readonly double[] kernel;
        private readonly long sides;

        public BlockRule(SpatialNetwork network, int target, int source, Func<uint, StreamKey> streams, bool fixRowSums)
        {
            (this.network, this.target, this.source, this.fixRowSums) = (network, target, source, fixRowSums);
            uint block = (uint)((2 * target) + source);
            connections = streams(block);
            strengths = streams(4 + block);
            axisFactor = Math.Pow(network.InDegree(target, source) / network.Size(source), 1.0 / network.Dimension);
            // Distances along an axis are multiples of 1/(sides of both): at most that many different ones.
            int a = network.Side(target), b = network.Side(source);
            sides = a / (long)System.Numerics.BigInteger.GreatestCommonDivisor(a, b) * b;
            range = network.ProjectionRange[target, source];
            kernel = new double[sides <= MostTabulated ? sides : 0];
            for (int step = 0; step <= kernel.Length / 2 && kernel.Length > 0; step++)
            {
                double value = Factor((double)step / sides);
                kernel[step] = value;
                kernel[(kernel.Length - step) % kernel.Length] = value;
            }
        }

        public void Append(int i, double[] uniform, double[] chance, int firstColumn, List<int> columns, List<double> values)
        {
            int size = network.Size(source);
            Chances(i, chance.AsSpan(0, size));
            UniformFill.Fill(connections, (uint)i, 0, uniform.AsSpan(0, size));
            int before = columns.Count;
            for (int j = 0; j < size; j++)
            {
                if (uniform[j] < chance[j])
                {
                    columns.Add(firstColumn + j);
                }
            }

            int synapses = columns.Count - before;
            Span<double> strength = uniform.AsSpan(0, synapses);
            GaussianFill.Fill(strengths, (uint)i, 0, network.SynapseDeviation(target, source), strength);
            double mean = network.SynapseMean(target, source), sum = 0;
            for (int k = 0; k < synapses; k++)
            {
                strength[k] += mean;
                sum += strength[k];
            }

            double excess = fixRowSums && synapses > 0 ? (sum - network.MeanStrength[target, source]) / synapses : 0;
            for (int k = 0; k < synapses; k++)
            {
                values.Add(strength[k] - excess);
            }
        }

        /// <summary>p_ij of one target over all sources.</summary>
        private void Chances(int i, Span<double> chance)
        {
            int a = network.Side(target), b = network.Side(source);
            if (network.Dimension == 1)
            {
                Axis(i, a, b, chance);
                return;
            }

            Span<double> second = new double[b], first = new double[b];
            Axis(i / a, a, b, first);
            Axis(i % a, a, b, second);
            for (int x = 0; x < b; x++)
            {
                Span<double> row = chance.Slice(x * b, b);
                for (int y = 0; y < b; y++)
                {
                    row[y] = first[x] * second[y];
                }
            }
        }

        private void Axis(int i, int a, int b, Span<double> factor)
        {
            long position = i * (sides / a), spacing = sides / b;
            for (int j = 0; j < b; j++)
            {
                long step = Math.Abs(position - (j * spacing));
                factor[j] = kernel.Length > 0 ? kernel[step] : Factor(Math.Min(step, sides - step) / (double)sides);
            }
        }

        private double Factor(double distance) => distance > WrappedGaussian.Reach * range ? 0 : axisFactor * WrappedGaussian.Density(distance, range);
    }
}
