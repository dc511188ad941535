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

    /// <summary>A convolution whose kernel positions are multiples of one matrix: flattened it has the spectrum of a square matrix in a long one, by frequency it is independent.</summary>
    [Fact]
    public void Frequencies_of_a_kernel_are_matrices_of_their_own()
    {
        const int Side = 64;
        using var files = new CheckpointFiles();
        uint state = 5;
        float[] kernel = [1, 2, 1, 2, 4, 2.5f, 1, 2, 0.5f];
        float[] one = [.. Enumerable.Range(0, Side * Side).Select(_ => Gaussian(ref state))];
        float[] tied = [.. one.SelectMany(value => kernel.Select(weight => weight * value))];
        float[] free = [.. Enumerable.Range(0, Side * Side * 9).Select(_ => Gaussian(ref state))];
        _ = files.Write("c.safetensors", CheckpointFiles.Safetensors(("tied", [Side, Side, 3, 3], tied), ("free", [Side, Side, 3, 3], free), ("plain", [Side, Side], one)));
        RunResult Run(string form) => Runs.Of(
            Runs.Read(AllStudies.Catalog, $$"""{ "study": "trained-weights", "trained": "{{files.Path("c.safetensors")}}", "convolution": "{{form}}" }""").Prepare(), Providers.Any);
        RunResult flat = Run("flatten");
        Assert.Equal(["tied", "free", "plain"], flat.Named("distance").Shape.Axes[0].Labels);
        Assert.Equal(["restructured", "untrained", "untrained"], Enumerable.Range(0, 3).Select(i => PictureOf(flat, i)));
        RunResult cut = Run("perFrequency");
        Assert.Equal(19, cut.Named("distance").Shape.Axes[0].Count);
        Assert.Equal("tied[0,1cos]", cut.Named("distance").Shape.Axes[0].Labels![1]);
        Assert.DoesNotContain("restructured", Enumerable.Range(0, 19).Select(i => PictureOf(cut, i)));
        // Every frequency of the tied one has the spectrum of the plain matrix, up to its scale.
        Assert.All(Enumerable.Range(0, 9), i => Assert.Equal(Value(cut, "distance", 18), Value(cut, "distance", i), 1e-5));
        Assert.Equal(Value(flat, "entryVariance", 0), Enumerable.Range(0, 9).Average(i => Value(cut, "entryVariance", i)), 1e-6 * Value(flat, "entryVariance", 0));
        Assert.Equal(Value(flat, "entryVariance", 1), Enumerable.Range(9, 9).Average(i => Value(cut, "entryVariance", i)), 1e-6 * Value(flat, "entryVariance", 1));
    }

    /// <summary>Half of the directions are zero up to the rounding of half precision: of outliers below nothing is said.</summary>
    [Fact]
    public void Small_values_below_the_noise_of_the_format_are_no_outliers()
    {
        const int Rows = 48;
        const int Columns = 128;
        using var files = new CheckpointFiles();
        uint state = 9;
        float[] left = [.. Enumerable.Range(0, Rows * (Rows - 3)).Select(_ => Gaussian(ref state))];
        float[] right = [.. Enumerable.Range(0, (Rows - 3) * Columns).Select(_ => Gaussian(ref state))];
        float[] product = [.. Enumerable.Range(0, Rows * Columns).Select(at => Enumerable.Range(0, Rows - 3).Sum(k => left[((at / Columns) * (Rows - 3)) + k] * right[(k * Columns) + (at % Columns)]))];
        byte[] halves = [.. product.SelectMany(value => BitConverter.GetBytes((Half)value))];
        _ = files.Write("half.npy", CheckpointFiles.Npy("<f2", $"({Rows}, {Columns})", halves));
        _ = files.Write("full.npy", CheckpointFiles.Npy("<f8", $"({Rows}, {Columns})", [.. product.SelectMany(value => BitConverter.GetBytes((double)value))]));
        RunResult result = Runs.Of(Runs.Read(AllStudies.Catalog, $$"""{ "study": "trained-weights", "trained": "{{files.Folder}}" }""").Prepare(), Providers.Any);
        Assert.Equal(["full", "half"], result.Named("distance").Shape.Axes[0].Labels);
        Assert.True(Value(result, "outlierCount", 1) >= 3);
        Assert.Null(result.Named("outlierCount").Simulation!.Mean[3]);
        Assert.Equal(0, Value(result, "storageNoise", 0));
        Assert.InRange(Value(result, "storageNoise", 1), 1e-9, 1e-5);
    }

    [Fact]
    public void Degenerate_matrices_have_finite_results()
    {
        const int Side = 16;
        using var files = new CheckpointFiles();
        float[] Of(Func<int, int, float> entry) => [.. Enumerable.Range(0, Side * Side).Select(at => entry(at / Side, at % Side))];
        _ = files.Write("d.safetensors", CheckpointFiles.Safetensors(
            ("identity", [Side, Side], Of((i, j) => i == j ? 1 : 0)),
            ("single", [Side, Side], Of((i, j) => i == 3 && j == 5 ? 1e5f : 0)),
            ("rank one", [Side, Side], Of((i, j) => (i + 1) * (j - 7.5f))),
            ("signs", [Side, Side], Of((i, j) => int.PopCount(i & j) % 2 == 0 ? 1 : -1)),
            ("tall", [Side * 4, 16], [.. Enumerable.Range(0, Side * 64).Select(at => at % 16 == 2 ? 1f : 0)])));
        RunResult result = Runs.Of(Runs.Read(AllStudies.Catalog, $$"""{ "study": "trained-weights", "trained": "{{files.Path("d.safetensors")}}" }""").Prepare(), Providers.Any);
        Assert.Equal(Outcome.Ok, result.Outcome);
        Assert.All(result.Observables, one => Assert.All(one.Simulation!.Mean, value => Assert.True(value is null || double.IsFinite(value.Value), one.Shape.Name)));
    }

    [Theory]
    [InlineData(""" "trained": "none.safetensors" """, "does not exist")]
    [InlineData(""" "trained": "none.safetensors", "initial": "other.safetensors" """, "trained: Checkpoint")]
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
        Assert.Contains("The pattern 'layer*' of include fits none of the 2 tensors", Message(""" "trained": "a.safetensors", "include": ["w", "layer*"] """), StringComparison.Ordinal);
        Assert.Contains("without a trained one", Message(""" "initial": "b.safetensors" """), StringComparison.Ordinal);
        Assert.Contains("initial: Checkpoint", Message(""" "trained": "a.safetensors", "initial": "none.safetensors" """), StringComparison.Ordinal);
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
