using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Numerics.Architecture.Tests.Rules;

/// <summary>Unsafe code and processor intrinsics live in Kernels and LinearAlgebra, and in the tests of these two.</summary>
internal static class UnsafeCode
{
    private const string Intrinsics = "System.Runtime.Intrinsics";

    private static readonly string[] AllowedFolders =
        ["src/Numerics.Kernels", "src/Numerics.LinearAlgebra", "tests/Numerics.Kernels.Tests", "tests/Numerics.LinearAlgebra.Tests"];

    public static IEnumerable<string> Violations(IEnumerable<SourceText> files) =>
        files.Where(file => !AllowedFolders.Any(file.IsUnder)).SelectMany(InFile);

    private static IEnumerable<string> InFile(SourceText file)
    {
        if (file.IsProject && file.Content.Contains("AllowUnsafeBlocks", StringComparison.Ordinal))
            yield return $"{file.Path}: AllowUnsafeBlocks is for Kernels and LinearAlgebra only.";
        if (!file.IsCSharp) yield break;
        if (file.Syntax.DescendantTokens().Any(token => token.IsKind(SyntaxKind.UnsafeKeyword)))
            yield return $"{file.Path}: unsafe code belongs in Kernels or LinearAlgebra.";
        if (file.Syntax.DescendantNodes().Any(IsIntrinsicsName))
            yield return $"{file.Path}: {Intrinsics} belongs in Kernels or LinearAlgebra.";
    }

    private static bool IsIntrinsicsName(SyntaxNode node) =>
        node is NameSyntax or MemberAccessExpressionSyntax
        && node.ToString().Replace("global::", "", StringComparison.Ordinal).StartsWith(Intrinsics, StringComparison.Ordinal);
}
