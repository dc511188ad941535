namespace Numerics.Spectra.Models;

/// <summary>Sizes of a finite deep linear network: the ratios of a model at an input dimension.</summary>
/// <param name="InputDimension">D.</param>
/// <param name="Width">N, nearest to nu D; of every hidden layer unless <see cref="HiddenWidths"/> says otherwise.</param>
/// <param name="Samples">P of the fixed training set, nearest to alpha D; 0 where there is none (one-pass, population).</param>
/// <param name="BatchSamples">Fresh samples per step of one-pass training, nearest to b D; 0 otherwise.</param>
public sealed record DeepLinearSizes(long InputDimension, long Width, long Samples, long BatchSamples)
{
    /// <summary>N_1 .. N_L, nearest to r_l nu D; empty: N for all.</summary>
    public IReadOnlyList<long> HiddenWidths { get; init; } = [];

    /// <summary>Whether the gradient is that of the population.</summary>
    public bool IsPopulation => Samples == 0 && BatchSamples == 0;

    /// <summary>N_l, l = 1..L; D for the inputs, l = 0.</summary>
    public long WidthOf(int layer) => layer == 0 ? InputDimension : HiddenWidths.Count == 0 ? Width : HiddenWidths[layer - 1];

    /// <summary>Why the ratios of a model cannot be rounded to whole numbers at an input dimension, one sentence; null if they can.</summary>
    public static string? Refusal(DeepLinearModel model, long inputDimension)
    {
        ArgumentNullException.ThrowIfNull(model);
        (double ratio, string what) = model.Batch is BatchSampling.OnePass one ? (one.Ratio, "batch") : (model.SampleRatio, "training set");
        // A layer need not have the reference width, but all widths are made of it.
        string? widths = WholeRefusal(model.WidthRatio, inputDimension, model.HiddenWidths.Count > 0 ? "reference width of hiddenWidths (widthRatio times the dimension)" : "width", least: 2);
        for (int layer = 1; layer <= model.HiddenWidths.Count && widths is null; layer++)
        {
            widths = WholeRefusal(model.LayerRatio(layer), inputDimension, $"hidden layer {layer} (entry {layer - 1} of hiddenWidths)", least: 2);
        }

        return widths ?? (Infinite(ratio) ? null : WholeRefusal(ratio, inputDimension, what));
    }

    /// <summary>Rounds the ratios of a model to whole numbers.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An input dimension at which a size vanishes or passes 2^31 - 1.</exception>
    public static DeepLinearSizes Of(DeepLinearModel model, long inputDimension)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputDimension);
        long width = Whole(model.WidthRatio, inputDimension, "width");
        IReadOnlyList<long> widths = model.HiddenWidths.Count == 0 ? [] : [.. Enumerable.Range(1, model.HiddenWidths.Count).Select(layer => Whole(model.LayerRatio(layer), inputDimension, $"hidden layer {layer}"))];
        return model.Batch switch
        {
            BatchSampling.OnePass one => new(inputDimension, width, 0, Infinite(one.Ratio) ? 0 : Whole(one.Ratio, inputDimension, "batch")) { HiddenWidths = widths },
            _ => new(inputDimension, width, Infinite(model.SampleRatio) ? 0 : Whole(model.SampleRatio, inputDimension, "training set"), 0) { HiddenWidths = widths },
        };
    }

    /// <summary>The model whose ratios are exactly those of these sizes: what a network of these sizes is an instance of.</summary>
    public DeepLinearModel Exact(DeepLinearModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model with
        {
            WidthRatio = (double)Width / InputDimension,
            HiddenWidths = [.. HiddenWidths.Select(width => (double)width / Width)],
            SampleRatio = Samples > 0 ? (double)Samples / InputDimension : model.SampleRatio,
            Batch = BatchSamples > 0 ? new BatchSampling.OnePass((double)BatchSamples / InputDimension) : model.Batch,
            Covariance = model.Covariance.Exact(InputDimension),
        };
    }

    private static bool Infinite(double ratio) => double.IsPositiveInfinity(ratio);

    private static long Whole(double ratio, long inputDimension, string what) =>
        WholeRefusal(ratio, inputDimension, what) is { } refusal
            ? throw new ArgumentOutOfRangeException(nameof(inputDimension), refusal)
            : (long)Math.Round(ratio * inputDimension);

    private static string? WholeRefusal(double ratio, long inputDimension, string what, int least = 1)
    {
        double size = Math.Round(ratio * inputDimension);
        return size >= least && size <= int.MaxValue
            ? null
            : $"At input dimension {inputDimension} the {what} would have {size} elements; {least} to {int.MaxValue} are possible: {(size < least ? "raise" : "lower")} the dimension or that ratio.";
    }
}
