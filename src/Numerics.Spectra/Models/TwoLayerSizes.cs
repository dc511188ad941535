namespace Numerics.Spectra.Models;

/// <summary>Sizes of a simulated two-layer linear network.</summary>
/// <param name="Width">N.</param>
/// <param name="Inputs">D, at least 1.</param>
/// <param name="Outputs">C, at least 1.</param>
/// <param name="Samples">P; 0 for training on the population.</param>
public sealed record TwoLayerSizes(int Width, int Inputs, int Outputs, int Samples)
{
    /// <summary>The sizes nearest to the ratios of a model; a ratio of zero outputs means one output.</summary>
    public static TwoLayerSizes Of(TwoLayerLinearModel model, int width)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 2);
        int Side(double ratio) => Math.Max(1, checked((int)Math.Round(ratio * width)));
        return new TwoLayerSizes(width, Side(model.InputRatio), Side(model.OutputRatio), model.IsPopulation ? 0 : Side(model.SampleRatio));
    }

    /// <summary>The model with the ratios of these sizes; zero outputs stay zero, since that limit has a finite number of them.</summary>
    public TwoLayerLinearModel Exact(TwoLayerLinearModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model with
        {
            InputRatio = (double)Inputs / Width,
            OutputRatio = model.OutputRatio == 0 ? 0 : (double)Outputs / Width,
            SampleRatio = model.IsPopulation ? double.PositiveInfinity : (double)Samples / Width,
        };
    }

    /// <summary>Bytes of the matrices held while training and decomposing.</summary>
    public long Bytes
    {
        get
        {
            long n = Width, d = Inputs, c = Outputs, p = Samples;
            long training = (5 * n * d) + (5 * n * c) + (4 * c * d) + (p > 0 ? (2 * d * d) + (d * p) + (c * p) : 0);
            long small = Math.Min(n, d);
            return 8 * (training + (3 * small * small));
        }
    }

    /// <summary>Floating-point operations of one evaluation of the gradients.</summary>
    public double GradientOperations
    {
        get
        {
            double n = Width, d = Inputs, c = Outputs;
            return (6 * n * d * c) + (Samples > 0 ? 2 * c * d * d : 0);
        }
    }

    /// <summary>Floating-point operations of all singular values by the Gram route.</summary>
    public double DecompositionOperations
    {
        get
        {
            double small = Math.Min(Width, Inputs);
            return (small * small * Math.Max(Width, Inputs)) + (4.0 / 3 * small * small * small);
        }
    }
}
