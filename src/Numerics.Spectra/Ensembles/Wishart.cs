using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Theory.Bulk.Dyson;
using Numerics.Spectra.Theory.Bulk.Laws;

namespace Numerics.Spectra.Ensembles;

/// <summary>Sample covariance matrices of a population with given eigenvalues.</summary>
/// <remarks>
/// <code>
/// S = Sigma^(1/2) X X^T Sigma^(1/2)/n,   X: p x n, N(0, 1),   c = p/n,   Sigma diagonal: eigenvalue t_k for a fraction w_k of the p variables
/// </code>
/// <para>The limit is <see cref="SampleCovarianceLaw"/> (the same law as <see cref="SilversteinEquation"/>). Eigenvalues of S: p of them, of which max(0, p - n) are exact zeros. Streams: 0 is X.</para>
/// </remarks>
public sealed record Wishart : IEnsemble
{
    /// <summary>The ensemble of a population.</summary>
    /// <param name="aspectRatio">c = p/n, positive.</param>
    /// <param name="population">(t_k, w_k), all positive, at least one; weights are normalised.</param>
    public Wishart(double aspectRatio, IReadOnlyList<(double Value, double Weight)> population)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(aspectRatio);
        ArgumentNullException.ThrowIfNull(population);
        if (population.Count == 0 || population.Any(pair => !(pair.Value > 0 && pair.Weight > 0)))
        {
            throw new ArgumentException("A population is a list of eigenvalues and weights, all positive, at least one.", nameof(population));
        }

        AspectRatio = aspectRatio;
        double total = population.Sum(pair => pair.Weight);
        Population = [.. population.Select(pair => (pair.Value, pair.Weight / total)).OrderBy(pair => pair.Value)];
    }

    /// <summary>c.</summary>
    public double AspectRatio { get; }

    /// <summary>(t_k, w_k), ascending; weights add up to one.</summary>
    public IReadOnlyList<(double Value, double Weight)> Population { get; }

    /// <inheritdoc/>
    public string Noun => "eigenvalue";

    /// <inheritdoc/>
    public bool IsNonnegative => true;

    /// <inheritdoc/>
    public int Rows(int size) => SampledMatrix.Rows(AspectRatio, size);

    /// <inheritdoc/>
    public EnsembleSample Draw(Lapack lapack, int size, Func<uint, StreamKey> stream, ShardExecutor executor)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using DenseMatrix<double> x = GaussianEntries.Draw(stream(0), Rows(size), size, SampledMatrix.Deviation(size), executor);
        ScaleRows(x);
        using DenseMatrix<double> covariance = Multiply.Product(lapack, x, x, transposeB: true);
        return SampledMatrix.Eigenvalues(lapack, covariance);
    }

    /// <inheritdoc/>
    public LimitSpectrum Limit(Lapack lapack, int size)
    {
        int rows = Rows(size);
        var law = new SampleCovarianceLaw((double)rows / size, Population);
        return new LimitSpectrum(law, new SpectralEdge(law.UpperEdge, law.UpperAmplitude, SupportIsBelow: true).FluctuationScale(rows));
    }

    /// <summary>Sigma^(1/2) X: the first rows belong to the smallest eigenvalue.</summary>
    private void ScaleRows(DenseMatrix<double> x)
    {
        int rows = (int)x.Rows;
        var roots = new double[rows];
        double below = 0;
        int next = 0;
        foreach ((double value, double weight) in Population)
        {
            below += weight;
            int end = Math.Min(rows, (int)Math.Round(below * rows));
            Array.Fill(roots, Math.Sqrt(value), next, Math.Max(0, end - next));
            next = Math.Max(next, end);
        }

        for (long j = 0; j < x.Columns; j++)
        {
            Span<double> column = x.Column(j);
            for (int i = 0; i < rows; i++)
            {
                column[i] *= roots[i];
            }
        }
    }
}
