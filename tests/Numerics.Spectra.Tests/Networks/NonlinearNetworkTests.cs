using MathNet.Numerics.LinearAlgebra;
using Numerics.Kernels.Elementwise;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Spectrum;
using Numerics.Spectra.Tests.Support;
using Numerics.Spectra.Theory.Outliers;

namespace Numerics.Spectra.Tests.Networks;

/// <summary>The program's network against plain gradient descent on stored raw parameters.</summary>
public sealed class NonlinearNetworkTests
{
    private const double Tolerance = 1e-10;

    public static TheoryData<ActivationKind, int, bool> Cases
    {
        get
        {
            var cases = new TheoryData<ActivationKind, int, bool>();
            foreach (ActivationKind kind in (ActivationKind[])[ActivationKind.Tanh, ActivationKind.Erf, ActivationKind.Relu, ActivationKind.Linear, ActivationKind.Sine])
            {
                cases.Add(kind, 2, false);
                cases.Add(kind, 2, true);
                cases.Add(kind, 3, false);
                cases.Add(kind, 3, true);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Stored_training_is_plain_gradient_descent(ActivationKind activation, int depth, bool miniBatches)
    {
        using var lapack = Lapack.Load();
        using var problem = new NetworkCase(activation, depth, miniBatches);
        LowRankPlus<double>[] matrices = problem.Stored(lapack);
        NaiveNetwork naive = problem.Naive(matrices.Select(m => NetworkCase.ToArray(((StoredGaussian<double>)m.Gaussian).Entries)));
        TrainingTrajectory trajectory = problem.Train(matrices);
        Assert.Null(trajectory.DivergedAt);
        StoredSpectrum[] spectra = [.. matrices.Select((m, layer) => StoredSpectrum.Of(lapack, (StoredGaussian<double>)m.Gaussian, m.Spikes, trajectory.Marks[layer]))];
        for (int step = 0; step <= problem.Options.Steps; step++)
        {
            CheckOutputs(naive, trajectory, step);
            for (int layer = 0; layer < matrices.Length; layer++)
            {
                CheckSpectrum(spectra[layer], naive, layer, step);
            }

            if (step < problem.Options.Steps)
            {
                naive.Step(problem.Batch(step));
            }
        }

        // The run must have moved the weights: a loss that never changes would make the comparison idle.
        Assert.True(Math.Abs(trajectory.Loss[^1] - trajectory.Loss[0]) > 0.05, $"{trajectory.Loss[0]} to {trajectory.Loss[^1]}");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Revealed_training_is_plain_gradient_descent_from_the_matrix_that_was_revealed(ActivationKind activation, int depth, bool miniBatches)
    {
        // A = U Y^T + X V^T - U H V^T is one of the matrices that give all the answers that were given.
        using var problem = new NetworkCase(activation, depth, miniBatches);
        LowRankPlus<double>[] matrices = problem.Revealed();
        TrainingTrajectory trajectory = problem.Train(matrices);
        NaiveNetwork naive = problem.Naive(matrices.Select(m => Reconstruct((RevealedGaussian<double>)m.Gaussian)));
        HiddenLayerHistory[] histories = [.. matrices.Select((m, layer) => HiddenLayerHistory.Of((RevealedGaussian<double>)m.Gaussian, m.Spikes, trajectory.Marks[layer]))];
        for (int step = 0; step <= problem.Options.Steps; step++)
        {
            CheckOutputs(naive, trajectory, step);
            for (int layer = 0; layer < matrices.Length; layer++)
            {
                CheckHistory(histories[layer], (RevealedGaussian<double>)matrices[layer].Gaussian, naive, layer, step);
            }

            if (step < problem.Options.Steps)
            {
                naive.Step(problem.Batch(step));
            }
        }
    }

    [Fact]
    public void Neural_tangent_exponents_follow_their_definition()
    {
        using var lapack = Lapack.Load();
        using var problem = new NetworkCase(ActivationKind.Tanh, 3, miniBatches: false, Parameterization.Ntk);
        LowRankPlus<double>[] matrices = problem.Stored(lapack);
        NaiveNetwork naive = problem.Naive(matrices.Select(m => NetworkCase.ToArray(((StoredGaussian<double>)m.Gaussian).Entries)));
        TrainingTrajectory trajectory = problem.Train(matrices);
        for (int step = 0; step <= problem.Options.Steps; step++)
        {
            CheckOutputs(naive, trajectory, step);
            if (step < problem.Options.Steps)
            {
                naive.Step(problem.Batch(step));
            }
        }
    }

    [Fact]
    public void Plain_step_is_the_gradient_of_the_mean_loss()
    {
        // Central differences of step h: error of order h^2 + eps/h = 1e-9 at h = 1e-5, divided by the size of the largest derivative.
        using var lapack = Lapack.Load();
        using var problem = new NetworkCase(ActivationKind.Erf, 3, miniBatches: true);
        double[][,] initial = [.. problem.Stored(lapack).Select(m => NetworkCase.ToArray(((StoredGaussian<double>)m.Gaussian).Entries))];
        NaiveNetwork before = problem.Naive(initial);
        NaiveNetwork after = problem.Naive(initial);
        IReadOnlyList<int> batch = problem.Batch(0);
        Assert.Equal(2, batch.Count);
        after.Step(batch);
        double rate = problem.Options.LearningRate * 1.7 * 1.7 * NetworkCase.Width;
        (Func<NaiveNetwork, double> Get, Action<NaiveNetwork, double> Set)[] parameters =
        [
            (n => n.Readout[5], (n, x) => n.Readout[5] = x),
            (n => n.First[7, 0], (n, x) => n.First[7, 0] = x),
            (n => n.First[9, 2], (n, x) => n.First[9, 2] = x),
            (n => n.Hidden[0][3, 8], (n, x) => n.Hidden[0][3, 8] = x),
            (n => n.Hidden[1][21, 40], (n, x) => n.Hidden[1][21, 40] = x),
        ];
        foreach (var (get, set) in parameters)
        {
            double at = get(before);
            set(before, at + 1e-5);
            double up = before.Loss(batch);
            set(before, at - 1e-5);
            double down = before.Loss(batch);
            set(before, at);
            double slope = (up - down) / 2e-5;
            Assert.True(Math.Abs(slope) > 1e-7, "the derivative must be visible");
            Assert.Equal(slope, (at - get(after)) / rate, 2e-10);
        }
    }

    [Fact]
    public void Divergence_is_noticed_and_named()
    {
        using var lapack = Lapack.Load();
        using var problem = new NetworkCase(ActivationKind.Linear, 2, miniBatches: false);
        using var wild = new NetworkCase(ActivationKind.Linear, 2, miniBatches: false)
        {
            Options = problem.Options with { LearningRate = 60, DivergenceFactor = 1e3 },
        };
        TrainingTrajectory trajectory = wild.Train(wild.Stored(lapack));
        int step = Assert.NotNull(trajectory.DivergedAt);
        Assert.InRange(step, 1, wild.Options.Steps);
        Assert.Equal(step + 1, trajectory.Loss.Count);
        double limit = 1e3 * Math.Max(0.5, trajectory.Loss[0]);
        Assert.False(trajectory.Loss[step] <= limit);
        Assert.All(trajectory.Loss.Take(step), loss => Assert.True(loss <= limit));
    }

    [Fact]
    public void Wrong_number_of_matrices_is_refused()
    {
        using var lapack = Lapack.Load();
        using var problem = new NetworkCase(ActivationKind.Tanh, 3, miniBatches: false);
        Assert.Throws<ArgumentException>(() => problem.Train(problem.Stored(lapack)[..1]));
    }

    private static void CheckOutputs(NaiveNetwork naive, TrainingTrajectory trajectory, int step)
    {
        (double[] output, double loss) = naive.Evaluate();
        Assert.Equal(loss, trajectory.Loss[step], Tolerance);
        for (int m = 0; m < output.Length; m++)
        {
            Assert.Equal(output[m], trajectory.Output[step][m], Tolerance);
        }
    }

    private static void CheckSpectrum(StoredSpectrum spectrum, NaiveNetwork naive, int layer, int step)
    {
        double[,] expected = NetworkCase.Scaled(naive.Hidden[layer], 1 / Math.Sqrt(NetworkCase.Width));
        using DenseMatrix<double> matrix = spectrum.Matrix(step);
        double[,] actual = NetworkCase.ToArray(matrix);
        Assert.InRange(expected.Cast<double>().Zip(actual.Cast<double>(), (a, b) => Math.Abs(a - b)).Max(), 0, 1e-11);

        var svd = Matrix<double>.Build.DenseOfArray(expected).Svd();
        TopSingularValues top = spectrum.Largest(step, 3);
        Assert.True(top.Converged);
        double[] all = [.. spectrum.All(step).Values];
        for (int rank = 0; rank < 3; rank++)
        {
            Assert.Equal(svd.S[rank], top.Values[rank], Tolerance);
            Assert.Equal(svd.S[rank], all[rank], Tolerance);
            Assert.Equal(Captured(naive.Gradients, layer, svd.U.Column(rank)), top.CapturedLeft[rank], 1e-8);
            Assert.Equal(Captured(naive.Features, layer, svd.VT.Row(rank)), top.CapturedRight[rank], 1e-8);
        }
    }

    /// <summary>Squared length of the projection on the span of the recorded vectors: QR after dropping what is dependent.</summary>
    private static double Captured(List<double[]>[] recorded, int layer, Vector<double> vector)
    {
        var basis = new List<Vector<double>>();
        foreach (double[] query in recorded.Length == 0 ? [] : recorded[layer])
        {
            var rest = Vector<double>.Build.DenseOfArray(query);
            double norm = rest.L2Norm();
            for (int pass = 0; pass < 2; pass++)
            {
                basis.ForEach(b => rest -= (b * rest) * b);
            }

            if (rest.L2Norm() > 1e-9 * norm)
            {
                basis.Add(rest / rest.L2Norm());
            }
        }

        return basis.Sum(b => Math.Pow(b * vector, 2));
    }

    private static double[,] Reconstruct(RevealedGaussian<double> gaussian)
    {
        Matrix<double> u = ToMatrix(gaussian.LeftSide.Basis);
        Matrix<double> y = ToMatrix(gaussian.LeftSide.Products);
        Matrix<double> v = ToMatrix(gaussian.RightSide.Basis);
        Matrix<double> x = ToMatrix(gaussian.RightSide.Products);
        return ((u * y.Transpose()) + (x * v.Transpose()) - (u * (u.Transpose() * x) * v.Transpose())).ToArray();
    }

    /// <summary>In the bases of the queries up to the step, the naive M is H + RU C RV^T; the Grams are those of its initial matrix.</summary>
    private static void CheckHistory(HiddenLayerHistory history, RevealedGaussian<double> gaussian, NaiveNetwork naive, int layer, int step)
    {
        ConditionedLayer known = history.At(step);
        if (known.LeftBasisCount == 0)
        {
            return;
        }

        using DenseMatrix<double> core = history.SpikesAt(step).Core(known.GradientCoordinates, known.FeatureCoordinates);
        using DenseMatrix<double> found = history.CoreAt(step);
        Matrix<double> u = ToMatrix(gaussian.LeftSide.Basis).SubMatrix(0, NetworkCase.Width, 0, known.LeftBasisCount);
        Matrix<double> v = ToMatrix(gaussian.RightSide.Basis).SubMatrix(0, NetworkCase.Width, 0, known.RightBasisCount);
        Matrix<double> m = Matrix<double>.Build.DenseOfArray(NetworkCase.Scaled(naive.Hidden[layer], 1 / Math.Sqrt(NetworkCase.Width)));
        Matrix<double> m11 = u.Transpose() * m * v;
        for (int i = 0; i < known.LeftBasisCount; i++)
        {
            for (int j = 0; j < known.RightBasisCount; j++)
            {
                Assert.Equal(m11[i, j], known.CrossProduct[i, j] + core[i, j], Tolerance);
                Assert.Equal(core[i, j], found[i, j], Tolerance);
            }
        }

        Matrix<double> x = ToMatrix(gaussian.RightSide.Products);
        Assert.Equal(x.Column(0) * x.Column(known.RightBasisCount - 1), known.RightProductGram[0, known.RightBasisCount - 1], Tolerance);
        Matrix<double> y = ToMatrix(gaussian.LeftSide.Products);
        Assert.Equal(y.Column(0) * y.Column(known.LeftBasisCount - 1), known.LeftProductGram[0, known.LeftBasisCount - 1], Tolerance);
    }

    private static Matrix<double> ToMatrix(PanelView<double> view)
    {
        using DenseMatrix<double> dense = PanelCopies.ToDense(view);
        return Matrix<double>.Build.DenseOfArray(NetworkCase.ToArray(dense));
    }
}
