namespace Numerics.Spectra.Models;

/// <summary>How the loss of a step adds up the squared residuals of its batch B: c of (c/2) sum over B of (y - f)^2.</summary>
public enum LossReduction
{
    /// <summary>c = 1/|B|.</summary>
    Mean,

    /// <summary>c = 1: a learning rate for it is that for the mean divided by |B|.</summary>
    Sum,
}
