using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Sweeps;

/// <summary>The answer to a query as a combination of what lives on the rows where it is wanted: Z Noise + B Basis.</summary>
/// <param name="Noise">Coefficients of the noise columns, one column per query.</param>
/// <param name="Basis">Coefficients of the written directions.</param>
public sealed record SweepAnswer(DenseMatrix<double> Noise, DenseMatrix<double> Basis);
