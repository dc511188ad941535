using System.Text.RegularExpressions;

namespace Numerics.Architecture.Tests.Rules;

/// <summary>
/// A theory file says where its equations are from: after the word <c>Source:</c> a paper (its year or arXiv number), or <c>derived here</c> where there is none.
/// Files of fewer than <see cref="ShortestTheory"/> lines that state no equation are parts of another file's theory.
/// </summary>
internal static partial class TheorySources
{
    public const int ShortestTheory = 40;
    private const string Folder = "src/Numerics.Spectra/Theory";

    public static IEnumerable<string> Violations(IEnumerable<SourceText> files) =>
        from file in files
        where file.IsCSharp && file.IsUnder(Folder)
        where file.Lines.Length >= ShortestTheory || file.Content.Contains("/// Equation:", StringComparison.Ordinal)
        where !Source().IsMatch(file.Content)
        select $"{file.Path}: no source; add '/// Source:' with the paper, or 'derived here'.";

    /// <summary>A paper or the words on the line of the mark or the next.</summary>
    [GeneratedRegex(@"/// (<para>|<remarks>)?(Source|Reference): [^\n]*(\n[^\n]*)??(\b(1[6-9]|20)\d\d\b|arXiv|derived here)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Source();
}
