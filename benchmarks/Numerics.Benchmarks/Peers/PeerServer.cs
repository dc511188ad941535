using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.Benchmarks.Peers;

/// <summary>
/// This program's side of benchmarks/peers: one warm process that reads "WORK ARGUMENT REPETITIONS" lines and answers each with the seconds of every
/// repetition and the numbers by which both sides are compared. Usage: Numerics.Benchmarks peers THREADS LAPACK-THREADS
/// </summary>
internal static class PeerServer
{
    public static int Serve(int threads, int lapackThreads)
    {
        using Lapack lapack = Lapack.Load();
        lapack.SetThreadsForCurrentThread(lapackThreads);
        using var buffers = new BufferPool(); // as in a run of several replicas: panels are handed on and not given back to the system
        var work = new PeerWork(lapack, new ShardExecutor(threads, buffers));
        while (Console.ReadLine() is { } line)
        {
            string[] words = line.Split(' ');
            double[] answer = [];
            int repetitions = int.Parse(words[2], CultureInfo.InvariantCulture);
            var seconds = new double[repetitions];
            for (int i = 0; i < repetitions; i++)
            {
                var watch = new Stopwatch();
                answer = work.Run(words[0], words[1], watch);
                seconds[i] = watch.Elapsed.TotalSeconds;
            }

            Console.WriteLine(JsonSerializer.Serialize(new { seconds, answer, provider = $"{lapack.Name}" }));
        }

        return 0;
    }
}
