using System.Text.Json;
using Numerics.Studies.Catalog;
using Numerics.Studies.Configuration;
using Numerics.Studies.Configuration.Values;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;
using Numerics.Studies.Tests.Fakes;
using Numerics.Studies.Tests.Support;

namespace Numerics.Studies.Tests.Configuration;

/// <summary>Batches of <c>nonlinear-mup</c>: one pass by its name is the schedule that it stands for, and what is no schedule is refused.</summary>
public sealed class BatchScheduleTests
{
    [Theory]
    [InlineData("\"full\"")]
    [InlineData("""{"onePass":3}""")]
    [InlineData("[[0,2],[1]]")]
    public void Is_written_as_it_is_read(string json)
    {
        BatchSchedule schedule = JsonSerializer.Deserialize<BatchSchedule>(json, ConfigurationJson.Options)!;
        Assert.Equal(json, JsonSerializer.Serialize(schedule, ConfigurationJson.Options).Replace("\n", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal));
    }

    [Fact]
    public void One_pass_takes_samples_in_their_order_and_once()
    {
        IReadOnlyList<int[]>? batches = BatchSchedule.Pass(2).Of(3, 7);
        Assert.Equal([[0, 1], [2, 3], [4, 5]], batches!);
        Assert.Equal([[6], [0, 2]], BatchSchedule.OfLists([[6], [0, 2]]).Of(2, 7)!);
        Assert.Null(BatchSchedule.Full.Of(3, 7));
        Assert.Throws<ArgumentOutOfRangeException>(() => BatchSchedule.Pass(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => BatchSchedule.Pass(1_000_001));
    }

    /// <summary>Theory and networks are the same, bit for bit, and not those of the full batch.</summary>
    [Fact]
    public void One_pass_is_the_list_of_its_batches()
    {
        RunResult named = Run("""{ "onePass": 1 }""");
        RunResult listed = Run("[[0], [1], [2]]");
        RunResult full = Run("\"full\"");
        foreach (string name in (string[])["loss", "output", "topSingularValue"])
        {
            Assert.Equal(listed.Named(name).Theory!.Value, named.Named(name).Theory!.Value);
            Assert.Equal(listed.Named(name).Simulation!.Mean, named.Named(name).Simulation!.Mean);
            Assert.NotEqual(full.Named(name).Theory!.Value, named.Named(name).Theory!.Value);
        }

        // The sample that is never trained on moves with its like.
        ObservableResult output = named.Named("output");
        Assert.True(output.Theory!.Value[^1] < -0.01);
    }

    [Theory]
    [InlineData(""" "steps": 4, "batch": { "onePass": 1 } """, "batch", "set steps to 2 at most")]
    [InlineData(""" "steps": 1, "batch": { "onePass": 3 } """, "batch", "need 3, and there are 2: one pass uses each of them once; set onePass to 2 at most")]
    [InlineData(""" "steps": 30, "batch": { "onePass": 100 } """, "batch", "so that their product is 2 at most")]
    [InlineData(""" "steps": 1, "batch": { "onePass": 0 } """, "batch", "an integer from 1")]
    [InlineData(""" "steps": 1, "batch": { "onePass": 1.5 } """, "batch", "an integer from 1")]
    [InlineData(""" "steps": 1, "batch": { "onePass": "all" } """, "batch", "an integer from 1")]
    [InlineData(""" "steps": 1, "batch": { "onePass": null } """, "batch", "an integer from 1")]
    [InlineData(""" "steps": 1, "batch": { "size": 1 } """, "batch", "Unknown key 'size'")]
    [InlineData(""" "steps": 1, "batch": { } """, "batch", "samples per step")]
    [InlineData(""" "steps": 1, "batch": "online" """, "batch", "\"online\" is not \"full\", { \"onePass\"")]
    [InlineData(""" "steps": 1, "batch": 3 """, "batch", "A batch schedule is")]
    [InlineData(""" "steps": 2, "batch": [[0]] """, "batch", "1 batches for 2 steps")]
    public void What_is_no_schedule_is_refused_in_one_sentence(string parameters, string path, string words)
    {
        ConfigurationException exception = Assert.Throws<ConfigurationException>(() => Prepare(parameters));
        Assert.Equal(path, exception.Errors[0].Path);
        Assert.Contains(words, exception.Errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Schema_names_all_forms() => Assert.Equal(3, JsonDocument.Parse(BatchSchedule.Schema).RootElement.GetProperty("oneOf").GetArrayLength());

    private static RunResult Run(string batch) => Runs.Of(
        Prepare($$"""
            "inputGram": [[1, -0.4, 0.6, -0.4], [-0.4, 1, -0.4, 0.6], [0.6, -0.4, 1, -0.4], [-0.4, 0.6, -0.4, 1]], "targets": [1, -1, 1, -1],
            "steps": 3, "learningRate": 0.5, "recordSteps": [3], "width": 60, "replicas": 3, "theorySites": 500, "theorySeeds": 2, "batch": {{batch}}
            """),
        Providers.Any);

    private static Experiment Prepare(string parameters) => Runs.Read(AllStudies.Catalog, $$"""{ "study": "nonlinear-mup", {{parameters}} }""").Prepare();
}
