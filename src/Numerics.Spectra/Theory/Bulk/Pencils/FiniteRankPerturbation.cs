using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Theory.Bulk.Dyson;

namespace Numerics.Spectra.Theory.Bulk.Pencils;

/// <summary>
/// Low-rank matrices added to Gaussian matrices of a pencil, wherever these stand, and the outliers they produce.
/// </summary>
/// <remarks>
/// <code>
/// X_i -> X_i + U_p k_i U_q^T,   U_tau orthonormal and independent of the Gaussian matrices
/// outliers: det( 1 - K G ) = 0,   K = sum_i ( A_i (x) k_i + transposed ),   G = direct sum of G_tau (x) 1
/// solved as: an eigenvalue of direct sum of (z E - A_0 - S[G])_tau (x) 1 - K is zero; it grows with z
/// population eigenvalue l of direction v, corner block a (Sigma = 1 + (l - 1) v v^T in Sigma^(1/2) M Sigma^(1/2)):   z -> z/l at (a, v)
/// </code>
/// <para>Source: S. Belinschi, H. Bercovici and M. Capitaine, IMRN 2021, 2588; docs/bulk.md, section 5.</para>
/// <para>Every copy of a matrix in the pencil carries the same spike: one determinant with all places, G of the unperturbed pencil.</para>
/// Equation: finite-rank-outliers
/// <para>Directions of one dimension are numbered; equal numbers in different matrices mean the same vector, different ones orthogonal vectors.</para>
/// </remarks>
public sealed class FiniteRankPerturbation
{
    private readonly MatrixDysonEquation equation;
    private readonly List<(GaussianTerm Term, int Row, int Column, double Strength)> spikes = [];
    private readonly List<(PencilBlock Corner, int Direction, double Eigenvalue)> populations = [];
    private readonly int[] ranks;

    /// <summary>No spike yet.</summary>
    public FiniteRankPerturbation(MatrixDysonEquation equation)
    {
        ArgumentNullException.ThrowIfNull(equation);
        this.equation = equation;
        ranks = new int[equation.Pencil.Types.Count];
    }

    /// <summary>Adds strength u v^T to a matrix, u and v the unit vectors with these numbers in the dimensions of rows and columns.</summary>
    /// <param name="matrix">Name of a Gaussian matrix of the pencil.</param>
    /// <param name="strength">Singular value of the added matrix (eigenvalue for a symmetric matrix, which takes u = v).</param>
    /// <param name="rowDirection">Number of u.</param>
    /// <param name="columnDirection">Number of v.</param>
    /// <exception cref="ArgumentException">No such matrix, or an asymmetric spike on a symmetric matrix.</exception>
    public void AddSpike(string matrix, double strength, int rowDirection = 0, int columnDirection = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rowDirection);
        ArgumentOutOfRangeException.ThrowIfNegative(columnDirection);
        GaussianTerm term = equation.Pencil.Gaussians.FirstOrDefault(t => t.Name == matrix)
            ?? throw new ArgumentException($"The pencil has no matrix {matrix}; it has {string.Join(", ", equation.Pencil.Gaussians.Select(t => t.Name))}.", nameof(matrix));
        if (term.IsSymmetric && rowDirection != columnDirection)
        {
            throw new ArgumentException($"{matrix} is symmetric and takes spikes theta v v^T only; give equal directions.", nameof(columnDirection));
        }

        if (term.RowType.Ratio == 0 || term.ColumnType.Ratio == 0)
        {
            throw new ArgumentException($"{matrix} has a dimension of ratio zero; its outliers are those of SmallTypeOutliers.", nameof(matrix));
        }

        ranks[term.RowType.Index] = Math.Max(ranks[term.RowType.Index], rowDirection + 1);
        ranks[term.ColumnType.Index] = Math.Max(ranks[term.ColumnType.Index], columnDirection + 1);
        // H = (X + X^T)/sqrt 2: theta v v^T on H is theta/sqrt 2 v v^T on X.
        spikes.Add((term, rowDirection, columnDirection, term.IsSymmetric ? strength / Math.Sqrt(2) : strength));
    }

    /// <summary>Multiplies the matrix of which a corner block is the resolvent by Sigma^(1/2) from both sides, Sigma = 1 + (l - 1) v v^T.</summary>
    /// <param name="corner">A corner block of positive size.</param>
    /// <param name="eigenvalue">l, positive.</param>
    /// <param name="direction">Number of v.</param>
    /// <exception cref="ArgumentException">The block is auxiliary or of ratio zero.</exception>
    public void AddPopulationEigenvalue(PencilBlock corner, double eigenvalue, int direction = 0)
    {
        ArgumentNullException.ThrowIfNull(corner);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(eigenvalue);
        ArgumentOutOfRangeException.ThrowIfNegative(direction);
        if (!corner.IsCorner || corner.Type.Ratio == 0)
        {
            throw new ArgumentException($"Block {corner.Name} holds no spectral parameter of positive size; choose a corner block.", nameof(corner));
        }

        ranks[corner.Type.Index] = Math.Max(ranks[corner.Type.Index], direction + 1);
        populations.Add((corner, direction, eigenvalue));
    }

    /// <summary>Outliers above the support, descending.</summary>
    /// <param name="above">Branch of the unperturbed equation above its support.</param>
    public IReadOnlyList<double> Above(RealBranch above) => Along(above);

    /// <summary>Outliers between the start of a branch and its edge, descending: above, below or, with one branch for each direction, in a gap of the support.</summary>
    /// <param name="branch">Branch of the unperturbed equation.</param>
    public IReadOnlyList<double> Along(RealBranch branch)
    {
        ArgumentNullException.ThrowIfNull(branch);
        return spikes.Count + populations.Count == 0 ? [] : OutlierSearch.Zeros(equation.Lapack, branch, InverseOfPerturbed);
    }

    /// <summary>All outliers outside the bands of <paramref name="spectrum"/>, descending; positive ones of a spectrum of singular values.</summary>
    /// <param name="spectrum">Spectrum of the unperturbed equation.</param>
    /// <param name="scanPoints">Points at which gaps are looked for.</param>
    public IReadOnlyList<double> All(DysonSpectrum spectrum, int scanPoints = 64)
    {
        ArgumentNullException.ThrowIfNull(spectrum);
        return [.. spectrum.Branches(scanPoints).SelectMany(Along).Where(x => spectrum.Kind == SpectrumKind.Eigenvalues || x > 0).OrderDescending()];
    }

    /// <summary>direct sum of G_tau^-1 (x) 1 - K, the directions of one block next to each other.</summary>
    private DenseMatrix<double> InverseOfPerturbed(BranchPoint point)
    {
        var offsets = new int[ranks.Length];
        int size = 0;
        foreach (DimensionType type in equation.Pencil.Types)
        {
            offsets[type.Index] = size;
            size += ranks[type.Index] * equation.Layout(type.Index).Order;
        }

        var matrix = new DenseMatrix<double>(size, size);
        foreach (DimensionType type in equation.Pencil.Types.Where(type => ranks[type.Index] > 0))
        {
            int rank = ranks[type.Index];
            using DenseMatrix<double> inverse = equation.InverseResolvent(type, point.X, point.G);
            for (int a = 0; a < inverse.Rows; a++)
            {
                for (int b = 0; b < inverse.Rows; b++)
                {
                    for (int r = 0; r < rank; r++)
                    {
                        matrix[offsets[type.Index] + (a * rank) + r, offsets[type.Index] + (b * rank) + r] = inverse[a, b];
                    }
                }
            }
        }

        foreach ((PencilBlock corner, int direction, double eigenvalue) in populations)
        {
            int i = offsets[corner.Type.Index] + (equation.LocalIndex(corner.Index) * ranks[corner.Type.Index]) + direction;
            matrix[i, i] += point.X * ((1 / eigenvalue) - 1);
        }

        foreach ((GaussianTerm term, int row, int column, double strength) in spikes)
        {
            foreach (PencilEntry entry in term.Entries)
            {
                int i = offsets[term.RowType.Index] + (equation.LocalIndex(entry.Row) * ranks[term.RowType.Index]) + row;
                int j = offsets[term.ColumnType.Index] + (equation.LocalIndex(entry.Column) * ranks[term.ColumnType.Index]) + column;
                matrix[i, j] -= strength * entry.Value;
                matrix[j, i] -= strength * entry.Value;
            }
        }

        return matrix;
    }
}
