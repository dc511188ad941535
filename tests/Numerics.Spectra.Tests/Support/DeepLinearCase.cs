using MathNet.Numerics.LinearAlgebra;
using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;

namespace Numerics.Spectra.Tests.Support;

/// <summary>A small deep linear problem, trained by the program and, from the same numbers, by <see cref="NaiveDeepLinear"/>.</summary>
internal sealed class DeepLinearCase
{
    private static readonly double[] Warmup = [0.5, 1.5, 1, 0.7, 1, 1.2, 0.9];

    /// <param name="depth">L.</param>
    /// <param name="batch">Sampling.</param>
    /// <param name="optimizer">Momentum, decay and a schedule as well.</param>
    /// <param name="covariance">Null for isotropic.</param>
    /// <param name="factors">Learning rates of the layers; null for 1.</param>
    /// <param name="centre">Whether the initial predictor is subtracted.</param>
    /// <param name="widths">Widths of the hidden layers over 30; null for 1.</param>
    public DeepLinearCase(
        int depth, BatchSampling batch, bool optimizer, CovarianceSpectrum? covariance = null, LearningRateFactors? factors = null, bool centre = false, double[]? widths = null)
    {
        Momentum = optimizer ? 0.4 : 0;
        Decay = optimizer ? 0.03 : 0;
        Schedule = optimizer ? Warmup : [1, 1, 1, 1, 1, 1, 1];
        Model = new DeepLinearModel
        {
            Depth = depth,
            WidthRatio = 0.75,
            HiddenWidths = widths ?? [],
            SampleRatio = 1.5,
            Parameterization = depth == 2 ? Parameterization.Ntk : Parameterization.MuP,
            LearningRate = 0.15,
            OutputScale = 1.3,
            InitialScales = [.. Enumerable.Range(0, depth + 1).Select(l => 0.7 + (0.1 * l))],
            LabelNoise = 0.2,
            Optimizer = new OptimizerMemory(Warmup.Length, Momentum, Decay, Schedule),
            Batch = batch,
            LearningRateFactors = factors ?? LearningRateFactors.Ones,
            CentreOutput = centre,
            Covariance = covariance ?? CovarianceSpectrum.Isotropic,
        };
    }

    public static int Dimension => 40;

    public DeepLinearModel Model { get; init; }

    public NetworkStreams Streams { get; } = new(77, 901, 5);

    private double Momentum { get; }

    private double Decay { get; }

    public double[] Schedule { get; }

    public Vector<double> Covariance => Vector<double>.Build.Dense(Dimension, i =>
        Model.Covariance.Eigenvalues[(int)((i + 0.5) / Dimension * Model.Covariance.Modes)]);

    public DeepLinearNetwork<T> Network<T>(GaussianFactory<T> factory, int kernelQueries = 0)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> =>
        new(Model, Dimension, factory, Streams, kernelQueries);

    /// <summary>The plain network with the initial matrices A_l given and w from the address the program uses.</summary>
    public NaiveDeepLinear Naive(IEnumerable<Matrix<double>> initial)
    {
        double nu = Model.WidthRatio * (Model.HiddenWidths.Count == 0 ? 1 : Model.HiddenWidths[^1]);
        int width = (int)Math.Round(nu * Dimension);
        double gamma = Model.Parameterization == Parameterization.MuP ? Model.OutputScale * Math.Sqrt(nu) : Model.OutputScale;
        IEnumerable<double> readout = Enumerable.Range(0, width).Select(i => Model.InitialScales[^1] * GaussianFill.GaussianAt(Streams.Readout, 0, i));
        var naive = new NaiveDeepLinear
        {
            Weights = [.. initial.Select(a => a * Math.Sqrt(a.ColumnCount)), Matrix<double>.Build.DenseOfRows([readout])],
            Target = Vector<double>.Build.Dense(Dimension, 1),
            Covariance = Covariance,
            Gamma = gamma,
            LearningRate = Model.LearningRate,
            Momentum = Momentum,
            Decay = Decay,
            Factors = [.. Enumerable.Range(0, Model.Depth + 1).Select(l => l == 0 ? Model.LearningRateFactors.First
                : l == Model.Depth ? Model.LearningRateFactors.Readout
                : Model.LearningRateFactors.Hidden.Count == 0 ? 1 : Model.LearningRateFactors.Hidden[l - 1])],
        };
        if (Model.CentreOutput)
        {
            naive.Initial = naive.Coefficients;
        }

        return naive;
    }

    /// <summary>The plain network with residual branches, from the same numbers.</summary>
    public NaiveResidual NaiveResidual(IEnumerable<Matrix<double>> initial, double residualScale, int? gradientWithoutBranch = null)
    {
        NaiveDeepLinear plain = Naive(initial);
        return new NaiveResidual
        {
            Weights = plain.Weights,
            Target = plain.Target,
            Gamma = plain.Gamma,
            LearningRate = plain.LearningRate,
            Momentum = Momentum,
            Decay = Decay,
            Branch = residualScale / Math.Sqrt(Model.Depth),
            GradientWithoutBranch = gradientWithoutBranch,
        };
    }

    /// <summary>Inputs in rows from the addresses of the program's stored Z.</summary>
    public Matrix<double> Inputs(int samples, int stream) =>
        Coloured(Matrix<double>.Build.Dense(samples, Dimension, (mu, i) => GaussianFill.GaussianAt(Streams.Right(stream), (uint)i, mu)));

    /// <summary>Inputs in rows from whitened ones.</summary>
    public Matrix<double> Coloured(Matrix<double> whitened) => whitened * Matrix<double>.Build.DenseOfDiagonalVector(Covariance.PointwiseSqrt());

    public Vector<double> Noise(int samples, uint column) =>
        Vector<double>.Build.Dense(samples, mu => Model.LabelNoise * GaussianFill.GaussianAt(Streams.LabelNoise, column, mu));

    /// <summary>The matrix that a Gaussian operator is: its entries, or one that gives all the answers that were given.</summary>
    public static Matrix<double> Initial(IGaussianOperator<double> gaussian)
    {
        if (gaussian is StoredGaussian<double> stored)
        {
            return Matrix<double>.Build.DenseOfArray(NetworkCase.ToArray(stored.Entries));
        }

        var revealed = (RevealedGaussian<double>)gaussian;
        Matrix<double> u = ToMatrix(revealed.LeftSide.Basis);
        Matrix<double> y = ToMatrix(revealed.LeftSide.Products);
        Matrix<double> v = ToMatrix(revealed.RightSide.Basis);
        Matrix<double> x = ToMatrix(revealed.RightSide.Products);
        return (u * y.Transpose()) + (x * v.Transpose()) - (u * (u.Transpose() * x) * v.Transpose());
    }

    public static Matrix<double> ToMatrix(PanelView<double> view)
    {
        using DenseMatrix<double> dense = PanelCopies.ToDense(view);
        return Matrix<double>.Build.DenseOfArray(NetworkCase.ToArray(dense));
    }
}
