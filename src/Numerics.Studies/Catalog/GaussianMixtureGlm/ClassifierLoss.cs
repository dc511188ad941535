namespace Numerics.Studies.Catalog.GaussianMixtureGlm;

/// <summary>Losses of the study <c>gaussian-mixture-glm</c>: of a margin, or of the fields of several labels.</summary>
public enum ClassifierLoss
{
    /// <summary>(1 - t)^2/2 of the margin t.</summary>
    Square,

    /// <summary>log(1 + exp(-t)).</summary>
    Logistic,

    /// <summary>max(0, 1 - t).</summary>
    Hinge,

    /// <summary>log sum_l exp(u_l) - u_y of the fields u_l of labels 1, 2, ...</summary>
    Softmax,
}
