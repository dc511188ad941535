using Numerics.LinearAlgebra.Interop;
using Numerics.Spectra.Theory.Bulk.ExtensiveOutputs;
using Numerics.Studies.Catalog.ExtensiveOutputs;
using Numerics.Studies.Configuration.Values;

namespace Numerics.Studies.Tests.BulkSpectra;

/// <summary>
/// Tables of the frozen readout, simulation columns: as <see cref="BothLayersTableTests"/>. Late times have long soft tails; their O(1/N) is the largest of all.
/// </summary>
[Trait("speed", "slow")]
public sealed class FrozenReadoutTableTests : IDisposable
{
    private const double Steps = 3;

    private readonly Lapack lapack = Lapack.Load();

    public static TheoryData<int, int, double[][]> Cases => new()
    {
        // case, N, rows: time, means of the largest and the smallest over 4 replicas
        { 0, 1000, [[1, 1.8870, .1066], [2, 2.1402, .1196], [3, 2.4117, .1250], [10, 3.6905, .1450], [50, 6.2532, .1467]] },
        { 1, 1000, [[1, 1.8560, .1040], [2, 1.9497, .1091]] },
        { 1, 600, [[3, 2.1084, .1126], [10, 3.0379, .1323]] },
        { 2, 600, [[0.3, 1.8353, .1069], [3, 3.5867, .1477]] },
        { 3, 600, [[0.3, 1.8989, .1099], [3, 3.8372, .1368]] },
    };

    public void Dispose() => lapack.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Largest_smallest_and_distribution_are_those_of_theory_and_table(int number, int width, double[][] rows)
    {
        ExtensiveOutputsParameters p = Case(number) with { Width = width };
        SpectrumSamples[] samples = SpectrumSamples.OfTraining(p, [.. rows.Select(row => row[0])], 4, seed: 41);
        for (int i = 0; i < rows.Length; i++)
        {
            TrainedSpectrum theory = At(p, rows[i][0]);
            string where = $"case {number}, t = {rows[i][0]}: {samples[i].Mean(s => s[0])}, edge {theory.UpperEdge}, distance {samples[i].Distance(theory.Law)}";
            Assert.True(samples[i].HasUpperEdge(theory, width), where);
            Assert.True(samples[i].AgreesAtEdge(s => s[0], rows[i][1], theory.FluctuationScale(samples[i].Count), 4), where);
            Assert.InRange(samples[i].Distance(theory.Law), 0, Steps);
            Assert.True(samples[i].HasLowerEdge(theory, width), where);
            Assert.True(samples[i].AgreesAtEdge(s => s[^1], rows[i][2], samples[i].LowerScale(theory), 4), where);
        }
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 10)]
    [InlineData(3, 3)]
    public void Wrong_theories_are_refused(int number, double time)
    {
        ExtensiveOutputsParameters p = Case(number) with { Width = 400 };
        SpectrumSamples samples = SpectrumSamples.OfTraining(p, [time], 6, seed: 42)[0];
        Assert.True(samples.Distance(At(p, time).Law) < Steps);
        (ExtensiveOutputsParameters Parameters, double Time)[] wrong =
        [
            p.IsFlow ? (p, 1.1 * time) : (p with { LearningRate = 1.1 * p.LearningRate }, time),
            (p with { OutputScale = 0.9 * p.OutputScale }, time),
            .. number == 0 ? [] : new[] { (p with { LabelNoise = 0 }, time), (p with { SampleRatio = new Ratio(3) }, time) },
        ];
        foreach ((ExtensiveOutputsParameters other, double at) in wrong)
        {
            TrainedSpectrum theory = At(other, at);
            Assert.False(samples.HasUpperEdge(theory, 400) && samples.Distance(theory.Law) < Steps, $"{other}, {at}: {samples.Distance(theory.Law)}");
        }
    }

    [Fact]
    public void Late_flow()
    {
        // t = 30 of the table at a smaller size, since the flow is integrated in steps of a fifteenth: the largest value against theory alone.
        ExtensiveOutputsParameters p = Case(2) with { Width = 200 };
        SpectrumSamples samples = SpectrumSamples.OfTraining(p, [30], 8, seed: 43)[0];
        TrainedSpectrum theory = At(p, 30);
        Assert.Equal(7.2713, theory.UpperEdge, 5e-4);
        Assert.True(samples.HasUpperEdge(theory, 200), $"{samples.Mean(s => s[0])}");
        Assert.InRange(samples.Distance(theory.Law), 0, Steps);
    }

    [Theory]
    [InlineData(5, 4, 2.6951, .0147)]
    [InlineData(2, 6, 2.3771, .0163)]
    [InlineData(1, 8, 2.0511, .0159)]
    public void A_spike_of_the_teacher_makes_the_outlier(int steps, double strength, double mean, double error)
    {
        ExtensiveOutputsParameters p = new() { TrainReadout = false, LearningRate = 0.2, TeacherScale = 1, TeacherSpike = strength, Width = 600 };
        SpectrumSamples samples = SpectrumSamples.OfTraining(p, [steps], 8, seed: 44)[0];
        (double top, double own) = samples.Mean(s => s[0]);
        double outlier = At(p, steps).Outliers[0];
        Assert.True(Math.Abs(top - outlier) < (4 * own) + (2.0 / 600), $"{top} {own} {outlier}");
        Assert.True(samples.Agrees(s => s[0], mean, error));
        Assert.False(Math.Abs(top - At(p with { TeacherSpike = 1.1 * strength }, steps).Outliers[0]) < (4 * own) + (2.0 / 600));
    }

    private static ExtensiveOutputsParameters Case(int number) => number switch
    {
        0 => new() { TrainReadout = false },
        1 => new() { TrainReadout = false, SampleRatio = new Ratio(1.5), LearningRate = 0.15, LabelNoise = 0.5 },
        2 => new() { TrainReadout = false, Dynamics = DescentOrFlow.Flow },
        _ => new() { TrainReadout = false, Dynamics = DescentOrFlow.Flow, SampleRatio = new Ratio(1.5), OutputScale = 2, TeacherScale = 1, LabelNoise = 0.5 },
    };

    private TrainedSpectrum At(ExtensiveOutputsParameters p, double time) =>
        TrainedSpectrumTheory.For(p.Exact(p.OutputRatio.Values[0])).Solve(lapack, time);
}
