using Numerics.Spectra.Theory.Bulk.Pencils;

namespace Numerics.Spectra.Tests.Theory.Bulk.Pencils;

/// <summary>Pencils of classical ensembles, assembled by hand or by a program.</summary>
internal static class StandardPencils
{
    public static BlockPencil Semicircle()
    {
        var builder = new PencilBuilder();
        DimensionType n = builder.AddType("n", 1);
        PencilBlock x = builder.AddCorner("x", n);
        builder.Couple(builder.AddSymmetricGaussian("H", n, 1), x, x);
        return builder.Build();
    }

    /// <summary>X X^T with X n x p, n/p = c, entries of variance 1/p = c/n, plus b GOE: z - b H - X (1)^-1 X^T by one auxiliary block.</summary>
    public static BlockPencil MarchenkoPasturPlusWigner(double c, double b)
    {
        var builder = new PencilBuilder();
        DimensionType n = builder.AddType("n", 1);
        DimensionType p = builder.AddType("p", 1 / c);
        PencilBlock x = builder.AddCorner("x", n);
        PencilBlock y = builder.AddAuxiliary("y", p);
        builder.AddConstant(y, y, -1);
        builder.Couple(builder.AddGaussian("X", n, p, c), x, y);
        if (b != 0)
        {
            builder.Couple(builder.AddSymmetricGaussian("H", n, b * b), x, x);
        }

        return builder.Build();
    }

    public static BlockPencil Product(int factors)
    {
        var program = new MatrixProgram();
        DimensionType n = program.AddType("n", 1);
        ProgramVector x = program.Input(n);
        for (int k = 0; k < factors; k++)
        {
            x = program.AddGaussian($"X{k}", n, n, 1).Apply(x);
        }

        return program.Hermitize(x);
    }

    public static BlockPencil Anticommutator()
    {
        var program = new MatrixProgram();
        DimensionType n = program.AddType("n", 1);
        ProgramMatrix a = program.AddSymmetricGaussian("A", n, 1);
        ProgramMatrix b = program.AddSymmetricGaussian("B", n, 1);
        return program.Symmetrize(a.Apply(b.Apply(program.Input(n))));
    }

    public static BlockPencil Rectangular(double c)
    {
        var program = new MatrixProgram();
        DimensionType rows = program.AddType("rows", c);
        DimensionType columns = program.AddType("columns", 1);
        return program.Hermitize(program.AddGaussian("A", rows, columns, 1).Apply(program.Input(columns)));
    }

    public static BlockPencil Disk(double lambda)
    {
        var builder = new PencilBuilder();
        DimensionType n = builder.AddType("n", 1);
        PencilBlock p = builder.AddCorner("p", n);
        PencilBlock q = builder.AddCorner("q", n);
        builder.Couple(builder.AddGaussian("X", n, n, 1), p, q);
        builder.AddConstant(p, q, -lambda);
        return builder.Build();
    }
}
