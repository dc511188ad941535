namespace Numerics.Spectra.Theory.Experts;

/// <summary>What the experts give the readout at one time t: order parameters against all earlier times. P = number of samples.</summary>
/// <param name="samples">P.</param>
/// <param name="time">t.</param>
internal sealed class ExpertOrderRow(int samples, int time)
{
    /// <summary>t.</summary>
    public int Time { get; } = time;

    /// <summary>Cov G_p(t) G_p'(s) at [s][p P + p'], s = 0..t.</summary>
    public double[][] Covariance { get; } = [.. Enumerable.Range(0, time + 1).Select(_ => new double[samples * samples])];

    /// <summary>
    /// What a unit of Delta_p'(s) omega(s) has left in the sum over experts of sample p at [s][p' P + p], s = 0..t-1: eta/P times the overlap of expert outputs.
    /// </summary>
    public double[][] Memory { get; } = [.. Enumerable.Range(0, time).Select(_ => new double[samples * samples])];

    /// <summary>Answer of the initial expert outputs to omega(s) at [s][p], s = 0..t-1.</summary>
    public double[][] Response { get; } = [.. Enumerable.Range(0, time).Select(_ => new double[samples])];

    /// <summary>What multiplies the sum over experts in h_p: the common gate of regime I, 1 elsewhere.</summary>
    public double[] Gate { get; } = [.. Enumerable.Repeat(1.0, samples)];

    /// <summary>Mean router logit, by sample.</summary>
    public double[] Logit { get; } = new double[samples];
}
