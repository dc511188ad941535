namespace Numerics.LinearAlgebra.Interop;

/// <summary>A place where a provider may be found, and how to load it from there.</summary>
/// <param name="Name">Provider name.</param>
/// <param name="Path">File or loader name.</param>
/// <param name="IsMkl">Whether it brings an MKL into the process.</param>
/// <param name="Load">Recipe.</param>
internal sealed record ProviderCandidate(string Name, string Path, bool IsMkl, Func<string, ProviderLibraries> Load);

/// <summary>Where LAPACK is looked for, in order. The order of the automatic chain is the order of <see cref="Automatic"/>.</summary>
internal static class ProviderChain
{
    public const string EnvironmentVariable = "NUMERICS_LAPACK";
    public const string Managed = "managed";
    private const string TorchFile = "libtorch_cpu.so";

    /// <summary>Names that can be asked for.</summary>
    public static IReadOnlyList<string> Names { get; } = ["mkl-net", "mkl", "libtorch", "openblas", "reference", Managed];

    /// <summary>Every place, in the order of the automatic choice; the managed provider, which needs no place, comes after them.</summary>
    public static IEnumerable<ProviderCandidate> Automatic() =>
        [.. MklNet(), .. SystemMkl(), .. LibTorch(), .. OpenBlas(), .. Reference()];

    /// <summary>The places of one provider by name, or one file.</summary>
    public static IEnumerable<ProviderCandidate> Explicit(string choice) => choice switch
    {
        "mkl-net" => MklNet(),
        "mkl" => SystemMkl(),
        "libtorch" => LibTorch(),
        "openblas" => OpenBlas(),
        "reference" => Reference(),
        _ => [AtPath(choice)],
    };

    private static ProviderCandidate AtPath(string path)
    {
        string file = System.IO.Path.GetFileName(path);
        return file switch
        {
            _ when file.StartsWith("libmkl_rt", StringComparison.Ordinal) => new("file", path, true, ProviderLibraries.MklSingleDynamic),
            _ when file.StartsWith("libmkl_", StringComparison.Ordinal) => new("file", path, true, ProviderLibraries.MklSplit),
            _ when file.StartsWith("libtorch", StringComparison.Ordinal) => new("file", path, true, ProviderLibraries.Single),
            _ => new("file", path, false, ProviderLibraries.Single),
        };
    }

    private static IEnumerable<ProviderCandidate> MklNet()
    {
        string application = AppContext.BaseDirectory;
        yield return new("mkl-net", System.IO.Path.Combine(application, "runtimes", "linux-x64", "native", "libmkl_rt.so"), true, ProviderLibraries.MklSingleDynamic);
        yield return new("mkl-net", System.IO.Path.Combine(application, "libmkl_rt.so"), true, ProviderLibraries.MklSingleDynamic);
    }

    private static IEnumerable<ProviderCandidate> SystemMkl()
    {
        string[] files = ["libmkl_rt.so", "libmkl_rt.so.2", "libmkl_rt.so.1"];
        string? root = Environment.GetEnvironmentVariable("MKLROOT");
        if (!string.IsNullOrEmpty(root))
        {
            foreach (string folder in new[] { System.IO.Path.Combine(root, "lib", "intel64"), System.IO.Path.Combine(root, "lib") })
            {
                foreach (string file in files.Where(file => File.Exists(System.IO.Path.Combine(folder, file))))
                {
                    yield return new("mkl", System.IO.Path.Combine(folder, file), true, ProviderLibraries.MklSingleDynamic);
                }
            }
        }

        foreach (string file in files)
        {
            yield return new("mkl", file, true, ProviderLibraries.MklSingleDynamic);
        }

        yield return new("mkl", "libmkl_gf_lp64.so", true, ProviderLibraries.MklSplit);
    }

    private static IEnumerable<ProviderCandidate> LibTorch()
    {
        foreach (string folder in LibTorchFolders().Distinct(StringComparer.Ordinal))
        {
            yield return new("libtorch", System.IO.Path.Combine(folder, TorchFile), true, ProviderLibraries.Single);
        }
    }

    private static IEnumerable<string> LibTorchFolders()
    {
        if (AppContext.GetData("Numerics.LibTorchDir") is string baked && baked.Length > 0)
        {
            yield return baked;
        }

        yield return AppContext.BaseDirectory;
        string packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        string package = System.IO.Path.Combine(packages, "libtorch-cpu-linux-x64");
        if (Directory.Exists(package))
        {
            foreach (string version in Directory.GetDirectories(package).OrderDescending(StringComparer.Ordinal))
            {
                yield return System.IO.Path.Combine(version, "runtimes", "linux-x64", "native");
            }
        }
    }

    private static IEnumerable<ProviderCandidate> OpenBlas() => [new("openblas", "libopenblas.so.0", false, ProviderLibraries.Single)];

    private static IEnumerable<ProviderCandidate> Reference() => [new("reference", "liblapack.so.3", false, ProviderLibraries.Pair)];
}
