using System.Numerics;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Networks;

/// <summary>How a network is trained: THE place where the routes of <see cref="NonlinearTraining{T}"/> are told apart.</summary>
internal static class TrainingRoute
{
    /// <summary>The network of a replica with independent entries, in single sweeps where the matrices can answer in them.</summary>
    /// <typeparam name="T">Element type of the fields.</typeparam>
    /// <param name="options">Architecture and training.</param>
    /// <param name="set">Data.</param>
    /// <param name="factory">Kind of the Gaussian matrices, and threads.</param>
    /// <param name="streams">Streams of the replica.</param>
    public static NonlinearTraining<T> Of<T>(NetworkOptions options, TrainingSet set, GaussianFactory<T> factory, NetworkStreams streams)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        factory.Policy.AnswersInSweeps && SweptNetwork<T>.Serves(options, set) ? new SweptNetwork<T>(options, set, streams, factory.Executor) : Plain(options, set, factory, streams);

    /// <summary>The plain route.</summary>
    /// <inheritdoc cref="Of{T}(NetworkOptions, TrainingSet, GaussianFactory{T}, NetworkStreams)"/>
    public static NonlinearNetwork<T> Plain<T>(NetworkOptions options, TrainingSet set, GaussianFactory<T> factory, NetworkStreams streams)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RowShards shards = factory.Executor.Cut(options.Width);
        LowRankPlus<T>[] matrices = [.. Enumerable.Range(1, options.Depth - 1).Select(layer => new LowRankPlus<T>(factory.Create(
            Matrix<T>(options, set, shards, streams, layer))))];
        ISiteSource<T>[] sites = [.. Enumerable.Range(0, options.Depth).Select(_ => new IndependentSites<T>(factory.Executor))];
        return Plain(options, set, matrices, sites, streams, factory.Executor, ownsMatrices: true);
    }

    /// <summary>The plain route with given matrices and sources: gradient descent, or the flow that it tends to.</summary>
    public static NonlinearNetwork<T> Plain<T>(
        NetworkOptions options,
        TrainingSet set,
        IReadOnlyList<LowRankPlus<T>> matrices,
        IReadOnlyList<ISiteSource<T>> sites,
        NetworkStreams streams,
        ShardExecutor executor,
        bool isInfinite = false,
        bool ownsMatrices = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => options.FlowTolerance > 0
        ? new FlowNetwork<T>(options, set, matrices, sites, streams, executor, isInfinite, ownsMatrices)
        : new NonlinearNetwork<T>(options, set, matrices, sites, streams, executor, isInfinite, ownsMatrices);

    /// <summary>What a hidden matrix is, l from 1: queries may outnumber its dimensions where they are expected to depend on each other.</summary>
    public static GaussianOptions Matrix<T>(NetworkOptions options, TrainingSet set, RowShards shards, NetworkStreams streams, int layer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(set);
        (int forward, int backward) = QueryRank.Capacity(options, set);
        QueryRank foreseen = QueryRank.Of(options, set, typeof(T) == typeof(float));
        return new GaussianOptions(shards, shards, options.OperatorScale, forward, backward, streams.Right(layer), streams.Left(layer))
        {
            RankTolerance = options.RankTolerance,
            HistoryInSingle = options.HistoryInSingle,
            FewDirections = foreseen.Total < (long)forward + backward,
            RightForeseen = foreseen.Right,
            LeftForeseen = foreseen.Left,
        };
    }
}
