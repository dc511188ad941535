namespace Numerics.Spectra.Ensembles;

/// <summary>An ensemble with its parameters; entries are normalised so that spectra stay finite as the size grows.</summary>
/// <param name="Kind">Which ensemble; parameters that it does not have are ignored.</param>
/// <param name="AspectRatio">c: rows p over n columns (or samples) of a rectangular matrix, p = c n.</param>
/// <param name="Spike">theta of an added rank-one matrix; l, the larger population eigenvalue, of <see cref="EnsembleKind.Bbp"/>.</param>
/// <param name="Factors">K, number of factors of a product.</param>
/// <param name="Weight">b, factor of the orthogonal matrix that is added to a sample covariance matrix.</param>
/// <param name="Population">Population eigenvalues with their weights, which add up to one.</param>
public sealed record ClassicalEnsemble(
    EnsembleKind Kind, double AspectRatio, double Spike, int Factors, double Weight, IReadOnlyList<(double Value, double Weight)> Population)
{
    /// <summary>p at reference size n; n for square ensembles.</summary>
    public int Rows(int size) => Kind is EnsembleKind.Wishart or EnsembleKind.Bbp or EnsembleKind.MarchenkoPasturPlusGoe or EnsembleKind.RectangularSpike
        ? Math.Max(1, (int)Math.Round(AspectRatio * size))
        : size;

    /// <summary>Number of values of a sample, exact zeros included: n columns for the rectangular spike, else the order.</summary>
    public int Count(int size) => Kind == EnsembleKind.RectangularSpike ? size : Rows(size);

    /// <summary>Whether values are singular values, moduli or eigenvalues of a covariance matrix, which are not negative.</summary>
    public bool IsNonnegative => Kind is EnsembleKind.Wishart or EnsembleKind.Ginibre or EnsembleKind.GinibreProduct or EnsembleKind.Bbp or EnsembleKind.RectangularSpike;
}
