using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Numerics.Architecture.Tests;

/// <summary>One text file of the repository: its path from the root, with forward slashes, and its content.</summary>
internal sealed record SourceText(string Path, string Content)
{
    private SyntaxNode? syntax;

    /// <summary>File name without folders.</summary>
    public string FileName => System.IO.Path.GetFileName(Path);

    /// <summary>Lines without their ends.</summary>
    public string[] Lines => Content.TrimEnd('\n').Split('\n');

    /// <summary>Syntax tree of a C# file, parsed once.</summary>
    public SyntaxNode Syntax => syntax ??= CSharpSyntaxTree.ParseText(Content).GetRoot();

    /// <summary>Whether the file lies below the folder, given from the root without a slash at its end.</summary>
    public bool IsUnder(string folder) => Path.StartsWith(folder + "/", StringComparison.Ordinal);

    /// <summary>Whether this is a C# source file.</summary>
    public bool IsCSharp => Path.EndsWith(".cs", StringComparison.Ordinal);

    /// <summary>Whether this is a project file or one of the MSBuild files that all projects share.</summary>
    public bool IsProject => Path.EndsWith(".csproj", StringComparison.Ordinal) || FileName.StartsWith("Directory.Build.", StringComparison.Ordinal);
}
