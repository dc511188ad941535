using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.Spectra.Theory.Outliers;

/// <summary>
/// The low-rank part of a weight matrix: which asked vectors it joins, and how strongly.
/// </summary>
/// <remarks>
/// <code>
/// M = A + sum_i C_i u_(l_i) v_(r_i)^T = A + U C V^T,      core(C) = RU C RV^T in orthonormal bases
/// </code>
/// <para>Source: derived here, docs/nonlinear-mup.md, section 1 (M(t) = A + U C V^T).</para>
/// <para>u, v: queries divided by sqrt(N), N = columns of A (left queries g/sqrt N, right queries phi/sqrt N); l_i, r_i: positions in the
/// lists of left and right queries; C_i: strength, for gradient descent eta gamma_0 c Delta_i.</para>
/// Equation: spike-update
/// <para>Any number of spikes may share a query; a query without spike is allowed (it adds knowledge of A only).</para>
/// </remarks>
public sealed class SpikeSet
{
    private readonly int[] left;
    private readonly int[] right;
    private readonly double[] strengths;

    /// <summary>Spike i joins left query <paramref name="left"/>[i] to right query <paramref name="right"/>[i].</summary>
    /// <exception cref="ArgumentException">The three lists differ in length, or an index is negative, or a strength is not finite.</exception>
    public SpikeSet(ReadOnlySpan<int> left, ReadOnlySpan<int> right, ReadOnlySpan<double> strengths)
    {
        if (left.Length != right.Length || left.Length != strengths.Length)
        {
            throw new ArgumentException($"A spike set needs lists of one length, not {left.Length}, {right.Length} and {strengths.Length}.");
        }

        for (int i = 0; i < left.Length; i++)
        {
            if (left[i] < 0 || right[i] < 0 || !double.IsFinite(strengths[i]))
            {
                throw new ArgumentException($"Spike {i} joins queries {left[i]} and {right[i]} with strength {strengths[i]}.");
            }
        }

        this.left = left.ToArray();
        this.right = right.ToArray();
        this.strengths = strengths.ToArray();
    }

    /// <summary>Number of spikes.</summary>
    public int Count => strengths.Length;

    /// <summary>l_i, positions in the list of left queries.</summary>
    public IReadOnlyList<int> Left => left;

    /// <summary>r_i, positions in the list of right queries.</summary>
    public IReadOnlyList<int> Right => right;

    /// <summary>C_i.</summary>
    public IReadOnlyList<double> Strengths => strengths;

    /// <summary>Spike i joins left query i to right query i.</summary>
    public static SpikeSet Diagonal(ReadOnlySpan<double> strengths)
    {
        var index = new int[strengths.Length];
        for (int i = 0; i < index.Length; i++)
        {
            index[i] = i;
        }

        return new SpikeSet(index, index, strengths);
    }

    /// <summary>RU C RV^T, the update in the orthonormal bases in which the columns of RU and RV are the queries.</summary>
    /// <exception cref="ArgumentException">A spike refers to a query that the coordinates do not have.</exception>
    public DenseMatrix<double> Core(DenseMatrix<double> gradientCoordinates, DenseMatrix<double> featureCoordinates)
    {
        ArgumentNullException.ThrowIfNull(gradientCoordinates);
        ArgumentNullException.ThrowIfNull(featureCoordinates);
        var core = new DenseMatrix<double>(gradientCoordinates.Rows, featureCoordinates.Rows);
        for (int i = 0; i < Count; i++)
        {
            if (left[i] >= gradientCoordinates.Columns || right[i] >= featureCoordinates.Columns)
            {
                throw new ArgumentException(
                    $"Spike {i} joins queries {left[i]} and {right[i]}, but only {gradientCoordinates.Columns} and {featureCoordinates.Columns} are known.");
            }

            ReadOnlySpan<double> u = gradientCoordinates.Column(left[i]);
            ReadOnlySpan<double> v = featureCoordinates.Column(right[i]);
            for (int column = 0; column < v.Length; column++)
            {
                SpanProducts.Add(strengths[i] * v[column], u, core.Column(column));
            }
        }

        return core;
    }
}
