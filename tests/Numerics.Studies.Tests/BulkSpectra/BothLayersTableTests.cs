using System.Numerics;
using Numerics.LinearAlgebra.Interop;
using Numerics.Spectra.Theory.Bulk.ExtensiveOutputs;
using Numerics.Studies.Catalog.ExtensiveOutputs;
using Numerics.Studies.Configuration.Values;

namespace Numerics.Studies.Tests.BulkSpectra;

/// <summary>
/// Tables of both layers trained, simulation columns: networks of the tabulated sizes and numbers of replicas against theory (Tracy-Widom shift, four standard
/// errors, O(1/N)), against the means of the table (four standard errors of the difference), and against a wrong theory.
/// </summary>
[Trait("speed", "slow")]
public sealed class BothLayersTableTests : IDisposable
{
    // Rigidity: the distance of a mean over replicas from the law in steps 1/D. Found 0.8 to 1.9 in the table; the wrong theories are 10 and more away.
    private const double Steps = 3;

    private readonly Lapack lapack = Lapack.Load();

    public static TheoryData<string, int, int, double[][]> Sets => new()
    {
        // set, N, replicas, rows: T, mean of the largest, mean of the smallest
        { "A", 1000, 6, [[1, 1.8855, .1079], [2, 2.0452, .1243], [3, 2.0094, .1383]] },
        { "B", 1000, 6, [[1, 1.8416, 0], [2, 1.9729, 0], [3, 2.0761, 0]] },
        { "C", 1000, 6, [[1, 2.2805, .1192], [2, 3.8520, .1384], [3, 4.2305, .1498]] },
        { "D", 600, 4, [[1, 1.7257, .0857], [2, 1.7005, .0838], [3, 1.7006, .0847]] },
        { "F", 600, 4, [[1, 1.7010, .3044], [2, 2.3476, .4205], [3, 2.8597, .5680]] },
        { "finite", 600, 6, [[1, 1.8593, .1071], [2, 1.9240, .1092]] },
    };

    public void Dispose() => lapack.Dispose();

    [Theory]
    [MemberData(nameof(Sets))]
    public void Largest_smallest_and_distribution_are_those_of_theory_and_table(string set, int width, int replicas, double[][] rows)
    {
        ExtensiveOutputsParameters p = Set(set) with { Width = width };
        SpectrumSamples[] samples = SpectrumSamples.OfTraining(p, [.. rows.Select(row => row[0])], replicas, seed: 31);
        for (int i = 0; i < rows.Length; i++)
        {
            TrainedSpectrum theory = At(p, rows[i][0]);
            string where = $"set {set}, T = {rows[i][0]}: {samples[i].Mean(s => s[0])}, edge {theory.UpperEdge}, distance {samples[i].Distance(theory.Law)}";
            Assert.True(samples[i].HasUpperEdge(theory, width), where);
            Assert.True(samples[i].AgreesAtEdge(s => s[0], rows[i][1], theory.FluctuationScale(samples[i].Count), replicas), where);
            Assert.InRange(samples[i].Distance(theory.Law), 0, Steps);
            if (rows[i][2] > 0)
            {
                Assert.True(samples[i].HasLowerEdge(theory, width), where);
                Assert.True(samples[i].AgreesAtEdge(s => s[^1], rows[i][2], samples[i].LowerScale(theory), replicas), where);
            }
            else
            {
                Assert.True(samples[i].Mean(s => s[^1]).Mean < 3.0 / width); // hard edge: of the order of one spacing
            }

            AssertClose(theory.Resolvent(new Complex(1, 0.1)).Trace, samples[i], new Complex(1, 0.1));
        }
    }

    [Theory]
    [InlineData("A", 3)]
    [InlineData("C", 2)]
    [InlineData("noisy", 2)]
    public void Wrong_theories_are_refused(string set, int steps)
    {
        ExtensiveOutputsParameters p = Set(set) with { Width = 600 };
        SpectrumSamples samples = SpectrumSamples.OfTraining(p, [steps], 6, seed: 32)[0];
        Assert.True(samples.HasUpperEdge(At(p, steps), 600));
        Assert.True(samples.Distance(At(p, steps).Law) < Steps);
        ExtensiveOutputsParameters[] wrong =
        [
            p with { LearningRate = 0.9 * p.LearningRate },
            p with { TeacherScale = 0.95 * p.TeacherScale },
            .. p.LabelNoise > 0 ? new[] { p with { LabelNoise = 0 }, p with { SampleRatio = new Ratio(double.PositiveInfinity) } } : [],
        ];
        foreach (ExtensiveOutputsParameters other in wrong)
        {
            TrainedSpectrum theory = At(other, steps);
            Assert.False(samples.HasUpperEdge(theory, 600) && samples.Distance(theory.Law) < Steps, $"{other}: {samples.Distance(theory.Law)}");
        }
    }

    [Fact]
    public void Four_and_five_steps()
    {
        ExtensiveOutputsParameters p = Set("A") with { Width = 800 };
        SpectrumSamples[] samples = SpectrumSamples.OfTraining(p, [4, 5], 6, seed: 33);
        // Theory of the table; the engine reaches the first in its own tests and the second in five minutes.
        (double Edge, double Amplitude, double Mean)[] rows = [(2.08529, .8147, 2.0676), (2.01528, 1.592, 2.0086)];
        Complex[] resolvents = [new(0.15415320, -0.82490440), new(0.11901538, -0.82791171)];
        for (int i = 0; i < rows.Length; i++)
        {
            double scale = Math.Pow(2 * 640 * rows[i].Amplitude, -2.0 / 3);
            Assert.True(samples[i].HasUpperEdge(rows[i].Edge, scale, 800));
            Assert.False(samples[i].HasUpperEdge(rows[i].Edge + (Math.Pow(2, 2.0 / 3) * 2 * scale), scale, 800));
            Assert.True(samples[i].AgreesAtEdge(s => s[0], rows[i].Mean, scale, 6));
            AssertClose(resolvents[i], samples[i], new Complex(1, 0.1));
        }

        AssertClose(new Complex(0.16076549, -0.51149672), samples[1], new Complex(1, 1));
        Assert.True(samples[1].Agrees(s => Resolvent(s, new Complex(1, 0.1)).Real, .1176, .0015));
        Assert.True(samples[1].Agrees(s => Resolvent(s, new Complex(1, 0.1)).Imaginary, -.8257, .0019));
    }

    [Theory]
    [InlineData(1, 6, 1.8170, .0096)]
    [InlineData(1, 8, 2.0511, .0159)]
    [InlineData(2, 6, 2.6469, .0129)]
    public void A_spike_of_the_teacher_makes_the_outlier(int steps, double strength, double mean, double error)
    {
        ExtensiveOutputsParameters p = new() { LearningRate = 0.2, TeacherScale = 1, TeacherSpike = strength, Width = 600 };
        SpectrumSamples samples = SpectrumSamples.OfTraining(p, [steps], 8, seed: 34)[0];
        TrainedSpectrum theory = At(p, steps);
        (double top, double own) = samples.Mean(s => s[0]);
        // Four standard errors and 2/N; near the threshold (T = 1, s = 6) the outlier moves with the edge.
        double scale = theory.FluctuationScale(480);
        double window = theory.Outliers[0] - theory.UpperEdge < 5 * scale ? 1.268 * scale : 0;
        Assert.True(Math.Abs(top - theory.Outliers[0]) < (4 * own) + (2.0 / 600) + window, $"{top} {own} {theory.Outliers[0]}");
        Assert.True(samples.Agrees(s => s[0], mean, error));
        if (window == 0)
        {
            Assert.True(new SpectrumSamples([.. samples.Replicas.Select(s => s[1..])]).HasUpperEdge(theory, 600));
            Assert.False(Math.Abs(top - At(p with { TeacherSpike = 1.1 * strength }, steps).Outliers[0]) < (4 * own) + (2.0 / 600));
        }
    }

    private static ExtensiveOutputsParameters Set(string name) => name switch
    {
        "A" => new(),
        "B" => new() { InputRatio = 1, OutputRatio = NumberList.Of(1), LearningRate = 0.2 },
        "C" => new() { LearningRate = 0.1, OutputScale = 4 },
        "D" => new() { OutputScale = 0.25 },
        "F" => new() { InputRatio = 0.5, OutputRatio = NumberList.Of(2), LearningRate = 0.1, TeacherScale = 3 },
        "noisy" => new() { SampleRatio = new Ratio(1.5), LearningRate = 0.15, LabelNoise = 2 },
        _ => new() { SampleRatio = new Ratio(1.5), LearningRate = 0.15, LabelNoise = 0.5 },
    };

    private static Complex Resolvent(double[] singular, Complex z) => singular.Aggregate(Complex.Zero, (sum, s) => sum + (z / ((z * z) - (s * s)))) / singular.Length;

    /// <summary>Bias 0.25/(D Im z); a replica scatters by 0.25/(D Im z), measured; four standard errors.</summary>
    private static void AssertClose(Complex expected, SpectrumSamples samples, Complex z)
    {
        double unit = 0.25 / (samples.Count * z.Imaginary);
        double tolerance = unit * (1 + (4 / Math.Sqrt(samples.Replicas.Count)));
        Assert.Equal(expected.Real, samples.Mean(s => Resolvent(s, z).Real).Mean, tolerance);
        Assert.Equal(expected.Imaginary, samples.Mean(s => Resolvent(s, z).Imaginary).Mean, tolerance);
    }

    private TrainedSpectrum At(ExtensiveOutputsParameters p, double time) =>
        TrainedSpectrumTheory.For(p.Exact(p.OutputRatio.Values[0])).Solve(lapack, time);
}
