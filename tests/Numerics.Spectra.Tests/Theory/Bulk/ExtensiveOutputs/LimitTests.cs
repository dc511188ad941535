using System.Globalization;
using System.Numerics;
using Numerics.LinearAlgebra.Interop;
using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.Bulk.Dyson;
using Numerics.Spectra.Theory.Bulk.ExtensiveOutputs;
using Numerics.Spectra.Theory.Bulk.Laws;
using Numerics.Spectra.Theory.Bulk.Pencils;

namespace Numerics.Spectra.Tests.Theory.Bulk.ExtensiveOutputs;

/// <summary>Large width at fixed inputs and outputs, and the flow from small initialisation.</summary>
public sealed class LimitTests
{
    private static readonly TwoLayerLinearModel Flow = new(0.8, 0.5, 0.1) { TeacherScale = 2, HiddenScale = 0.3, ReadoutScale = 0.3 };

    [Theory]
    [InlineData(1, 1.230033)]
    [InlineData(2, 1.738835)]
    public void Width_limit_edges(int steps, double edge) =>
        Assert.Equal(edge, LargeWidthLimit.UpperEdge(new(1, 0.625, 0.2) { TeacherScale = 2 }, steps), 5e-7);

    [Theory]
    [InlineData(1, 4, "2.3052", "2.6601")]
    [InlineData(1, 1, "1.9027", "1.9027")]
    [InlineData(1, 0.25, "1.5386", "1.4791")]
    [InlineData(1, 0.0625, "1.3401", "1.2454")]
    [InlineData(1, 0.015625, "1.2619", "1.1239")]
    [InlineData(1, 0.00390625, "1.2384", "1.0622")]
    [InlineData(2, 4, "2.1175", "3.2533")]
    [InlineData(2, 1, "1.9722", "1.9722")]
    [InlineData(2, 0.25, "1.8017", "1.5031")]
    [InlineData(2, 0.0625, "1.7562", "1.2517")]
    [InlineData(2, 0.015625, "1.7434", "1.1255")]
    [InlineData(2, 0.00390625, "1.7400", "1.0626")]
    public void Edges_at_fixed_inputs_and_outputs(int steps, double inputRatio, string meanField, string tangent)
    {
        using var lapack = Lapack.Load();
        TwoLayerLinearModel model = new(inputRatio, 0.625 * inputRatio, 0.2) { TeacherScale = 2 };
        AssertDigits(meanField, Edge(lapack, model, steps));
        AssertDigits(tangent, Edge(lapack, model with { OutputScale = Math.Sqrt(inputRatio) }, steps));
    }

    [Fact]
    public void Approach_to_the_width_limit_is_first_order_in_inputs_over_width()
    {
        using var lapack = Lapack.Load();
        double limit = LargeWidthLimit.UpperEdge(new(1, 0.625, 0.2) { TeacherScale = 2 }, 2);
        double[] gaps = [.. new[] { 1e-3, 2.5e-4 }.Select(alpha => Edge(lapack, new(alpha, 0.625 * alpha, 0.2) { TeacherScale = 2 }, 2) - limit)];
        Assert.InRange(gaps[0] / gaps[1], 3.9, 4.1);
    }

    [Fact]
    public void Two_by_two_recursion_is_gradient_descent_on_a_pair_of_numbers()
    {
        // Independent route: with orthogonal initial columns one mode is two vectors of length N; here N = 2, w = e_1, v = e_2.
        double[] w = [1, 0];
        double[] v = [0, 1];
        const double S = 3.1;
        const double Eta = 0.17;
        const double Gamma = 1.4;
        IReadOnlyList<double> values = LargeWidthLimit.SingularValues(S, Eta, Gamma, 4);
        for (int t = 1; t <= 4; t++)
        {
            double residual = Eta * Gamma * (S - (((v[0] * w[0]) + (v[1] * w[1])) / Gamma));
            (w, v) = ([w[0] + (residual * v[0]), w[1] + (residual * v[1])], [v[0] + (residual * w[0]), v[1] + (residual * w[1])]);
            Assert.Equal(Math.Sqrt((w[0] * w[0]) + (w[1] * w[1])), values[t], 1e-12);
        }
    }

    [Fact]
    public void Small_initialisation_reaches_the_tabulated_resolvent()
    {
        var equation = new SmallInitializationEquation(Flow, 1, 400);
        DysonSolution solution = new DysonSolver(equation).Solve(new Complex(1, 0.1));
        Assert.True(Complex.Abs(solution.Trace - new Complex(0.65089792, -0.59119543)) < 1e-8, $"{solution.Trace}");
        Assert.True(Complex.Abs(solution.G[0] - new Complex(0.77343492, -0.19874898)) < 1e-8, $"{solution.G[0]}");
    }

    [Theory]
    [InlineData(0.5, 1.1434)]
    [InlineData(1, 1.829)]
    public void Small_initialisation_top(double time, double sampled)
    {
        // Sampled: the closed formula for Q(t) at N = 200, 400, 800 (24, 8, 3 replicas), extrapolated with N^(-2/3); standard error about 0.005.
        var equation = new SmallInitializationEquation(Flow, time);
        double edge = new DysonSpectrum(equation, SpectrumKind.Eigenvalues).UpperEdge.Position;
        Assert.Equal(sampled, Math.Sqrt(edge), 0.01);
        // Another route to the same edge: continuation from the upper half-plane refuses points inside and answers outside.
        var solver = new DysonSolver(equation);
        Assert.True(solver.Solve(edge * 1.001).Converged);
        _ = Assert.Throws<ArgumentException>(() => solver.Solve(edge * 0.999));
    }

    [Fact]
    public void At_time_zero_the_flow_has_the_law_of_the_initial_matrix()
    {
        // w is N x D of variance 0.09/N: the top of w^T w is 0.09 (1 + sqrt(D/N))^2.
        var start = new DysonSpectrum(new SmallInitializationEquation(Flow, 0), SpectrumKind.Eigenvalues);
        Assert.Equal(0.09 * Math.Pow(1 + Math.Sqrt(0.8), 2), start.UpperEdge.Position, 1e-9);
    }

    [Fact]
    public void Late_flow_from_tiny_initial_values_has_the_root_of_the_teacher_for_its_spectrum()
    {
        // w^T w -> (Theta^T Theta)^(1/2): g_D(z) -> integral of the teacher's singular value law over 1/(z - s), zeros included.
        TwoLayerLinearModel tiny = Flow with { HiddenScale = 1e-4, ReadoutScale = 1e-4 };
        Complex z = new(1.5, 0.3);
        var teacher = new MarchenkoPasturSingularValueLaw(2, 0.5 / 0.8);
        var rule = new BandQuadrature(teacher.Support[0], 1000);
        Complex expected = new(
            rule.Integrate(s => teacher.Density(s) * (1 / (z - s)).Real), rule.Integrate(s => teacher.Density(s) * (1 / (z - s)).Imaginary));
        expected += teacher.AtomAtZero / z;
        DysonSolution late = new DysonSolver(new SmallInitializationEquation(tiny, 40)).Solve(z);
        Assert.True(late.Converged);
        Assert.True(Complex.Abs(expected - late.Trace) < 1e-5, $"{expected} {late.Trace}");
        Assert.Equal(1.8924, SmallInitializationEquation.FinalEdge(Flow), 5e-5);
    }

    [Theory]
    [InlineData(0.311, 0.557, 0.5545, Traits = ["speed", "slow"])]
    [InlineData(0.640, 0.467, 0.4660, Traits = ["speed", "slow"])]
    [InlineData(0.969, 0.392, 0.3916)]
    [InlineData(1.298, 0.292, 0.2922, Traits = ["speed", "slow"])]
    [InlineData(1.627, 0.119, 0.1201)]
    public void Fractions_of_singular_values_above_a_level_are_those_of_table_and_sample(double level, double tabulated, double sampled)
    {
        // Initial scale 0.1 at time log 10: the upper half of the teacher is learned, the rest is a narrow band of the initial scale.
        var equation = new SmallInitializationEquation(Flow with { HiddenScale = 0.1, ReadoutScale = 0.1 }, 2.3026);
        double fraction = new DysonSpectrum(equation, SpectrumKind.Eigenvalues).FractionAbove(level * level, 1e-5);
        // Sampled: the closed formula for Q(t), four replicas of N = 800 and two of 1600; standard errors 0.0003 to 0.0007 and steps of 1/D = 0.0008. The table was
        // integrated from a smeared density, which moves 0.003 of the narrow band across the lowest level.
        Assert.Equal(sampled, fraction, 1.6e-3);
        Assert.Equal(tabulated, fraction, 3e-3);
    }

    [Fact]
    public void Fractions_of_a_closed_law_come_without_its_bands()
    {
        using var lapack = Lapack.Load();
        var start = new DysonSpectrum(new SmallInitializationEquation(Flow, 0), SpectrumKind.Eigenvalues);
        var values = new DysonSpectrum(new MatrixDysonEquation(lapack, TrainingPencil.Build(Flow, 0)), SpectrumKind.SingularValues);
        var exact = new MarchenkoPasturSingularValueLaw(0.3 * Math.Sqrt(0.8), 1 / 0.8);
        foreach (double s in new[] { 0.1, 0.3, 0.5 })
        {
            Assert.Equal(1 - exact.CumulativeDistribution(s), start.FractionAbove(s * s), 1e-6);
            Assert.Equal(1 - exact.CumulativeDistribution(s), values.FractionAbove(s), 1e-6);
        }
    }

    [Fact]
    public void Moments_of_the_flow_agree_with_its_expansion_in_time()
    {
        // tr w^T w/D to second order in t: s_0^2 (1 + (alpha kappa-free part)) from w' = v^T (Theta - v w): compare the derivative at t = 0 numerically.
        static double FirstMoment(double t)
        {
            Complex z = new(0, 300);
            Complex g = new DysonSolver(new SmallInitializationEquation(Flow with { HiddenScale = 0.05, ReadoutScale = 0.05 }, t)).Solve(z).Trace;
            return ((g - (1 / z)) * z * z).Real;
        }

        // Linear growth of modes: e^(Th t) Z_0^T Z_0 e^(Th t), D-block: s_0^2 (1 + t^2 <s^2>) up to O(s_0^4, t^4); <s^2> = th^2 kappa/alpha.
        const double T = 0.05;
        const double Expected = 0.0025 * (1 + (2 * T * T * 4 * 0.5 / 0.8));
        Assert.Equal(Expected, FirstMoment(T), 0.0025 * 2e-3);
    }

    private static double Edge(Lapack lapack, TwoLayerLinearModel model, int steps) =>
        RealBranch.FromAbove(new MatrixDysonEquation(lapack, TrainingPencil.Build(model, steps))).Edge.Position;

    private static void AssertDigits(string printed, double value)
    {
        int digits = printed.Length - printed.IndexOf('.', StringComparison.Ordinal) - 1;
        Assert.Equal(double.Parse(printed, CultureInfo.InvariantCulture), value, 0.51 * Math.Pow(10, -digits));
    }
}
