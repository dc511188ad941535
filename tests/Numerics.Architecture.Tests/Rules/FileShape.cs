using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Numerics.Architecture.Tests.Rules;

/// <summary>
/// A file under src holds at most one public type, is named like it (generic arity left out; <c>Type.Part.cs</c> for parts of a
/// partial type), and has at most <see cref="LongestFile"/> lines.
/// </summary>
internal static class FileShape
{
    public const int LongestFile = 300;

    public static IEnumerable<string> Violations(IEnumerable<SourceText> files) =>
        files.Where(file => file.IsCSharp && file.IsUnder("src")).SelectMany(InFile);

    private static IEnumerable<string> InFile(SourceText file)
    {
        if (file.Lines.Length > LongestFile) yield return $"{file.Path}: {file.Lines.Length} lines; the limit is {LongestFile}.";
        var names = file.Syntax.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<MemberDeclarationSyntax>()
            .Where(member => member.Modifiers.Any(SyntaxKind.PublicKeyword))
            .Select(NameOf)
            .OfType<string>()
            .ToArray();
        if (names.Length > 1) yield return $"{file.Path}: {names.Length} public types ({string.Join(", ", names)}); one file holds one.";
        else if (names.Length == 1 && names[0] != file.FileName.Split('.')[0]) yield return $"{file.Path}: the public type is {names[0]}; the file should be named like it.";
    }

    private static string? NameOf(MemberDeclarationSyntax member) => member switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.Text,
        DelegateDeclarationSyntax type => type.Identifier.Text,
        _ => null,
    };
}
