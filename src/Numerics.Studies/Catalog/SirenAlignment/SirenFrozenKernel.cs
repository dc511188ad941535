using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Alignment;
using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.TangentKernel;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.SirenAlignment;

/// <summary>Training with the mean kernel of initialisation, frozen: early steps, and what feature learning is measured against.</summary>
internal sealed class SirenFrozenKernel(SirenAlignmentParameters p, SirenKernel theory, SirenScene scene)
{
    // Beyond it the frozen dynamics grow without bound, and the curve says no more.
    private const double LargestLoss = 1e3;

    /// <summary>Mean loss of an untrained network: mean of I^2 plus the variance of the outputs.</summary>
    public static double InitialLoss(SirenKernel theory, SirenScene scene) =>
        scene.Image.Zip(scene.Points, (target, point) => (target * target) + theory.OutputCovariance(point, point)).Average();

    /// <summary>Writes the loss at every step, and the order parameters of the mean kernel at step 0; only the loss at step 0 is exact.</summary>
    public void Predict(TheoryContext context, Recorder r, int[] steps, Func<string, Observable> named)
    {
        int count = scene.Points.Length;
        using DenseMatrix<double> kernel = Filled(context, theory.At);
        using DenseMatrix<double> covariance = Filled(context, theory.OutputCovariance);
        var frozen = FrozenKernelLoss.Of(context.Lapack, kernel, covariance, scene.Image);
        for (int k = 0; k < steps.Length; k++)
        {
            int step = steps[k];
            double loss = step == 0 ? InitialLoss(theory, scene) : frozen.At(p.LearningRate, step);
            if (loss < LargestLoss)
            {
                r[named("loss"), k] = loss;
            }
        }

        if (steps[0] == 0)
        {
            var correlation = KernelCorrelation.Of(kernel, scene.KernelPoints);
            r[named("leadingEigenvalue"), 0] = frozen.Eigenvalues[^1] / count;
            r[named("correlationFloor"), 0] = correlation.Floor;
            r[named("correlationLength"), 0] = correlation.Length;
            r[named("minimumCorrelation"), 0] = correlation.Minimum;
        }

        context.Say(Fact.Evidence("frozen kernel", $"{count} x {count}, decomposed by {frozen.Routine}"));
    }

    private DenseMatrix<double> Filled(TheoryContext context, Func<PlanePoint, PlanePoint, double> entry)
    {
        int count = scene.Points.Length;
        var matrix = new DenseMatrix<double>(count, count);
        context.Each(count, j =>
        {
            Span<double> column = matrix.Column(j);
            for (int i = j; i < count; i++)
            {
                column[i] = entry(scene.Points[i], scene.Points[j]);
            }
        });
        for (int j = 0; j < count; j++)
        {
            for (int i = 0; i < j; i++)
            {
                matrix[i, j] = matrix[j, i];
            }
        }

        return matrix;
    }
}
