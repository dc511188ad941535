using System.Numerics;

namespace Numerics.Spectra.Networks.Spatial;

/// <summary>How the drift of a rate network is integrated.</summary>
public enum RateScheme
{
    /// <summary>Heun's method, second order.</summary>
    Heun,

    /// <summary>Euler's method: adds step |Im lambda|^2/2 to the growth rate of a mode and so moves onsets of oscillations; for comparison only.</summary>
    Euler,
}

/// <summary>Time and noise of a rate network; the unit of time is the time constant of a neuron.</summary>
/// <param name="Noise">Standard deviation of the noise per square root of time.</param>
/// <param name="Step">Time step.</param>
/// <param name="Duration">Time simulated; its first half is discarded.</param>
/// <param name="InitialAmplitude">Standard deviation of the initial state.</param>
/// <param name="Scheme">Method.</param>
public sealed record RateSettings(double Noise, double Step, double Duration, double InitialAmplitude, RateScheme Scheme = RateScheme.Heun)
{
    /// <summary>Number of steps.</summary>
    public int Steps => (int)Math.Round(Duration / Step);

    /// <summary>Whether a mode dz/dt = (lambda - 1) z that decays grows under the step: |1 + u + u^2/2| &gt; 1 (Euler: |1 + u| &gt; 1) although Re u &lt; 0, u = step (lambda - 1).</summary>
    /// <param name="eigenvalue">lambda.</param>
    public bool IsUnstable(Complex eigenvalue)
    {
        Complex u = Step * (eigenvalue - 1);
        Complex factor = Scheme == RateScheme.Euler ? 1 + u : 1 + u + (u * u / 2);
        return u.Real < 0 && factor.Magnitude > 1;
    }
}
