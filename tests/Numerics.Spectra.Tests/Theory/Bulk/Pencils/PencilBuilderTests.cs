using Numerics.LinearAlgebra.Interop;
using Numerics.Spectra.Theory.Bulk.Dyson;
using Numerics.Spectra.Theory.Bulk.Pencils;

namespace Numerics.Spectra.Tests.Theory.Bulk.Pencils;

/// <summary>Pencils that do not fit together are refused with the names of what does not fit; programs find equal products again.</summary>
public sealed class PencilBuilderTests
{
    [Fact]
    public void A_matrix_between_blocks_of_other_sizes_is_refused_by_name()
    {
        var builder = new PencilBuilder();
        DimensionType n = builder.AddType("n", 1);
        DimensionType p = builder.AddType("p", 2);
        PencilBlock x = builder.AddCorner("x", n);
        PencilBlock y = builder.AddAuxiliary("y", p);
        GaussianTerm matrix = builder.AddGaussian("X", n, p, 1);
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => builder.Couple(matrix, y, x));
        Assert.Contains("X is n x p", refusal.Message, StringComparison.Ordinal);
        refusal = Assert.Throws<ArgumentException>(() => builder.AddConstant(x, y, 1));
        Assert.Contains("x has dimension n", refusal.Message, StringComparison.Ordinal);
        _ = Assert.Throws<ArgumentException>(() => builder.AddGaussian("X", n, n, 1));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => builder.AddType("q", -1));
    }

    [Fact]
    public void An_auxiliary_block_without_constant_is_refused()
    {
        var builder = new PencilBuilder();
        DimensionType n = builder.AddType("n", 1);
        PencilBlock x = builder.AddCorner("x", n);
        PencilBlock y = builder.AddAuxiliary("y", n);
        builder.Couple(builder.AddGaussian("X", n, n, 1), x, y);
        using var lapack = Lapack.Load();
        var solver = new DysonSolver(new MatrixDysonEquation(lapack, builder.Build()));
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => solver.Solve(5));
        Assert.Contains("auxiliary", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_products_are_one_node_and_symmetrization_needs_a_square()
    {
        var program = new MatrixProgram();
        DimensionType n = program.AddType("n", 1);
        DimensionType p = program.AddType("p", 2);
        ProgramMatrix a = program.AddGaussian("A", n, p, 1);
        ProgramVector x = program.Input(p);
        ProgramVector twice = a.Apply(x) + a.Apply(x);
        Assert.Equal(1, program.NodeCount);
        _ = a.Apply(2 * x);
        Assert.Equal(2, program.NodeCount);
        _ = Assert.Throws<ArgumentException>(() => program.Symmetrize(twice));
        _ = Assert.Throws<ArgumentException>(() => twice + x);
        _ = Assert.Throws<InvalidOperationException>(() => program.Input(p));
    }

    [Theory]
    [InlineData(1000.0)]
    [InlineData(0.01)]
    public void Edges_far_above_and_below_the_usual_size_are_found(double sigma)
    {
        var builder = new PencilBuilder();
        DimensionType n = builder.AddType("n", 1);
        PencilBlock x = builder.AddCorner("x", n);
        builder.Couple(builder.AddSymmetricGaussian("H", n, sigma * sigma), x, x);
        using var lapack = Lapack.Load();
        SpectralEdge edge = RealBranch.FromAbove(new MatrixDysonEquation(lapack, builder.Build())).Edge;
        // Residuals count relative to max(1, norm of G): for G of order 1/sigma the edge keeps nine digits instead of ten.
        Assert.Equal(2 * sigma, edge.Position, 1e-9 * sigma);
        Assert.Equal(Math.Pow(sigma, -1.5), edge.Amplitude, 1e-6 * Math.Pow(sigma, -1.5));
    }

    [Fact]
    public void A_spike_on_an_unknown_matrix_is_refused_by_name()
    {
        using var lapack = Lapack.Load();
        var spike = new FiniteRankPerturbation(new MatrixDysonEquation(lapack, StandardPencils.Rectangular(0.5)));
        Assert.Contains("no matrix B; it has A", Assert.Throws<ArgumentException>(() => spike.AddSpike("B", 1)).Message, StringComparison.Ordinal);
    }
}
