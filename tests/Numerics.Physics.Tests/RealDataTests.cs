using Numerics.LinearAlgebra.Interop;
using Numerics.Physics.Tests.Support;
using Numerics.Studies.Catalog.NonlinearMup;
using Numerics.Studies.Inputs;

namespace Numerics.Physics.Tests;

/// <summary>
/// Threes against eights (examples/data). Reference: two independent matrix-free runs at width 20,000 of another implementation; their halved difference
/// gives a standard deviation of 0.35/sqrt(N) for losses and 0.5/sqrt(N) for outliers. Limit: five standard errors of the difference of the two means
/// (false alarm rate 6e-7 per number) plus the allowance of the study over N.
/// </summary>
public sealed class RealDataTests
{
    private const int Width = 2000;
    private const int Count = 2;

    private static readonly (int Step, double Loss)[] Losses = [(0, 0.50035), (4, 0.2001), (8, 0.02335), (12, 0.00195), (16, 0.0002), (24, 0.0001)];

    private static readonly double[] Outliers = [2.2081, 2.76085, 2.9218, 2.9656, 2.97845, 2.98315];

    [Fact]
    [Trait("speed", "slow")]
    public void Digits_follow_the_reference_run()
    {
        using var lapack = Lapack.Load();
        var parameters = new NonlinearMupParameters
        {
            Inputs = new LabelledInputs { File = "examples/data/digits.csv.gz", Classes = [3, 8], PerClass = 4 },
            LearningRate = 0.3,
            OutputScale = 4,
            HiddenScale = 1,
            Steps = 24,
            RecordSteps = [4, 8, 12, 16, 20, 24],
            Width = Width,
        };
        var run = new NonlinearMupExperiment(parameters, parameters.TrainingSet(Root()));
        var values = Enumerable.Range(0, Count).Select(r => Replicas.Record(lapack, run, 3, r, threads: 2).Values).ToArray();
        foreach ((int step, double loss) in Losses)
        {
            Assert.Equal(loss, Replicas.Entry(values, "loss", step).Average(), Limit(0.35) + (run.Rule("loss")!.AllowanceConstant / Width));
        }

        for (int step = 0; step < Outliers.Length; step++)
        {
            Assert.Equal(
                Outliers[step],
                Replicas.Entry(values, "topSingularValue", 3 * step).Average(),
                Limit(0.5) + (run.Rule("topSingularValue")!.AllowanceConstant / Width));
        }
    }

    private static double Limit(double deviation) => 5 * deviation * Math.Sqrt((1.0 / (Count * Width)) + (1.0 / (2 * 20_000)));

    private static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Numerics.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new DirectoryNotFoundException("The repository is not above the test program.");
    }
}
