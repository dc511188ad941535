using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Networks;

/// <summary>The weights and biases of a SIREN, or a gradient or direction in their space.</summary>
public sealed class SirenParameters
{
    /// <summary>Zeros.</summary>
    public SirenParameters(SirenModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Model = model;
        Weights = [.. Enumerable.Range(1, model.Depth).Select(layer => new DenseMatrix<double>(model.FanOut(layer), model.FanIn(layer)))];
        Biases = [.. Enumerable.Range(1, model.Depth).Select(layer => new double[model.FanOut(layer)])];
    }

    /// <summary>The network.</summary>
    public SirenModel Model { get; }

    /// <summary>W_1 .. W_d at indices 0 .. d-1, fan-out x fan-in.</summary>
    public IReadOnlyList<DenseMatrix<double>> Weights { get; }

    /// <summary>b_1 .. b_d.</summary>
    public IReadOnlyList<double[]> Biases { get; }

    /// <summary>Draws initial weights and biases. Determinism: a function of the keys alone.</summary>
    /// <param name="model">The network.</param>
    /// <param name="matrix">Key of matrix number k: 2 (l - 1) for the weights of layer l, the next one for its biases.</param>
    public static SirenParameters Draw(SirenModel model, Func<uint, StreamKey> matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        var drawn = new SirenParameters(model);
        for (int layer = 1; layer <= model.Depth; layer++)
        {
            DenseMatrix<double> weights = drawn.Weights[layer - 1];
            StreamKey key = matrix((uint)(2 * (layer - 1)));
            for (int column = 0; column < weights.Columns; column++)
            {
                Uniform(key, (uint)column, model.WeightBound(layer), weights.Column(column));
            }

            Uniform(matrix((uint)((2 * (layer - 1)) + 1)), 0, model.BiasBound(layer), drawn.Biases[layer - 1]);
        }

        return drawn;
    }

    /// <summary>Sets all to zero.</summary>
    public void Clear()
    {
        foreach (DenseMatrix<double> weights in Weights)
        {
            weights.AsSpan().Clear();
        }

        foreach (double[] biases in Biases)
        {
            Array.Clear(biases);
        }
    }

    /// <summary>this += factor other.</summary>
    public void Add(double factor, SirenParameters other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (int l = 0; l < Weights.Count; l++)
        {
            SpanProducts.Add(factor, other.Weights[l].AsSpan(), Weights[l].AsSpan());
            SpanProducts.Add(factor, other.Biases[l], Biases[l]);
        }
    }

    /// <summary>All numbers, layer after layer, the weights of each column after column before its biases.</summary>
    public double[] ToArray() => [.. Weights.Zip(Biases, (weights, biases) => (double[])[.. weights.AsSpan(), .. biases]).SelectMany(layer => layer)];

    /// <summary>Takes over what <see cref="ToArray"/> of the same network gave.</summary>
    /// <exception cref="ArgumentException">Another number of values.</exception>
    public void CopyFrom(ReadOnlySpan<double> values)
    {
        if (values.Length != Model.Parameters)
        {
            throw new ArgumentException($"{values.Length} values do not fit a network of {Model.Parameters} parameters.");
        }

        for (int l = 0; l < Weights.Count; l++)
        {
            Span<double> weights = Weights[l].AsSpan();
            values[..weights.Length].CopyTo(weights);
            values.Slice(weights.Length, Biases[l].Length).CopyTo(Biases[l]);
            values = values[(weights.Length + Biases[l].Length)..];
        }
    }

    private static void Uniform(StreamKey key, uint column, double bound, Span<double> values)
    {
        UniformFill.Fill(key, column, 0, values);
        foreach (ref double value in values)
        {
            value = bound * ((2 * value) - 1);
        }
    }
}
