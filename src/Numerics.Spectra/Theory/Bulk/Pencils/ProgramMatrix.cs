namespace Numerics.Spectra.Theory.Bulk.Pencils;

/// <summary>A Gaussian matrix of a <see cref="MatrixProgram"/>; applying it to a vector makes a node.</summary>
public sealed class ProgramMatrix
{
    private readonly MatrixProgram program;

    internal ProgramMatrix(MatrixProgram program, GaussianTerm term)
    {
        this.program = program;
        Term = term;
    }

    /// <summary>Name.</summary>
    public string Name => Term.Name;

    internal GaussianTerm Term { get; }

    /// <summary>The product of the matrix with <paramref name="vector"/>.</summary>
    /// <exception cref="ArgumentException">The sizes do not fit; the message names the product.</exception>
    public ProgramVector Apply(ProgramVector vector) => program.Apply(this, transposed: false, vector);

    /// <summary>The product of the transposed matrix with <paramref name="vector"/>.</summary>
    /// <exception cref="ArgumentException">The sizes do not fit; the message names the product.</exception>
    public ProgramVector ApplyTransposed(ProgramVector vector) => program.Apply(this, transposed: true, vector);
}
