namespace Numerics.Spectra.Models;

/// <summary>A two-layer linear network with the way it is trained.</summary>
/// <param name="Model">Ratios, scales and data.</param>
public sealed record TwoLayerTraining(TwoLayerLinearModel Model)
{
    /// <summary>Whether the readout V is trained as well as W.</summary>
    public bool TrainReadout { get; init; } = true;

    /// <summary>Descent unless set.</summary>
    public TrainingDynamics Dynamics { get; init; }

    /// <summary>T, the last step of a descent that is asked for, not negative; not read by the flow.</summary>
    public int Steps { get; init; }

    /// <summary>s_0, singular value of a rank-one matrix added to the teacher; 0: none.</summary>
    public double TeacherSpike { get; init; }

    /// <summary>Whether a spike of the teacher is seen through samples: what is learned of it is then not of rank one.</summary>
    public bool HasSampledSpike => TeacherSpike > 0 && !Model.IsPopulation;
}
