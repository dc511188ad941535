using Numerics.Kernels.Elementwise;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Physics.Tests.Support;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Spectrum;
using Numerics.Spectra.Theory.Outliers;
using Numerics.Studies.Catalog.NonlinearMup;

namespace Numerics.Physics.Tests;

/// <summary>
/// Revealed networks with completed spectra have the law of stored networks at finite width. Two-sample Kolmogorov-Smirnov on m quantities at level
/// 1e-3/m each (Bonferroni: a correct program fails with probability at most 1e-3; seeds are fixed, so once for all). Power: with n replicas each way a
/// distance of distribution functions of 2.8/sqrt(n) is found with probability above 0.9, that is a shift of 0.18 standard deviations at n = 1500.
/// Two wrong variants are rejected by the same test.
/// </summary>
public sealed class ExactLawTests
{
    [Fact]
    public void Width_60() => Compare(ReferenceSets.Tiny, 1500, [("loss", 0), ("loss", 1), ("loss", 2), ("loss", 3), ("output", 3), ("topSingularValue", 0), ("topSingularValue", 1), ("topSingularValue", 2), ("overlapLeft", 0), ("overlapRight", 0)]);

    [Fact]
    [Trait("speed", "slow")]
    public void Width_200() => Compare(
        ReferenceSets.R1 with { Width = 200, Steps = 5, LearningRate = 0.4, RecordSteps = [3, 5] },
        1500,
        [("loss", 1), ("loss", 3), ("loss", 5), ("output", 10), ("topSingularValue", 0), ("topSingularValue", 1), ("topSingularValue", 3), ("topSingularValue", 4), ("topSingularValue", 5), ("overlapLeft", 3), ("overlapRight", 3)]);

    [Fact]
    public void Forgetting_what_the_other_side_knows_is_noticed()
    {
        // A v drawn without regard to A^T u, as if forward and backward matrices were two: losses and spectra of the stored network differ.
        using var lapack = Lapack.Load();
        const int Count = 1500;
        var stored = Replicas.Simulate(lapack, ReferenceSets.Tiny with { Matrix = MatrixKind.Stored }, Count, 1);
        double limit = Statistics.TwoSampleLimit(1e-3 / 10);
        var loss = new double[Count];
        var independent = new double[Count];
        var conditioned = new double[Count];
        for (int replica = 0; replica < Count; replica++)
        {
            loss[replica] = Train(replica, forgetful: true, out _, out _).Loss[3];
            TrainingTrajectory trajectory = Train(replica, forgetful: false, out LowRankPlus<double> matrix, out NetworkStreams streams);
            HiddenLayerHistory history = HiddenLayerHistory.Of((RevealedGaussian<double>)matrix.Gaussian, matrix.Spikes, trajectory.Marks[0]);
            conditioned[replica] = new CompletedSpectrum(lapack, history, 60, 60, streams.Completion(1)).Largest(3, 1).Values[0];
            var fresh = new HiddenLayerHistory(Independent(history.Full), matrix.Spikes, trajectory.Marks[0]);
            independent[replica] = new CompletedSpectrum(lapack, fresh, 60, 60, streams.Completion(1)).Largest(3, 1).Values[0];
        }

        double[] top = Replicas.Entry(stored, "topSingularValue", 0);
        Assert.InRange(Statistics.TwoSample(top, conditioned), 0, limit);
        Assert.True(Statistics.TwoSample(top, independent) > limit, "spikes independent of A must be rejected");
        Assert.True(Statistics.TwoSample(Replicas.Entry(stored, "loss", 3), loss) > limit, "forward and backward passes through two matrices must be rejected");
    }

    private static void Compare(NonlinearMupParameters parameters, int count, (string Observable, int Index)[] quantities)
    {
        using var lapack = Lapack.Load();
        var stored = Replicas.Simulate(lapack, parameters with { Matrix = MatrixKind.Stored }, count, 1);
        var revealed = Replicas.Simulate(lapack, parameters with { Matrix = MatrixKind.Revealed }, count, 2);
        double limit = Statistics.TwoSampleLimit(1e-3 / quantities.Length);
        foreach ((string observable, int index) in quantities)
        {
            double statistic = Statistics.TwoSample(Replicas.Entry(stored, observable, index), Replicas.Entry(revealed, observable, index));
            Assert.True(statistic <= limit, $"{observable}[{index}]: {statistic} above {limit}");
        }

        // The same test sees a spectrum that is 1% too large (a third of a standard deviation or more).
        double[] top = Replicas.Entry(stored, "topSingularValue", parameters.Steps > 3 ? 3 : 0);
        double[] wrong = [.. Replicas.Entry(revealed, "topSingularValue", parameters.Steps > 3 ? 3 : 0).Select(s => 1.01 * s)];
        Assert.True(Statistics.TwoSample(top, wrong) > limit);
    }

    /// <summary>The same knowledge about questions, but A taken to be independent of them: H = 0, Grams sigma^2.</summary>
    private static ConditionedLayer Independent(ConditionedLayer layer)
    {
        DenseMatrix<double> right = DenseMatrix<double>.Identity(layer.RightBasisCount);
        DenseMatrix<double> left = DenseMatrix<double>.Identity(layer.LeftBasisCount);
        return new ConditionedLayer(
            layer.GradientCoordinates,
            layer.FeatureCoordinates,
            new DenseMatrix<double>(layer.LeftBasisCount, layer.RightBasisCount),
            right,
            left,
            layer.InitialScale,
            layer.AspectRatio);
    }

    private static TrainingTrajectory Train(int replica, bool forgetful, out LowRankPlus<double> matrix, out NetworkStreams streams)
    {
        NonlinearMupParameters p = ReferenceSets.Tiny;
        streams = new NetworkStreams(9, 903, (uint)replica);
        using DenseMatrix<double> gram = DenseMatrix<double>.Identity(1);
        var set = new TrainingSet(gram, [1.0]);
        var shards = new RowShards(p.Width);
        var sites = new IndependentSites<double>(ShardExecutor.Sequential);
        var options = new GaussianOptions(shards, shards, p.HiddenScale, 4, 3, streams.Right(1), streams.Left(1));
        IGaussianOperator<double> first = new RevealedGaussian<double>(options, sites, sites, ShardExecutor.Sequential);
        if (forgetful)
        {
            first = new TwoMatrices(first, new RevealedGaussian<double>(options, sites, sites, ShardExecutor.Sequential));
        }

        matrix = new LowRankPlus<double>(first);
        var network = new NetworkOptions
        {
            Depth = 2,
            Activation = ActivationKind.Tanh,
            LearningRate = p.LearningRate,
            OutputScale = p.OutputScale,
            HiddenScale = p.HiddenScale,
            Steps = p.Steps,
            Width = p.Width,
        };
        using var trained = new NonlinearNetwork<double>(network, set, [matrix], [sites, sites], streams, ShardExecutor.Sequential);
        return trained.Train();
    }

    /// <summary>Answers from the right by one matrix and from the left by another.</summary>
    private sealed class TwoMatrices(IGaussianOperator<double> forward, IGaussianOperator<double> backward) : IGaussianOperator<double>
    {
        public long Rows => forward.Rows;

        public long Columns => forward.Columns;

        public double Scale => forward.Scale;

        public IQueryMemory<double> Right => forward.Right;

        public IQueryMemory<double> Left => backward.Left;

        public TResult Accept<TResult>(IGaussianVisitor<double, TResult> visitor) => forward.Accept(visitor);

        public void Multiply(PanelView<double> vectors, PanelView<double> answer) => forward.Multiply(vectors, answer);

        public void MultiplyTransposed(PanelView<double> vectors, PanelView<double> answer) => backward.MultiplyTransposed(vectors, answer);

        public void Dispose()
        {
            forward.Dispose();
            backward.Dispose();
        }
    }
}
