using System.Globalization;

namespace Numerics.Spectra.Theory.Bulk.Pencils;

/// <summary>
/// Builds the pencil of any polynomial in Gaussian matrices from the straight-line program that applies it to a vector.
/// </summary>
/// <remarks>
/// <code>
/// node x_k = X_i(k)^(T) sum_j f_kj x_j,   x_0 the input,   M x_0 = sum_k o_k x_k
/// Hermitization [[0, M],[M^T, 0]]: corners xo, xi; per node auxiliary u_k, v_k with
///     A_0(v_k, u_k) = -1,   f_kj X^(T) at (v_k, u_j),   A_0(xo, u_k) = o_k,   u_0 = xi            m = 2 + 2 nodes
/// M + M^T: the same with one corner xo = xi                                                      m = 1 + 2 nodes
/// </code>
/// <para>Eliminating the auxiliary blocks (Schur complement) gives z - [[0, M],[M^T, 0]], respectively z - (M + M^T), exactly. Equal products are made
/// once: nodes are found again by matrix, transposition and coefficients.</para>
/// <para>Source: G. W. Anderson, Ann. Probab. 41 (2013) 2103 (self-adjoint linearization); docs/bulk.md, section 2.</para>
/// Equation: program-linearization
/// <para>A program has one input. Cost: m is linear in the number of nodes, the Dyson equation cubic in m.</para>
/// </remarks>
public sealed class MatrixProgram
{
    private readonly PencilBuilder declared = new();
    private readonly List<DimensionType> types = [];
    private readonly List<GaussianTerm> matrices = [];
    private readonly List<(GaussianTerm Matrix, bool Transposed, ProgramVector Argument, DimensionType Type)> nodes = [];
    private readonly Dictionary<string, int> known = new(StringComparer.Ordinal);
    private ProgramVector? input;

    /// <summary>Number of nodes made so far.</summary>
    public int NodeCount => nodes.Count;

    /// <summary>Adds a dimension of <paramref name="ratio"/> times the reference size.</summary>
    public DimensionType AddType(string name, double ratio)
    {
        DimensionType type = declared.AddType(name, ratio);
        types.Add(type);
        return type;
    }

    /// <summary>Adds a Gaussian matrix rowType x columnType with entries of variance s/n.</summary>
    public ProgramMatrix AddGaussian(string name, DimensionType rowType, DimensionType columnType, double variance) =>
        Keep(declared.AddGaussian(name, rowType, columnType, variance));

    /// <summary>Adds a symmetric Gaussian matrix with off-diagonal variance s/n and diagonal variance 2 s/n.</summary>
    public ProgramMatrix AddSymmetricGaussian(string name, DimensionType type, double variance) =>
        Keep(declared.AddSymmetricGaussian(name, type, variance));

    /// <summary>The input x_0, of dimension <paramref name="type"/>; there is one.</summary>
    /// <exception cref="InvalidOperationException">The program has its input already.</exception>
    public ProgramVector Input(DimensionType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (input is not null)
        {
            throw new InvalidOperationException("The program has its input already; a pencil applies one matrix to one vector.");
        }

        return input = new ProgramVector(this, type, new SortedDictionary<int, double> { [0] = 1 });
    }

    /// <summary>The pencil of [[0, M],[M^T, 0]] with M input = <paramref name="output"/>; its trace is (1/n_in) tr z/(z^2 - M^T M).</summary>
    public BlockPencil Hermitize(ProgramVector output) => Build(output, symmetrized: false);

    /// <summary>The pencil of M + M^T with M input = <paramref name="output"/> of the input's dimension; its trace is (1/n) tr 1/(z - M - M^T).</summary>
    public BlockPencil Symmetrize(ProgramVector output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return output.Type == input?.Type
            ? Build(output, symmetrized: true)
            : throw new ArgumentException($"M + M^T needs a square M, but M is {output.Type.Name} x {input?.Type.Name}.", nameof(output));
    }

    internal ProgramVector Apply(ProgramMatrix matrix, bool transposed, ProgramVector vector)
    {
        ArgumentNullException.ThrowIfNull(vector);
        (DimensionType rows, DimensionType columns) = transposed
            ? (matrix.Term.ColumnType, matrix.Term.RowType)
            : (matrix.Term.RowType, matrix.Term.ColumnType);
        if (vector.Program != this || vector.Type != columns)
        {
            string product = matrix.Name + (transposed ? "^T" : "");
            throw new ArgumentException(
                $"The product of {product} ({rows.Name} x {columns.Name}) with a vector of dimension {vector.Type.Name} does not exist; the inner sizes must match.", nameof(vector));
        }

        if (vector.Terms.Count == 0)
        {
            return new ProgramVector(this, rows, []);
        }

        bool flag = transposed && !matrix.Term.IsSymmetric;
        string key = matrix.Name + (flag ? "'" : "") + string.Concat(vector.Terms.Select(
            pair => string.Create(CultureInfo.InvariantCulture, $"|{pair.Key}:{BitConverter.DoubleToInt64Bits(pair.Value):x}")));
        if (!known.TryGetValue(key, out int node))
        {
            nodes.Add((matrix.Term, flag, vector, rows));
            node = nodes.Count;
            known[key] = node;
        }

        return new ProgramVector(this, rows, new SortedDictionary<int, double> { [node] = 1 });
    }

    private ProgramMatrix Keep(GaussianTerm term)
    {
        matrices.Add(term);
        return new ProgramMatrix(this, term);
    }

    private BlockPencil Build(ProgramVector output, bool symmetrized)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (input is null || output.Program != this)
        {
            throw new ArgumentException("The output must come from this program, after its input was named.", nameof(output));
        }

        var builder = new PencilBuilder();
        DimensionType[] type = [.. types.Select(t => builder.AddType(t.Name, t.Ratio))];
        Dictionary<GaussianTerm, GaussianTerm> gaussian = matrices.ToDictionary(
            t => t,
            t => t.IsSymmetric
                ? builder.AddSymmetricGaussian(t.Name, type[t.RowType.Index], t.Variance)
                : builder.AddGaussian(t.Name, type[t.RowType.Index], type[t.ColumnType.Index], t.Variance),
            ReferenceEqualityComparer.Instance as IEqualityComparer<GaussianTerm>);
        PencilBlock into = builder.AddCorner("input", type[input.Type.Index]);
        PencilBlock from = symmetrized ? into : builder.AddCorner("output", type[output.Type.Index]);
        PencilBlock[] u = [into, .. nodes.Select((node, k) => builder.AddAuxiliary($"u{k + 1}", type[node.Type.Index]))];
        for (int k = 0; k < nodes.Count; k++)
        {
            (GaussianTerm matrix, bool transposed, ProgramVector argument, DimensionType rows) = nodes[k];
            PencilBlock v = builder.AddAuxiliary($"v{k + 1}", type[rows.Index]);
            builder.AddConstant(v, u[k + 1], -1);
            foreach ((int j, double coefficient) in argument.Terms)
            {
                (PencilBlock first, PencilBlock second) = transposed ? (u[j], v) : (v, u[j]);
                builder.Couple(gaussian[matrix], first, second, coefficient);
            }
        }

        foreach ((int k, double coefficient) in output.Terms)
        {
            // On the diagonal (a multiple of the identity in M + M^T) both halves fall on the same place.
            builder.AddConstant(from, u[k], from == u[k] ? 2 * coefficient : coefficient);
        }

        return builder.Build().WithTraceOf(into);
    }
}
