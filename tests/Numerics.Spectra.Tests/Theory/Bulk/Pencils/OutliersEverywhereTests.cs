using Numerics.LinearAlgebra.Interop;
using Numerics.Spectra.Tests.Support;
using Numerics.Spectra.Theory.Bulk.Dyson;
using Numerics.Spectra.Theory.Bulk.ExtensiveOutputs;
using Numerics.Spectra.Theory.Bulk.Pencils;
using Numerics.Spectra.Theory.Bulk.Spikes;

namespace Numerics.Spectra.Tests.Theory.Bulk.Pencils;

/// <summary>Outliers above, below and between the bands, from perturbed couplings and from perturbed populations.</summary>
public sealed class OutliersEverywhereTests : IDisposable
{
    private readonly Lapack lapack = Lapack.Load();

    /// <inheritdoc/>
    public void Dispose() => lapack.Dispose();

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(0.2)]
    [InlineData(0.05)]
    public void Population_eigenvalue_above_and_below_the_bulk(double eigenvalue)
    {
        var closed = new SpikedCovariance(0.5, eigenvalue);
        Assert.Equal(closed.Outlier, Assert.Single(OfPopulation(0.5, eigenvalue)), 1e-8);
    }

    [Theory]
    [InlineData(0.5, 1.6)]
    [InlineData(0.5, 0.35)]
    [InlineData(2, 0.1)]
    public void Population_eigenvalue_near_the_others_makes_no_outlier(double ratio, double eigenvalue) => Assert.Empty(OfPopulation(ratio, eigenvalue));

    [Fact]
    public void Negative_spike_of_a_Wigner_matrix_leaves_below()
    {
        var equation = new MatrixDysonEquation(lapack, StandardPencils.Semicircle());
        var perturbation = new FiniteRankPerturbation(equation);
        perturbation.AddSpike("H", -1.6);
        perturbation.AddSpike("H", 2, 1, 1);
        // theta + 1/theta.
        IReadOnlyList<double> found = perturbation.All(new DysonSpectrum(equation, SpectrumKind.Eigenvalues));
        Assert.Equal(2, found.Count);
        Assert.Equal(2.5, found[0], 1e-9);
        Assert.Equal(-2.225, found[1], 1e-9);
    }

    [Fact]
    public void Outliers_in_the_gap_between_two_bands()
    {
        // Sigma with eigenvalues 1 and 4 as two corners z/t of a pencil Sigma^(1/2) X X^T Sigma^(1/2); here Sigma^(1/2) X by two rectangular blocks.
        var builder = new PencilBuilder();
        const double C = 0.05;
        DimensionType first = builder.AddType("first", 0.7);
        DimensionType second = builder.AddType("second", 0.3);
        DimensionType samples = builder.AddType("samples", 1 / C);
        PencilBlock a = builder.AddCorner("a", first);
        PencilBlock b = builder.AddCorner("b", second);
        PencilBlock y = builder.AddAuxiliary("y", samples);
        builder.AddConstant(y, y, -1);
        builder.Couple(builder.AddGaussian("A", first, samples, C), a, y);
        builder.Couple(builder.AddGaussian("B", second, samples, 4 * C), b, y);
        var equation = new MatrixDysonEquation(lapack, builder.Build());
        var perturbation = new FiniteRankPerturbation(equation);
        // Relative to the population 1 of its corner; 0.5 of the second corner is a population eigenvalue 2.
        perturbation.AddPopulationEigenvalue(a, 0.4);
        perturbation.AddPopulationEigenvalue(a, 2.2, 1);
        perturbation.AddPopulationEigenvalue(b, 0.5);
        perturbation.AddPopulationEigenvalue(b, 3, 1);
        var closed = new SilversteinEquation(C, [(1, 0.7), (4, 0.3)]);
        double[] expected = [.. new[] { 12, 2.2, 2, 0.4 }.Select(l => closed.SpikeOutlier(l) ?? double.NaN)];
        IReadOnlyList<double> found = perturbation.All(new DysonSpectrum(equation, SpectrumKind.Eigenvalues), 200);
        Assert.Equal(expected.Length, found.Count);
        foreach ((double value, double outlier) in expected.Zip(found))
        {
            Assert.Equal(value, outlier, 1e-7);
        }
    }

    [Fact]
    public void Small_ratio_opens_the_outlier_into_the_tabulated_band()
    {
        SmallTypeBand band = Band(1, 0.5);
        Assert.Equal(2.331372, band.Outlier, 5e-7);
        Assert.Equal(0.137187, band.Slope, 5e-7);
        Assert.Equal(0.0274865, band.Feedback, 5e-8);
        Assert.Equal(2.41700, band.Coefficient, 5e-6);
    }

    [Theory]
    [InlineData(1, 0.5, 0.001)]
    [InlineData(2, 0.3, 0.001, Traits = ["speed", "slow"])]
    public void Half_width_of_narrow_bands_tends_to_the_expansion(int steps, double rate, double ratio)
    {
        // The relative error is of first order in the ratio: two ratios, extrapolated.
        double coefficient = Band(steps, rate).Coefficient;
        double[] widths = [.. new[] { ratio, 0.5 * ratio }.Select(c => HalfWidth(steps, rate, c) / Math.Sqrt(c))];
        Assert.Equal(coefficient, (2 * widths[1]) - widths[0], 2e-4 * coefficient);
        Assert.NotEqual(coefficient, widths[0], 2e-5 * coefficient);
    }

    private SmallTypeBand Band(int steps, double rate)
    {
        BlockPencil pencil = TrainingPencil.Build(new(0.8, 0, rate) { TeacherScale = 4 }, steps);
        var equation = new MatrixDysonEquation(lapack, pencil);
        DimensionType small = pencil.Types.Single(type => type.Ratio == 0);
        var above = RealBranch.FromAbove(equation);
        return SmallTypeBand.About(equation, above, small, SmallTypeOutliers.Above(equation, above, small)[0]);
    }

    private double HalfWidth(int steps, double rate, double ratio)
    {
        var equation = new MatrixDysonEquation(lapack, TrainingPencil.Build(new(0.8, ratio, rate) { TeacherScale = 4 }, steps));
        (SpectralEdge lower, SpectralEdge upper) = new DysonSpectrum(equation, SpectrumKind.SingularValues).Bands(200)[^1];
        return 0.5 * (upper.Position - lower.Position);
    }

    private IReadOnlyList<double> OfPopulation(double ratio, double eigenvalue)
    {
        BlockPencil pencil = StandardPencils.MarchenkoPasturPlusWigner(ratio, 0);
        var equation = new MatrixDysonEquation(lapack, pencil);
        var perturbation = new FiniteRankPerturbation(equation);
        perturbation.AddPopulationEigenvalue(pencil.Blocks.Single(block => block.Name == "x"), eigenvalue);
        return perturbation.All(new DysonSpectrum(equation, SpectrumKind.Eigenvalues));
    }
}
