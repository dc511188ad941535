using System.Xml.Linq;

namespace Numerics.Architecture.Tests.Rules;

/// <summary>Third-party packages, project by project. A new dependency is a decision: it is made here.</summary>
internal static class PackageReferences
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Numerics.LinearAlgebra"] = ["MathNet.Numerics"],
        ["Numerics.Spectra"] = ["MathNet.Numerics"],
        // checkpoints; tables of data files: separated values, checksums; images: the decoder that the figures use
        ["Numerics.Studies"] = ["MathNet.Numerics", "Google.Protobuf", "Sep", "System.IO.Hashing", "SkiaSharp", "SkiaSharp.NativeAssets.Linux.NoDependencies"],
        ["Numerics.Results"] = ["PureHDF", "Parquet.Net", "ScottPlot"],
        ["Numerics.Runner"] = ["System.CommandLine", "Spectre.Console"],
        ["Numerics.Kernels.Tests"] = ["MathNet.Numerics"],
        ["Numerics.Results.Tests"] = ["DuckDB.NET.Data.Full"],
        ["Numerics.Architecture.Tests"] = ["Microsoft.CodeAnalysis.CSharp"],
        ["Numerics.Benchmarks"] = ["BenchmarkDotNet", "MathNet.Numerics", "System.Numerics.Tensors"],
        ["Library"] = ["Numerics.Spectra"], // examples/library: a program of somebody else
        ["Directory.Build"] = ["Microsoft.CodeAnalysis.BannedApiAnalyzers", "Meziantou.Analyzer", "libtorch-cpu-linux-x64", "MKL.NET.linux-x64", "xunit.v3", "CsCheck"],
    };

    public static IEnumerable<string> Violations(IEnumerable<SourceText> files) =>
        from project in files
        where project.IsProject
        let name = Path.GetFileNameWithoutExtension(project.Path)
        from reference in XDocument.Parse(project.Content).Descendants("PackageReference")
        let package = (string?)reference.Attribute("Include") ?? (string?)reference.Attribute("Update") ?? ""
        where !Allowed.GetValueOrDefault(name, []).Contains(package)
        select $"{project.Path}: the package {package} is not in the table of allowed packages (PackageReferences.cs).";
}
