using System.Globalization;
using BenchmarkDotNet.Running;
using Numerics.Benchmarks.Kernels;
using Numerics.Benchmarks.Peers;

// Examples: dotnet run -c Release --project benchmarks/Numerics.Benchmarks -- --filter '*Gaussian*'
//           dotnet run -c Release --project benchmarks/Numerics.Benchmarks -- bandwidth 2
//           dotnet run -c Release --project benchmarks/Numerics.Benchmarks -- siren
if (args is ["peers", var threads, var lapackThreads])
{
    return PeerServer.Serve(int.Parse(threads, CultureInfo.InvariantCulture), int.Parse(lapackThreads, CultureInfo.InvariantCulture));
}

if (args is ["bandwidth", var workers])
{
    BandwidthReport.Print(int.Parse(workers, CultureInfo.InvariantCulture));
    return 0;
}

if (args is ["siren"])
{
    SirenReport.Print();
    return 0;
}

BenchmarkSwitcher.FromAssembly(typeof(GaussianBenchmarks).Assembly).Run(args);
return 0;
