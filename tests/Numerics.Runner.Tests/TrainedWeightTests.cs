using System.Text.Json.Nodes;
using Numerics.Runner.Invocation;
using Numerics.Runner.Tests.Support;
using Numerics.Studies.Catalog;

namespace Numerics.Runner.Tests;

/// <summary>The study of trained weights from the command line: weights that a run saved come back, what it decides stands where the verdict would, bad files are refused.</summary>
public sealed class TrainedWeightTests : IDisposable
{
    private static readonly string[] Network =
    [
        "nonlinear-mup", "--set", "matrix=stored", "--set", "width=160", "--set", "depth=3", "--set", "steps=12", "--set", "learningRate=0.3", "--set", "inputGram=[[1,0.2],[0.2,1]]",
        "--set", "targets=[1,-1]", "--set", "theorySites=1000", "--set", "theorySeeds=2", "--replicas", "2", "--quiet",
    ];

    private readonly RunnerCase runner = new();

    public void Dispose() => runner.Dispose();

    [Fact]
    public void Saved_weights_come_back_with_the_outliers_of_the_run()
    {
        Assert.Equal(0, Run(["simulate", .. Network, "--save-weights", "--out", runner.PathOf("network")]).Code);
        string weights = runner.PathOf("network", "weights");
        Assert.Equal(4, Directory.GetFiles(Path.Combine(weights, "npy")).Length);
        for (int replica = 0; replica < 2; replica++)
        {
            string folder = runner.PathOf($"analysis-{replica}");
            Assert.Equal(0, Run(["run", "trained-weights", "--set", $"trained={Path.Combine(weights, $"replica-{replica:D6}.safetensors")}", "--out", folder, "--quiet"]).Code);
        }

        double[] first = Values(runner.PathOf("analysis-0"), "largestSingularValue");
        double[] second = Values(runner.PathOf("analysis-1"), "largestSingularValue");
        // Axes matrix and rank here, layer, step and rank there; means over the two replicas.
        JsonNode top = Observable(runner.PathOf("network"), "topSingularValue");
        int steps = top["axes"]!["step"]!.AsArray().Count;
        double[] mean = Numbers(top["simulation"]!["mean"]!);
        for (int layer = 0; layer < 2; layer++)
        {
            for (int rank = 0; rank < 3; rank++)
            {
                Assert.Equal(mean[(((layer * steps) + steps - 1) * 3) + rank], 0.5 * (first[(3 * layer) + rank] + second[(3 * layer) + rank]), 1e-9);
            }
        }

        Assert.Equal(1, Values(runner.PathOf("analysis-0"), "outlierCount")[0]);
        string one = Path.Combine(weights, "npy", "replica-000000.W1.npy");
        Assert.Equal(0, Run(["run", "trained-weights", "--set", $"trained={one}", "--out", runner.PathOf("one"), "--quiet"]).Code);
        Assert.Equal(first[..3], Values(runner.PathOf("one"), "largestSingularValue"));
    }

    [Fact]
    public void Weights_that_are_not_stored_cannot_be_saved()
    {
        RunnerCase.Answer revealed = Run(["simulate", .. Network, "--set", "matrix=revealed", "--save-weights", "--out", runner.PathOf("r")]);
        Assert.Equal(1, revealed.Code);
        Assert.Contains("set matrix to stored", revealed.Error, StringComparison.Ordinal);
        Assert.Contains("trains no matrices", Run(["simulate", "ensembles", "--save-weights", "--out", runner.PathOf("e")]).Error, StringComparison.Ordinal);
        Assert.Contains("without the ladder", Run(["simulate", .. Network, "--set", "width=[40,80]", "--set", "replicas=2", "--save-weights", "--out", runner.PathOf("l")]).Error, StringComparison.Ordinal);
        Assert.Equal(1, Run(["theory", .. Network, "--save-weights"]).Code);
    }

    [Fact]
    public void What_the_study_decides_stands_where_the_verdict_would()
    {
        RunnerCase.Answer answer = Run(["run", "trained-weights", "--strict", "--out", runner.PathOf("a")]);
        Assert.Equal(0, answer.Code);
        string[] lines = answer.Out.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("Of 3 matrices 1 untrained, 1 outliers, 1 restructured; 1 of the restructured ones", lines[^2], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.Contains("128 x 256", StringComparison.Ordinal) && line.TrimEnd().EndsWith("restructured", StringComparison.Ordinal));
        Assert.DoesNotContain("Inconclusive", answer.Out, StringComparison.Ordinal);
        foreach (string verb in (string[])["show", "verify"])
        {
            RunnerCase.Answer again = Run([verb, runner.PathOf("a")]);
            Assert.Equal(0, again.Code);
            Assert.Contains(lines[^2], again.Out, StringComparison.Ordinal);
        }

        string report = File.ReadAllText(runner.PathOf("a", "report.html"));
        Assert.Contains("certified rank", report, StringComparison.Ordinal);
        Assert.Contains("Of 3 matrices", report, StringComparison.Ordinal);
        Assert.Contains("Of 3 matrices", Run(["simulate", "trained-weights", "--out", runner.PathOf("s")]).Out, StringComparison.Ordinal);
        Assert.Contains("takes a simulation", Run(["theory", "trained-weights", "--out", runner.PathOf("t")]).Out, StringComparison.Ordinal);
    }

    /// <summary>That a matrix is zero shows only when its numbers are read; the file has a header of 80 bytes.</summary>
    [Fact]
    public void A_matrix_of_zeros_is_refused_and_leaves_no_folder()
    {
        string header = """{"w":{"dtype":"F32","shape":[16,20],"data_offsets":[0,1280]}}""".PadRight(80);
        string file = runner.PathOf("zero.safetensors");
        File.WriteAllBytes(file, [.. BitConverter.GetBytes(80L), .. System.Text.Encoding.ASCII.GetBytes(header), .. new byte[1280]]);
        RunnerCase.Answer answer = Run(["run", "trained-weights", "--set", $"trained={file}", "--out", runner.PathOf("z")]);
        Assert.Equal(1, answer.Code);
        Assert.Contains("All entries of matrix 'w' are 0", answer.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(runner.PathOf("z")));
    }

    private static RunnerCase.Answer Run(string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int code = RunnerApplication.Run(arguments, output, error, AllStudies.Catalog, new DefaultDemonstration([]));
        return new RunnerCase.Answer(code, output.ToString(), error.ToString());
    }

    private static JsonNode Observable(string folder, string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "result.json")))!["observables"]!.AsArray().Single(one => one!["name"]!.GetValue<string>() == name)!;

    private static double[] Values(string folder, string name) => Numbers(Observable(folder, name)["simulation"]!["mean"]!);

    private static double[] Numbers(JsonNode array) => [.. array.AsArray().Select(value => value?.GetValue<double>() ?? double.NaN)];
}
