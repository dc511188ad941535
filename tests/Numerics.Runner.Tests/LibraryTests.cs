using System.Globalization;
using System.IO.Compression;
using System.Reflection.PortableExecutable;
using Numerics.Runner.Tests.Support;

namespace Numerics.Runner.Tests;

/// <summary>The library as somebody else has it: packages in a folder, restored by a program that knows nothing else of this repository.</summary>
public sealed class LibraryTests
{
    private static readonly string[] Packages = ["Numerics.Kernels", "Numerics.LinearAlgebra", "Numerics.Spectra"];

    [Fact]
    public async Task The_example_restores_the_packages_and_prints_what_closed_forms_say()
    {
        using LibraryBuild library = new();
        await library.Pack(Packages);
        foreach (string package in Packages)
        {
            AssertComplete(package, library.PackageFile(package));
        }

        Dictionary<string, double[]> printed = Read(await library.RunExample());

        // M = W (1 + v v^T): a covariance with one larger eigenvalue l = 4, outlier l/sqrt(l - 1); at size 800 it scatters by about 800^(-1/2).
        Assert.Equal(4 / Math.Sqrt(3), Assert.Single(printed["spike"]), 4 / Math.Sqrt(800));

        // docs/deep-linear.md, section 3, first step: kappa = 1.6, c = 1/2, a = -c, C = (1 + c^2)(1 + 1/alpha) + c^2.
        double correlation = (1.25 * 1.5) + 0.25;
        double x = 1.6 * ((2 * -0.5) + (1.6 * correlation));
        Assert.Equal((x + 1) / Math.Sqrt(x), Assert.Single(printed["trained"]), 1e-9);
        Assert.Equal(1 + Math.Sqrt(0.5), Assert.Single(printed["edge"]), 1e-14);
        Assert.Equal(CovarianceEdge(0.5), Assert.Single(printed["covarianceEdge"]), 1e-8);
        Assert.Equal(2 / (3 * Math.Pow(1 + (1 / Math.Sqrt(2)), 2)), Assert.Single(printed["learningRate"]), 1e-14);

        // |A e|^2 is chi-squared over 10^6: five standard deviations. Asked from the other side, the matrix must remember it.
        double product = Assert.Single(printed["product"]);
        Assert.Equal(1, product, 5 * Math.Sqrt(2e-6));
        Assert.Equal(product, Assert.Single(printed["back"]), 1e-12);
    }

    /// <summary>Assembly with embedded symbols and no trace of when it was built, its documentation, readme and licence.</summary>
    private static void AssertComplete(string package, string file)
    {
        using ZipArchive archive = ZipFile.OpenRead(file);
        Assert.All(["README.md", "LICENSE", $"lib/net10.0/{package}.xml"], name => Assert.NotNull(archive.GetEntry(name)));
        using MemoryStream assembly = new();
        using (Stream entry = archive.GetEntry($"lib/net10.0/{package}.dll")!.Open())
        {
            entry.CopyTo(assembly);
        }

        assembly.Position = 0;
        using PEReader reader = new(assembly);
        DebugDirectoryEntryType[] debug = [.. reader.ReadDebugDirectory().Select(entry => entry.Type)];
        Assert.Contains(DebugDirectoryEntryType.EmbeddedPortablePdb, debug);
        Assert.Contains(DebugDirectoryEntryType.Reproducible, debug);
    }

    private static Dictionary<string, double[]> Read(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(' '))
        .GroupBy(words => words[0], words => double.Parse(words[1], CultureInfo.InvariantCulture))
        .ToDictionary(group => group.Key, group => group.ToArray());

    /// <summary>The least x(g) = 1/g + c (t/(1 - t g) averaged over t = 1 and 4) on 0 &lt; g &lt; 1/4, by ternary search: Z. D. Silverstein and S.-I. Choi (1995).</summary>
    private static double CovarianceEdge(double c)
    {
        double X(double g) => (1 / g) + (c * 0.5 * ((1 / (1 - g)) + (4 / (1 - (4 * g)))));
        (double low, double high) = (1e-9, 0.25 - 1e-9);
        for (int step = 0; step < 200; step++)
        {
            double third = (high - low) / 3;
            (low, high) = X(low + third) < X(high - third) ? (low, high - third) : (low + third, high);
        }

        return X(0.5 * (low + high));
    }
}
