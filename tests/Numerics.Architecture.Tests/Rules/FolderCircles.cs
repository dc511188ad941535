using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Numerics.Architecture.Tests.Rules;

/// <summary>
/// No two folders of one project refer to each other, directly or around a circle of any length. A nested folder is a folder of its own, and so is the
/// root of the project. A reference is what the compiler resolves to a type, or a member of a type, that another file of the project declares;
/// documentation comments do not count.
/// </summary>
internal static class FolderCircles
{
    /// <summary>Projects that still have circles. The rule holds for a project as soon as its line is gone.</summary>
    private static readonly string[] NotYetHeld =
    [
    ];

    /// <summary>An arrow between folders, with one reference that makes it.</summary>
    private readonly record struct Arrow(string From, string To, string FromFile, string ToFile);

    public static IEnumerable<string> Violations(IEnumerable<(string Project, CSharpCompilation Compilation)> projects) =>
        projects.Where(project => !NotYetHeld.Contains(project.Project)).SelectMany(project => InProject(project.Project, project.Compilation));

    private static IEnumerable<string> InProject(string project, CSharpCompilation compilation)
    {
        var arrows = Arrows(compilation).GroupBy(arrow => arrow.From)
            .ToDictionary(group => group.Key, group => group.OrderBy(arrow => arrow.To, StringComparer.Ordinal).ToArray(), StringComparer.Ordinal);
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var folder in arrows.Keys.Order(StringComparer.Ordinal))
        {
            // The shortest circle through each folder that no sentence has named yet.
            if (told.Contains(folder) || ShortestCircle(folder, arrows) is not { } circle) continue;
            told.UnionWith(circle.Select(arrow => arrow.From));
            yield return $"{project}: the folders {string.Join(" -> ", circle.Select(arrow => Name(arrow.From)).Append(Name(folder)))} refer to each other ("
                + $"{string.Join(", ", circle.Select(arrow => $"{arrow.FromFile} -> {arrow.ToFile}"))}); move a file or turn a reference round.";
        }
    }

    private static Arrow[]? ShortestCircle(string start, Dictionary<string, Arrow[]> arrows)
    {
        var reached = new Dictionary<string, Arrow[]>(StringComparer.Ordinal);
        var front = new Queue<Arrow[]>([[]]);
        while (front.TryDequeue(out var path))
        {
            foreach (var arrow in arrows.GetValueOrDefault(path.Length == 0 ? start : path[^1].To, []))
            {
                Arrow[] longer = [.. path, arrow];
                if (arrow.To == start) return longer;
                if (reached.TryAdd(arrow.To, longer)) front.Enqueue(longer);
            }
        }

        return null;
    }

    /// <summary>Every arrow once, with the reference that comes first in the order of the files' names.</summary>
    private static IEnumerable<Arrow> Arrows(CSharpCompilation compilation)
    {
        var found = new ConcurrentBag<Arrow>();
        Parallel.ForEach(compilation.SyntaxTrees.Where(tree => tree.FilePath.Length > 0), tree =>
        {
            var model = compilation.GetSemanticModel(tree);
            var targets = tree.GetRoot().DescendantNodes().SelectMany(node => Referred(model, node)).Select(DeclaringFile)
                .Where(file => file is not null && FolderOf(file) != FolderOf(tree.FilePath)).Distinct(StringComparer.Ordinal);
            foreach (var target in targets) found.Add(new Arrow(FolderOf(tree.FilePath), FolderOf(target!), tree.FilePath, target!));
        });
        return found.OrderBy(arrow => arrow.FromFile, StringComparer.Ordinal).ThenBy(arrow => arrow.ToFile, StringComparer.Ordinal)
            .DistinctBy(arrow => (arrow.From, arrow.To));

        string? DeclaringFile(ISymbol symbol) => symbol.Kind == SymbolKind.Namespace || !SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, compilation.Assembly)
            ? null
            : (symbol as INamedTypeSymbol ?? symbol.ContainingType)?.DeclaringSyntaxReferences.Select(reference => reference.SyntaxTree.FilePath).Order(StringComparer.Ordinal).FirstOrDefault();
    }

    /// <summary>What a node refers to: a name, a constructor that is not named, an indexer, an operator. Where a package is unknown, what it could be.</summary>
    private static ImmutableArray<ISymbol> Referred(SemanticModel model, SyntaxNode node)
    {
        if (node is not (SimpleNameSyntax or BaseObjectCreationExpressionSyntax or ConstructorInitializerSyntax or ElementAccessExpressionSyntax or BinaryExpressionSyntax or PrefixUnaryExpressionSyntax))
            return [];
        var info = model.GetSymbolInfo(node);
        return info.Symbol is null ? info.CandidateSymbols : [info.Symbol];
    }

    private static string FolderOf(string file) => file[..file.LastIndexOf('/')];

    private static string Name(string folder) => folder.Split('/', 3) is [_, _, var inner] ? inner : "(root)";
}
