using System.Numerics;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Networks;

/// <summary>
/// The spaces of a deep linear network and the Gaussian matrices between them, with sizes, capacities and streams. Streams: A_l is matrix l + 1 of the replica, the fixed inputs L + 1, a fresh
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
    private readonly SiteSpace<T>[] layers;

    public DeepLinearAssembly(
        DeepLinearModel model, DeepLinearSizes sizes, GaussianFactory<T> factory, NetworkStreams streams, PanelAlgebra<T> algebra, int kernelQueries)
    {
        this.model = model;
        this.sizes = sizes;
        this.factory = factory;
        this.streams = streams;
        this.algebra = algebra;
        this.kernelQueries = kernelQueries;
        var draws = new DeepLinearDraws(model, kernelQueries);
        Inputs = factory.Space(model.Covariance.Coordinates(sizes.InputDimension), draws.Inputs, invariant: true);
        SiteSpace<T> NewLayer(int layer) => factory.Space([sizes.WidthOf(layer)], draws.Layer, invariant: true);

        // Residual branches add vectors of different layers: their neurons are one space.
        layers = [.. model.IsResidual ? Enumerable.Repeat(NewLayer(1), model.Depth) : Enumerable.Range(1, model.Depth).Select(NewLayer)];
        Samples = sizes.Samples > 0 ? factory.Space([sizes.Samples], draws.Samples, draws.SamplesAreAlike) : null;
    }

    /// <summary>Input dimensions, one block for each mode.</summary>
    public SiteSpace<T> Inputs { get; }

    /// <summary>The training set; null without one.</summary>
    public SiteSpace<T>? Samples { get; }

    private int FixedInputs => model.Depth + 1;

    /// <summary>Neurons of layer l = 1..L.</summary>
    public SiteSpace<T> Layer(int layer) => layers[layer - 1];

    /// <summary>Panels over the layers 1..L.</summary>
    /// <param name="columns">Columns of each.</param>
    public Panel<T>[] LayerPanels(int columns) => [.. layers.Select(layer => new Panel<T>(layer.Shards, columns))];

    /// <summary>A_l at initialisation: T + 1 left and T right queries of training, and those of the tangent kernel.</summary>
    public LowRankPlus<T> Matrix(int layer) => new(factory.Create(
        Layer(layer + 1),
        layer == 0 ? Inputs : Layer(layer),
        model.OperatorScale(layer),
        model.Steps + kernelQueries,
        model.Steps + 1 + kernelQueries,
        streams.Right(layer + 1),
        streams.Left(layer + 1)));

    /// <summary>Where the gradient comes from.</summary>
    public IInputGradient<T> Gradient()
    {
        if (sizes.IsPopulation)
        {
            return new PopulationGradient<T>(model.LabelNoise, sizes.InputDimension, algebra);
        }

        if (sizes.BatchSamples > 0)
        {
            return new OnePassGradient<T>(step => Sample(factory.Space([sizes.BatchSamples], DeepLinearDraws.Batch, invariant: true), model.Depth + 3 + step, 1, 1, (uint)(step + 1)));
        }

        double probability = model.Batch is BatchSampling.Fraction fraction ? fraction.Probability : 1;
        LabelledSample<T> sample = Sample(Samples!, FixedInputs, model.Steps + 1 + kernelQueries, model.Steps + kernelQueries, 0);
        return new FixedSampleGradient<T>(sample, probability, streams.Selection(FixedInputs));
    }

    /// <summary>Samples independent of training.</summary>
    public SiteSpace<T> FreshSamples(long samples, int queries) => factory.Space([samples], DeepLinearDraws.Fresh(queries), invariant: true);

    /// <summary>Inputs of a sample independent of training.</summary>
    public IGaussianOperator<T> FreshInputs(SiteSpace<T> samples, int queries) => InputsOf(samples, model.Depth + 2, queries, queries);

    private LabelledSample<T> Sample(SiteSpace<T> samples, int stream, int rightQueries, int leftQueries, uint noiseColumn) =>
        new(InputsOf(samples, stream, rightQueries, leftQueries), samples, model.LabelNoise, streams.LabelNoise, noiseColumn, algebra);

    private IGaussianOperator<T> InputsOf(SiteSpace<T> samples, int stream, int rightQueries, int leftQueries) =>
        factory.Create(samples, Inputs, 1, rightQueries, leftQueries, streams.Right(stream), streams.Left(stream));
}
