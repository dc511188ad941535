using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Ensembles;
using Numerics.Spectra.Theory.Bulk.Pencils;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Catalog.Pencil;

/// <summary>A polynomial in Gaussian matrices, as a pencil for the theory and as stored matrices for samples.</summary>
public sealed class PolynomialProgram
{
    private readonly PencilParameters parameters;
    private readonly MatrixExpression expression;

    /// <summary>Reads the polynomial of a configuration.</summary>
    /// <exception cref="ConfigurationException">What is wrong, by the name of the parameter.</exception>
    public PolynomialProgram(PencilParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        this.parameters = parameters;
        string path = "matrices";
        try
        {
            foreach (PencilMatrix matrix in parameters.Matrices)
            {
                RequireMatrix(matrix);
            }

            var parser = new MatrixExpressionParser(parameters.Matrices);
            for (int k = 0; k < parameters.Definitions.Length; k++)
            {
                path = $"definitions[{k}]";
                parser.Define(parameters.Definitions[k]);
            }

            path = "expression";
            expression = parser.Parse(parameters.Expression);
            if (parameters.IsSymmetrized && expression.Rows != expression.Columns)
            {
                throw new FormatException($"M + M' needs a square M, but {expression} is {expression.Rows:R} x {expression.Columns:R}; take \"singularValues\".");
            }
        }
        catch (FormatException exception)
        {
            throw new ConfigurationException("configuration", path, exception.Message);
        }
    }

    /// <summary>Ratio of the dimension whose values are counted: columns of M.</summary>
    public double Columns => expression.Columns;

    /// <summary>Size of a dimension at reference size n.</summary>
    public static int Side(double ratio, int size) => Math.Max(1, (int)Math.Round(ratio * size));

    /// <summary>The pencil; ratios are those of the rounded sizes.</summary>
    public BlockPencil Build(int size)
    {
        var program = new MatrixProgram();
        Dictionary<double, DimensionType> types = [];
        foreach (double ratio in parameters.Matrices.SelectMany(matrix => (double[])[matrix.Rows, matrix.Columns]).Distinct())
        {
            types[ratio] = program.AddType($"{ratio:R}", (double)Side(ratio, size) / size);
        }

        Dictionary<string, ProgramMatrix> matrices = parameters.Matrices.ToDictionary(matrix => matrix.Name, matrix => matrix.Symmetric
            ? program.AddSymmetricGaussian(matrix.Name, types[matrix.Rows], matrix.Variance)
            : program.AddGaussian(matrix.Name, types[matrix.Rows], types[matrix.Columns], matrix.Variance));
        ProgramVector output = Apply(expression, program.Input(types[expression.Columns]), matrices);
        return parameters.IsSymmetrized ? program.Symmetrize(output) : program.Hermitize(output);
    }

    /// <summary>Values of one sample, descending: all columns of them, exact zeros as 0.</summary>
    public double[] Sample(Lapack lapack, int size, Func<uint, StreamKey> stream, ShardExecutor executor)
    {
        Dictionary<string, DenseMatrix<double>> matrices = [];
        try
        {
            for (int k = 0; k < parameters.Matrices.Length; k++)
            {
                PencilMatrix matrix = parameters.Matrices[k];
                double deviation = Math.Sqrt(matrix.Variance / size);
                matrices[matrix.Name] = matrix.Symmetric
                    ? GaussianEntries.DrawSymmetric(stream((uint)k), Side(matrix.Rows, size), deviation, executor)
                    : GaussianEntries.Draw(stream((uint)k), Side(matrix.Rows, size), Side(matrix.Columns, size), deviation, executor);
            }

            using DenseMatrix<double> value = Evaluate(expression, matrices, lapack);
            return parameters.IsSymmetrized ? Eigenvalues(lapack, value) : WithZeros(SingularValues.Compute(lapack, value, SvdMethod.Bidiagonal).Values);
        }
        finally
        {
            foreach (DenseMatrix<double> matrix in matrices.Values)
            {
                matrix.Dispose();
            }
        }
    }

    private static void RequireMatrix(PencilMatrix matrix)
    {
        if (!MatrixExpressionParser.IsName(matrix.Name))
        {
            throw new FormatException($"\"{matrix.Name}\" is no name of a matrix; take a letter, then letters and digits.");
        }

        if (matrix.Symmetric && matrix.Rows != matrix.Columns)
        {
            throw new FormatException($"The symmetric matrix {matrix.Name} is {matrix.Rows:R} x {matrix.Columns:R}; a symmetric matrix is square.");
        }
    }

    private static ProgramVector Apply(MatrixExpression part, ProgramVector vector, Dictionary<string, ProgramMatrix> matrices) => part switch
    {
        MatrixExpression.Leaf { Transposed: true } leaf => matrices[leaf.Matrix.Name].ApplyTransposed(vector),
        MatrixExpression.Leaf leaf => matrices[leaf.Matrix.Name].Apply(vector),
        MatrixExpression.Product product => Apply(product.Left, Apply(product.Right, vector, matrices), matrices),
        MatrixExpression.Sum sum => Apply(sum.Left, vector, matrices) + (sum.Factor * Apply(sum.Right, vector, matrices)),
        MatrixExpression.Multiple multiple => multiple.Factor * Apply(multiple.Term, vector, matrices),
        _ => throw new NotSupportedException($"A {part.GetType().Name} cannot be applied."),
    };

    private static DenseMatrix<double> Evaluate(MatrixExpression part, Dictionary<string, DenseMatrix<double>> matrices, Lapack lapack)
    {
        switch (part)
        {
            case MatrixExpression.Leaf leaf:
                return leaf.Transposed ? matrices[leaf.Matrix.Name].Transpose() : matrices[leaf.Matrix.Name].Clone();
            case MatrixExpression.Product product:
                using (DenseMatrix<double> left = Evaluate(product.Left, matrices, lapack))
                using (DenseMatrix<double> right = Evaluate(product.Right, matrices, lapack))
                {
                    return Multiply.Product(lapack, left, right);
                }

            case MatrixExpression.Sum sum:
                DenseMatrix<double> total = Evaluate(sum.Left, matrices, lapack);
                using (DenseMatrix<double> other = Evaluate(sum.Right, matrices, lapack))
                {
                    SpanProducts.Add(sum.Factor, other.AsSpan(), total.AsSpan());
                }

                return total;
            case MatrixExpression.Multiple multiple:
                DenseMatrix<double> term = Evaluate(multiple.Term, matrices, lapack);
                SpanProducts.Scale(multiple.Factor, term.AsSpan());
                return term;
            default:
                throw new NotSupportedException($"A {part.GetType().Name} has no value.");
        }
    }

    private static double[] Eigenvalues(Lapack lapack, DenseMatrix<double> value)
    {
        using DenseMatrix<double> transposed = value.Transpose();
        SpanProducts.Add(1, transposed.AsSpan(), value.AsSpan());
        return WithZeros([.. SymmetricEigen.Values(lapack, value, overwrite: true).Values.Reverse()]);
    }

    /// <summary>Values that rounding alone keeps from zero.</summary>
    private static double[] WithZeros(double[] values)
    {
        double limit = 1e-11 * Math.Max(Math.Abs(values[0]), Math.Abs(values[^1]));
        return [.. values.Select(value => Math.Abs(value) <= limit ? 0 : value)];
    }
}
