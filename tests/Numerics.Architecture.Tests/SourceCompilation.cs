using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Numerics.Architecture.Tests;

/// <summary>
/// The projects under src as the compiler understands them, made from the sources alone: own projects refer to each other's compilations, the base class
/// library is that of this process. Third-party packages come from the output of the program if it was built; without them only names of packages stay unknown.
/// </summary>
internal static class SourceCompilation
{
    /// <summary>The projects in the order of the chain: each may see those before it.</summary>
    private static readonly string[] Chain =
        ["Numerics.Kernels", "Numerics.LinearAlgebra", "Numerics.Spectra", "Numerics.Studies", "Numerics.Results", "Numerics.Runner"];

    /// <summary>What the build adds to every project: the implicit usings, and that neighbours see internals.</summary>
    private static readonly string Generated = string.Concat(
        new[] { "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks" }
            .Select(name => $"global using {name};\n")
            .Concat(Chain.Select(name => $"[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"{name}\")]\n")));

    private static readonly CSharpCompilationOptions Options = new(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);

    /// <summary>One compilation per project folder directly under src, in the order of the chain; projects outside the chain come last, by name.</summary>
    /// <param name="files">Texts of the repository.</param>
    /// <param name="packages">Assemblies of third-party packages, by path.</param>
    public static IEnumerable<(string Project, CSharpCompilation Compilation)> OfProjects(IEnumerable<SourceText> files, IEnumerable<string> packages)
    {
        var references = BaseClassLibrary().Concat(packages).Select(path => (MetadataReference)MetadataReference.CreateFromFile(path)).ToList();
        var projects = files.Where(file => file.IsCSharp && file.IsUnder("src")).GroupBy(file => file.Path.Split('/')[1])
            .OrderBy(group => Array.IndexOf(Chain, group.Key) is var place and >= 0 ? place : Chain.Length).ThenBy(group => group.Key, StringComparer.Ordinal);
        foreach (var project in projects)
        {
            var trees = project.Select(file => CSharpSyntaxTree.ParseText(file.Content, path: file.Path)).Prepend(CSharpSyntaxTree.ParseText(Generated));
            var compilation = CSharpCompilation.Create(project.Key, trees, references, Options);
            references.Add(compilation.ToMetadataReference());
            yield return (project.Key, compilation);
        }
    }

    /// <summary>Assemblies of packages beside the program, if it was built.</summary>
    public static IEnumerable<string> PackagesOfTheProgram()
    {
        var folder = Path.Combine(Repository.Root, "src", "Numerics.Runner", "bin", "Release", "net10.0");
        return !Directory.Exists(folder) ? [] : Directory.EnumerateFiles(folder, "*.dll").Where(path => !Path.GetFileName(path).StartsWith("numerics", StringComparison.OrdinalIgnoreCase));
    }

    private static IEnumerable<string> BaseClassLibrary() =>
        ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "").Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == Path.GetDirectoryName(typeof(object).Assembly.Location));
}
