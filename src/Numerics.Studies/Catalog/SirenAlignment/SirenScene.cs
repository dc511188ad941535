using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.Spectra.Alignment;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Studies.Inputs.Images;

namespace Numerics.Studies.Catalog.SirenAlignment;

/// <summary>The image on its grids: that of training, that of evaluation, and that on which kernels between all points are formed.</summary>
internal sealed class SirenScene
{
    /// <summary>Most points of the evaluation grid at a time.</summary>
    private const int EvaluatedAtOnce = 1 << 16;

    private readonly PlanePoint[] evaluation;
    private readonly double[] evaluationImage;
    private readonly int[] kernelIndices;

    /// <summary>Reads the image at the points of all grids.</summary>
    public SirenScene(TargetImage image, int side)
    {
        Grid = new PlaneGrid(side);
        Points = Grid.Points();
        Image = image.At(Points);
        Edges = new ImageEdges(Image, side);
        evaluation = new PlaneGrid(2 * side).Points();
        evaluationImage = image.At(evaluation);
        kernelIndices = Grid.Thinned(SirenOrderParameters.KernelSide);
        KernelSide = Math.Min(side, SirenOrderParameters.KernelSide);
        KernelPoints = [.. kernelIndices.Select(index => Points[index])];
    }

    /// <summary>The training grid.</summary>
    public PlaneGrid Grid { get; }

    /// <summary>Its points.</summary>
    public PlanePoint[] Points { get; }

    /// <summary>The image there.</summary>
    public double[] Image { get; }

    /// <summary>Its edges.</summary>
    public ImageEdges Edges { get; }

    /// <summary>Points of the kernel grid.</summary>
    public PlanePoint[] KernelPoints { get; }

    /// <summary>Points along a side of the kernel grid.</summary>
    public int KernelSide { get; }

    /// <summary>Whether the kernel grid has fewer points than the training grid.</summary>
    public bool IsThinned => KernelPoints.Length < Points.Length;

    /// <summary>A field of the training grid on the kernel grid.</summary>
    public double[] Thinned(double[] field) => [.. kernelIndices.Select(index => field[index])];

    /// <summary>Mean of (I - f)^2 over the evaluation grid.</summary>
    public double EvaluationLoss(SirenParameters parameters, Lapack lapack, ShardExecutor executor)
    {
        double sum = 0;
        for (int first = 0; first < evaluation.Length; first += EvaluatedAtOnce)
        {
            PlanePoint[] some = evaluation[first..Math.Min(evaluation.Length, first + EvaluatedAtOnce)];
            double[] output = new double[some.Length];
            new SirenBatch(parameters.Model, some, lapack, executor).Output(parameters, output);
            for (int i = 0; i < some.Length; i++)
            {
                double r = evaluationImage[first + i] - output[i];
                sum += r * r;
            }
        }

        return sum / evaluation.Length;
    }
}
