using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Analysis;
using Numerics.Spectra.Ensembles;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Classifiers;

/// <summary>Training samples of a Gaussian mixture at a finite dimension d.</summary>
/// <remarks>
/// The means have the Gram matrices of the mixture exactly: in a class of n_c coordinates they are sqrt(n_c) Q F^T, Q the orthonormal columns of a Gaussian block and F F^T = G^c. The numbers of samples,
/// of samples of each cluster and of coordinates of each class are rounded to either side with the right means. Determinism: a function of the stream keys.
/// </remarks>
internal sealed class MixtureSample : IDisposable
{
    private MixtureSample(GeneralizedLinearModel model, int dimension, int[] classCounts, int[] clusterCounts)
    {
        Model = model;
        Dimension = dimension;
        ClassOf = [.. classCounts.SelectMany((count, c) => Enumerable.Repeat(c, count))];
        Samples = clusterCounts.Sum();
        ClassCounts = classCounts;
        ClusterCounts = clusterCounts;
        Means = new DenseMatrix<double>(dimension, model.Mixture.Clusters);
        Signed = new DenseMatrix<double>(Samples, dimension + (model.FitBias ? 1 : 0));
    }

    /// <summary>What was drawn.</summary>
    public GeneralizedLinearModel Model { get; }

    /// <summary>d.</summary>
    public int Dimension { get; }

    /// <summary>n.</summary>
    public int Samples { get; }

    /// <summary>Class of each coordinate, ascending.</summary>
    public int[] ClassOf { get; }

    /// <summary>Coordinates of each class.</summary>
    public int[] ClassCounts { get; }

    /// <summary>Samples of each cluster, which are consecutive rows.</summary>
    public int[] ClusterCounts { get; }

    /// <summary>mu_k in column k, entries of order 1.</summary>
    public DenseMatrix<double> Means { get; }

    /// <summary>Rows y_i x_i/sqrt(d), with y_i in a last column if the bias is trained: margins are this matrix times (w, b).</summary>
    public DenseMatrix<double> Signed { get; }

    /// <summary>Draws a sample.</summary>
    /// <param name="lapack">Dense linear algebra.</param>
    /// <param name="model">Mixture, sample ratio, and whether there is a bias.</param>
    /// <param name="dimension">d.</param>
    /// <param name="key">Streams: 0 counts, 1 means, 2 samples.</param>
    /// <param name="executor">Threads.</param>
    public static MixtureSample Draw(Lapack lapack, GeneralizedLinearModel model, int dimension, Func<uint, StreamKey> key, ShardExecutor executor)
    {
        double Uniform(int row) => UniformFill.UniformAt(key(0), 0, row);
        int samples = Math.Max(1, (int)Math.Floor((model.SampleRatio * dimension) + Uniform(0)));
        var sample = new MixtureSample(
            model,
            dimension,
            SystematicCounts.Of(model.Mixture.CoordinateFractions, dimension, Uniform(1)),
            SystematicCounts.Of(model.Mixture.ClusterProbabilities, samples, Uniform(2)));
        sample.FillMeans(lapack, key(1), executor);
        executor.Run(dimension, coordinate => sample.FillColumn(key(2), coordinate));
        if (model.FitBias)
        {
            int row = 0;
            Span<double> ones = sample.Signed.Column(dimension);
            for (int k = 0; k < sample.ClusterCounts.Length; row += sample.ClusterCounts[k], k++)
            {
                ones.Slice(row, sample.ClusterCounts[k]).Fill(model.Mixture.Labels[k]);
            }
        }

        return sample;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Means.Dispose();
        Signed.Dispose();
    }

    private void FillMeans(Lapack lapack, StreamKey key, ShardExecutor executor)
    {
        int clusters = Model.Mixture.Clusters;
        using DenseMatrix<double> gaussian = GaussianEntries.Draw(key, Dimension, clusters, 1, executor);
        int first = 0;
        for (int c = 0; c < ClassCounts.Length; first += ClassCounts[c], c++)
        {
            int count = ClassCounts[c];
            double[,] root = SemidefiniteRoot.Of(Model.Mixture.MeanGram[c]).Factor;
            using DenseMatrix<double> block = new(count, clusters);
            for (int k = 0; k < clusters; k++)
            {
                gaussian.Column(k).Slice(first, count).CopyTo(block.Column(k));
            }

            using QrDecomposition<double> qr = Qr.Decompose(lapack, block);
            for (int k = 0; k < clusters; k++)
            {
                Span<double> mean = Means.Column(k).Slice(first, count);
                for (int l = 0; l < qr.Q.Columns; l++)
                {
                    // Signs of the factorization are a matter of the library: the diagonal of R is made positive.
                    SpanProducts.Add(Math.Sqrt(count) * root[k, l] * (qr.R[l, l] < 0 ? -1 : 1), qr.Q.Column(l), mean);
                }
            }
        }
    }

    private void FillColumn(StreamKey key, int coordinate)
    {
        Span<double> column = Signed.Column(coordinate);
        GaussianFill.Fill(key, (uint)coordinate, 0, 1, column);
        double unit = 1 / Math.Sqrt(Dimension);
        int row = 0;
        for (int k = 0; k < ClusterCounts.Length; k++)
        {
            double label = Model.Mixture.Labels[k] * unit;
            double mean = Means[coordinate, k] * unit;
            double deviation = Math.Sqrt(Model.Mixture.Variances[k][ClassOf[coordinate]]);
            for (int end = row + ClusterCounts[k]; row < end; row++)
            {
                column[row] = label * (mean + (deviation * column[row]));
            }
        }
    }
}
