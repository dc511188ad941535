using Numerics.Studies.Contract;
using Numerics.Studies.Execution;

namespace Numerics.Studies.Tests.Execution;

public sealed class MemoryTests : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory();

    public void Dispose() => root.Delete(recursive: true);

    [Fact]
    public void The_least_limit_of_version_2_groups_counts()
    {
        Put("proc/self/cgroup", "0::/job/step\n");
        Put("sys/fs/cgroup/job/step/memory.max", "max\n");
        Put("sys/fs/cgroup/job/memory.max", "3000\n");
        Assert.Equal(3000, MemoryLimit.Detect(root.FullName).Bytes);
        Put("sys/fs/cgroup/job/step/memory.max", "2000\n");
        MemoryLimit limit = MemoryLimit.Detect(root.FullName);
        Assert.Equal(2000, limit.Bytes);
        Assert.Contains("job/step/memory.max", limit.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void Version_1_groups_are_read_and_no_limit_is_none()
    {
        Put("proc/self/cgroup", "3:cpuset:/\n4:cpu,memory:/job\n0::/\n");
        Put("sys/fs/cgroup/memory/job/memory.limit_in_bytes", "5000\n");
        Assert.Equal(5000, MemoryLimit.Detect(root.FullName).Bytes);
        Put("sys/fs/cgroup/memory/job/memory.limit_in_bytes", "9223372036854771712\n");
        Assert.Equal(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, MemoryLimit.Detect(root.FullName).Bytes);
    }

    [Fact]
    public void Fewer_replicas_run_at_a_time_when_memory_is_short()
    {
        ExecutionPlan plan = MemoryPlan.Make(new Cost(300, 10, 0, 0), new MemoryLimit(1000, "test"), threads: 8, replicas: 20);
        Assert.Equal(3, plan.ParallelReplicas);
        Assert.Equal(2, plan.ThreadsPerReplica);
        Assert.Equal(900, plan.Bytes);
        Assert.Contains("3 instead of 8", plan.Notice, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_that_are_kept_count_and_the_theory_takes_the_threads_of_the_run()
    {
        MemoryLimit limit = new(1000, "test");
        // 20 records of 10 are kept; of the other 700 each replica takes 300 and a recorder of 20.
        ExecutionPlan plan = MemoryPlan.Make(new Cost(300, 10, 0, 0) { RecordBytes = 10 }, limit, threads: 8, replicas: 20);
        Assert.Equal((2, 200 + (2 * 320)), (plan.ParallelReplicas, plan.Bytes));
        Assert.Contains("Keeping the values of 200 replicas needs 1.95 KiB", Assert.Throws<MemoryRefusedException>(
            () => MemoryPlan.Make(new Cost(1, 1, 0, 0) { RecordBytes = 10 }, limit, threads: 8, replicas: 200)).Message, StringComparison.Ordinal);
        Cost theory = new(1, 100, 0, 0, TheoryPieces: 50);
        Assert.Equal(400, MemoryPlan.Make(theory, limit, threads: 4, replicas: 0).Bytes);
        Assert.Throws<MemoryRefusedException>(() => MemoryPlan.Make(theory, limit, threads: 10, replicas: 0));
        Assert.Throws<MemoryRefusedException>(() => MemoryPlan.Make(new Cost(long.MaxValue, long.MaxValue, 0, 0, 3) { RecordBytes = 10 }, limit, threads: 2, replicas: 2));
    }

    [Fact]
    public void Threads_left_over_go_into_the_replicas()
    {
        ExecutionPlan plan = MemoryPlan.Make(new Cost(1, 1, 0, 0), new MemoryLimit(1000, "test"), threads: 8, replicas: 2);
        Assert.Equal((2, 4), (plan.ParallelReplicas, plan.ThreadsPerReplica));
        Assert.Null(plan.Notice);
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_the_numbers()
    {
        MemoryRefusedException replica = Assert.Throws<MemoryRefusedException>(
            () => MemoryPlan.Make(new Cost(2048, 1, 0, 0), new MemoryLimit(1024, "test"), 2, 4));
        Assert.Contains("2.00 KiB (2048 bytes)", replica.Message, StringComparison.Ordinal);
        Assert.Throws<MemoryRefusedException>(() => MemoryPlan.Make(new Cost(1, 2048, 0, 0), new MemoryLimit(1024, "test"), 2, 4));
        Assert.NotNull(MemoryPlan.Make(new Cost(1, 2048, 0, 0), new MemoryLimit(1024, "test"), 2, 4, theory: false));
    }

    private void Put(string path, string text)
    {
        string full = Path.Combine(root.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
