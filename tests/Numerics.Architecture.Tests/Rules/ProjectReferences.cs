using System.Xml.Linq;

namespace Numerics.Architecture.Tests.Rules;

/// <summary>
/// Assemblies form one chain. A project under src refers to its neighbour only; tests and benchmarks refer to projects under src only.
/// </summary>
internal static class ProjectReferences
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Numerics.Kernels"] = [],
        ["Numerics.LinearAlgebra"] = ["Numerics.Kernels"],
        ["Numerics.Spectra"] = ["Numerics.LinearAlgebra"],
        ["Numerics.Studies"] = ["Numerics.Spectra"],
        ["Numerics.Results"] = ["Numerics.Studies"],
        ["Numerics.Runner"] = ["Numerics.Studies", "Numerics.Results"],
    };

    public static IEnumerable<string> Violations(IEnumerable<SourceText> files)
    {
        foreach (var project in files.Where(file => file.IsProject))
        {
            var name = Path.GetFileNameWithoutExtension(project.Path);
            var isSource = project.IsUnder("src");
            if (isSource && !Allowed.ContainsKey(name)) yield return $"{project.Path}: a new project under src must be given its place in the chain.";
            foreach (var reference in XDocument.Parse(project.Content).Descendants("ProjectReference"))
            {
                var target = Path.GetFileNameWithoutExtension(((string?)reference.Attribute("Include") ?? "").Replace('\\', '/'));
                var allowed = isSource ? Allowed.GetValueOrDefault(name, []).Contains(target) : Allowed.ContainsKey(target);
                if (!allowed) yield return $"{project.Path}: the reference to {target} is not an edge of the architecture.";
            }
        }
    }
}
