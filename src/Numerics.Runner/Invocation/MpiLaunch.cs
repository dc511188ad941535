using System.Globalization;
using Numerics.LinearAlgebra.Shards;
using Numerics.Studies.Contract;
using Numerics.Studies.Execution;

namespace Numerics.Runner.Invocation;

/// <summary>How this process was started: alone, or as one of several by mpirun or srun. Joins their world when a run begins, not before.</summary>
internal sealed class MpiLaunch : IDisposable
{
    /// <summary>
    /// How long a process other than rank 0 keeps a failure to itself: rank 0 mostly has the same one, says it, and ends all before that.
    /// </summary>
    private static readonly TimeSpan Courtesy = TimeSpan.FromSeconds(2);

    /// <summary>Rank and size as Open MPI's mpirun, MPICH's and other process managers give them.</summary>
    private static readonly (string Rank, string Size)[] Launchers =
        [("OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"), ("PMI_RANK", "PMI_SIZE"), ("PMIX_RANK", "SLURM_STEP_NUM_TASKS"), ("PMIX_RANK", "SLURM_NTASKS")];

    private readonly bool connected;
    private MpiCommunicator? world;

    private MpiLaunch(int rank, int size, bool connected)
    {
        Rank = rank;
        Size = size;
        this.connected = connected;
    }

    /// <summary>A process that was started alone.</summary>
    public static MpiLaunch None { get; } = new(0, 1, connected: false);

    /// <summary>Rank as the launcher says.</summary>
    public int Rank { get; }

    /// <summary>Processes started together.</summary>
    public int Size { get; }

    /// <summary>"rank 1 of 2: " before what a process other than rank 0 says; else empty.</summary>
    public string Name => Rank > 0 ? $"rank {Rank} of {Size}: " : "";

    /// <summary>Whether several processes share one run.</summary>
    public bool Shared => Size > 1 && connected;

    /// <summary>Reads the environment that launchers leave.</summary>
    /// <param name="environment">Value of a variable, null if not set.</param>
    public static MpiLaunch Detect(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        foreach ((string rankName, string sizeName) in Launchers)
        {
            if (Number(environment(rankName)) is { } rank && Number(environment(sizeName)) is { } size and > 1)
            {
                return new MpiLaunch(rank, size, connected: true);
            }
        }

        // Tasks of srun that no process manager connects.
        return Number(environment("SLURM_PROCID")) is { } task && Number(environment("SLURM_STEP_NUM_TASKS")) is { } tasks and > 1
            ? new MpiLaunch(task, tasks, connected: false)
            : None;
    }

    /// <summary>The processes that share the run; this one alone if it was started alone.</summary>
    /// <param name="shard">Shard of the run: tasks that are not connected may still run one shard each.</param>
    /// <exception cref="MpiUnavailableException">Started by MPI without a usable MPI part.</exception>
    /// <exception cref="ConfigurationException">Tasks of srun that know nothing of each other.</exception>
    public Communicator Join(ReplicaShard? shard)
    {
        if (Size == 1 || (!connected && shard is not null))
        {
            return Communicator.Alone;
        }

        if (!connected)
        {
            throw new ConfigurationException(
                "command line", "srun", $"srun started {Size} processes that are not connected: use 'srun --mpi=pmix' to share rows, or '--shard slurm' to share replicas.");
        }

        return world ??= Connect();
    }

    /// <summary>Ends all processes of a shared run after a failure of this one; returns the exit code where there is nobody else.</summary>
    /// <param name="tell">Writes the sentence.</param>
    public int Fail(Func<int> tell)
    {
        ArgumentNullException.ThrowIfNull(tell);
        if (Shared && Rank > 0)
        {
            Thread.Sleep(Courtesy);
        }

        int code = tell();
        world?.Abort(code);
        return code;
    }

    /// <inheritdoc/>
    public void Dispose() => world?.Dispose();

    private MpiCommunicator Connect()
    {
        try
        {
            MpiCommunicator joined = MpiCommunicator.Join();
            return joined.Size == Size
                ? joined
                : throw new MpiUnavailableException(
                    $"The launcher started {Size} processes and MPI sees {joined.Size}: the native part was built with another MPI than the launcher's; build it again with './build.sh native'.");
        }
        catch (MpiUnavailableException exception)
        {
            throw new MpiUnavailableException($"{Size} processes were started together, but MPI cannot be used: {exception.Message}");
        }
    }

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
