namespace Numerics.Studies.Catalog.Ensembles;

/// <summary>Random matrix ensembles with a known limit.</summary>
public enum EnsembleKind
{
    /// <summary>Gaussian orthogonal ensemble.</summary>
    Goe,

    /// <summary>Gaussian unitary ensemble.</summary>
    Gue,

    /// <summary>Sample covariance matrices of a population with given eigenvalues.</summary>
    Wishart,

    /// <summary>Square real Gaussian matrices: complex eigenvalues.</summary>
    Ginibre,

    /// <summary>Products of Ginibre matrices: singular values.</summary>
    GinibreProduct,

    /// <summary>AB + BA of two Gaussian orthogonal matrices.</summary>
    Anticommutator,

    /// <summary>A sample covariance matrix plus a Gaussian orthogonal one.</summary>
    MarchenkoPasturPlusGoe,

    /// <summary>Sample covariance matrices with one larger population eigenvalue.</summary>
    Bbp,

    /// <summary>A rectangular Gaussian matrix plus a matrix of rank one: singular values.</summary>
    RectangularSpike,

    /// <summary>A Gaussian orthogonal matrix plus a matrix of rank one.</summary>
    DeformedGoe,
}
