using System.Diagnostics;
using System.Text.Json.Nodes;
using Numerics.LinearAlgebra.Interop;
using Numerics.Studies.Catalog;
using Numerics.Studies.Configuration;
using Numerics.Studies.Contract;
using Numerics.Studies.Execution;
using Numerics.Studies.Inputs;
using Numerics.Studies.Records;
using Numerics.Studies.Tests.Support;

namespace Numerics.Studies.Tests.Catalog;

/// <summary>
/// Legal extremes of all parameters of all studies, drawn from their schemas: theory and a tiny run end well, or with a sentence. Nothing reaches an exception of a library, nothing that is not
/// finite is recorded, and nothing ignores that it is stopped.
/// </summary>
public sealed class ExtremeParameterTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(90);

    // Sizes at which a draw takes a moment; all else is as extreme as the schema has it.
    private static readonly Dictionary<string, double[]> Small = new(StringComparer.Ordinal)
    {
        ["width"] = [8, 17, 40], ["size"] = [16, 33], ["inputDimension"] = [2, 5, 24], ["dimension"] = [8, 17, 40], ["steps"] = [1, 2, 5], ["replicas"] = [1, 2], ["theorySites"] = [100, 400], ["theorySeeds"] = [2],
        ["depth"] = [2, 3], ["factors"] = [1, 2, 5], ["seed"] = [0, 1, 9e15],
    };

    public static TheoryData<string> Studies => new(AllStudies.Catalog.Names);

    [Theory]
    [MemberData(nameof(Studies))]
    public void A_study_bears_the_ends_of_its_ranges(string study) => Draw(study, 0, 8, TimeSpan.FromSeconds(20));

    [Theory]
    [MemberData(nameof(Studies))]
    [Trait("speed", "slow")]
    public void A_study_bears_the_ends_of_its_ranges_in_many_draws(string study) => Draw(study, 1000, 1500, TimeSpan.FromSeconds(130));

    /// <summary>Draws that once did not end: a history without digits near divergence, and a long simulation that was asked to stop.</summary>
    [Theory]
    [InlineData("""{ "study": "learning-rate-transfer", "depth": 3, "outputScale": 177.82794100389228, "steps": 5, "weightDecay": 0.999999, "inputDimension": 5, "replicas": 2, "sweep": { "learningRate": [1.3894954943731377], "widthRatio": [8], "parameterization": ["muP"] } }""")]
    [InlineData("""{ "study": "spatial-ei", "dynamics": { "duration": 100000 }, "replicas": 2 }""")]
    public void A_draw_that_did_not_end_ends(string configuration)
    {
        using Lapack lapack = Lapack.Load();
        (string end, string? fault) = Run(JsonNode.Parse(configuration)!.AsObject(), lapack);
        Assert.Null(fault);
        Assert.NotEqual("refused", end);
    }

    /// <summary>Draws until the number or the time is reached.</summary>
    private void Draw(string study, uint first, int most, TimeSpan time)
    {
        JsonObject schema = ConfigurationSchema.Of(AllStudies.Catalog.Find(study));
        using Lapack lapack = Lapack.Load();
        Dictionary<string, int> ends = [];
        Dictionary<string, string> wrong = [];
        long start = Stopwatch.GetTimestamp();
        int done = 0;
        for (; done < most && Stopwatch.GetElapsedTime(start) < time; done++)
        {
            JsonObject root = new SchemaDraws(schema, first + (uint)done).Configuration(Small);
            (string end, string? fault) = Run(root, lapack);
            ends[end] = ends.GetValueOrDefault(end) + 1;
            if (fault is not null)
            {
                wrong.TryAdd(fault, root.ToJsonString());
            }
        }

        output.WriteLine($"{study}: {done} draws, {string.Join(", ", ends.OrderByDescending(pair => pair.Value).Select(pair => $"{pair.Value} {pair.Key}"))}");
        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong.Select(pair => $"{pair.Key}{Environment.NewLine}    {pair.Value}")));
        // One that was stopped had begun: on a busy machine a draw may take all of the time.
        Assert.True(ends.GetValueOrDefault("finished") + ends.GetValueOrDefault("numerical failure") + ends.GetValueOrDefault("stopped") > 0, "No draw was run.");
    }

    private static (string End, string? Fault) Run(JsonObject root, Lapack lapack)
    {
        (string End, string? Fault) result = ("no end", "It does not stop when it is asked to.");
        using var stop = new CancellationTokenSource(Patience);
        Thread thread = new(() => result = RunHere(root, lapack, stop.Token), 16 << 20) { IsBackground = true };
        thread.Start();
        return thread.Join(Longest) ? result : ("no end", "It does not stop when it is asked to.");
    }

    private static (string End, string? Fault) RunHere(JsonObject root, Lapack lapack, CancellationToken stop)
    {
        try
        {
            StudyConfiguration configuration = new ConfigurationReader(AllStudies.Catalog).FromJson(root, [], "draw", Directory.GetCurrentDirectory());
            Experiment experiment = configuration.Prepare();
            RunRequest request = Runs.Request(experiment, lapack, configuration.Seed, configuration.Study.Card.StreamId);
            request = request with { Plan = MemoryPlan.Make(experiment.TotalCost, new MemoryLimit(2L << 30, "test"), 2, experiment.Replicas) };
            RunResult run = Runs.Execute(request, new MemoryReplicaStore(), stop);
            return (run.Outcome.ToString() switch { "Ok" => "finished", "Interrupted" => "stopped", _ => "numerical failure" }, NotFinite(run));
        }
        catch (Exception refused) when (refused is ConfigurationException or InputFileException or MemoryRefusedException)
        {
            return ("refused", Sentence(refused.Message));
        }
        catch (ArithmeticException failed)
        {
            return ("numerical failure", Sentence(failed.Message));
        }
#pragma warning disable CA1031 // What this test is about.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            string place = (fault.StackTrace ?? "").Split('\n').FirstOrDefault(line => line.Contains("Numerics.", StringComparison.Ordinal))?.Trim() ?? "";
            return ("fault", $"{fault.GetType().Name}: {fault.Message.ReplaceLineEndings(" ")} {place}");
        }
    }

    /// <summary>What makes a text no sentence of this program.</summary>
    private static string? Sentence(string text) =>
        text.Length == 0 || text.Contains("(Parameter '", StringComparison.Ordinal) || text.Contains("System.", StringComparison.Ordinal) || text.StartsWith("Arithmetic operation", StringComparison.Ordinal) ? $"no sentence: {text}" : null;

    private static string? NotFinite(RunResult run)
    {
        foreach (ObservableResult observable in run.Observables)
        {
            IEnumerable<double?> numbers = [
                .. observable.Theory?.Value ?? [], .. observable.Theory?.StandardError ?? [], .. observable.Simulation?.Mean ?? [], .. observable.Simulation?.StandardError ?? [],
                .. observable.Comparison?.ZScore ?? [], .. observable.Comparison?.RawScore ?? [], .. observable.Comparison?.DetectableDeviation ?? [], .. observable.Comparison?.RelativeDetectable ?? [],
                .. observable.Shape.Axes.SelectMany(axis => axis.Values).Select(value => (double?)value)];
            if (numbers.Any(number => number is { } value && !double.IsFinite(value)))
            {
                return $"'{observable.Shape.Name}' holds a number that is not finite.";
            }
        }

        return Sentence(run.TheoryFailure ?? "none") ?? run.Failures.Select(failure => Sentence(failure.Message ?? "")).FirstOrDefault(fault => fault is not null);
    }
}
