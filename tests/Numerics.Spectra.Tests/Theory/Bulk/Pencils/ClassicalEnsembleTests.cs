using System.Numerics;
using Numerics.LinearAlgebra.Interop;
using Numerics.Spectra.Theory.Bulk.Dyson;
using Numerics.Spectra.Theory.Bulk.Laws;
using Numerics.Spectra.Theory.Bulk.Pencils;
using Numerics.Spectra.Theory.Bulk.Spikes;

namespace Numerics.Spectra.Tests.Theory.Bulk.Pencils;

/// <summary>The engine against closed forms: edges, densities, masses, outliers of classical ensembles.</summary>
public sealed class ClassicalEnsembleTests : IDisposable
{
    private readonly Lapack lapack = Lapack.Load();

    public void Dispose() => lapack.Dispose();

    private DysonSpectrum Eigenvalues(BlockPencil pencil) => new(new MatrixDysonEquation(lapack, pencil), SpectrumKind.Eigenvalues);

    private DysonSpectrum SingularValues(BlockPencil pencil) => new(new MatrixDysonEquation(lapack, pencil), SpectrumKind.SingularValues);

    [Fact]
    public void Semicircle_edges_amplitude_density_and_atom()
    {
        DysonSpectrum spectrum = Eigenvalues(StandardPencils.Semicircle());
        Assert.Equal(2, spectrum.UpperEdge.Position, 1e-10);
        Assert.Equal(1, spectrum.UpperEdge.Amplitude, 1e-7); // rho = sqrt(4 - x^2)/(2 pi) -> sqrt(2 - x)/pi
        AssertLaw(new SemicircleLaw(1), spectrum.Law(), 1e-6);
    }

    [Fact]
    public void Marchenko_Pastur_edges_and_density()
    {
        DysonSpectrum spectrum = Eigenvalues(StandardPencils.MarchenkoPasturPlusWigner(0.5, 0));
        AssertLaw(new MarchenkoPasturLaw(0.5), spectrum.Law(), 1e-6);
        spectrum = Eigenvalues(StandardPencils.MarchenkoPasturPlusWigner(2, 0));
        AssertLaw(new MarchenkoPasturLaw(2), spectrum.Law(), 1e-6);
    }

    [Fact]
    public void Marchenko_Pastur_plus_Wigner_has_the_edges_of_the_R_transform()
    {
        const double C = 0.5;
        const double B = 0.7;
        DysonSpectrum spectrum = Eigenvalues(StandardPencils.MarchenkoPasturPlusWigner(C, B));
        (SpectralEdge lower, SpectralEdge upper) = Assert.Single(spectrum.Bands());
        // x(g) = 1/g + 1/(1 - c g) + b^2 g: free sum of the two R-transforms; its critical points are the edges.
        static double Critical(double low, double high)
        {
            static double Slope(double g) => (-1 / (g * g)) + (C / Math.Pow(1 - (C * g), 2)) + (B * B);
            for (int i = 0; i < 200; i++)
            {
                double middle = 0.5 * (low + high);
                (low, high) = Math.Sign(Slope(middle)) == Math.Sign(Slope(low)) ? (middle, high) : (low, middle);
            }

            return (1 / low) + (1 / (1 - (C * low))) + (B * B * low);
        }

        Assert.Equal(Critical(0.1, 1.5), upper.Position, 1e-9);
        Assert.Equal(Critical(-5, -0.1), lower.Position, 1e-9);
        Assert.Equal(3.300829, upper.Position, 5e-7);
        Assert.Equal(-0.796293, lower.Position, 5e-7);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Products_of_Ginibre_follow_Fuss_Catalan(int factors)
    {
        DysonSpectrum spectrum = SingularValues(StandardPencils.Product(factors));
        var exact = new FussCatalanLaw(factors);
        Assert.Equal(exact.LargestSingularValue, spectrum.UpperEdge.Position, 1e-9);
        TabulatedSpectralLaw law = spectrum.Law(hardEdgePower: (factors - 1.0) / (factors + 1));
        Assert.Equal(0, law.AtomAtZero, 1e-6);
        Assert.Equal(1, law.TotalMass, 1e-5);
        Assert.Equal(exact.Moment(1), law.Moment(2), 1e-5);
        Assert.Equal(exact.Moment(2), law.Moment(4), 1e-5 * exact.Moment(2));
        foreach (double s in new[] { 0.1, 0.7, 1.4, 1.9 })
        {
            Assert.Equal(2 * s * exact.Density(s * s), law.Density(s), 1e-5);
            Assert.Equal(exact.CumulativeDistribution(s * s), law.CumulativeDistribution(s), 1e-5);
        }
    }

    [Fact]
    public void Anticommutator_has_its_closed_edge_and_a_symmetric_law()
    {
        DysonSpectrum spectrum = Eigenvalues(StandardPencils.Anticommutator());
        double edge = Math.Sqrt((11 + (5 * Math.Sqrt(5))) / 2);
        Assert.Equal(edge, spectrum.UpperEdge.Position, 1e-9);
        Assert.Equal(-edge, RealBranch.FromBelow(spectrum.Equation).Edge.Position, 1e-9);
        // Second moment: tr (AB + BA)^2 = 2 for free semicirculars.
        TabulatedSpectralLaw law = spectrum.Law(400);
        Assert.Equal(1, law.TotalMass, 1e-4);
        Assert.Equal(2, law.Moment(2), 1e-4);
    }

    [Theory]
    [InlineData(0.5, 0.866025403784)]
    [InlineData(0.9, 0.435889894354)]
    [InlineData(0.99, 0.141067359797)]
    public void Disk_shows_in_the_imaginary_part_at_the_origin(double lambda, double expected)
    {
        DysonSolution solution = Eigenvalues(StandardPencils.Disk(lambda)).Resolvent(new Complex(0, 1e-9));
        Assert.True(solution.Converged);
        Assert.Equal(expected, -solution.Trace.Imaginary, 1e-7);
    }

    [Theory]
    [InlineData(1.01)]
    [InlineData(1.1)]
    public void Outside_the_disk_the_off_diagonal_resolvent_is_one_over_lambda(double lambda)
    {
        BlockPencil pencil = StandardPencils.Disk(lambda);
        var equation = new MatrixDysonEquation(lapack, pencil);
        DysonSolution solution = new DysonSolver(equation).Solve(new Complex(0, 1e-9));
        Assert.Equal(0, solution.Trace.Imaginary, 1e-6);
        Assert.Equal(1 / lambda, Math.Abs(equation.Entry(solution.G, pencil.Blocks[0], pencil.Blocks[1]).Real), 1e-6);
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(1.5)]
    [InlineData(0.5)]
    public void Additive_rectangular_spikes_are_those_of_the_closed_form(double theta)
    {
        var equation = new MatrixDysonEquation(lapack, StandardPencils.Rectangular(0.5));
        var above = RealBranch.FromAbove(equation);
        var spike = new FiniteRankPerturbation(equation);
        spike.AddSpike("A", theta);
        var closed = new RectangularSpike(0.5, theta);
        double[] expected = closed.Escapes ? [closed.Outlier] : [];
        IReadOnlyList<double> found = spike.Above(above);
        Assert.Equal(expected.Length, found.Count);
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
    }

    [Fact]
    public void Two_equal_spikes_give_two_outliers_and_a_symmetric_spike_the_deformed_Wigner_value()
    {
        var equation = new MatrixDysonEquation(lapack, StandardPencils.Rectangular(0.5));
        var above = RealBranch.FromAbove(equation);
        var spikes = new FiniteRankPerturbation(equation);
        spikes.AddSpike("A", 1.5);
        spikes.AddSpike("A", 1.5, 1, 1);
        Assert.Equal([1.993043, 1.993043], spikes.Above(above).Select(x => Math.Round(x, 6)));

        var wigner = new MatrixDysonEquation(lapack, StandardPencils.Semicircle());
        var deformed = new FiniteRankPerturbation(wigner);
        deformed.AddSpike("H", 1.6);
        Assert.Equal(new SpikedWigner(1, 1.6).Outlier, Assert.Single(deformed.Above(RealBranch.FromAbove(wigner))), 1e-9);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Covariance_spike_solves_its_equation_with_the_resolvent_of_the_engine(double eigenvalue)
    {
        // 1 + z (1/l - 1) g(z) = 0 at the outlier of Baik, Ben Arous and Peche.
        var closed = new SpikedCovariance(0.5, eigenvalue);
        DysonSolution solution = Eigenvalues(StandardPencils.MarchenkoPasturPlusWigner(0.5, 0)).Resolvent(closed.Outlier);
        Assert.Equal(0, 1 + (closed.Outlier * ((1 / eigenvalue) - 1) * solution.Trace.Real), 1e-9);
        Assert.Equal(eigenvalue == 2 ? 3 : 3.75, closed.Outlier, 1e-12);
    }

    [Fact]
    public void Real_points_inside_the_support_are_refused_and_outside_answered()
    {
        DysonSpectrum spectrum = Eigenvalues(StandardPencils.Semicircle());
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => spectrum.Resolvent(1.0));
        Assert.Contains("inside the support", refusal.Message, StringComparison.Ordinal);
        _ = Assert.Throws<ArgumentException>(() => spectrum.Resolvent(new Complex(1, -0.1)));
        Assert.Equal((2.5 - Math.Sqrt(2.25)) / 2, spectrum.Resolvent(2.5).Trace.Real, 1e-11);
        Assert.Equal(0, spectrum.Resolvent(2.5).Trace.Imaginary);
    }

    private static void AssertLaw(ISpectralLaw exact, TabulatedSpectralLaw law, double tolerance)
    {
        Assert.Equal(exact.Support[^1].Upper, law.UpperEdge, 1e-9);
        Assert.Equal(exact.Support[0].Lower, law.LowerEdge, 1e-9);
        Assert.Equal(exact.AtomAtZero, law.AtomAtZero, tolerance);
        Assert.Equal(1, law.TotalMass, tolerance);
        for (int i = 1; i < 20; i++)
        {
            double x = law.LowerEdge + ((law.UpperEdge - law.LowerEdge) * i / 20);
            Assert.Equal(exact.Density(x), law.Density(x), tolerance);
            Assert.Equal(exact.CumulativeDistribution(x), law.CumulativeDistribution(x), tolerance);
        }
    }
}
