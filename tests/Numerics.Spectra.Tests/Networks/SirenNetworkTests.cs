using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Alignment;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Theory.TangentKernel;

namespace Numerics.Spectra.Tests.Networks;

/// <summary>Forward and backward passes of a SIREN and its tangent kernel against a naive network and its differences.</summary>
public sealed class SirenNetworkTests
{
    private static readonly SirenModel Model = new(4, 7, 5);
    private static readonly PlanePoint[] Points = [.. Enumerable.Range(0, 600).Select(i => new PlanePoint(Math.Sin(1.3 * i), Math.Cos(2.1 * i)))];

    [Fact]
    public void Jacobian_operator_and_matrix_are_those_of_differences()
    {
        using var lapack = Lapack.Load();
        SirenParameters parameters = Draw(Model, 3);
        PlanePoint[] points = Points[..9];
        double[][] jacobian = [.. points.Select(point => Gradient(parameters, point))];
        var kernel = new SirenTangentKernel(parameters, points, lapack, new ShardExecutor(2));
        using DenseMatrix<double> matrix = kernel.Matrix();
        double[] v = [.. Enumerable.Range(0, points.Length).Select(i => 1.0 / (i + 1))];
        double[] image = kernel.Apply(v);
        for (int i = 0; i < points.Length; i++)
        {
            Assert.Equal(Naive(parameters.ToArray(), points[i]), kernel.Output[i], 1e-12);
            double sum = 0;
            for (int j = 0; j < points.Length; j++)
            {
                double expected = SpanProducts.Dot(jacobian[i], jacobian[j]);
                Assert.Equal(expected, matrix[i, j], 1e-6 * matrix[0, 0]);
                sum += matrix[i, j] * v[j];
            }

            Assert.Equal(sum, image[i], 1e-11 * matrix[0, 0]);
        }

        double[] pairs = SirenLocalKernel.Between(parameters, [points[1], points[4], points[2], points[2]], lapack);
        Assert.Equal(matrix[1, 4], pairs[0], 1e-12 * matrix[0, 0]);
        Assert.Equal(matrix[2, 2], pairs[1], 1e-12 * matrix[0, 0]);
    }

    [Fact]
    public void Leading_eigenpair_is_that_of_the_matrix_and_the_operator_has_many_blocks()
    {
        using var lapack = Lapack.Load();
        var kernel = new SirenTangentKernel(Draw(Model, 4), Points, lapack, new ShardExecutor(2));
        using DenseMatrix<double> matrix = kernel.Matrix();
        SymmetricEigenDecomposition<double> eigen = SymmetricEigen.Decompose(lapack, matrix);
        (double value, double[] vector) = kernel.Leading()!.Value;
        Assert.Equal(eigen.Values[^1], value, 1e-7 * value);
        Assert.Equal(1, Math.Abs(SpanProducts.Dot(eigen.Vectors.Column(Points.Length - 1), vector)), 1e-6);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Local_kernel_is_that_of_differences_of_the_kernel(int depth)
    {
        const double h = 1e-5;
        using var lapack = Lapack.Load();
        SirenParameters parameters = Draw(Model with { Depth = depth }, 5);
        var x = new PlanePoint(0.4, -0.3);
        PlanePoint Moved(int component, double by) => component == 0 ? x with { First = x.First + by } : x with { Second = x.Second + by };
        double Kernel(PlanePoint a, PlanePoint b) => SirenLocalKernel.Between(parameters, [a, b], lapack)[0];
        LocalKernel local = SirenLocalKernel.At(parameters, [x, new PlanePoint(0, 0)], lapack)[0];
        Assert.Equal(Kernel(x, x), local.Diagonal, 1e-11 * local.Diagonal);
        double size = local.Metric11 + local.Metric22;
        for (int i = 0; i < 2; i++)
        {
            double slope = (Kernel(Moved(i, h), Moved(i, h)) - Kernel(Moved(i, -h), Moved(i, -h))) / (2 * h);
            Assert.Equal(slope, i == 0 ? local.Gradient.First : local.Gradient.Second, 1e-6 * size);
            for (int j = 0; j < 2; j++)
            {
                double mixed = (Kernel(Moved(i, h), Moved(j, h)) - Kernel(Moved(i, -h), Moved(j, h)) - Kernel(Moved(i, h), Moved(j, -h)) + Kernel(Moved(i, -h), Moved(j, -h))) / (4 * h * h);
                Assert.Equal(mixed, local.Metric(i, j), 1e-4 * size);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Gradient_of_the_loss_is_that_of_differences_and_the_bits_those_of_one_thread(int threads)
    {
        using var lapack = Lapack.Load();
        SirenParameters parameters = Draw(Model, 6);
        double[] targets = [.. Points.Select(point => point.First * point.Second)];
        double[] residual = new double[Points.Length];
        var gradient = new SirenParameters(Model);
        double loss = new SirenBatch(Model, Points, lapack, new ShardExecutor(threads)).Gradient(parameters, targets, residual, gradient);
        var alone = new SirenParameters(Model);
        Assert.Equal(loss, new SirenBatch(Model, Points, lapack, ShardExecutor.Sequential).Gradient(parameters, targets, residual, alone));
        Assert.Equal(alone.ToArray(), gradient.ToArray());
        double[] values = parameters.ToArray();
        double Loss(int index, double by)
        {
            double[] moved = [.. values];
            moved[index] += by;
            return Points.Zip(targets, (point, target) => Math.Pow(target - Naive(moved, point), 2)).Average();
        }

        Assert.Equal(Loss(0, 0), loss, 1e-12);
        const double h = 1e-6;
        foreach (int index in new[] { 0, 13, 14, 20, 25, 70, 130, values.Length - 5, values.Length - 1 })
        {
            // The gradient handed out is that of sum r f: minus P/2 times that of the mean square.
            Assert.Equal((Loss(index, h) - Loss(index, -h)) / (2 * h), -2 * gradient.ToArray()[index] / Points.Length, 1e-6);
        }
    }

    [Fact]
    public void Mean_kernel_of_two_layers_is_the_closed_form_at_any_width()
    {
        const int networks = 40_000;
        using var lapack = Lapack.Load();
        var model = new SirenModel(2, 4, 3);
        var theory = new SirenKernel(model);
        PlanePoint[] pairs = [new(0, 0), new(0, 0), new(0.2, -0.1), new(0.5, 0.4), new(-0.6, 0.7), new(0.6, -0.7)];
        double[] sums = new double[3], squares = new double[3], outputs = new double[2];
        for (int network = 0; network < networks; network++)
        {
            SirenParameters drawn = Draw(model, (uint)(100 + network));
            double[] kernels = SirenLocalKernel.Between(drawn, pairs, lapack);
            for (int k = 0; k < 3; k++)
            {
                sums[k] += kernels[k];
                squares[k] += kernels[k] * kernels[k];
            }

            double f = Naive(drawn.ToArray(), pairs[2], model);
            outputs[0] += f * f;
            outputs[1] += f * f * f * f;
        }

        void Same(double expected, double sum, double square)
        {
            double mean = sum / networks;
            double error = Math.Sqrt(((square / networks) - (mean * mean)) / networks);
            Assert.InRange(mean, expected - (4.5 * error), expected + (4.5 * error));
            Assert.True(error < 0.02 * expected);
        }

        for (int k = 0; k < 3; k++)
        {
            Same(theory.At(pairs[2 * k], pairs[(2 * k) + 1]), sums[k], squares[k]);
        }

        Same(theory.OutputCovariance(pairs[2], pairs[2]), outputs[0], outputs[1]);
    }

    [Fact]
    public void Parameters_are_uniform_in_their_bounds_and_go_through_an_array()
    {
        var model = new SirenModel(3, 200, 30);
        SirenParameters drawn = Draw(model, 9);
        for (int layer = 1; layer <= 3; layer++)
        {
            double[] weights = drawn.Weights[layer - 1].AsSpan().ToArray();
            double bound = model.WeightBound(layer);
            Assert.InRange(weights.Max(Math.Abs), 0.9 * bound, bound);
            Assert.Equal(bound * bound / 3, weights.Average(w => w * w), 0.2 * bound * bound);
        }

        Assert.Equal(0.5, model.WeightBound(1));
        Assert.Equal(1 / Math.Sqrt(2), model.BiasBound(1), 15);
        var copy = new SirenParameters(model);
        copy.CopyFrom(drawn.ToArray());
        Assert.Equal(drawn.ToArray(), copy.ToArray());
        Assert.Equal(model.Parameters, drawn.ToArray().Length);
    }

    private static SirenParameters Draw(SirenModel model, uint replica) => SirenParameters.Draw(model, matrix => StreamKey.Derive(1, 77, replica, matrix));

    private static double[] Gradient(SirenParameters parameters, PlanePoint point)
    {
        const double h = 1e-6;
        double[] values = parameters.ToArray();
        return [.. values.Select((value, i) =>
        {
            double[] up = [.. values];
            double[] down = [.. values];
            up[i] += h;
            down[i] -= h;
            return (Naive(up, point) - Naive(down, point)) / (2 * h);
        })];
    }

    /// <summary>The network by its definition, from the flat list of parameters.</summary>
    private static double Naive(double[] values, PlanePoint point, SirenModel? model = null)
    {
        model ??= Model;
        double[] h = [point.First, point.Second];
        int at = 0;
        for (int layer = 1; layer <= model.Depth; layer++)
        {
            int rows = model.FanOut(layer);
            double[] next = new double[rows];
            for (int i = 0; i < rows; i++)
            {
                double sum = values[at + (rows * h.Length) + i];
                for (int j = 0; j < h.Length; j++)
                {
                    sum += values[at + (j * rows) + i] * h[j];
                }

                next[i] = layer == model.Depth ? sum : Math.Sin(model.Frequency * sum);
            }

            at += rows * (h.Length + 1);
            h = next;
        }

        return h[0];
    }
}
