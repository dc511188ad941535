using Numerics.Kernels.Elementwise;
using Numerics.Kernels.Random;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;

namespace Numerics.Spectra.Tests.Networks;

/// <summary>Training by first-layer fields against gradient descent on all weights, written once more.</summary>
public sealed class FluctuationNetworkTests
{
    private const int Width = 12;
    private const int Inputs = 5;
    private const double Scale = 1.7;
    private const double Rate = 0.07;
    private static readonly double[] Targets = [0.8, -0.5];

    [Theory]
    [InlineData(1, true, false)]
    [InlineData(1, false, false)]
    [InlineData(2, true, false)]
    [InlineData(3, false, false)]
    [InlineData(1, true, true)]
    [InlineData(2, false, true)]
    public void Outputs_and_kernels_are_those_of_descent_on_raw_weights(int layers, bool centred, bool batched)
    {
        double[][] x = [.. Enumerable.Range(0, 3).Select(m => Gaussians(1, (uint)m, Inputs))];
        double[][] first = [.. Enumerable.Range(0, Width).Select(i => Gaussians(2, (uint)i, Inputs))];
        double[][][] hidden = [.. Enumerable.Range(1, layers - 1).Select(l => Enumerable.Range(0, Width).Select(i => Gaussians(3, (uint)((l * 100) + i), Width)).ToArray())];
        double[] readout = Gaussians(4, 0, Width);
        const int Steps = 9;
        int[][] batches = [.. Enumerable.Range(0, Steps).Select(step => batched && step % 3 < 2 ? [step % 3] : new[] { 0, 1 })];
        FluctuationModel model = new(
            ActivationKind.Tanh, [.. x.Select(a => x.Select(b => a.Zip(b, (p, q) => p * q).Sum() / Inputs).ToArray())], Targets, Scale, centred, TrainingTimes.Descent(Rate, Steps), batched ? batches : null);
        var network = new FluctuationNetwork(
            model,
            [.. readout],
            [.. x.Select(input => first.Select(row => row.Zip(input, (p, q) => p * q).Sum() / Math.Sqrt(Inputs)).ToArray())],
            [.. hidden.Select(matrix => matrix.SelectMany(row => row).ToArray())]);
        double[] start = [];
        network.Train(step =>
        {
            double[] f = [.. x.Select(input => Forward(first, hidden, readout, input, layers))];
            start = step == 0 ? [.. f.Select(value => centred ? value : 0)] : start;
            double[] seen = [.. f.Zip(start, (value, own) => value - own)];
            Assert.Equal(seen, network.Output, (a, b) => Math.Abs(a - b) < 1e-12);
            double[][] gradients = [.. x.Select(input => Gradient(first, hidden, readout, input, layers))];
            double[,] kernel = network.TangentKernel();
            Assert.Equal(Scale * Scale * Width * gradients[0].Zip(gradients[2], (p, q) => p * q).Sum(), kernel[0, 2], 1e-11);
            Assert.Equal(Scale * Scale * Width * gradients[1].Zip(gradients[1], (p, q) => p * q).Sum(), kernel[1, 1], 1e-11);
            Move(first, hidden, readout, [.. Enumerable.Range(0, gradients[0].Length).Select(k => batches[Math.Min(step, Steps - 1)].Sum(m => (Targets[m] - seen[m]) * gradients[m][k]))]);
        });
    }

    [Fact]
    public void Flow_is_the_limit_of_small_learning_rates_to_fourth_order()
    {
        double At(TrainingTimes times)
        {
            FluctuationModel model = new(ActivationKind.Sine, [[1, 0.2], [0.2, 1]], Targets, Scale, false, times);
            var network = FluctuationNetwork.Draw(model, 40, 2, new NetworkStreams(1, 2, 3));
            network.Train(_ => { });
            return network.Output[0];
        }

        double exact = At(TrainingTimes.Flow([0.5], 0.001));
        double coarse = At(TrainingTimes.Flow([0.5], 0.1)) - exact;
        double fine = At(TrainingTimes.Flow([0.5], 0.05)) - exact;
        Assert.InRange(coarse / fine, 11, 23);
        double one = At(TrainingTimes.Descent(0.5 / 400, 400)) - exact;
        double two = At(TrainingTimes.Descent(0.5 / 800, 800)) - exact;
        Assert.InRange(one / two, 1.9, 2.1);
    }

    [Fact]
    public void Outputs_beyond_every_bound_stop_training()
    {
        FluctuationModel model = new(ActivationKind.Linear, [[1]], [1], 1, true, TrainingTimes.Descent(5, 100));
        var network = FluctuationNetwork.Draw(model, 16, 1, new NetworkStreams(1, 2, 3));
        int last = -1;
        network.Train(step => last = step);
        Assert.Equal(last + 1, network.DivergedAt);
        Assert.InRange(last, 1, 60);
    }

    private static double[] Gaussians(uint matrix, uint column, int count)
    {
        var values = new double[count];
        GaussianFill.Fill(StreamKey.Derive(9, 9, 9, matrix), column, 0, 1, values);
        return values;
    }

    private static double Forward(double[][] first, double[][][] hidden, double[] readout, double[] input, int layers)
    {
        double[] h = [.. first.Select(row => row.Zip(input, (p, q) => p * q).Sum() / Math.Sqrt(Inputs))];
        for (int l = 1; l < layers; l++)
        {
            double[] phi = [.. h.Select(Math.Tanh)];
            h = [.. hidden[l - 1].Select(row => row.Zip(phi, (p, q) => p * q).Sum() / Math.Sqrt(Width))];
        }

        return h.Select((value, i) => readout[i] * Math.Tanh(value)).Sum() / (Scale * Width);
    }

    /// <summary>Backpropagation, in the order first layer, hidden matrices, readout.</summary>
    private static double[] Gradient(double[][] first, double[][][] hidden, double[] readout, double[] input, int layers)
    {
        List<double[]> features = [[.. first.Select(row => Math.Tanh(row.Zip(input, (p, q) => p * q).Sum() / Math.Sqrt(Inputs)))]];
        for (int l = 1; l < layers; l++)
        {
            double[] below = features[^1];
            features.Add([.. hidden[l - 1].Select(row => Math.Tanh(row.Zip(below, (p, q) => p * q).Sum() / Math.Sqrt(Width)))]);
        }

        const double Unit = 1 / (Scale * Width);
        List<double> gradient = [.. features[^1].Select(phi => phi * Unit)];
        double[] back = readout;
        for (int l = layers - 1; l >= 0; l--)
        {
            double[] g = [.. back.Zip(features[l], (z, phi) => z * (1 - (phi * phi)))];
            double[] from = l == 0 ? input : features[l - 1];
            gradient.InsertRange(0, g.SelectMany(value => from.Select(entry => value * entry / Math.Sqrt(from.Length) * Unit)));
            if (l > 0)
            {
                back = [.. Enumerable.Range(0, Width).Select(j => Enumerable.Range(0, Width).Sum(i => hidden[l - 1][i][j] * g[i]) / Math.Sqrt(Width))];
            }
        }

        return [.. gradient];
    }

    private static void Move(double[][] first, double[][][] hidden, double[] readout, double[] direction)
    {
        int at = 0;
        foreach (double[] row in (double[][])[.. first, .. hidden.SelectMany(matrix => matrix), readout])
        {
            for (int k = 0; k < row.Length; k++)
            {
                row[k] += Rate * Scale * Scale * Width * direction[at++];
            }
        }
    }
}
