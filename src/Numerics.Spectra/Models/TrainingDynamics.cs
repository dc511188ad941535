namespace Numerics.Spectra.Models;

/// <summary>How weights move.</summary>
public enum TrainingDynamics
{
    /// <summary>Gradient descent in steps of the learning rate.</summary>
    Descent,

    /// <summary>Gradient flow, the limit of small learning rate; its time is learning rate times steps.</summary>
    Flow,
}
