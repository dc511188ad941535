using System.Diagnostics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Random;
using Numerics.Kernels.Elementwise;
using Numerics.Kernels.Random;
using Numerics.Kernels.Reductions;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Krylov;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Theory.Outliers;

namespace Numerics.Benchmarks.Peers;

/// <summary>The pieces of work that benchmarks/peers/peers.py compares; reading of inputs and comparison values are not timed.</summary>
internal sealed class PeerWork(Lapack lapack, ShardExecutor executor)
{
    private const int GaussianChunk = 10_000_000;
    private const int SmallVector = 4096;
    private const int SmallRepetitions = 20_000;

    private readonly Dictionary<string, DenseMatrix<double>> inputs = [];
    private readonly double[] numbers = new double[GaussianChunk];

    public double[] Run(string name, string argument, Stopwatch watch) => name switch
    {
        "training" => PeerTraining.Run(lapack, executor, argument, watch),
        "gaussians" => Gaussians(watch, Fill),
        "gaussians-mathnet" => Gaussians(watch, FillMathNet),
        "all-values" => Timed(watch, Input(argument), a => SingularValues.Compute(lapack, a).Values),
        "all-values-mathnet" => AllMathNet(watch, Input(argument)),
        "top-values" => Timed(watch, Input(argument), Top),
        "outliers" => Outliers(watch, Input(argument)),
        "tanh" => Tanh(watch, (x, y) => Activations.Activate<double>(ActivationKind.Tanh, x, y)),
        "tanh-tensors" => Tanh(watch, (x, y) => TensorPrimitives.Tanh(x, y)),
        _ => throw new ArgumentException($"There is no piece of work called '{name}'."),
    };

    private static double[] Timed(Stopwatch watch, DenseMatrix<double> a, Func<DenseMatrix<double>, double[]> work)
    {
        watch.Start();
        double[] values = work(a);
        watch.Stop();
        return values;
    }

    private double[] Top(DenseMatrix<double> a)
    {
        // As in ARPACK no sweep for missed values.
        using LargestSingularValues top = LargestSingularValues.Compute(lapack, a, 3, new() { Vectors = true, Executor = executor, SearchForMissed = false });
        return top.Converged ? top.Values : throw new ArithmeticException($"The largest values did not converge: {top.Reason}.");
    }

    /// <summary>Ten times ten million numbers into one array; the answer is the mean, the second and the fourth moment of the last ten million.</summary>
    private double[] Gaussians(Stopwatch watch, Action<int> fill)
    {
        watch.Start();
        for (int chunk = 0; chunk < 10; chunk++)
        {
            fill(chunk);
        }

        watch.Stop();
        var power = new double[4];
        Moments.AddPowerSums<double>(numbers, power);
        return [power[0] / GaussianChunk, power[1] / GaussianChunk, power[3] / GaussianChunk];
    }

    private void Fill(int chunk)
    {
        const int Parts = 64, Length = GaussianChunk / Parts;
        executor.Run(Parts, part => GaussianFill.Fill(
            StreamKey.Derive(1, 2, 3, 4), (uint)chunk, (long)part * Length, 1, numbers.AsSpan(part * Length, Length)));
    }

    private void FillMathNet(int chunk) => Normal.Samples(new Xoshiro256StarStar(chunk), numbers, 0, 1);

    private static double[] AllMathNet(Stopwatch watch, DenseMatrix<double> a)
    {
        var matrix = MathNet.Numerics.LinearAlgebra.Double.DenseMatrix.OfColumnMajor((int)a.Rows, (int)a.Columns, a.AsSpan().ToArray());
        watch.Start();
        double[] values = [.. matrix.Svd(computeVectors: false).S];
        watch.Stop();
        return values;
    }

    /// <summary>H, GX and GY of a matrix of which the first k coordinates were asked on both sides, in columns 0 .. 3 k - 1; strengths in the last column.</summary>
    private double[] Outliers(Stopwatch watch, DenseMatrix<double> input)
    {
        int k = (int)input.Rows;
        DenseMatrix<double> Block(int index)
        {
            var block = new DenseMatrix<double>(k, k);
            input.AsSpan().Slice(index * k * k, k * k).CopyTo(block.AsSpan());
            return block;
        }

        var layer = new ConditionedLayer(DenseMatrix<double>.Identity(k), DenseMatrix<double>.Identity(k), Block(0), Block(1), Block(2), 1, 1);
        watch.Start();
        var equation = new OutlierEquation(lapack, layer, SpikeSet.Diagonal(input.Column(3 * k)));
        double[] roots = equation.Outliers();
        watch.Stop();
        return roots;
    }

    private double[] Tanh(Stopwatch watch, Action<double[], double[]> work)
    {
        double[] x = [.. Enumerable.Range(0, SmallVector).Select(i => (i - 2048) / 512.0)], y = new double[SmallVector];
        watch.Start();
        for (int i = 0; i < SmallRepetitions; i++)
        {
            work(x, y);
        }

        watch.Stop();
        return y;
    }

    /// <summary>Two 64-bit integers (rows, columns), then the entries column after column.</summary>
    private DenseMatrix<double> Input(string path)
    {
        if (!inputs.TryGetValue(path, out DenseMatrix<double>? matrix))
        {
            using FileStream file = File.OpenRead(path);
            var sides = new long[2];
            file.ReadExactly(MemoryMarshal.AsBytes(sides.AsSpan()));
            matrix = new DenseMatrix<double>(sides[0], sides[1]);
            file.ReadExactly(MemoryMarshal.AsBytes(matrix.AsSpan()));
            inputs[path] = matrix;
        }

        return matrix;
    }
}
