using Numerics.Spectra.Models;

namespace Numerics.Spectra.Theory.Training;

/// <summary>Hidden layers without residual branches: one single site for each, which meets the others through their averages only.</summary>
/// <remarks>
/// <para>Source: derived here, docs/deep-linear.md, section 2.</para>
/// </remarks>
internal sealed class HiddenSites : HiddenLayers
{
    private readonly HiddenSite[] layers;

    /// <summary>Empty sites.</summary>
    /// <param name="model">Network and training.</param>
    /// <param name="times">T + 1.</param>
    public HiddenSites(DeepLinearModel model, int times)
        : base(times)
    {
        double Variance(int layer) => model.OperatorScale(layer) * model.OperatorScale(layer);
        layers = [.. Enumerable.Range(1, model.Depth).Select(l => new HiddenSite(
            l, times, Variance(l - 1), Variance(l), l == model.Depth ? 1 : model.AspectRatio(l)))];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<LayerTables> Layers => layers;

    /// <inheritdoc/>
    public override void Backward(in CausalStep step, InputSite input)
    {
        int top = layers.Length - 1;
        for (int l = top; l >= 0; l--)
        {
            TimeMatrix above = l == top ? Readout : layers[l + 1].Gradients;
            TimeMatrix? responses = l == top ? null : layers[l + 1].GradientToForward;
            layers[l].Backward(step, l == 0 ? input.Features : layers[l - 1].Features, above, responses);
        }
    }

    /// <inheritdoc/>
    public override void Forward(in CausalStep step, InputSite input)
    {
        int top = layers.Length - 1;
        for (int l = 0; l <= top; l++)
        {
            TimeMatrix below = l == 0 ? input.Features : layers[l - 1].Features;
            TimeMatrix responses = l == 0 ? input.FeatureResponses : layers[l - 1].FeatureToBackward;
            layers[l].Forward(step, below, responses, l == top ? Readout : layers[l + 1].Gradients);
        }
    }
}
