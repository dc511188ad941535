using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Numerics.Architecture.Tests.Rules;

/// <summary>
/// A file under src holds one concept and is named like it: the public type of that name (generic arity left out; <c>Type.Part.cs</c> for parts of a partial
/// type) and its companions. It has at most <see cref="LongestFile"/> lines.
/// </summary>
/// <remarks>
/// A companion has a name that contains the file's whole (<c>ExitCode</c>: <c>ExitCodes</c>), or is an enum, a delegate, a small record or a converter that the
/// code of the file's own type names. A small record states its values and has no method.
/// </remarks>
internal static class FileShape
{
    public const int LongestFile = 300;

    public static IEnumerable<string> Violations(IEnumerable<SourceText> files) =>
        files.Where(file => file.IsCSharp && file.IsUnder("src")).SelectMany(InFile);

    private static IEnumerable<string> InFile(SourceText file)
    {
        if (file.Lines.Length > LongestFile) yield return $"{file.Path}: {file.Lines.Length} lines; the limit is {LongestFile}.";
        var concept = file.FileName.Split('.')[0];
        var types = file.Syntax.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<MemberDeclarationSyntax>()
            .Where(member => member.Modifiers.Any(SyntaxKind.PublicKeyword) && member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)
            .ToArray();
        var own = types.Where(type => NameOf(type) == concept).ToArray();
        if (types.Length > 0 && own.Length == 0)
        {
            yield return $"{file.Path}: the public type is {string.Join(", ", types.Select(NameOf))}; the file should be named like it.";
            yield break;
        }

        var named = own.SelectMany(type => type.DescendantTokens()).Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.Text)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var other in types.Except(own).Where(type => !IsCompanion(type, concept, named)))
            yield return $"{file.Path}: the public type {NameOf(other)} is no companion of {concept} (its name contains that one's, or it is an enum, a small record or a converter that {concept} names); it needs a file of its own.";
    }

    private static bool IsCompanion(MemberDeclarationSyntax type, string concept, HashSet<string> named) =>
        NameOf(type).Contains(concept, StringComparison.Ordinal)
        || (named.Contains(NameOf(type)) && type switch
        {
            EnumDeclarationSyntax or DelegateDeclarationSyntax => true,
            RecordDeclarationSyntax record => !record.Members.OfType<BaseMethodDeclarationSyntax>().Any(),
            ClassDeclarationSyntax => NameOf(type).EndsWith("Converter", StringComparison.Ordinal),
            _ => false,
        });

    private static string NameOf(MemberDeclarationSyntax member) => member switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.Text,
        DelegateDeclarationSyntax type => type.Identifier.Text,
        _ => "",
    };
}
