using Numerics.Kernels.Elementwise;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Theory.FiniteWidth;

namespace Numerics.Spectra.Tests.Theory.FiniteWidth;

/// <summary>Kernels at initialisation with one and two hidden layers, and the lazy variances that follow from them.</summary>
public sealed class InitialKernelTests
{
    private static readonly TrainingTimes None = TrainingTimes.Descent(1, 0);

    [Fact]
    public void One_hidden_layer_is_a_one_dimensional_integral()
    {
        InitialKernels kernels = Of(new FluctuationModel(ActivationKind.Tanh, [[1]], [1], 1, true, None), 1);
        Assert.Equal(0.858697, kernels.Tangent[0], 1e-6);
        Assert.Equal(0.690260, kernels.Covariance[0, 0], 1e-6);
        Assert.Equal(0.394294, kernels.Features[0][0].Mean, 1e-6);
        Assert.Equal(0.0975237, kernels.Features[0][0].Variance!.Value, 1e-7);
    }

    /// <summary>
    /// Fields of hundreds: K = E tanh^2 + |K^x| E sech^4, whose step lies between two nodes of a grid of spacing 0.15. The last is sqrt(|K^x|) (4/3)/sqrt(2 pi) up to O(1/|K^x|). What passes scatter is their error.
    /// </summary>
    [Theory]
    [InlineData(1e5)]
    [InlineData(1e6)]
    public void Large_fields_are_right_within_their_stated_error(double size)
    {
        FluctuationModel model = new(ActivationKind.Tanh, [[size]], [1], 1, true, None);
        Assert.False(TwoLayerFluctuations.IsGrid(model));
        const int Passes = 8;
        double[] tangent = [.. Enumerable.Range(0, Passes).Select(pass => InitialKernels.Of(model, 1, pass, 8192, new NetworkStreams(3, 4, (uint)pass).Readout).Tangent[0])];
        double mean = tangent.Average(), error = Math.Sqrt(tangent.Sum(value => (value - mean) * (value - mean)) / (Passes * (Passes - 1)));
        double expected = (Math.Sqrt(size / (2 * Math.PI)) * 4 / 3) + 1;
        Assert.InRange(error, 0, 0.05 * expected);
        Assert.InRange(Math.Abs(mean - expected), 0, Math.Max(5 * error, 0.01 * expected));
    }

    [Fact]
    public void Two_hidden_layers_follow_the_reference_values()
    {
        InitialKernels linear = Of(new FluctuationModel(ActivationKind.Linear, [[1]], [1], 1, true, None), 2);
        Assert.Equal(3, linear.Tangent[0], 1e-6);
        Assert.Equal(20, linear.Covariance[0, 0], 1e-4);
        Assert.Equal(4, linear.Features[1][0].Variance!.Value, 1e-4);
        InitialKernels tanh = Of(new FluctuationModel(ActivationKind.Tanh, [[1]], [1], 1, true, None), 2);
        Assert.Equal(0.7830, tanh.Tangent[0], 5.1e-5);
        Assert.Equal(1.0192, tanh.Covariance[0, 0], 5.1e-5);
        Assert.Equal(0.2365, tanh.Features[1][0].Mean, 5.1e-5);
        Assert.Equal(0.0678, tanh.Features[1][0].Variance!.Value, 5.1e-5);
    }

    [Fact]
    [Trait("speed", "slow")]
    public void Two_hidden_layers_of_several_inputs_scatter_as_predicted()
    {
        FluctuationModel model = new(ActivationKind.Tanh, [[1, 0.3, 0.5], [0.3, 1.2, -0.4], [0.5, -0.4, 0.9]], [1, 1], 1, true, None);
        InitialKernels kernels = Of(model, 2);
        const int Width = 128;
        const int Replicas = 3000;
        List<double[]> tangent = [];
        List<double[]> feature = [];
        for (int replica = 0; replica < Replicas; replica++)
        {
            var network = FluctuationNetwork.Draw(model, Width, 2, new NetworkStreams(11, 12, (uint)replica));
            network.Train(_ =>
            {
                double[,] kernel = network.TangentKernel();
                tangent.Add([.. kernels.Pairs.All.Select(pair => kernel[pair.Row, pair.Column])]);
                feature.Add([.. kernels.Pairs.All.Select(pair => network.FeatureKernel(2, pair.Row, pair.Column))]);
            });
        }

        for (int pair = 0; pair < kernels.Pairs.Count; pair++)
        {
            Check(kernels.Tangent[pair], kernels.Covariance[pair, pair], [.. tangent.Select(row => row[pair])]);
            Check(kernels.Features[1][pair].Mean, kernels.Features[1][pair].Variance!.Value, [.. feature.Select(row => row[pair])]);
        }

        // Corrections of relative order 1/N besides: up to 6/N of a variance.
        static void Check(double mean, double variance, double[] values)
        {
            double centre = values.Average();
            double[] squares = [.. values.Select(value => Width * (value - centre) * (value - centre))];
            double found = squares.Average();
            double error = Math.Sqrt(squares.Sum(square => (square - found) * (square - found))) / values.Length;
            Assert.Equal(mean, centre, (4 * Math.Sqrt(found / Width / values.Length)) + (2.0 / Width));
            Assert.Equal(variance, found, (4 * error) + (6 * variance / Width));
            Assert.InRange(error / found, 0, 0.05);
        }
    }

    [Theory]
    [InlineData(0.05, true, 0.1, 6, 0.0951, 0.0473, 0.0651)]
    [InlineData(0.05, true, 0.1, 16, 0.1503, 0.0936, 0.1496)]
    [InlineData(1, true, 0.1, 50, 0.0128, 0.0114, 0.1710)]
    [InlineData(1, false, 0.1, 6, 0.2235, 0.1758, 0.3594)]
    [InlineData(1, false, 0.1, 16, 0.1741, 0.1175, 0.3789)]
    [InlineData(1, false, 0.1, 50, 0.0130, 0.0116, 0.3712)]
    [InlineData(3, true, 0.05, 16, 0.1179, 0.0619, 0.0871)]
    [InlineData(3, false, 0.05, 50, 0.1002, 0.0720, 0.1813)]
    public void Lazy_variances_follow_the_reference_table(double scale, bool centred, double rate, int step, double first, double second, double test)
    {
        FluctuationModel model = FluctuationSets.TwoSamples(scale, centred, TrainingTimes.Descent(rate, step));
        double[] found = LazyFluctuations.Variances(model, Of(model, 1), [step])[0];
        Assert.Equal([first, second, test], found, (a, b) => Math.Abs(a - b) < 6e-5 + (1e-2 * a));
    }

    [Fact]
    [Trait("speed", "slow")]
    public void A_hardly_rich_network_is_lazy()
    {
        FluctuationModel model = FluctuationSets.TwoSamples(1e-3, true, TrainingTimes.Flow([1, 3], 0.1));
        IsLazy(model, model.Times.StepAt(1), model.Times.StepAt(3));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_hardly_rich_network_is_lazy_in_one_pass(bool centred) => IsLazy(
        new FluctuationModel(ActivationKind.Tanh, [[1, 0.3], [0.3, 1]], [1, -0.6], 1e-3, centred, TrainingTimes.Descent(0.7, 2), [[0], [1]]), 1, 2);

    private static void IsLazy(FluctuationModel model, params int[] points)
    {
        FluctuationSolution whole = FluctuationSets.Solve(model, points);
        double[][] passes = [.. Enumerable.Range(0, 2).Select(pass => LazyFluctuations.Variances(model, InitialKernels.Of(model, 1, pass, 64, FluctuationSets.Key), points).SelectMany(row => row).ToArray())];
        double[] lazy = [.. passes[0].Zip(passes[1], (a, b) => (a + b) / 2)];
        Assert.Equal(lazy, whole.Output.SelectMany(row => row).Select(entry => entry.Variance!.Value), (a, b) => Math.Abs(a - b) < 1e-4 * a);
    }

    [Fact]
    public void Two_lazy_hidden_layers_of_one_sample_follow_their_formula()
    {
        FluctuationModel model = new(ActivationKind.Tanh, [[1]], [1], 0.1, true, TrainingTimes.Descent(0.1, 40));
        InitialKernels kernels = Of(model, 2);
        double formula = Math.Pow(40 * 0.1 * Math.Pow(1 - (0.1 * kernels.Tangent[0]), 39), 2) * kernels.Covariance[0, 0];
        Assert.Equal(0.0282, formula, 1e-4);
        Assert.Equal(formula, LazyFluctuations.Variances(model, kernels, [40])[0][0], 1e-10);
    }

    /// <summary>One pass over two rows, by hand: f_n = a K_n0 + a' K_n1 - eta a K_10 K_n1 with a = eta y_0, a' = eta y_1, and K off by its fluctuation in each factor.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Lazy_one_pass_over_two_rows_is_a_polynomial_of_the_kernel(int layers)
    {
        const double Rate = 0.4;
        // A test row in the plane of the others, which the grid of one hidden layer needs no more nodes for.
        double[][] gram = layers == 1 ? [[1, 0.6, 0.8], [0.6, 1, 0.96], [0.8, 0.96, 1]] : [[1, 0.3], [0.3, 1]];
        FluctuationModel model = new(ActivationKind.Tanh, gram, [1, -0.6], 1, true, TrainingTimes.Descent(Rate, 2), [[0], [1]]);
        InitialKernels kernels = Of(model, layers);
        double K(int m, int n) => kernels.Tangent[kernels.Pairs.IndexOf(m, n)];
        double[][] found = LazyFluctuations.Variances(model, kernels, [1, 2]);
        for (int n = 0; n < gram.Length; n++)
        {
            double first = Rate * 1;
            double second = Rate * (-0.6 - (first * K(1, 0)));
            Assert.Equal(Variance((first, n, 0)), found[0][n], 1e-12);
            Assert.Equal(Variance((first, n, 0), (second, n, 1), (-Rate * first * K(n, 1), 1, 0)), found[1][n], 1e-12);
        }

        double Variance(params (double Weight, int Row, int Column)[] terms) => terms.Sum(a => terms.Sum(
            b => a.Weight * b.Weight * kernels.Covariance[kernels.Pairs.IndexOf(a.Row, a.Column), kernels.Pairs.IndexOf(b.Row, b.Column)]));
    }

    private static InitialKernels Of(FluctuationModel model, int layers) => InitialKernels.Of(model, layers, 0, 4096, FluctuationSets.Key);
}
