namespace Numerics.Spectra.Theory.Experts;

/// <summary>Sampled experts in the field of the readout process; advanced one step at a time.</summary>
internal interface IExpertSites
{
    /// <summary>Forward pass at the time reached: order parameters against all earlier times.</summary>
    ExpertOrderRow Forward();

    /// <summary>Backward pass: draws the noise of the time reached.</summary>
    /// <param name="readout">The process at the same time.</param>
    /// <param name="errors">Delta_p.</param>
    /// <returns>Mean square of v over experts and their neurons.</returns>
    double Backward(ReadoutProcess readout, double[] errors);

    /// <summary>Moves fields and sensitivities to the next time, after <see cref="Backward"/>.</summary>
    void Advance();
}
