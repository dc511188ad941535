using Numerics.Kernels.Elementwise;
using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;

namespace Numerics.Spectra.Tests.Support;

/// <summary>A small training problem, trained by the program and, with the same initial numbers, by <see cref="NaiveNetwork"/>.</summary>
internal sealed class NetworkCase : IDisposable
{
    public const int Width = 64;
    public const double Sigma = 0.8;

    private static readonly double[][] Gram = [[1, 0.3, -0.2], [0.3, 1.5, 0.1], [-0.2, 0.1, 0.7]];
    private readonly DenseMatrix<double> gram = DenseMatrix<double>.FromArray(new[,]
    {
        { Gram[0][0], Gram[0][1], Gram[0][2] },
        { Gram[1][0], Gram[1][1], Gram[1][2] },
        { Gram[2][0], Gram[2][1], Gram[2][2] },
    });

    private readonly List<IDisposable> owned = [];

    public NetworkCase(ActivationKind activation, int depth, bool miniBatches, Parameterization? parameterization = null, int steps = 6, double[]? targets = null, int outputs = 1)
    {
        Batches = miniBatches ? [.. Enumerable.Range(0, steps).Select(t => t % 3 == 0 ? new[] { 2, 0 } : [t % 3])] : null;
        Options = new NetworkOptions
        {
            Depth = depth,
            Activation = activation,
            LearningRate = 0.3,
            OutputScale = 1.7,
            HiddenScale = Sigma,
            Steps = steps,
            Width = Width,
            Parameterization = parameterization ?? Parameterization.MuP,
        };
        Set = new TrainingSet(gram, targets ?? Targets, Batches, outputs);
    }

    public static double[] Targets => [1, -0.5, 2];

    public NetworkOptions Options { get; init; }

    public TrainingSet Set { get; }

    public NetworkStreams Streams { get; } = new(11, 900, 3);

    private int[][]? Batches { get; }

    public IReadOnlyList<int> Batch(int step) => Batches?[step] ?? [0, 1, 2];

    /// <summary>Matrices of the program, stored.</summary>
    public LowRankPlus<double>[] Stored(Lapack lapack) => [.. Enumerable.Range(1, Options.Depth - 1).Select(layer =>
        new LowRankPlus<double>(Own(new StoredGaussian<double>(lapack, GaussianOptions(layer), ShardExecutor.Sequential))))];

    /// <summary>Matrices of the program, revealed.</summary>
    public LowRankPlus<double>[] Revealed()
    {
        var sites = new IndependentSites<double>(ShardExecutor.Sequential);
        return [.. Enumerable.Range(1, Options.Depth - 1).Select(layer =>
            new LowRankPlus<double>(Own(new RevealedGaussian<double>(GaussianOptions(layer), sites, sites, ShardExecutor.Sequential))))];
    }

    public TrainingTrajectory Train(LowRankPlus<double>[] matrices)
    {
        ISiteSource<double>[] sites = [.. Enumerable.Range(0, Options.Depth).Select(_ => new IndependentSites<double>(ShardExecutor.Sequential))];
        using var network = new NonlinearNetwork<double>(Options, Set, matrices, sites, Streams, ShardExecutor.Sequential);
        return network.Train();
    }

    /// <summary>The plain network with the given initial M(l) = W(l)/sqrt(N), and W0, w from the same addresses as the program.</summary>
    public NaiveNetwork Naive(IEnumerable<double[,]> initial)
    {
        const int Dimension = 3;
        double[,] factor = Cholesky(Gram);
        var first = new double[Width, Dimension];
        for (int d = 0; d < Dimension; d++)
        {
            for (int i = 0; i < Width; i++)
            {
                first[i, d] = GaussianFill.GaussianAt(Streams.FirstLayer, (uint)d, i);
            }
        }

        var naive = new NaiveNetwork
        {
            Activation = Options.Activation,
            Inputs = [.. Enumerable.Range(0, 3).Select(m =>
                Enumerable.Range(0, Dimension).Select(d => Math.Sqrt(Dimension) * factor[m, d]).ToArray())],
            Targets = Targets,
            LearningRate = Options.LearningRate,
            OutputScale = Options.OutputScale,
            First = first,
            Hidden = [.. initial.Select(matrix => Scaled(matrix, Math.Sqrt(Width)))],
            Readout = [.. Enumerable.Range(0, Width).Select(i => GaussianFill.GaussianAt(Streams.Readout, 0, i))],
            OutputExponent = Options.Parameterization == Parameterization.Ntk ? 0.5 : 1,
            RateExponent = Options.Parameterization == Parameterization.Ntk ? 0 : 1,
            Gain = Options.ActivationGain,
            SumLoss = Options.Loss == LossReduction.Sum,
            Factors = [Options.LearningRateFactors.First, .. Enumerable.Range(0, Options.Depth - 1).Select(Options.LearningRateFactors.OfHidden), Options.LearningRateFactors.Readout],
        };
        if (Options.CentreOutput)
        {
            naive.InitialOutput = naive.Evaluate().Output;
        }

        return naive;
    }

    public void Dispose()
    {
        owned.ForEach(item => item.Dispose());
        gram.Dispose();
    }

    public static double[,] ToArray(DenseMatrix<double> matrix)
    {
        var array = new double[matrix.Rows, matrix.Columns];
        for (int i = 0; i < matrix.Rows; i++)
        {
            for (int j = 0; j < matrix.Columns; j++)
            {
                array[i, j] = matrix[i, j];
            }
        }

        return array;
    }

    public static double[,] Scaled(double[,] matrix, double factor)
    {
        var scaled = (double[,])matrix.Clone();
        for (int i = 0; i < matrix.GetLength(0); i++)
        {
            for (int j = 0; j < matrix.GetLength(1); j++)
            {
                scaled[i, j] *= factor;
            }
        }

        return scaled;
    }

    private GaussianOptions GaussianOptions(int layer)
    {
        var shards = new RowShards(Width);
        return new GaussianOptions(
            shards,
            shards,
            Options.OperatorScale,
            Set.ForwardQueries(Options.Steps),
            Set.BackwardQueries(Options.Steps),
            Streams.Right(layer),
            Streams.Left(layer));
    }

    private TOwned Own<TOwned>(TOwned item)
        where TOwned : IDisposable
    {
        owned.Add(item);
        return item;
    }

    private static double[,] Cholesky(double[][] k)
    {
        var f = new double[3, 3];
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double rest = k[i][j];
                for (int d = 0; d < j; d++)
                {
                    rest -= f[i, d] * f[j, d];
                }

                f[i, j] = i == j ? Math.Sqrt(rest) : rest / f[j, j];
            }
        }

        return f;
    }
}
