using Numerics.Kernels.Elementwise;
using Numerics.Kernels.Random;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Theory.FiniteWidth;

/// <summary>
/// Initial conditions of one neuron as nodes of a quadrature: its readout, its fields on the training samples, and how its fields on the other samples lie about those that the training
/// samples determine.
/// </summary>
/// <remarks>
/// <code>
/// h_train = F z,   h_test = B h_train + r,   B = K_test,train K_train^+,   r Gaussian of covariance K_test - B K_train B^T, which never moves
/// </code>
/// A grid up to three independent training samples, a smooth activation and fields that its spacing resolves (two of them: half-shifted against each other), otherwise a quasi-random sequence with a shift for each pass.
/// <para>Source: B. Bordelon and C. Pehlevan, Advances in Neural Information Processing Systems 36 (2023); derived here, docs/finite-width.md.</para>
/// </remarks>
internal sealed class NeuronNodes
{
    // Fields of size s on a grid of spacing d: poles of tanh lie at pi/(2 s), the error of one grid is exp(-pi^2/(s d)), here 0.2, and that of both its square: half of their difference still bounds it.
    private const double CoarsestField = 6;

    // Values of r beside every node of a grid, before signs, where r has several components.
    private const int SharedResiduals = 64;

    private readonly double[][] residuals;
    private readonly bool residualOfNode;

    private NeuronNodes(FluctuationModel model, GaussianNodes nodes, GaussianNodes? residual, int[] trainColumns, int[] testColumns)
    {
        int training = model.Training;
        int[] test = [.. Enumerable.Range(training, model.Samples - training)];
        Shares = nodes.Weights;
        Readout = [.. nodes.Values.Select(z => z[0])];
        Fields = [.. Enumerable.Range(0, training).Select(m => nodes.Values.Select(z => Product(model.Factor[m], trainColumns, z.AsSpan(1))).ToArray())];
        residualOfNode = residual is null;
        ResidualWeights = residual?.Weights ?? [1];
        residuals = residual is null
            ? [.. nodes.Values.Select(z => test.Select(n => Product(model.Factor[n], testColumns, z.AsSpan(1 + trainColumns.Length))).ToArray())]
            : [.. residual.Values.Select(z => test.Select(n => Product(model.Factor[n], testColumns, z)).ToArray())];
        Determined = Regression(model);
    }

    /// <summary>Share of each node.</summary>
    public double[] Shares { get; }

    /// <summary>w.</summary>
    public double[] Readout { get; }

    /// <summary>h of each training sample.</summary>
    public double[][] Fields { get; }

    /// <summary>Weights of the values of r at each node.</summary>
    public double[] ResidualWeights { get; }

    /// <summary>B: test sample, training sample.</summary>
    public double[][] Determined { get; }

    /// <summary>Whether a model is solved on a grid, which takes two passes, each exact to a few digits; fields too large for its spacing are not, since a step of the activation lies between two nodes.</summary>
    public static bool IsGrid(FluctuationModel model)
    {
        int training = Columns(model, training: true).Length;
        return model.IsOdd && training < GaussianNodes.MostOfGrid
            && (model.Activation == ActivationKind.Linear || LargestField(model) * GaussianNodes.Spacing(1 + training) <= CoarsestField);
    }

    private static double LargestField(FluctuationModel model) => Math.Sqrt(Enumerable.Range(0, model.Samples).Max(m => model.Gram[m][m]));

    /// <summary>The nodes of one pass.</summary>
    /// <param name="model">What the neurons belong to.</param>
    /// <param name="pass">Number of the pass: two on a grid.</param>
    /// <param name="count">Nodes of a sequence, before signs.</param>
    /// <param name="key">Shifts of a sequence.</param>
    public static NeuronNodes Of(FluctuationModel model, int pass, int count, StreamKey key)
    {
        int[] train = Columns(model, training: true);
        int[] test = Columns(model, training: false);
        bool grid = IsGrid(model);
        bool own = !grid && test.Length > 1;
        GaussianNodes nodes = grid
            ? GaussianNodes.Grid(1 + train.Length, pass % 2 == 1, half: true)
            : GaussianNodes.Sequence(1 + train.Length + (own ? test.Length : 0), count, key);
        GaussianNodes? residual = test.Length switch
        {
            0 => GaussianNodes.None,
            1 => Thinned(model.IsOdd, pass % 2 == 1),
            _ => own ? null : GaussianNodes.Sequence(test.Length, SharedResiduals, StreamKey.Derive(key.Low, key.High, (uint)pass, 1)),
        };
        return new NeuronNodes(model, nodes, residual, train, test);
    }

    /// <summary>A value of r at a node, one number for each test sample.</summary>
    public double[] Residual(int node, int residual) => residuals[residualOfNode ? node : residual];

    /// <summary>The fields of all samples at one node and one value of r, and the share of both.</summary>
    public double At(int node, int residual, Span<double> fields)
    {
        int training = Fields.Length;
        for (int m = 0; m < training; m++)
        {
            fields[m] = Fields[m][node];
        }

        for (int n = training; n < fields.Length; n++)
        {
            fields[n] = Residual(node, residual)[n - training];
            for (int m = 0; m < training; m++)
            {
                fields[n] += Determined[n - training][m] * fields[m];
            }
        }

        return Shares[node] * ResidualWeights[residual];
    }

    /// <summary>One residual field: a grid of about thirty values, more where the activation has a kink.</summary>
    private static GaussianNodes Thinned(bool smooth, bool moved)
    {
        GaussianNodes all = GaussianNodes.Grid(1, moved, half: false);
        int every = smooth ? 2 : 1;
        int[] kept = [.. Enumerable.Range(0, all.Weights.Length).Where(i => i % every == 0)];
        double total = kept.Sum(i => all.Weights[i]);
        return new GaussianNodes([.. kept.Select(i => all.Weights[i] / total)], [.. kept.Select(i => all.Values[i])]);
    }

    /// <summary>Columns of the factor that are independent directions of the training samples, or of what the others have besides.</summary>
    private static int[] Columns(FluctuationModel model, bool training) =>
        [.. Enumerable.Range(0, model.Samples).Where(k => k < model.Training == training && model.Factor[k][k] > 0)];

    private static double Product(IReadOnlyList<double> row, int[] columns, ReadOnlySpan<double> z)
    {
        double sum = 0;
        for (int k = 0; k < columns.Length; k++)
        {
            sum += row[columns[k]] * z[k];
        }

        return sum;
    }

    /// <summary>B F_train = F_test in the columns of the training samples, solved from the last column on.</summary>
    private static double[][] Regression(FluctuationModel model)
    {
        int training = model.Training;
        return [.. Enumerable.Range(training, model.Samples - training).Select(n =>
        {
            var row = new double[training];
            for (int j = training - 1; j >= 0; j--)
            {
                double rest = model.Factor[n][j];
                for (int i = j + 1; i < training; i++)
                {
                    rest -= row[i] * model.Factor[i][j];
                }

                row[j] = model.Factor[j][j] > 0 ? rest / model.Factor[j][j] : 0;
            }

            return row;
        })];
    }
}
