namespace Numerics.Spectra.Theory.Bulk.Pencils;

/// <summary>A rectangular Gaussian matrix of a pencil and where it stands.</summary>
/// <param name="Name">Name, used in messages and to place spikes.</param>
/// <param name="RowType">Dimension of its rows.</param>
/// <param name="ColumnType">Dimension of its columns.</param>
/// <param name="Variance">s: entries have variance s/n, n the reference size.</param>
/// <param name="IsSymmetric">Whether the matrix is H = (X + X^T)/sqrt 2; the coefficients are those of X.</param>
/// <param name="Entries">Coefficients A at (block of the row type, block of the column type); the transposes are implied.</param>
public sealed record GaussianTerm(
    string Name, DimensionType RowType, DimensionType ColumnType, double Variance, bool IsSymmetric, IReadOnlyList<PencilEntry> Entries);
