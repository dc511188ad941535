using Numerics.Spectra.Models;
using Numerics.Studies.Configuration.Values;
using Numerics.Studies.Contract;
using Numerics.Studies.Inputs.Images;

namespace Numerics.Studies.Catalog.SirenAlignment;

/// <summary>Parameters of the study <c>siren-alignment</c>.</summary>
public sealed record SirenAlignmentParameters
{
    private const int Checkpoints = 33;

    /// <summary>Image.</summary>
    [Parameter("image to be learnt: shapes, deadLeaves, digit, or the path of a square grey-scale PNG; values are in [-1, 1]", Letter = "I")]
    public string Image { get; init; } = TargetImage.DeadLeaves;

    /// <summary>n.</summary>
    [Parameter("pixels along a side of the training grid on [-1, 1] x [-1, 1]; the evaluation grid has twice as many", Letter = "n", Minimum = 4, Maximum = 1024)]
    public int ImageSize { get; init; } = 32;

    /// <summary>N.</summary>
    [Parameter("neurons of each hidden layer", Letter = "N", IsSize = true, Minimum = 2, Maximum = 16_384)]
    public int Width { get; init; } = 64;

    /// <summary>d.</summary>
    [Parameter("number of weight layers, readout included", Letter = "d", Minimum = 2, Maximum = 32)]
    public int Depth { get; init; } = 5;

    /// <summary>omega_0.</summary>
    [Parameter("frequency omega_0 of the sine activations", Letter = "omega0", Minimum = 1e-3, Maximum = 1e4)]
    public double Frequency { get; init; } = 30;

    /// <summary>eta.</summary>
    [Parameter("learning rate of full-batch gradient descent on the mean of (I - f)^2", Letter = "eta", Minimum = 0, ExclusiveMinimum = true, Maximum = 1e6)]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>T.</summary>
    [Parameter("number of gradient steps; 0: the kernel at initialisation alone", Letter = "T", Minimum = 0, Maximum = 10_000_000)]
    public int Steps { get; init; } = 1500;

    /// <summary>Recorded steps.</summary>
    [Parameter("steps at which order parameters are recorded, between 0 and steps; null: 0 and about 33 steps evenly spaced in their logarithm")]
    public int[]? RecordSteps { get; init; }

    /// <summary>Pairs.</summary>
    [Parameter("pairs of points of the kernel at initialisation, each two points or four numbers", Schema = PointPairs.Schema)]
    public PointPairs KernelPairs { get; init; } = new([.. new PlanePoint[] { new(0, 0), new(0.1, 0), new(0.05, 0.05), new(0.3, -0.2), new(-0.6, 0.7) }.Select(other => (new PlanePoint(0, 0), other))]);

    /// <summary>Points.</summary>
    [Parameter("points of the local form of the kernel at initialisation", Schema = PlanePoints.Schema)]
    public PlanePoints LocalPoints { get; init; } = new([new PlanePoint(0.5, 0.5), new PlanePoint(0.3, -0.2)]);

    /// <summary>Replicas.</summary>
    [Parameter("number of simulated networks", Minimum = 1, Maximum = 10_000_000)]
    public int Replicas { get; init; } = 3;

    /// <summary>The network.</summary>
    internal SirenModel Model => new(Depth, Width, Frequency);

    /// <summary>The steps at which order parameters are recorded, increasing; none where nothing is trained and none is asked for.</summary>
    internal int[] Recorded()
    {
        if (RecordSteps is not null)
        {
            return [.. RecordSteps.Distinct().Order()];
        }

        return Steps == 0 ? [] : [.. Enumerable.Range(0, Checkpoints).Select(k => (int)Math.Round(Math.Exp(Math.Log(Steps) * k / (Checkpoints - 1)))).Prepend(0).Distinct()];
    }
}
