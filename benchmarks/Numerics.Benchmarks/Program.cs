using BenchmarkDotNet.Running;

// Example: dotnet run -c Release --project benchmarks/Numerics.Benchmarks -- --filter '*Gaussian*'
BenchmarkSwitcher.FromAssembly(typeof(Numerics.Benchmarks.Kernels.GaussianBenchmarks).Assembly).Run(args);
return 0;
