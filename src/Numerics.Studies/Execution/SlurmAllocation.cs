using System.Globalization;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Execution;

/// <summary>What Slurm tells a job of its place in an array and of its processors.</summary>
/// <param name="environment">Value of a variable, null if not set.</param>
public sealed class SlurmAllocation(Func<string, string?> environment)
{
    /// <summary>The word that stands for "the shard of this task" in <c>--shard</c>.</summary>
    public const string Word = "slurm";

    /// <summary>The allocation of this process.</summary>
    public static SlurmAllocation Current { get; } = new(Environment.GetEnvironmentVariable);

    /// <summary>Processors per task, null if Slurm says nothing.</summary>
    public int? ProcessorsPerTask => Number("SLURM_CPUS_PER_TASK") is { } count and > 0 ? count : null;

    /// <summary>
    /// The shard of this task: its place in the job array, or, without one, among the tasks of a step.
    /// </summary>
    /// <exception cref="ConfigurationException">Not a task of an array or of a step, or an array whose indices have gaps.</exception>
    public ReplicaShard Shard()
    {
        if (Number("SLURM_ARRAY_TASK_ID") is { } task && Number("SLURM_ARRAY_TASK_COUNT") is { } count)
        {
            int first = Number("SLURM_ARRAY_TASK_MIN") ?? 0;
            int step = Math.Max(1, Number("SLURM_ARRAY_TASK_STEP") ?? 1);
            int number = ((task - first) / step) + 1;
            return (task - first) % step == 0 && number >= 1 && number <= count
                ? new ReplicaShard(number, count)
                : throw Refusal($"task {task} of an array of {count} from {first} in steps of {step} has no place in it: give the array evenly spaced indices");
        }

        return Number("SLURM_PROCID") is { } process && Number("SLURM_STEP_NUM_TASKS") is { } tasks && process < tasks
            ? new ReplicaShard(process + 1, tasks)
            : throw Refusal("this is not a task of a Slurm job array (SLURM_ARRAY_TASK_ID and SLURM_ARRAY_TASK_COUNT are not set): give i/n");
    }

    private static ConfigurationException Refusal(string sentence) => new("command line", "--shard", $"'{Word}': {sentence}.");

    private int? Number(string name) =>
        int.TryParse(environment(name), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
