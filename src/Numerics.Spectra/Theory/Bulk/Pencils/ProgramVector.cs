namespace Numerics.Spectra.Theory.Bulk.Pencils;

/// <summary>A linear combination of nodes of a <see cref="MatrixProgram"/>, all of one dimension: a symbolic vector.</summary>
/// <remarks>Source: G. W. Anderson, Ann. Probab. 41 (2013) 2103 (self-adjoint linearization); docs/bulk.md, section 2.</remarks>
public sealed class ProgramVector
{
    internal ProgramVector(MatrixProgram program, DimensionType type, SortedDictionary<int, double> terms)
    {
        Program = program;
        Type = type;
        Terms = terms;
    }

    /// <summary>Its dimension.</summary>
    public DimensionType Type { get; }

    internal MatrixProgram Program { get; }

    internal SortedDictionary<int, double> Terms { get; }

    /// <summary>Sum.</summary>
    /// <exception cref="ArgumentException">The dimensions differ.</exception>
    public static ProgramVector operator +(ProgramVector left, ProgramVector right) => Combine(left, right, 1);

    /// <summary>Difference.</summary>
    /// <exception cref="ArgumentException">The dimensions differ.</exception>
    public static ProgramVector operator -(ProgramVector left, ProgramVector right) => Combine(left, right, -1);

    /// <summary>Multiple.</summary>
    public static ProgramVector operator *(double factor, ProgramVector vector)
    {
        ArgumentNullException.ThrowIfNull(vector);
        var terms = new SortedDictionary<int, double>();
        foreach ((int node, double value) in vector.Terms)
        {
            if (factor * value != 0)
            {
                terms[node] = factor * value;
            }
        }

        return new ProgramVector(vector.Program, vector.Type, terms);
    }

    /// <summary>Sum, for languages without operators.</summary>
    public static ProgramVector Add(ProgramVector left, ProgramVector right) => left + right;

    /// <summary>Difference, for languages without operators.</summary>
    public static ProgramVector Subtract(ProgramVector left, ProgramVector right) => left - right;

    /// <summary>Multiple, for languages without operators.</summary>
    public static ProgramVector Multiply(double factor, ProgramVector vector) => factor * vector;

    private static ProgramVector Combine(ProgramVector left, ProgramVector right, double sign)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        if (left.Type != right.Type || left.Program != right.Program)
        {
            throw new ArgumentException($"Vectors of dimension {left.Type.Name} and {right.Type.Name} cannot be added; dimension and program must agree.");
        }

        var terms = new SortedDictionary<int, double>(left.Terms);
        foreach ((int node, double value) in right.Terms)
        {
            double sum = terms.GetValueOrDefault(node) + (sign * value);
            if (sum == 0)
            {
                _ = terms.Remove(node);
            }
            else
            {
                terms[node] = sum;
            }
        }

        return new ProgramVector(left.Program, left.Type, terms);
    }
}
