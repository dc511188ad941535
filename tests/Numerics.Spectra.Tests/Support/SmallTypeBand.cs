using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Analysis;
using Numerics.Spectra.Theory.Bulk.Dyson;
using Numerics.Spectra.Theory.Bulk.Pencils;

namespace Numerics.Spectra.Tests.Support;

/// <summary>
/// The band into which the outlier of a finite dimension opens when that dimension becomes a small fraction of the reference size.
/// </summary>
/// <remarks>
/// <code>
/// K_C(z_0) phi = 0, |phi| = 1,   k' = phi^T (dK_C/dx) phi (total derivative),   K_C = x E_C - A_0,C - S_C[G]
/// b = phi^T S_C[ (1 - T)^-1 G S^(1)[phi phi^T] G ] phi + 2 sum_i s_i (phi^T A_i phi)^2,   T d = G S[d] G on the other dimensions
/// G_C = phi m phi^T,   1/m = k'(z - z_0) - c b m:   a semicircle about z_0 of half-width 2 sqrt(c b)/k'
/// </code>
/// <para>Reference: docs/bulk.md, section 5.</para>
/// <para>c: ratio of the small dimension. S^(1): self-energy of the others from it per unit of c; the last term of b is of matrices with both sides in it.</para>
/// <para>First order in sqrt c: z_0 simple, and the band far from the support of the others.</para>
/// </remarks>
/// <param name="Outlier">z_0.</param>
/// <param name="Slope">k', positive.</param>
/// <param name="Feedback">b.</param>
internal sealed record SmallTypeBand(double Outlier, double Slope, double Feedback)
{
    /// <summary>2 sqrt(b)/k': half-width over sqrt c.</summary>
    public double Coefficient => 2 * Math.Sqrt(Feedback) / Slope;

    /// <summary>The band about an outlier of <see cref="SmallTypeOutliers"/>.</summary>
    /// <param name="equation">Equation of a pencil with <paramref name="type"/> of ratio zero.</param>
    /// <param name="branch">Branch on which the outlier was found.</param>
    /// <param name="type">The small dimension.</param>
    /// <param name="outlier">z_0, to about 1e-9.</param>
    /// <exception cref="ArgumentException">The dimension has a positive ratio.</exception>
    /// <exception cref="DysonException">No solution at the outlier.</exception>
    public static SmallTypeBand About(MatrixDysonEquation equation, RealBranch branch, DimensionType type, double outlier)
    {
        ArgumentNullException.ThrowIfNull(equation);
        ArgumentNullException.ThrowIfNull(branch);
        ArgumentNullException.ThrowIfNull(type);
        if (type.Ratio != 0)
        {
            throw new ArgumentException($"Dimension {type.Name} has ratio {type.Ratio}; the expansion is about ratio zero.", nameof(type));
        }

        BranchPoint point = branch.AtX(outlier);
        double[] phi = NullVector(equation, type, point);
        PlanarVector slope = point.Slope.Clone();
        slope.Scale(1 / point.XSlope);
        // K_C is affine in (x, G), so differences over unit steps are exact.
        double derivative = Change(equation, type, point, 1, slope, phi);
        using DysonLinearization linear = equation.Linearize(point.X, point.G) ?? throw new DysonException($"The pencil is singular at {point.X:G8}.");
        PlanarVector response = Gmres.Solve((x, y) => OneMinus(linear, x, y), Source(equation, type, point.G, phi), 1e-11).Solution;
        return new SmallTypeBand(point.X, derivative, OwnFeedback(equation, type, phi) - Change(equation, type, point, 0, response, phi));
    }

    private static void OneMinus(DysonLinearization linear, PlanarVector x, PlanarVector y)
    {
        linear.Apply(x, y);
        y.Scale(-1);
        y.Add(1, x);
    }

    private static double[] NullVector(MatrixDysonEquation equation, DimensionType type, BranchPoint point)
    {
        using DenseMatrix<double> matrix = equation.InverseResolvent(type, point.X, point.G);
        using SymmetricEigenDecomposition<double> eigen = SymmetricEigen.Decompose(equation.Lapack, matrix);
        int nearest = Enumerable.Range(0, eigen.Values.Length).MinBy(k => Math.Abs(eigen.Values[k]));
        return eigen.Vectors.Column(nearest).ToArray();
    }

    /// <summary>phi^T ( K_C(x + dx, G + d) - K_C(x, G) ) phi.</summary>
    private static double Change(MatrixDysonEquation equation, DimensionType type, BranchPoint point, double dx, PlanarVector d, double[] phi)
    {
        PlanarVector moved = point.G.Clone();
        moved.Add(1, d);
        using DenseMatrix<double> after = equation.InverseResolvent(type, point.X + dx, moved);
        using DenseMatrix<double> before = equation.InverseResolvent(type, point.X, point.G);
        double sum = 0;
        for (int a = 0; a < phi.Length; a++)
        {
            for (int b = 0; b < phi.Length; b++)
            {
                sum += phi[a] * (after[a, b] - before[a, b]) * phi[b];
            }
        }

        return sum;
    }

    /// <summary>G S^(1)[phi phi^T] G: one matrix s (G u)(G u)^T for every Gaussian matrix between the small dimension and another, u = A^T phi.</summary>
    private static PlanarVector Source(MatrixDysonEquation equation, DimensionType type, PlanarVector g, double[] phi)
    {
        var source = new PlanarVector(g.Length, isReal: true);
        foreach (GaussianTerm term in equation.Pencil.Gaussians.Where(term => (term.RowType == type) != (term.ColumnType == type)))
        {
            bool rows = term.RowType == type;
            DimensionType target = rows ? term.ColumnType : term.RowType;
            if (target.Ratio == 0)
            {
                continue;
            }

            (int order, int offset) = equation.Layout(target.Index);
            var image = new double[order];
            foreach (PencilEntry entry in term.Entries)
            {
                (int own, int other) = rows ? (entry.Row, entry.Column) : (entry.Column, entry.Row);
                SpanProducts.Add(
                    entry.Value * phi[equation.LocalIndex(own)], g.Real.Slice(offset + (equation.LocalIndex(other) * order), order), image);
            }

            for (int j = 0; j < order; j++)
            {
                SpanProducts.Add(term.Variance * image[j], image, source.Real.Slice(offset + (j * order), order));
            }
        }

        return source;
    }

    private static double OwnFeedback(MatrixDysonEquation equation, DimensionType type, double[] phi) =>
        equation.Pencil.Gaussians.Where(term => term.RowType == type && term.ColumnType == type).Sum(term =>
        {
            double form = term.Entries.Sum(entry => entry.Value * phi[equation.LocalIndex(entry.Row)] * phi[equation.LocalIndex(entry.Column)]);
            return 2 * term.Variance * form * form;
        });
}
