using System.Text.Json.Nodes;
using Numerics.LinearAlgebra.Evidence;
using Numerics.LinearAlgebra.Interop;
using Numerics.Studies.Catalog;
using Numerics.Studies.Configuration;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;
using Numerics.Studies.Tests.Fakes;
using Numerics.Studies.Tests.Inputs;
using Numerics.Studies.Tests.Support;

namespace Numerics.Studies.Tests.Catalog;

/// <summary>The study of trained weights: matrices of known truth, pairs of checkpoints, and real networks against the reference table.</summary>
public sealed class TrainedWeightsTests
{
    private static readonly string[] Pictures = ["untrained", "outliers", "restructured", "undecided"];

    [Fact]
    public void Drawn_matrices_are_called_what_they_are()
    {
        RunResult result = Runs.Of(Runs.Read(AllStudies.Catalog, """{ "study": "trained-weights" }""").Prepare(), Providers.Any);
        Assert.Equal(Outcome.Ok, result.Outcome);
        Assert.Equal(["untrained", "outliers", "restructured"], Enumerable.Range(0, 3).Select(matrix => PictureOf(result, matrix)));
        // The spike has 1.5 times the norm of the bulk: its value is that of the spiked model, z = sqrt((1 + t^2)(c + t^2))/t sigma sqrt m with t^2 = 2.25 (1 + sqrt c)^2.
        double square = 2.25 * Math.Pow(1 + Math.Sqrt(0.5), 2);
        Assert.Equal(16 * Math.Sqrt((1 + square) * (0.5 + square) / square), Value(result, "largestSingularValue", 3), 1.0);
        Assert.Equal(1, Value(result, "outlierCount", 2));
        Assert.Equal(1, Value(result, "bulkVariance", 0), 4 / 128.0); // four standard deviations of a mean square of 128 x 256 entries
        Assert.InRange(Value(result, "certifiedRank", 2), 5, 32);
    }

    [Fact]
    public void A_pair_of_checkpoints_shows_the_rank_of_the_change()
    {
        using var files = new CheckpointFiles();
        uint state = 77;
        float[] initial = [.. Enumerable.Range(0, 64 * 96).Select(_ => Gaussian(ref state))];
        float[] trained = [.. initial.Select((value, at) => value + (((at / 96) % 2 == 0 ? 1 : -1) * 0.6f))];
        _ = files.Write("initial.safetensors", CheckpointFiles.Safetensors(("w.weight", [64, 96], initial), ("w.bias", [64], initial[..64]), ("token_embedding", [64, 96], initial)));
        _ = files.Write("trained.safetensors", CheckpointFiles.Safetensors(("w.weight", [64, 96], trained), ("w.bias", [64], trained[..64]), ("token_embedding", [64, 96], trained)));
        string Path(string name) => files.Path(name).Replace('\\', '/');
        Experiment experiment = Runs.Read(AllStudies.Catalog, $$"""{ "study": "trained-weights", "trained": "{{Path("trained.safetensors")}}", "initial": "{{Path("initial.safetensors")}}" }""").Prepare();
        Assert.Equal(3, experiment.Plan.Count);
        Assert.Contains(experiment.Plan, fact => fact.Name == "w.weight" && fact.Text == "64 x 96 float32");
        RunResult result = Runs.Of(experiment, Providers.Any);
        Assert.Equal("outliers", PictureOf(result, 0));
        Assert.Equal("untrained", Pictures[(int)Enumerable.Range(0, 4).First(k => Value(result, "initialPicture", k) > 0)]);
        Assert.Equal(1, Value(result, "differenceStableRank", 0), 1e-6);
        Assert.Equal(1, Value(result, "differenceParticipation", 0), 1e-6);
        Assert.Equal(1, Value(result, "differenceCount", 0));
        Assert.Equal(1, Value(result, "interlacingDistance", 0));
    }

    [Theory]
    [InlineData(""" "trained": "none.safetensors" """, "does not exist")]
    [InlineData(""" "initial": "none.safetensors" """, "without a trained one")]
    public void What_cannot_be_read_is_refused_before_the_run(string parameters, string words)
    {
        ConfigurationException exception = Assert.Throws<ConfigurationException>(() => Runs.Read(AllStudies.Catalog, $$"""{ "study": "trained-weights", {{parameters}} }"""));
        Assert.Contains(words, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_to_analyse_and_other_shapes_at_initialisation_are_refused()
    {
        using var files = new CheckpointFiles();
        _ = files.Write("a.safetensors", CheckpointFiles.Safetensors(("row", [1, 16], new float[16]), ("w", [16, 16], new float[256])));
        _ = files.Write("b.safetensors", CheckpointFiles.Safetensors(("w", [16, 32], new float[512])));
        Assert.Contains("shapes must agree", Message(""" "trained": "a.safetensors", "initial": "b.safetensors" """), StringComparison.Ordinal);
        Assert.Contains("a side below 16", Message(""" "trained": "a.safetensors", "include": ["row"] """), StringComparison.Ordinal);

        string Message(string parameters) => Assert.Throws<ConfigurationException>(() => new ConfigurationReader(AllStudies.Catalog).FromJson(
            JsonNode.Parse($$"""{ "study": "trained-weights", {{parameters}} }""")!.AsObject(), [], "test", files.Folder)).Message;
    }

    /// <summary>Reference values of a third of the layers of ResNet-18 and MiniLM, from another implementation: values to six digits, counts within 1.</summary>
    [Theory]
    [Trait("speed", "slow")]
    [InlineData("resnet", "resnet18.onnx")]
    [InlineData("minilm", "minilm-l6.onnx")]
    public void Real_networks_have_the_reference_values(string network, string file)
    {
        string path = Path.Combine(Root(), "artifacts", "weights", file);
        Assert.SkipUnless(File.Exists(path), $"{path} is not there; ./build.sh weights restores it.");
        JsonObject all = JsonNode.Parse(File.ReadAllText(Path.Combine(Root(), "tests", "Numerics.Studies.Tests", "Data", "trained-weights-reference.json")))!.AsObject();
        KeyValuePair<string, JsonNode?>[] layers = [.. all.Where(layer => layer.Key.StartsWith($"{network}:", StringComparison.Ordinal))];
        string names = string.Join(", ", layers.Select(layer => $"\"{layer.Key[(network.Length + 1)..]}\""));
        using var lapack = Lapack.Load();
        Experiment experiment = Runs.Read(AllStudies.Catalog, $$"""{ "study": "trained-weights", "trained": "{{path}}", "include": [{{names}}] }""").Prepare();
        RunResult result = Runs.Of(experiment, lapack);
        IReadOnlyList<string> labels = result.Named("distance").Shape.Axes[0].Labels!;
        List<string> wrong = [];
        foreach ((string key, JsonNode? node) in layers)
        {
            int matrix = labels.ToList().IndexOf(key[(network.Length + 1)..]);
            Assert.True(matrix >= 0, key);
            JsonObject expected = node!.AsObject();
            foreach (string name in new[] { "entryVariance", "bulkVariance", "kurtosis", "upperEdge", "lowerEdge", "distance", "stableRank" })
            {
                Compare(name, expected[name]!.GetValue<double>(), Value(result, name, matrix), name is "distance" or "bulkVariance" ? 2e-6 : 1e-6);
            }

            for (int rank = 0; rank < 3; rank++)
            {
                Compare("largest", expected["largest"]![rank]!.GetValue<double>(), Value(result, "largestSingularValue", (3 * matrix) + rank), 1e-6);
                Compare("smallest", expected["smallest"]![2 - rank]!.GetValue<double>(), Value(result, "smallestSingularValue", (3 * matrix) + rank), 1e-6);
            }

            Within("above", expected["above"]!.GetValue<int>(), Value(result, "outlierCount", 2 * matrix));
            Within("below", expected["below"]!.GetValue<int>(), Value(result, "outlierCount", (2 * matrix) + 1));
            if (expected["verdict"]!.GetValue<string>() is var verdict && verdict != PictureOf(result, matrix))
            {
                wrong.Add($"{key}: {PictureOf(result, matrix)}, {verdict} expected");
            }

            void Compare(string name, double wanted, double found, double relative)
            {
                if (Math.Abs(wanted - found) > relative * Math.Max(Math.Abs(wanted), 1e-6))
                {
                    wrong.Add($"{key} {name}: {found:G9}, {wanted:G9} expected");
                }
            }

            void Within(string name, int wanted, double found)
            {
                if (Math.Abs(wanted - found) > 1)
                {
                    wrong.Add($"{key} {name}: {found}, {wanted} expected");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    private static string PictureOf(RunResult result, int matrix) => Pictures[Enumerable.Range(0, 4).First(k => Value(result, "picture", (4 * matrix) + k) > 0)];

    private static double Value(RunResult result, string name, int index) => result.Named(name).Simulation!.Mean[index]!.Value;

    private static float Gaussian(ref uint state)
    {
        double sum = -6;
        for (int i = 0; i < 12; i++)
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            sum += state / 4294967296.0;
        }

        return (float)sum;
    }

    private static string Root()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Numerics.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Numerics.sln is in no folder above the tests.");
        }

        return folder;
    }
}
