using System.Buffers;
using System.Numerics;
using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.Spectra.Networks;

/// <summary>P samples with labels: whitened inputs Z as a Gaussian operator Z/sqrt(D), the noise of the labels, and the residuals.</summary>
/// <typeparam name="T">Element type of the vectors.</typeparam>
/// <remarks>
/// <code>
/// Delta = Z error/sqrt(D) + xi,     (sqrt(D)/P) Z^T Delta = (D/P) (Z/sqrt(D))^T Delta
/// </code>
/// </remarks>
public sealed class LabelledSample<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly PanelAlgebra<T> algebra;
    private readonly Panel<T> noise;
    private readonly Panel<T> residuals;
    private readonly bool noisy;

    /// <summary>Draws the noise; the sample owns the inputs.</summary>
    /// <param name="inputs">Z/sqrt(D), P x D, entry variance 1/D.</param>
    /// <param name="space">The P samples.</param>
    /// <param name="labelNoise">Standard deviation of xi.</param>
    /// <param name="noiseKey">Stream of xi.</param>
    /// <param name="noiseColumn">Column in that stream.</param>
    /// <param name="algebra">Threads and workspace.</param>
    public LabelledSample(
        IGaussianOperator<T> inputs, SiteSpace<T> space, double labelNoise, StreamKey noiseKey, uint noiseColumn, PanelAlgebra<T> algebra)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(algebra);
        Inputs = inputs;
        this.algebra = algebra;
        noisy = labelNoise > 0;
        residuals = new Panel<T>(space.Shards, 2);
        noise = new Panel<T>(space.Shards, noisy ? 1 : 0);
        if (noisy)
        {
            space.Draw(noiseKey, noiseColumn, null, noise.View(), labelNoise);
        }
    }

    /// <summary>Z/sqrt(D).</summary>
    public IGaussianOperator<T> Inputs { get; }

    private double GradientScale => (double)Inputs.Columns / Inputs.Rows;

    /// <summary>Computes Delta and returns |Delta|^2/P.</summary>
    public double Measure(PanelView<T> error)
    {
        PanelView<T> delta = residuals.View(0, 1);
        Inputs.Multiply(error, delta);
        if (noisy)
        {
            DenseMatrix<double> one = DenseMatrix<double>.Identity(1);
            algebra.AddProduct(noise.View(), one, delta);
        }

        return algebra.Dot(delta, delta) / Inputs.Rows;
    }

    /// <summary>gradient = (sqrt(D)/P) Z^T Delta.</summary>
    public void Gradient(PanelView<T> gradient) => Gradient(residuals.View(0, 1), gradient);

    /// <summary>The gradient of the samples that enter a step, each with the given probability, over that probability.</summary>
    /// <param name="key">Stream of the choice; sample mu enters if the uniform number at (key, step, mu) is below the probability.</param>
    /// <param name="step">Column of that stream.</param>
    /// <param name="probability">m.</param>
    /// <param name="gradient">(sqrt(D)/(m P)) Z^T (mask Delta).</param>
    public void Gradient(StreamKey key, uint step, double probability, PanelView<T> gradient)
    {
        T factor = T.CreateChecked(1 / probability);
        PanelView<T> delta = residuals.View(0, 1);
        PanelView<T> chosen = residuals.View(1, 1);
        RowShards shards = residuals.Shards;
        algebra.Executor.Run(shards, shard =>
        {
            ReadOnlySpan<T> from = delta.Column(shard, 0);
            Span<T> to = chosen.Column(shard, 0);
            double[] uniform = ArrayPool<double>.Shared.Rent(from.Length);

            // Double in both precisions, so that both choose the same samples.
            UniformFill.Fill(key, step, shards.Start(shard), uniform.AsSpan(0, from.Length));
            for (int row = 0; row < from.Length; row++)
            {
                to[row] = uniform[row] < probability ? factor * from[row] : T.Zero;
            }

            ArrayPool<double>.Shared.Return(uniform);
        });
        Gradient(chosen, gradient);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Inputs.Dispose();
        noise.Dispose();
        residuals.Dispose();
    }

    private void Gradient(PanelView<T> weighted, PanelView<T> gradient)
    {
        Inputs.MultiplyTransposed(weighted, gradient);
        algebra.Scale(gradient, GradientScale, gradient);
    }
}
