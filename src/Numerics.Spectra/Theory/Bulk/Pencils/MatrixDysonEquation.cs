using System.Numerics;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Analysis;
using Numerics.Spectra.Theory.Bulk.Dyson;

namespace Numerics.Spectra.Theory.Bulk.Pencils;

/// <summary>
/// The matrix Dyson equation of a block pencil: the limit of the resolvent, one small matrix for each dimension.
/// </summary>
/// <remarks>
/// <code>
/// G_tau = ( z E_tau - A_0,tau - S_tau[G] )^-1,   S_p += s c_q A G_q A^T,   S_q += s c_p A^T G_p A
/// derivative: d -> G S[d] G,   dF/dz = -G E G
/// </code>
/// <para>Source: J. W. Helton, R. Rashidi Far and R. Speicher, IMRN (2007) rnm086; O. Ajanki, L. Erdos and T. Krueger, Probab. Theory Relat. Fields 173 (2019) 293;
/// docs/bulk.md, section 1.</para>
/// <para>G_tau is m_tau x m_tau, m_tau the number of blocks of dimension tau; entries are normalised traces (1/n_tau) tr. Resolvent sign (z - H)^-1.</para>
/// Equation: matrix-dyson
/// <para>Dimensions of ratio zero do not act on the others and are no unknowns; <see cref="InverseResolvent"/> gives their block afterwards, whose zeros are
/// outliers. Terms of order 1/n are absent.</para>
/// </remarks>
public sealed class MatrixDysonEquation : DysonEquation
{
    private readonly Lapack lapack;
    private readonly CovarianceMap covariance;
    private readonly int[] local;
    private readonly int[] orders;
    private readonly int[] offsets;
    private readonly int[] active;
    private readonly bool[][] corners;
    private readonly double[][] constants;
    private readonly double[] weights;

    /// <inheritdoc/>
    public override IReadOnlyList<double> RankUnits => [.. Counted is { } counted ? active.Select(tau => Pencil.Types[tau].Ratio / counted.Ratio) : []];

    // The dimension of a trace over one block; a trace over several counts no single rank.
    private DimensionType? Counted => Pencil.TraceWeights.Count(weight => weight != 0) == 1 ? Pencil.Blocks.Single(block => Pencil.TraceWeights[block.Index] != 0).Type : null;

    /// <summary>The equation of <paramref name="pencil"/>.</summary>
    /// <param name="lapack">Provider; it must outlive the equation.</param>
    /// <param name="pencil">Pencil.</param>
    /// <param name="startHeight">A number well above the norm of the pencil, where continuation begins; too small a one is raised in factors of ten.</param>
    /// <exception cref="ArgumentException">An auxiliary block has no entry of A_0, so that the pencil has no resolvent at infinity.</exception>
    public MatrixDysonEquation(Lapack lapack, BlockPencil pencil, double startHeight = 60)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(startHeight);
        ArgumentNullException.ThrowIfNull(lapack);
        ArgumentNullException.ThrowIfNull(pencil);
        this.lapack = lapack;
        Pencil = pencil;
        StartHeight = startHeight;
        orders = [.. pencil.Types.Select(type => pencil.BlocksOf(type).Count())];
        active = [.. pencil.Types.Where(type => type.Ratio > 0 && orders[type.Index] > 0).Select(type => type.Index)];
        offsets = new int[orders.Length];
        int end = 0;
        foreach (int tau in active)
        {
            offsets[tau] = end;
            end = checked(end + (orders[tau] * orders[tau]));
        }

        Dimension = end;
        local = new int[pencil.Blocks.Count];
        foreach (DimensionType type in pencil.Types)
        {
            int next = 0;
            foreach (PencilBlock block in pencil.BlocksOf(type))
            {
                local[block.Index] = next++;
            }
        }

        corners = [.. pencil.Types.Select(type => pencil.BlocksOf(type).Select(block => block.IsCorner).ToArray())];
        constants = Constants(pencil, orders, local);
        covariance = new CovarianceMap(pencil, orders, offsets, local);
        weights = new double[Dimension];
        foreach (PencilBlock block in pencil.Blocks.Where(block => pencil.TraceWeights[block.Index] != 0))
        {
            weights[Position(block, block)] = pencil.TraceWeights[block.Index];
        }
    }

    /// <summary>The pencil.</summary>
    public BlockPencil Pencil { get; }

    /// <inheritdoc/>
    public override double StartHeight { get; }

    /// <inheritdoc/>
    public override int Dimension { get; }

    internal Lapack Lapack => lapack;

    internal IReadOnlyList<int> ActiveTypes => active;

    /// <inheritdoc/>
    public override void WriteStart(Complex z, PlanarVector g)
    {
        ArgumentNullException.ThrowIfNull(g);
        var zero = new PlanarVector(Dimension, g.IsReal);
        MatrixDysonLinearization start = MatrixDysonLinearization.Of(this, z, zero) ?? throw new ArgumentException(
            "The constant part of the pencil is singular on its auxiliary blocks; each of them needs an invertible entry of A_0.");
        g.CopyFrom(start.Image);
    }

    /// <inheritdoc/>
    public override DysonLinearization? Linearize(Complex z, PlanarVector g)
    {
        ArgumentNullException.ThrowIfNull(g);
        return g.IsFinite() ? MatrixDysonLinearization.Of(this, z, g) : null;
    }

    /// <inheritdoc/>
    public override Complex Coordinate(PlanarVector g)
    {
        ArgumentNullException.ThrowIfNull(g);
        return new Complex(SpanProducts.Dot(weights, g.Real), g.IsReal ? 0 : SpanProducts.Dot(weights, g.Imaginary));
    }

    /// <inheritdoc/>
    public override void WriteCoordinateWeights(Span<double> weights) => this.weights.CopyTo(weights);

    /// <summary>Entry (first, second) of the resolvent: (1/n_tau) tr of that block.</summary>
    /// <exception cref="ArgumentException">The blocks have different dimensions, or a dimension of ratio zero.</exception>
    public Complex Entry(PlanarVector g, PencilBlock first, PencilBlock second)
    {
        ArgumentNullException.ThrowIfNull(g);
        return g[Position(first, second)];
    }

    /// <inheritdoc/>
    public override bool IsHerglotz(PlanarVector g, double tolerance)
    {
        ArgumentNullException.ThrowIfNull(g);
        foreach (int tau in active)
        {
            int m = orders[tau];
            ReadOnlySpan<double> imaginary = g.Imaginary.Slice(offsets[tau], m * m);
            var negative = new DenseMatrix<double>(m, m);
            Span<double> entries = negative.AsSpan();
            double largest = 1;
            for (int i = 0; i < entries.Length; i++)
            {
                entries[i] = -imaginary[i];
                largest = Math.Max(largest, Math.Abs(imaginary[i]));
            }

            for (int i = 0; i < m; i++)
            {
                negative[i, i] += tolerance * largest;
            }

            using CholeskyFactorization<double> factor = Cholesky.Factor(lapack, negative);
            if (!factor.Evidence.Converged)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>z E - A_0 - S[G] of one dimension at real z, the inverse of its resolvent block; also for a dimension of ratio zero.</summary>
    /// <param name="type">Dimension; its blocks in the order of the pencil.</param>
    /// <param name="x">Real spectral parameter outside the support.</param>
    /// <param name="g">Real solution there.</param>
    /// <returns>Symmetric matrix of order m_tau, owned by the caller; it increases with x.</returns>
    public DenseMatrix<double> InverseResolvent(DimensionType type, double x, PlanarVector g)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(g);
        var matrix = new DenseMatrix<double>(orders[type.Index], orders[type.Index]);
        WriteInverse(type.Index, x, g.Real, matrix.AsSpan(), constantPart: true);
        return matrix;
    }

    /// <summary>Writes one plane of zE - A_0 - S[g]; the constant part belongs to the real plane.</summary>
    internal void WriteInverse(int tau, double shift, ReadOnlySpan<double> g, Span<double> target, bool constantPart)
    {
        int m = orders[tau];
        target.Clear();
        covariance.AddTo(tau, g, target);
        SpanProducts.Scale(-1, target);
        if (constantPart)
        {
            SpanProducts.Add(-1, constants[tau], target);
        }

        for (int i = 0; i < m; i++)
        {
            target[i + (i * m)] += corners[tau][i] ? shift : 0;
        }
    }

    internal void AddCovariance(int tau, ReadOnlySpan<double> g, Span<double> target) => covariance.AddTo(tau, g, target);

    internal (int Order, int Offset) Layout(int tau) => (orders[tau], offsets[tau]);

    internal bool IsCorner(int tau, int index) => corners[tau][index];

    internal int LocalIndex(int block) => local[block];

    private int Position(PencilBlock first, PencilBlock second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        int tau = first.Type.Index;
        return first.Type == second.Type && first.Type.Ratio > 0
            ? offsets[tau] + local[first.Index] + (local[second.Index] * orders[tau])
            : throw new ArgumentException($"Blocks {first.Name} and {second.Name} have no common resolvent block among the unknowns; take two of one dimension with positive ratio.");
    }

    private static double[][] Constants(BlockPencil pencil, int[] orders, int[] local)
    {
        double[][] result = [.. orders.Select(m => new double[m * m])];
        foreach (PencilEntry entry in pencil.Constants)
        {
            int tau = pencil.Blocks[entry.Row].Type.Index;
            result[tau][local[entry.Row] + (local[entry.Column] * orders[tau])] = entry.Value;
        }

        return result;
    }
}
