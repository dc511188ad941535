using Numerics.Kernels.Elementwise;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.Outliers;
using Numerics.Spectra.Theory.Training;

namespace Numerics.Spectra.Tests.Theory.Training;

/// <summary>The exact infinite-width values of the linear reference set R3 (docs/nonlinear-mup.md), ten digits.</summary>
public sealed class ExactLinearSolverTests
{
    private static readonly NetworkOptions R3 = new()
    {
        Depth = 2,
        Activation = ActivationKind.Linear,
        LearningRate = 0.1,
        OutputScale = 2,
        HiddenScale = 0.5,
        Steps = 20,
        Width = 1,
    };

    [Theory]
    [InlineData(1, 0.1500000000, 0.30000000, double.NaN)]
    [InlineData(2, 0.3015844100, 0.04297323, double.NaN)]
    [InlineData(3, 0.4818625257, -0.04109244, 1.0182490131)]
    [InlineData(5, 0.8576904705, -0.16553488, 1.1622349203)]
    [InlineData(10, 0.9999326002, -0.21734664, 1.2173016945)]
    [InlineData(20, 1.0000000000, -0.21737205, 1.2173271237)]
    public void Reproduces_table_of_R3(int step, double output, double margin, double outlier)
    {
        using var lapack = Lapack.Load();
        using DenseMatrix<double> gram = DenseMatrix<double>.Identity(1);
        var set = new TrainingSet(gram, [1.0]);
        DmftSolution solution = TrainingDmft.Solve(R3, set, DmftSolver.ExactLinear, 0, new NetworkStreams(1, 1, 0), ShardExecutor.Sequential);

        Assert.Equal(output, solution.Trajectory.Output[step][0], 2e-10);
        HiddenLayerHistory layer = solution.Layers[0];
        var equation = new OutlierEquation(lapack, layer.At(step), layer.SpikesAt(step));
        double[] outliers = equation.Outliers();
        Assert.Equal(double.IsNaN(outlier) ? 0 : 1, outliers.Length);
        if (!double.IsNaN(outlier))
        {
            Assert.Equal(outlier, outliers[0], 2e-10);
        }

        Assert.Equal(margin, equation.EscapeMargin(), 2e-8);
    }
}
