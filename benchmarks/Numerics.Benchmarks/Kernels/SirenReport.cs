using System.Diagnostics;
using System.Globalization;
using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;

namespace Numerics.Benchmarks.Kernels;

/// <summary>Forward and backward pass of a SIREN on 64 x 64 points (width 128, depth 5) in units of the provider's product of large square matrices, measured in turns on one core.</summary>
internal static class SirenReport
{
    private const int Rounds = 15;
    private const int Order = 1024;

    /// <summary>Prints both rates and their ratio: medians over the rounds.</summary>
    public static void Print()
    {
        using var lapack = Lapack.Load();
        var model = new SirenModel(5, 128, 30);
        PlanePoint[] points = new PlaneGrid(64).Points();
        var parameters = SirenParameters.Draw(model, matrix => new StreamKey(1, matrix));
        var gradient = new SirenParameters(model);
        var batch = new SirenBatch(model, points, lapack, ShardExecutor.Sequential);
        double[] targets = [.. points.Select(point => point.First)];
        double[] residual = new double[points.Length];
        var a = new DenseMatrix<double>(Order, Order);
        var b = new DenseMatrix<double>(Order, Order);
        var c = new DenseMatrix<double>(Order, Order);
        a.AsSpan().Fill(0.5);
        b.AsSpan().Fill(0.25);
        // Products of both passes: forward, to the layer below, and to the gradient; the first layer has no layer below.
        double work = 2.0 * points.Length * ((3.0 * (model.Depth - 2) * model.Width * model.Width) + (2.0 * 2 * model.Width) + (3.0 * model.Width));
        var rates = new List<(double Large, double Passes)>();
        for (int round = 0; round <= Rounds; round++)
        {
            double large = 2.0 * Order * Order * Order / Seconds(() => Multiply.Into(lapack, false, a, false, b, 1, 0, c, checkFinite: false));
            double passes = work / Seconds(() => batch.Gradient(parameters, targets, residual, gradient));
            if (round > 0)
            {
                rates.Add((large, passes));
            }
        }

        double peak = rates.Select(rate => rate.Large).Max();
        double median = rates.Select(rate => rate.Passes).Order().ElementAt(Rounds / 2);
        double ratio = rates.Select(rate => rate.Passes / rate.Large).Order().ElementAt(Rounds / 2);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{lapack.Name}: product of order {Order} at most {peak / 1e9:F1} GFLOP/s; SIREN forward + backward, 64 x 64 points, width 128, depth 5: median {median / 1e9:F1}, best {rates.Max(rate => rate.Passes) / 1e9:F1} GFLOP/s; median ratio of neighbours in time {ratio:P0}, best over best {rates.Max(rate => rate.Passes) / peak:P0}."));
    }

    private static double Seconds(Action work)
    {
        long start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
