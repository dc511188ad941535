using System.Runtime.ExceptionServices;
using Numerics.LinearAlgebra.Shards;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Catalog.TrainedWeights;

/// <summary>Works on matrices side by side as long as they fit into a budget of memory: that of the largest one, or a gigabyte if that is more.</summary>
/// <param name="bytes">Bytes that the work on each matrix takes.</param>
internal sealed class MatrixLanes(IReadOnlyList<long> bytes)
{
    private const long Least = 1L << 30;
    private const int MostAtOnce = 16;

    /// <summary>Bytes in use at any time.</summary>
    public long Budget => Math.Max(bytes.Max(), Math.Min(Least, bytes.OrderDescending().Take(MostAtOnce).Sum()));

    /// <summary>Works on all; of several failures that of the first matrix is thrown.</summary>
    /// <param name="executor">Threads.</param>
    /// <param name="progress">Told the share that is done, by the cost of each matrix.</param>
    /// <param name="work">Called with the number of each.</param>
    /// <param name="cancellation">Checked before each matrix.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void Run(ShardExecutor executor, WorkProgress progress, Action<int> work, CancellationToken cancellation)
    {
        // The largest first: they are the longest, and what is left at the end is small.
        int[] order = [.. Enumerable.Range(0, bytes.Count).OrderByDescending(i => bytes[i])];
        var failures = new ExceptionDispatchInfo?[bytes.Count];
        double all = bytes.Sum(Work);
        double done = 0;
        long used = 0;
        int next = 0;
        object gate = new();
        executor.Run(Math.Clamp(executor.Threads, 1, Math.Min(MostAtOnce, bytes.Count)), _ =>
        {
            while (Take() is { } i)
            {
                try
                {
                    work(i);
                }
#pragma warning disable CA1031 // Thrown again on the calling thread.
                catch (Exception exception)
#pragma warning restore CA1031
                {
                    failures[i] = ExceptionDispatchInfo.Capture(exception);
                }

                Return(i);
            }
        });
        failures.FirstOrDefault(failure => failure is not null)?.Throw();
        cancellation.ThrowIfCancellationRequested();

        int? Take()
        {
            lock (gate)
            {
                while (next < order.Length && failures.All(failure => failure is null) && !cancellation.IsCancellationRequested)
                {
                    if (used == 0 || used + bytes[order[next]] <= Budget)
                    {
                        used += bytes[order[next]];
                        return order[next++];
                    }

                    _ = Monitor.Wait(gate);
                }

                return null;
            }
        }

        void Return(int i)
        {
            lock (gate)
            {
                used -= bytes[i];
                done += Work(bytes[i]);
                progress.Report(done / all);
                Monitor.PulseAll(gate);
            }
        }
    }

    /// <summary>In proportion to the operations of a decomposition of a matrix of this size, about the power 3/2 of it.</summary>
    private static double Work(long size) => Math.Pow(size, 1.5) + 1;
}
