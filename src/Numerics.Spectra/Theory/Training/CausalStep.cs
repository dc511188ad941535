namespace Numerics.Spectra.Theory.Training;

/// <summary>One step of the causal solver: t, rho(t) and kappa m(t, r) for r = 0..t (zero at r = t).</summary>
/// <param name="Time">t.</param>
/// <param name="Retained">rho(t).</param>
/// <param name="Spikes">kappa m(t, r).</param>
internal readonly record struct CausalStep(int Time, double Retained, double[] Spikes);
