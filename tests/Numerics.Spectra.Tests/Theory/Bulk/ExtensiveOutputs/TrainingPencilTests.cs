using System.Globalization;
using System.Numerics;
using Numerics.LinearAlgebra.Interop;
using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.Bulk.Dyson;
using Numerics.Spectra.Theory.Bulk.ExtensiveOutputs;
using Numerics.Spectra.Theory.Bulk.Laws;
using Numerics.Spectra.Theory.Bulk.Pencils;

namespace Numerics.Spectra.Tests.Theory.Bulk.ExtensiveOutputs;

/// <summary>The exact pencils against an independent implementation's tables: edges, amplitudes, resolvents, spikes, bands of few outputs.</summary>
public sealed class TrainingPencilTests : IDisposable
{
    private static readonly TwoLayerLinearModel A = new(0.8, 0.5, 0.3) { TeacherScale = 2 };
    private static readonly TwoLayerLinearModel FiniteData = new(0.8, 0.5, 0.15) { TeacherScale = 2, SampleRatio = 1.5, LabelNoise = 0.5 };
    private static readonly TwoLayerLinearModel Spiked = new(0.8, 0.5, 0.2);
    private readonly Lapack lapack = Lapack.Load();

    public TrainingPencilTests() => lapack.SetThreadsForCurrentThread(1);

    public void Dispose() => lapack.Dispose();

    private static TwoLayerLinearModel Set(string name) => name switch
    {
        "A" => A,
        "B" => new(1, 1, 0.2) { TeacherScale = 2 },
        "C" => A with { LearningRate = 0.1, OutputScale = 4 },
        "D" => A with { OutputScale = 0.25 },
        "F" => new(0.5, 2, 0.1) { TeacherScale = 3 },
        "finite data" => FiniteData,
        _ => throw new ArgumentException(name, nameof(name)),
    };

    private DysonSpectrum Spectrum(TwoLayerLinearModel model, int steps, bool trainReadout = true) =>
        new(new MatrixDysonEquation(lapack, TrainingPencil.Build(model, steps, trainReadout)), SpectrumKind.SingularValues);

    /// <summary>Half a unit of the last digit printed, plus rounding.</summary>
    private static void AssertDigits(string printed, double value)
    {
        int digits = printed.Length - printed.IndexOf('.', StringComparison.Ordinal) - 1;
        Assert.Equal(double.Parse(printed, CultureInfo.InvariantCulture), value, 0.51 * Math.Pow(10, -digits));
    }

    [Theory]
    [InlineData("A", 1, "1.88975", ".10507", "1.2070")]
    [InlineData("A", 2, "2.05590", ".12165", "1.0253")]
    [InlineData("A", 3, "2.01541", ".13396", "1.7919", Traits = ["speed", "slow"])]
    [InlineData("B", 1, "1.85203", null, "1.0648")]
    [InlineData("B", 2, "1.97953", null, "1.489")]
    [InlineData("B", 3, "2.07855", null, "1.792", Traits = ["speed", "slow"])]
    [InlineData("C", 1, "2.29252", ".11616", ".62334")]
    [InlineData("C", 2, "3.88689", ".13552", ".20460", Traits = ["speed", "slow"])]
    [InlineData("C", 3, "4.25088", ".14739", ".3637", Traits = ["speed", "slow"])]
    [InlineData("D", 1, "1.73879", ".08301", "1.2249")]
    [InlineData("D", 2, "1.71486", ".07906", "1.398", Traits = ["speed", "slow"])]
    [InlineData("D", 3, "1.71471", ".07967", "1.418", Traits = ["speed", "slow"])]
    [InlineData("F", 1, "1.72547", ".29560", "1.7816")]
    [InlineData("F", 2, "2.37870", ".40584", "1.1176")]
    [InlineData("F", 3, "2.87651", ".54575", "1.351", Traits = ["speed", "slow"])]
    [InlineData("finite data", 1, "1.864040", ".103414", "1.22850")]
    [InlineData("finite data", 2, "1.931021", ".109594", "1.361", Traits = ["speed", "slow"])]
    public void Edges_and_amplitudes_of_both_layers_trained(string set, int steps, string upper, string? lower, string amplitude)
    {
        DysonSpectrum spectrum = Spectrum(Set(set), steps);
        (SpectralEdge low, SpectralEdge high) = Assert.Single(spectrum.Bands(24));
        AssertDigits(upper, high.Position);
        // Printed amplitudes were extrapolated and hold four digits; one unit of the last digit more is allowed.
        Assert.Equal(double.Parse(amplitude, CultureInfo.InvariantCulture), high.Amplitude, 1.6 * Math.Pow(10, amplitude.IndexOf('.', StringComparison.Ordinal) + 1 - amplitude.Length));
        if (lower is null)
        {
            Assert.Equal(0, low.Position);
        }
        else
        {
            AssertDigits(lower, low.Position);
        }
    }

    [Theory]
    [InlineData("A", 1, 0.46899202, -0.92926655, 0.57321342, -0.76321522)]
    [InlineData("A", 2, 0.30848063, -0.86977170, 0.44480431, -0.71561934)]
    [InlineData("A", 3, 0.21302233, -0.83322231, 0.36843767, -0.68637983)]
    [InlineData("A", 4, 0.15415320, -0.82490440, 0.32134236, -0.67972550)]
    [InlineData("B", 1, 0.56427992, -0.84911005, 0.56427992, -0.84911005)]
    [InlineData("B", 2, 0.40700692, -0.80806799, 0.40700692, -0.80806799)]
    [InlineData("B", 3, 0.28715990, -0.75766216, 0.28715990, -0.75766216)]
    [InlineData("C", 1, 0.36989462, -0.84479209, 0.49393550, -0.69563565)]
    [InlineData("C", 2, 0.28694100, -0.66278036, 0.42757260, -0.55002627)]
    [InlineData("C", 3, 0.26853758, -0.55789910, 0.41284987, -0.46612126)]
    [InlineData("finite data", 1, 0.48643574, -0.93550588, 0.58716839, -0.76820669)]
    [InlineData("finite data", 2, 0.41878054, -0.90836082, 0.53304423, -0.74649064)]
    public void Resolvents_of_both_corners(string set, int steps, double real, double imaginary, double otherReal, double otherImaginary) =>
        AssertResolvents(Set(set), steps, new Complex(1, 0.1), new Complex(real, imaginary), new Complex(otherReal, otherImaginary));

    [Fact]
    [Trait("speed", "slow")]
    public void Five_steps_reach_the_tabulated_resolvents()
    {
        AssertResolvents(A, 5, new Complex(1, 0.1), new Complex(0.11901538, -0.82791171), new Complex(0.29323210, -0.68213135));
        AssertResolvents(A, 5, new Complex(1, 1), new Complex(0.16076549, -0.51149672), new Complex(0.22861239, -0.50919737));
    }

    private void AssertResolvents(TwoLayerLinearModel model, int steps, Complex z, Complex expected, Complex expectedOther)
    {
        BlockPencil pencil = TrainingPencil.Build(model, steps);
        var equation = new MatrixDysonEquation(lapack, pencil);
        DysonSolution solution = new DysonSolver(equation).Solve(z);
        Assert.True(solution.Converged);
        Assert.True(Complex.Abs(solution.Trace - expected) < 1e-8, $"g_D = {solution.Trace}");
        PencilBlock output = pencil.Blocks.Single(block => block.Name == "output");
        Complex other = equation.Entry(solution.G, output, output);
        Assert.True(Complex.Abs(other - expectedOther) < 1e-8, $"g_N = {other}");
        // Both corners see the same non-zero singular values.
        Assert.True(Complex.Abs(other - (model.InputRatio * solution.Trace) - ((1 - model.InputRatio) / z)) < 1e-10);
    }

    [Fact]
    [Trait("speed", "slow")]
    public void Four_steps_reach_the_tabulated_edge_in_time()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        double before = process.TotalProcessorTime.TotalSeconds;
        SpectralEdge edge = Spectrum(A, 4).UpperEdge;
        process.Refresh();
        double seconds = process.TotalProcessorTime.TotalSeconds - before;
        AssertDigits("2.08529", edge.Position);
        AssertDigits(".8145", edge.Amplitude);
        // Processor time of the whole process, other tests included where they run beside this one.
        TestContext.Current.TestOutputHelper?.WriteLine($"{seconds:F2} s of processor time");
    }

    [Fact]
    [Trait("speed", "slow")]
    public void Density_of_three_steps_has_mass_one_and_the_second_moment_of_the_resolvent()
    {
        TabulatedSpectralLaw law = Spectrum(A, 3).Law(200, 24);
        Assert.Equal(0, law.AtomAtZero);
        Assert.Equal(1, law.TotalMass, 1e-7);
        Assert.Equal(0.5, law.CumulativeDistribution(Median(law)), 1e-9);
        // g(z) = 1/z + m2/z^3 + O(z^-5): another route to the second moment.
        Complex z = new(0, 400);
        Complex g = Spectrum(A, 3).Resolvent(z).Trace;
        double m2 = ((g - (1 / z)) * z * z * z).Real;
        Assert.Equal(m2, law.Moment(2), 1e-4);
    }

    private static double Median(ISpectralLaw law)
    {
        (double low, double high) = (law.LowerEdge, law.UpperEdge);
        for (int i = 0; i < 60; i++)
        {
            double middle = 0.5 * (low + high);
            (low, high) = law.CumulativeDistribution(middle) < 0.5 ? (middle, high) : (low, middle);
        }

        return low;
    }

    [Theory]
    [InlineData(1, 6, "1.781885", "1.816584")]
    [InlineData(1, 8, "1.781885", "2.039168")]
    [InlineData(2, 6, "1.790073", "2.642775")]
    public void Spiked_teacher_makes_the_tabulated_outlier(int steps, double strength, string edge, string outlier)
    {
        var equation = new MatrixDysonEquation(lapack, TrainingPencil.Build(Spiked, steps));
        var above = RealBranch.FromAbove(equation);
        AssertDigits(edge, above.Edge.Position);
        var perturbation = new FiniteRankPerturbation(equation);
        perturbation.AddSpike(TrainingPencil.Teacher, strength);
        AssertDigits(outlier, perturbation.Above(above)[0]);
    }

    [Theory]
    [InlineData(1, 0.5, "2.331372")]
    [InlineData(2, 0.3, "2.380737")]
    [InlineData(2, 0.25, "2.193905")]
    public void Finitely_many_outputs_make_outliers(int steps, double rate, string root)
    {
        BlockPencil pencil = TrainingPencil.Build(new(0.8, 0, rate) { TeacherScale = 4 }, steps);
        var equation = new MatrixDysonEquation(lapack, pencil);
        var above = RealBranch.FromAbove(equation);
        Assert.Equal(1 + Math.Sqrt(0.8), above.Edge.Position, 1e-9); // the bulk does not move
        AssertDigits(root, SmallTypeOutliers.Above(equation, above, pencil.Types.Single(type => type.Name == "C"))[0]);
    }

    [Theory]
    [InlineData(0.001, "2.255994", "2.408819")]
    [InlineData(0.002, "2.225407", "2.441480", Traits = ["speed", "slow"])]
    [InlineData(0.005, "2.165876", "2.507252", Traits = ["speed", "slow"])]
    [InlineData(0.01, "2.100731", "2.582872", Traits = ["speed", "slow"])]
    [InlineData(0.02, "2.012440", "2.692411")]
    public void A_small_fraction_of_outputs_makes_a_band_that_holds_them_all(double outputs, string lower, string upper)
    {
        DysonSpectrum spectrum = Spectrum(new(0.8, outputs, 0.5) { TeacherScale = 4 }, 1);
        IReadOnlyList<(SpectralEdge Lower, SpectralEdge Upper)> bands = spectrum.Bands(100);
        Assert.Equal(2, bands.Count);
        AssertDigits(lower, bands[1].Lower.Position);
        AssertDigits(upper, bands[1].Upper.Position);
        Assert.Equal(outputs / 0.8, spectrum.Band(bands[1].Lower, bands[1].Upper, 60).Mass, 1e-8);
    }

    [Theory]
    [InlineData(0.05, "2.918246")]
    [InlineData(0.1, "3.185388")]
    [InlineData(0.5, "4.443320")]
    public void More_outputs_merge_with_the_bulk(double outputs, string upper) =>
        AssertDigits(upper, Spectrum(new(0.8, outputs, 0.5) { TeacherScale = 4 }, 1).UpperEdge.Position);

    [Theory]
    [InlineData(0.3, 0.002, "2.280870", "2.481781", Traits = ["speed", "slow"])]
    [InlineData(0.3, 0.01, "2.159428", "2.608117", Traits = ["speed", "slow"])]
    [InlineData(0.25, 0.002, "2.112561", "2.276807", Traits = ["speed", "slow"])]
    [InlineData(0.25, 0.01, "2.014930", "2.380895")]
    public void Bands_after_two_steps(double rate, double outputs, string lower, string upper)
    {
        (SpectralEdge low, SpectralEdge high) = Spectrum(new(0.8, outputs, rate) { TeacherScale = 4 }, 2).Bands(100)[^1];
        AssertDigits(lower, low.Position);
        AssertDigits(upper, high.Position);
    }

    [Fact]
    public void Pencils_have_the_stated_orders()
    {
        Assert.Equal([10, 26, 74, 218], Enumerable.Range(1, 4).Select(t => TrainingPencil.Build(A, t).Blocks.Count));
        Assert.Equal([42, 234, 1858, 16002], Enumerable.Range(1, 4).Select(t => Unknowns(TrainingPencil.Build(A, t))));
        Assert.Equal([10, 14, 18], Enumerable.Range(1, 3).Select(t => TrainingPencil.Build(A, t, trainReadout: false).Blocks.Count));

        // Entries of the blocks of the normalised resolvent that the equation solves for.
        static int Unknowns(BlockPencil pencil) => pencil.Types.Where(type => type.Ratio > 0).Sum(type => pencil.BlocksOf(type).Count() * pencil.BlocksOf(type).Count());
    }

    [Fact]
    public void Too_many_steps_are_refused_with_cost_and_alternatives()
    {
        ArgumentOutOfRangeException refusal = Assert.Throws<ArgumentOutOfRangeException>(() => TrainingPencil.Build(A, 6));
        Assert.Contains("1946", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("freeze the readout", refusal.Message, StringComparison.Ordinal);
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => TrainingPencil.Build(FiniteData, 5));
    }

    [Fact]
    public void A_product_whose_sizes_do_not_match_is_named()
    {
        var program = new MatrixProgram();
        DimensionType n = program.AddType("N", 1);
        DimensionType d = program.AddType("D", 0.8);
        ProgramMatrix w = program.AddGaussian("W", n, d, 1);
        ProgramVector x = program.Input(d);
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => w.Apply(w.Apply(x)));
        Assert.Contains("product of W (N x D)", refusal.Message, StringComparison.Ordinal);
        refusal = Assert.Throws<ArgumentException>(() => w.ApplyTransposed(x));
        Assert.Contains("product of W^T (D x N)", refusal.Message, StringComparison.Ordinal);
    }
}
