using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace Numerics.Spectra.Analysis;

/// <summary>A root F of a small positive semidefinite matrix, F F^T = G, from its eigenvectors: singular matrices have one too.</summary>
/// <param name="Factor">F, square.</param>
/// <param name="Least">Smallest eigenvalue of G; negative if G is not positive semidefinite (counted as zero in F).</param>
/// <param name="Largest">Largest absolute eigenvalue of G.</param>
internal sealed record SemidefiniteRoot(double[,] Factor, double Least, double Largest)
{
    /// <summary>Relative size of a negative eigenvalue that counts as rounding.</summary>
    private const double Rounding = 1e-10;

    /// <summary>Whether G is positive semidefinite, to rounding.</summary>
    public bool IsSemidefinite => Least >= -Rounding * Largest;

    /// <summary>Decomposes a finite symmetric matrix given by rows.</summary>
    public static SemidefiniteRoot Of(double[][] gram)
    {
        int n = gram.Length;
        Evd<double> eigen = Matrix<double>.Build.Dense(n, n, (i, j) => 0.5 * (gram[i][j] + gram[j][i])).Evd(Symmetricity.Symmetric);
        double[] values = [.. eigen.EigenValues.Select(value => value.Real)];
        var factor = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                factor[i, j] = eigen.EigenVectors[i, j] * Math.Sqrt(Math.Max(0, values[j]));
            }
        }

        return new SemidefiniteRoot(factor, values.Min(), values.Max(Math.Abs));
    }
}
