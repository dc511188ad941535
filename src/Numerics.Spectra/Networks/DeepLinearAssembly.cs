using System.Numerics;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Networks;

/// <summary>
/// The Gaussian matrices of a deep linear network with their sizes, capacities and streams. Streams: A_l is matrix l + 1 of the replica, the fixed inputs L + 1, a fresh
/// sample for the tangent kernel L + 2, the inputs of step t in one-pass training L + 3 + t.
/// </summary>
/// <typeparam name="T">Element type of the vectors.</typeparam>
internal sealed class DeepLinearAssembly<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly DeepLinearModel model;
    private readonly DeepLinearSizes sizes;
    private readonly GaussianFactory<T> factory;
    private readonly NetworkStreams streams;
    private readonly PanelAlgebra<T> algebra;
    private readonly int kernelQueries;

    public DeepLinearAssembly(
        DeepLinearModel model, DeepLinearSizes sizes, GaussianFactory<T> factory, NetworkStreams streams, PanelAlgebra<T> algebra, int kernelQueries)
    {
        this.model = model;
        this.sizes = sizes;
        this.factory = factory;
        this.streams = streams;
        this.algebra = algebra;
        this.kernelQueries = kernelQueries;
        InputShards = algebra.Executor.Cut(sizes.InputDimension);
        WidthShards = algebra.Executor.Cut(sizes.Width);
    }

    public RowShards InputShards { get; }

    public RowShards WidthShards { get; }

    private int FixedInputs => model.Depth + 1;

    /// <summary>A_l at initialisation: T + 1 left and T right queries of training, and those of the tangent kernel.</summary>
    public LowRankPlus<T> Matrix(int layer) => new(factory.Create(new GaussianOptions(
        WidthShards,
        layer == 0 ? InputShards : WidthShards,
        model.OperatorScale(layer),
        model.Steps + kernelQueries,
        model.Steps + 1 + kernelQueries,
        streams.Right(layer + 1),
        streams.Left(layer + 1))));

    /// <summary>Where the gradient comes from.</summary>
    public IInputGradient<T> Gradient()
    {
        if (sizes.IsPopulation)
        {
            return new PopulationGradient<T>(model.LabelNoise, algebra);
        }

        if (sizes.BatchSamples > 0)
        {
            return new OnePassGradient<T>(step => Sample(sizes.BatchSamples, model.Depth + 3 + step, 1, 1, (uint)(step + 1)));
        }

        double probability = model.Batch is BatchSampling.Fraction fraction ? fraction.Probability : 1;
        LabelledSample<T> sample = Sample(sizes.Samples, FixedInputs, model.Steps + 1 + kernelQueries, model.Steps + kernelQueries, 0);
        return new FixedSampleGradient<T>(sample, probability, streams.Selection(FixedInputs));
    }

    /// <summary>Inputs of a sample independent of training.</summary>
    public IGaussianOperator<T> FreshInputs(RowShards samples, int queries) => Inputs(samples, model.Depth + 2, queries, queries);

    private LabelledSample<T> Sample(long samples, int stream, int rightQueries, int leftQueries, uint noiseColumn)
    {
        RowShards shards = algebra.Executor.Cut(samples);
        return new LabelledSample<T>(Inputs(shards, stream, rightQueries, leftQueries), shards, model.LabelNoise, streams.LabelNoise, noiseColumn, algebra);
    }

    private IGaussianOperator<T> Inputs(RowShards samples, int stream, int rightQueries, int leftQueries) => factory.Create(new GaussianOptions(
        samples, InputShards, 1, rightQueries, leftQueries, streams.Right(stream), streams.Left(stream)));
}
