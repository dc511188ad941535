using Numerics.Kernels.Elementwise;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Analysis;

namespace Numerics.Spectra.Models;

/// <summary>
/// A small network in mean-field (muP) scaling whose fluctuations of order 1/width are asked for, trained on all training samples at once, or on a batch of them at each step, with half of the
/// sum of squares as loss.
/// </summary>
/// <remarks>
/// <code>
/// f = w . phi(h^L)/(gamma0 N),   h^1 = W^0 x/sqrt D,   h^(l+1) = W^l phi(h^l)/sqrt N,   loss of a step = (1/2) sum over its batch of (y_m - f_m)^2,   weights move by eta gamma0^2 N times its gradient
/// </code>
/// The first <see cref="Training"/> rows of the Gram matrix K_mn = x_m . x_n/D are trained on, the others are looked at only. Batches are the same for every network: variances are over initialisations.
/// </remarks>
public sealed class FluctuationModel
{
    private readonly int[][]? batches;
    private readonly int[] firstColumns;
    private readonly int[] everyRow;

    /// <summary>A model.</summary>
    /// <param name="activation">phi.</param>
    /// <param name="gram">K, training rows first.</param>
    /// <param name="targets">y, at least one, at most as many as rows.</param>
    /// <param name="outputScale">gamma0, positive.</param>
    /// <param name="centred">Whether the output at the start is subtracted: f(t) - f(0) is trained and reported.</param>
    /// <param name="times">Steps.</param>
    /// <param name="batches">Training rows of each step of descent, increasing, at least one; null for all of them at every step.</param>
    /// <exception cref="ArgumentException">Sizes do not match, the Gram matrix is not symmetric and positive semidefinite, or batches are not those of the steps of descent; one sentence.</exception>
    public FluctuationModel(
        ActivationKind activation, double[][] gram, IReadOnlyList<double> targets, double outputScale, bool centred, TrainingTimes times, IReadOnlyList<IReadOnlyList<int>>? batches = null)
    {
        ArgumentNullException.ThrowIfNull(gram);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(times);
        if (targets.Count == 0 || targets.Count > gram.Length || gram.Any(row => row.Length != gram.Length))
        {
            throw new ArgumentException($"{targets.Count} targets and {gram.Length} rows: the Gram matrix must be square, with the rows of the targets first.");
        }

        Activation = activation;
        Gram = gram;
        Targets = [.. targets];
        OutputScale = outputScale;
        Centred = centred;
        Times = times;
        everyRow = [.. Enumerable.Range(0, targets.Count)];
        this.batches = batches is null ? null : Checked(batches, times, targets.Count);
        firstColumns = FirstColumns(times.Evaluations);
        var matrix = new DenseMatrix<double>(gram.Length, gram.Length);
        for (int m = 0; m < gram.Length; m++)
        {
            for (int n = 0; n < gram.Length; n++)
            {
                matrix[m, n] = gram[m][n];
            }
        }

        DenseMatrix<double> factor = GramFactor.Compute(matrix);
        Factor = [.. Enumerable.Range(0, gram.Length).Select(m => Enumerable.Range(0, gram.Length).Select(k => factor[m, k]).ToArray())];
    }

    /// <summary>phi.</summary>
    public ActivationKind Activation { get; }

    /// <summary>K.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Gram { get; }

    /// <summary>y.</summary>
    public IReadOnlyList<double> Targets { get; }

    /// <summary>gamma0.</summary>
    public double OutputScale { get; }

    /// <summary>Whether the output at the start is subtracted.</summary>
    public bool Centred { get; }

    /// <summary>Steps.</summary>
    public TrainingTimes Times { get; }

    /// <summary>Lower-triangular F with F F^T = K; a column of zeros for a row that depends on those before it.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Factor { get; }

    /// <summary>Number of training samples P.</summary>
    public int Training => Targets.Count;

    /// <summary>Number of all samples.</summary>
    public int Samples => Gram.Count;

    /// <summary>Whether every step trains on all training samples.</summary>
    public bool IsFullBatch => batches is null;

    /// <summary>Number of residuals that move weights: those of the batches of all evaluations.</summary>
    public int Columns => firstColumns[^1];

    /// <summary>Training rows whose residuals move weights.</summary>
    /// <param name="evaluation">From 0; without batches any.</param>
    public ReadOnlySpan<int> Batch(int evaluation) => batches is null ? everyRow : batches[evaluation];

    /// <summary>Number of residuals that moved weights before an evaluation: the place of its first among all.</summary>
    /// <param name="evaluation">From 0 to the number of evaluations.</param>
    public int FirstColumn(int evaluation) => firstColumns[evaluation];

    /// <summary>phi(-h) = -phi(h).</summary>
    internal bool IsOdd => Activation != ActivationKind.Relu;

    /// <summary>The same with another Gram matrix: of a later layer, say.</summary>
    internal FluctuationModel With(double[][] gram) => new(Activation, gram, Targets, OutputScale, Centred, Times, batches);

    private int[] FirstColumns(int evaluations)
    {
        var first = new int[evaluations + 1];
        for (int evaluation = 0; evaluation < evaluations; evaluation++)
        {
            first[evaluation + 1] = first[evaluation] + Batch(evaluation).Length;
        }

        return first;
    }

    private static int[][] Checked(IReadOnlyList<IReadOnlyList<int>> batches, TrainingTimes times, int training)
    {
        if (times.Stages.Count > 1 || batches.Count != times.Steps)
        {
            throw new ArgumentException($"{batches.Count} batches for {times.Steps} steps of {times.Stages.Count} stages: batches belong to the steps of gradient descent, one to each.");
        }

        if (batches.FirstOrDefault(batch => batch.Count == 0 || batch[0] < 0 || batch[^1] >= training || batch.Zip(batch.Skip(1)).Any(pair => pair.First >= pair.Second)) is { } wrong)
        {
            throw new ArgumentException($"[{string.Join(", ", wrong)}] is no batch: it needs increasing rows from 0 to {training - 1}, at least one.");
        }

        return [.. batches.Select(batch => batch.ToArray())];
    }
}
