namespace Numerics.Kernels.Elementwise;

/// <summary>The nonlinearities phi of the networks, with their normalisation.</summary>
public enum ActivationKind
{
    /// <summary>phi(h) = h.</summary>
    Linear = 0,

    /// <summary>phi(h) = tanh h.</summary>
    Tanh = 1,

    /// <summary>phi(h) = erf(sqrt(pi) h / 2), phi'(h) = exp(-pi h^2 / 4), phi'(0) = 1.</summary>
    Erf = 2,

    /// <summary>phi(h) = sqrt(2) max(h, 0), phi'(h) = sqrt(2) for h above 0, else 0.</summary>
    Relu = 3,

    /// <summary>phi(h) = sin h.</summary>
    Sine = 4,
}
