using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.Spectra.Theory.Outliers;

/// <summary>
/// The outliers of one trained weight matrix: the way into level two of the two-level theory for those who have weights, or a history of training.
/// </summary>
/// <remarks>
/// <code>
/// M = A + sum_i c_i u_i v_i^T,   A Gaussian with entries of variance sigma^2/columns,   u_i, v_i may depend on A
/// spectrum = OutlierSpectrum.OfSpikes(lapack, A, U, V, c, sigma);   foreach (Outlier outlier in spectrum.Outliers()) ...
/// </code>
/// <para>Source: as <see cref="OutlierEquation"/>; derived here, docs/nonlinear-mup.md, sections 3 and 4.</para>
/// <para>Exact as the sizes -> infinity at a fixed number of spikes; at finite size values fluctuate by about the entries' scale over sqrt(columns), within
/// N^(-2/3) of the edge by the laws of the edge. Training enters through spans only: any spikes that span the same vectors will do, for example the singular value
/// decomposition of the change of the weights. Not thread-safe; values those of the LAPACK provider.</para>
/// </remarks>
public sealed class OutlierSpectrum
{
    private readonly OutlierEquation equation;
    private readonly Func<double[]> independent;
    private IReadOnlyList<Outlier>? outliers;

    private OutlierSpectrum(Lapack lapack, ConditionedLayer layer, SpikeSet spikes, double leftRemoved = 0, double rightRemoved = 0)
    {
        equation = new OutlierEquation(lapack, layer, spikes, leftRemoved, rightRemoved);
        independent = () => IndependentSpikeEquation.Outliers(lapack, layer, spikes);
    }

    private OutlierSpectrum(Lapack lapack, ConditionedLayer layer, DenseMatrix<double> core)
    {
        equation = new OutlierEquation(lapack, layer, core);
        independent = () => IndependentSpikeEquation.Outliers(lapack, layer, core);
    }

    /// <summary>Rough time of all outliers with some vectors, 30 GFlop/s of dense algebra.</summary>
    /// <param name="queries">Directions that are known of the matrix, from both sides.</param>
    public static double Seconds(double queries) => 60 * Math.Pow(queries, 3) / 30e9;

    /// <summary>Number of outliers.</summary>
    public int Count => equation.Outliers().Length;

    /// <summary>Upper edge of the bulk, sigma (1 + sqrt(rows/columns)).</summary>
    public double BulkEdge => equation.BulkEdge;

    /// <summary>Smallest eigenvalue of the matrix of the outlier equation at the edge: negative exactly if there is an outlier.</summary>
    public double EscapeMargin => equation.EscapeMargin();

    /// <summary>How the outliers were found, and that none is missing.</summary>
    public OutlierRootEvidence Evidence => equation.RootEvidence();

    /// <summary>The outliers of given weights: the initial matrix and what training added to it.</summary>
    /// <param name="lapack">Provider.</param>
    /// <param name="initial">A, rows x columns; left as it is.</param>
    /// <param name="left">u_i as columns, rows x k, in any units; for training, the gradients.</param>
    /// <param name="right">v_i as columns, columns x k; for training, the features.</param>
    /// <param name="strengths">c_i.</param>
    /// <param name="initialScale">sigma: the standard deviation of the entries of A times sqrt(columns).</param>
    /// <exception cref="ArgumentException">Shapes that do not fit, or as many spikes as the smaller side.</exception>
    public static OutlierSpectrum OfSpikes(
        Lapack lapack, DenseMatrix<double> initial, DenseMatrix<double> left, DenseMatrix<double> right, ReadOnlySpan<double> strengths, double initialScale = 1)
    {
        ArgumentNullException.ThrowIfNull(initial);
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        long count = strengths.Length;
        if (left.Rows != initial.Rows || right.Rows != initial.Columns || left.Columns != count || right.Columns != count)
        {
            throw new ArgumentException(
                $"{count} spikes on a {initial.Rows} x {initial.Columns} matrix need left vectors {initial.Rows} x {count} and right ones {initial.Columns} x {count}, not {left.Rows} x {left.Columns} and {right.Rows} x {right.Columns}.");
        }

        if (count >= Math.Min(initial.Rows, initial.Columns))
        {
            throw new ArgumentException($"{count} spikes fill the smaller side of a {initial.Rows} x {initial.Columns} matrix; the theory is for far fewer.", nameof(strengths));
        }

        // Vectors that repeat others leave directions free: to know more of A than the spikes ask is no mistake.
        using QrDecomposition<double> u = Qr.Decompose(lapack, left);
        using QrDecomposition<double> v = Qr.Decompose(lapack, right);
        using DenseMatrix<double> x = Multiply.Product(lapack, initial, v.Q);
        using DenseMatrix<double> y = Multiply.Product(lapack, initial, u.Q, transposeA: true);
        var layer = new ConditionedLayer(
            u.R.Clone(),
            v.R.Clone(),
            Multiply.Product(lapack, u.Q, x, transposeA: true),
            Multiply.Product(lapack, x, x, transposeA: true),
            Multiply.Product(lapack, y, y, transposeA: true),
            initialScale,
            (double)initial.Rows / initial.Columns);
        return new OutlierSpectrum(lapack, layer, SpikeSet.Diagonal(strengths), (double)count / initial.Rows, (double)count / initial.Columns);
    }

    /// <summary>The outliers of a layer of which correlations and responses are known, as mean-field theory of training gives them.</summary>
    /// <param name="lapack">Provider.</param>
    /// <param name="history">The layer's history, for example <see cref="Training.DeepLinearSolution.History"/>.</param>
    public static OutlierSpectrum OfHistory(Lapack lapack, LayerHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        return new OutlierSpectrum(lapack, history.ToConditionedLayer(lapack), history.Spikes);
    }

    /// <summary>The outliers of a hidden matrix at a step of training, as <see cref="Training.TrainingDmft"/> or a revealed matrix knows it.</summary>
    /// <param name="lapack">Provider.</param>
    /// <param name="history">What training asked of the matrix.</param>
    /// <param name="step">The queries and spikes of the steps before it count.</param>
    public static OutlierSpectrum OfHistory(Lapack lapack, HiddenLayerHistory history, int step)
    {
        ArgumentNullException.ThrowIfNull(history);
        return new OutlierSpectrum(lapack, history.KnownAt(step), history.CoreAt(step));
    }

    /// <summary>All singular values above the bulk with the part of their vectors that lies in the space of the spikes, descending.</summary>
    public IReadOnlyList<Outlier> Outliers() => outliers ??= Largest(Count);

    /// <summary>The same of at most <paramref name="count"/> of them.</summary>
    public IReadOnlyList<Outlier> Largest(int count) =>
    [
        .. equation.Outliers().Take(count).Select((value, rank) => (Value: value, Vectors: equation.SingularVectors(rank)))
            .Select(found => new Outlier(found.Value, found.Vectors.CapturedLeft, found.Vectors.CapturedRight)),
    ];

    /// <summary>Where the outliers were if the spikes did not depend on the initial matrix, descending.</summary>
    public IReadOnlyList<double> IndependentSpikes() => independent();
}

/// <summary>A singular value outside the bulk.</summary>
/// <param name="SingularValue">z.</param>
/// <param name="CapturedLeft">Squared length of the left singular vector inside the span of the u_i, between 0 and 1.</param>
/// <param name="CapturedRight">The same of the right one and the v_i.</param>
public sealed record Outlier(double SingularValue, double CapturedLeft, double CapturedRight);
