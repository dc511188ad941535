using Numerics.Kernels.Random;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Theory.FiniteWidth;

/// <summary>
/// Kernels of a network at initialisation with their fluctuations: one hidden layer, or two, where each layer adds the variance of its own sampling and passes on that of the layer before
/// through the derivative of the kernel recursion.
/// </summary>
/// <remarks>
/// <code>
/// one hidden layer:   neurons add phi_m phi_n + K^x_mn w^2 phi'_m phi'_n
/// two:  K = Phi2 + G2 Phi1 + G1 K^x
///   neurons of layer 2 add  a = phi phi + w^2 phi' phi' S,              S_mn = Phi1_mn + K^x_mn E phi'(h1_m) phi'(h1_n),   h2 of covariance Phi1
///   neurons of layer 1 add  b = sum_theta J_theta phi_theta phi_theta + G2 phi phi + K^x phi' phi' zeta_m zeta_n,           zeta of covariance G2, independent
///   J_theta = d E[phi phi + phi' phi' S]/d Phi1_theta, theta = mm, mn, nn (S held), as E[ F times the score of the Gaussian ]
/// N Cov K = Cov a + Cov b;    N Var Phi2 = Var phi phi + Var sum_theta (d Phi2/d Phi1_theta) phi_theta phi_theta
/// </code>
/// Equation: three-layer-kernels
/// Source: B. Bordelon and C. Pehlevan, Dynamics of Finite Width Kernel and Prediction Fluctuations in Mean Field Neural Networks (2023), lazy limit; re-derived for several inputs.
/// </remarks>
public sealed class InitialKernels
{
    private InitialKernels(SamplePairs pairs, MeanAndVariance[][] features, double[] tangent, double[,] covariance)
    {
        Pairs = pairs;
        Features = features;
        Tangent = tangent;
        Covariance = covariance;
    }

    /// <summary>Pairs of samples: the order of all that follows.</summary>
    public SamplePairs Pairs { get; }

    /// <summary>Phi^l with N Var: layer from 0, pair.</summary>
    public MeanAndVariance[][] Features { get; }

    /// <summary>Tangent kernel.</summary>
    public IReadOnlyList<double> Tangent { get; }

    /// <summary>N Cov of the tangent kernel: pair, pair.</summary>
    public double[,] Covariance { get; }

    /// <summary>Rough seconds of one pass on one core with two hidden layers.</summary>
    /// <param name="model">The network.</param>
    /// <param name="nodes">Nodes of a sequence.</param>
    public static double Seconds(FluctuationModel model, int nodes)
    {
        ArgumentNullException.ThrowIfNull(model);
        // Measured with relu and tanh, two to four samples: with test rows every node has values of their residual beside it.
        double each = model.Samples > model.Training ? 5e-5 : 1e-5;
        return TwoLayerFluctuations.NodeCount(model, nodes) * new SamplePairs(model.Samples).Count * each;
    }

    /// <summary>Finds them in one pass.</summary>
    /// <param name="model">The network.</param>
    /// <param name="layers">Hidden layers, 1 or 2.</param>
    /// <param name="pass">Number of the pass.</param>
    /// <param name="count">Nodes of a sequence.</param>
    /// <param name="key">Its shifts.</param>
    /// <param name="cancellation">Stops between nodes.</param>
    /// <exception cref="ArithmeticException">Kernels are not finite, or lost their positivity to rounding.</exception>
    public static InitialKernels Of(FluctuationModel model, int layers, int pass, int count, StreamKey key, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(layers, 2);
        var pairs = new SamplePairs(model.Samples);
        double[] gram = [.. pairs.All.Select(pair => model.Gram[pair.Row][pair.Column])];
        var first = new NeuronMoments(model, NeuronNodes.Of(model, pass, count, key), pairs, cancellation);
        MeanAndVariance[] one = first.Features();
        double[] features = [.. one.Select(entry => entry.Mean)];
        double[] slopes = first.SlopeProducts();
        if (layers == 1)
        {
            return new InitialKernels(pairs, [one], [.. features.Select((value, p) => value + (gram[p] * slopes[p]))], first.Covariance(gram));
        }

        FluctuationModel second = Second(model, Square(features, pairs, model.Samples));
        var next = new NeuronMoments(second, NeuronNodes.Of(second, pass, count, key), pairs, cancellation);
        MeanAndVariance[] two = next.Features();
        double[] gradients = next.SlopeProducts();
        double[] strength = [.. features.Select((value, p) => value + (gram[p] * slopes[p]))];
        double[][] feature = next.Jacobian(features, new double[pairs.Count]);
        double[][] whole = next.Jacobian(features, strength);
        for (int p = 0; p < pairs.Count; p++)
        {
            whole[p][p] += gradients[p];
        }

        two = [.. two.Select((entry, p) => entry with { Variance = entry.Variance + first.VarianceOf(feature[p]) })];
        double[,] covariance = next.Covariance(strength);
        double[,] passed = first.Covariance(whole, gram, gradients);
        for (int p = 0; p < pairs.Count; p++)
        {
            for (int q = 0; q < pairs.Count; q++)
            {
                covariance[p, q] += passed[p, q];
            }
        }

        return new InitialKernels(pairs, [one, two], [.. two.Select((entry, p) => entry.Mean + (gradients[p] * strength[p]))], covariance);
    }

    private static FluctuationModel Second(FluctuationModel model, double[][] gram)
    {
        try
        {
            return model.With(gram);
        }
        catch (ArgumentException exception)
        {
            throw new ArithmeticException("The feature kernel of the first layer is not positive semidefinite to rounding; give inputs of comparable length.", exception);
        }
    }

    private static double[][] Square(double[] values, SamplePairs pairs, int samples) =>
        [.. Enumerable.Range(0, samples).Select(m => Enumerable.Range(0, samples).Select(n => values[pairs.IndexOf(m, n)]).ToArray())];
}
