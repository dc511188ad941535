namespace Numerics.Spectra.Theory.Training;

/// <summary>All hidden layers of a deep linear network in the causal solver: rows of time t from the readout down, then from the inputs up.</summary>
/// <remarks>
/// Two implementers: layers whose sites are independent of each other (<see cref="HiddenSites"/>), and residual branches, where all layers share their sites (<see cref="ResidualSite"/>).
/// <para>Source: derived here, docs/deep-linear.md, sections 2 and 8.</para>
/// </remarks>
internal abstract class HiddenLayers
{
    /// <summary>Layers without a row yet.</summary>
    /// <param name="times">T + 1.</param>
    protected HiddenLayers(int times) => Readout = TimeMatrix.Constant(times, 1);

    /// <summary>Order parameters of layers 1..L.</summary>
    public abstract IReadOnlyList<LayerTables> Layers { get; }

    /// <summary>G^(L+1) = 1.</summary>
    public TimeMatrix Readout { get; }

    /// <summary>Rows t of the gradients of all layers, known before the errors of t.</summary>
    public abstract void Backward(in CausalStep step, InputSite input);

    /// <summary>Rows t of the features of all layers, known after the input-side gradient of t.</summary>
    public abstract void Forward(in CausalStep step, InputSite input);
}
