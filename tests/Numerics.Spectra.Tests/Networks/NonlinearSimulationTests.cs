using Numerics.Kernels.Elementwise;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Spectrum;
using Numerics.Spectra.Tests.Support;

namespace Numerics.Spectra.Tests.Networks;

public sealed class NonlinearSimulationTests : IDisposable
{
    private readonly Lapack lapack = Lapack.Load();

    public void Dispose() => lapack.Dispose();

    [Fact]
    public void Stored_spectra_are_those_of_the_matrices_written_out()
    {
        using var problem = new NetworkCase(ActivationKind.Tanh, depth: 3, miniBatches: true);
        LowRankPlus<double>[] matrices = problem.Stored(lapack);
        TrainingTrajectory trajectory = problem.Train(matrices);
        NonlinearObservation seen = Run<double>(problem, problem.Options, MatrixKind.Stored);
        Assert.Equal(trajectory.Loss, seen.Trajectory.Loss);
        Assert.Equal(4, seen.Spectra.Largest.Count);
        Assert.Equal(2, seen.Spectra.All.Count);
        for (int layer = 0; layer < 2; layer++)
        {
            StoredSpectrum spectrum = StoredSpectrum.Of(lapack, (StoredGaussian<double>)matrices[layer].Gaussian, matrices[layer].Spikes, trajectory.Marks[layer]);
            using DenseMatrix<double> matrix = spectrum.Matrix(6);
            using SingularVectors<double> full = SingularValueDecomposition.Compute(lapack, matrix);
            Assert.Equal(NetworkCase.Width, seen.Spectra.All[(layer, 6)].Length);
            for (int i = 0; i < NetworkCase.Width; i++)
            {
                Assert.Equal(full.Values[i], seen.Spectra.All[(layer, 6)][i], 1e-7);
            }

            Assert.Equal(full.Values[0], seen.Spectra.Largest[(layer, 6)].Values[0], 1e-10);
            Assert.Equal(full.Values[2], seen.Spectra.Largest[(layer, 6)].Values[2], 1e-10);
        }
    }

    [Fact]
    public void Single_precision_matrices_are_decomposed_in_double()
    {
        using var problem = new NetworkCase(ActivationKind.Erf, depth: 2, miniBatches: false);
        NonlinearObservation wide = Run<double>(problem, problem.Options, MatrixKind.Stored);
        NonlinearObservation narrow = Run<float>(problem, problem.Options, MatrixKind.Stored);

        // Single and double precision draw different numbers: only the law is shared. A residual at double precision cannot come from floats.
        Assert.NotEqual(wide.Trajectory.Loss[0], narrow.Trajectory.Loss[0]);
        Assert.InRange(narrow.Spectra.Largest[(0, 6)].Residual, 0, 1e-10);
        Assert.Equal(narrow.Spectra.All[(0, 6)][0], narrow.Spectra.Largest[(0, 6)].Values[0], 1e-10);
    }

    [Fact]
    public void Revealed_matrices_hold_no_whole_spectrum()
    {
        using var problem = new NetworkCase(ActivationKind.Tanh, depth: 3, miniBatches: true);
        NonlinearObservation seen = Run<double>(problem, problem.Options, MatrixKind.Revealed);
        Assert.Empty(seen.Spectra.All);
        Assert.Equal(4, seen.Spectra.Largest.Count);
        Assert.All(seen.Spectra.Largest.Values, top => Assert.True(top.Converged));

        // Completed, the matrix at initialisation has the bulk edge 2 sigma up to finite size; the trained one more.
        Assert.InRange(seen.Spectra.Largest[(0, 0)].Values[0], 1.6 * NetworkCase.Sigma, 2.4 * NetworkCase.Sigma);
    }

    [Fact]
    public void A_diverged_run_has_no_spectra()
    {
        using var problem = new NetworkCase(ActivationKind.Linear, depth: 2, miniBatches: false);
        foreach (MatrixKind kind in Enum.GetValues<MatrixKind>())
        {
            NonlinearObservation seen = Run<double>(problem, problem.Options with { LearningRate = 1e4 }, kind);
            Assert.NotNull(seen.Trajectory.DivergedAt);
            Assert.Empty(seen.Spectra.Largest);
            Assert.Empty(seen.Spectra.All);
        }
    }

    [Fact]
    public void Cost_by_hand()
    {
        using DenseMatrix<double> gram = DenseMatrix<double>.Identity(2);
        var set = new TrainingSet(gram, [1, -1]);
        var options = new NetworkOptions
        {
            Depth = 4, Activation = ActivationKind.Tanh, LearningRate = 1, OutputScale = 1, HiddenScale = 1, Steps = 5, Width = 1000,
        };
        var request = new SpectrumRequest { Steps = [0, 5], WholeSteps = [5] };
        const double Queries = 12 + 10;
        double common = (1000 * 2 * 9 * 4) + (128 * Queries * Queries);
        NonlinearCost revealed = new(options, set, MatrixKind.Revealed, request, 4), stored = new(options, set, MatrixKind.Stored, request, 4);
        Assert.Equal(common + (3 * 4 * Queries * Queries) + (2 * Queries * 1000 * 3 * 4), revealed.StateBytes);
        NonlinearCost flow = new(options with { FlowTolerance = 1e-2 }, set, MatrixKind.Revealed, request, 4);
        const double Foreseen = 2 * 2 * 50, Asked = 14 * Queries;
        Assert.Equal((1000 * 4 * ((2 * 9) + (9 * 3))) + (128 * Foreseen * Foreseen) + (3 * 4 * Foreseen * Asked) + (2 * Foreseen * 1000 * 3 * 4), flow.StateBytes);
        Assert.Equal(common + (Queries * 1000 * 3 * 12) + (1e6 * ((3 * 4) + 24)), stored.StateBytes);
        double spectra = 2 * 20 * Queries * Queries * Math.Cbrt(1000 / Queries) * 100 / 30e9;
        Assert.Equal(1, revealed.Seconds / (3 * ((4 * Queries * Queries / 2 * 4 / 8e9 * 1000) + spectra)), 1e-12);
        Assert.Equal(1, stored.Seconds / (3 * ((4 * 1e6 * 11 / 8e9) + (2e9 / 30e9) + (2 * 40.0 * 1e6 / 8e9))), 1e-12);
    }

    private NonlinearObservation Run<T>(NetworkCase problem, NetworkOptions options, MatrixKind kind)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> => NonlinearSimulation.Run(
            lapack,
            options,
            problem.Set,
            new GaussianFactory<T>(kind, lapack, ShardExecutor.Sequential),
            problem.Streams,
            new SpectrumRequest { Steps = [0, options.Steps], Count = 3, WholeSteps = [options.Steps] });
}
