using Numerics.Studies.Contract;
using Numerics.Studies.Execution;

namespace Numerics.Studies.Tests.Execution;

public class SlurmAllocationTests
{
    [Theory]
    [InlineData("SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_COUNT=4 SLURM_ARRAY_TASK_MIN=0", "4/4")]
    [InlineData("SLURM_ARRAY_TASK_ID=1 SLURM_ARRAY_TASK_COUNT=4 SLURM_ARRAY_TASK_MIN=1", "1/4")]
    [InlineData("SLURM_ARRAY_TASK_ID=15 SLURM_ARRAY_TASK_COUNT=4 SLURM_ARRAY_TASK_MIN=5 SLURM_ARRAY_TASK_STEP=5", "3/4")]
    [InlineData("SLURM_ARRAY_TASK_ID=2 SLURM_ARRAY_TASK_COUNT=3 SLURM_ARRAY_TASK_MIN=1 SLURM_PROCID=0 SLURM_STEP_NUM_TASKS=2", "2/3")]
    [InlineData("SLURM_PROCID=1 SLURM_STEP_NUM_TASKS=2", "2/2")]
    public void The_place_in_the_array_is_the_shard(string environment, string shard) => Assert.Equal(shard, Allocation(environment).Shard().ToString());

    [Theory]
    [InlineData("", "not a task of a Slurm job array")]
    [InlineData("SLURM_ARRAY_TASK_ID=6 SLURM_ARRAY_TASK_COUNT=2 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_STEP=1", "evenly spaced")]
    public void Anything_else_is_refused(string environment, string words) =>
        Assert.Contains(words, Assert.Throws<ConfigurationException>(() => Allocation(environment).Shard()).Message, StringComparison.Ordinal);

    [Fact]
    public void Shards_of_an_array_are_a_partition()
    {
        int[] all = [.. Enumerable.Range(5, 4).SelectMany(id => Allocation($"SLURM_ARRAY_TASK_ID={id} SLURM_ARRAY_TASK_COUNT=4 SLURM_ARRAY_TASK_MIN=5").Shard().Replicas(13))];
        Assert.Equal(Enumerable.Range(0, 13), all.Order());
    }

    [Fact]
    public void Processors_per_task_are_those_of_the_allocation()
    {
        Assert.Equal(6, Allocation("SLURM_CPUS_PER_TASK=6").ProcessorsPerTask);
        Assert.Null(Allocation("SLURM_CPUS_PER_TASK=0").ProcessorsPerTask);
        Assert.Null(Allocation("").ProcessorsPerTask);
    }

    private static SlurmAllocation Allocation(string environment)
    {
        Dictionary<string, string> values = environment.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        return new SlurmAllocation(values.GetValueOrDefault);
    }
}
