namespace Numerics.Spectra.Theory.Training;

/// <summary>One step of the causal solver: t, rho(t), kappa m(t, r) for r = 0..t (zero at r = t) and what multiplies it in each layer.</summary>
/// <param name="Time">t.</param>
/// <param name="Retained">rho(t).</param>
/// <param name="CommonSpikes">kappa m(t, r).</param>
/// <param name="Factors">e_0 .. e_L.</param>
internal readonly record struct CausalStep(int Time, double Retained, double[] CommonSpikes, double[] Factors)
{
    /// <summary>e_l kappa m(t, r).</summary>
    public double Spikes(int layer, int r) => Factors[layer] * CommonSpikes[r];
}
