using System.Text.RegularExpressions;

namespace Numerics.Architecture.Tests.Rules;

/// <summary>
/// What comments and documents refer to exists: a document by its path from the root (<c>docs/x.md</c>), its section by the number of a heading (<c>docs/x.md, section 3b</c> or
/// <c>[x](x.md), section 3</c>), the target of a link, and a test by class and method (<c>`LawTests.Holds`</c>).
/// </summary>
internal static partial class DocumentReferences
{
    /// <summary>Made-up repositories in the tests of the rules.</summary>
    private const string Exempt = "tests/Numerics.Architecture.Tests";

    public static IEnumerable<string> Violations(IReadOnlyCollection<SourceText> files)
    {
        var paths = files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        var headings = files.Where(IsDocument).ToDictionary(file => file.Path, Sections, StringComparer.Ordinal);
        var tests = files.Where(file => file.IsCSharp && file.IsUnder("tests")).SelectMany(file => Identifier().Matches(file.Content)).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);
        return files.Where(file => (file.IsCSharp || IsDocument(file)) && !file.IsUnder(Exempt)).SelectMany(file => InFile(file, paths, headings, tests));
    }

    private static IEnumerable<string> InFile(SourceText file, HashSet<string> paths, Dictionary<string, HashSet<string>> headings, HashSet<string> tests)
    {
        foreach (Match match in Document().Matches(file.Content))
        {
            var link = match.Groups["link"].Value;
            var target = link.Length > 0 ? Resolved(file, link) : match.Groups["path"].Value;
            if (!headings.TryGetValue(target, out var sections))
            {
                if (link.Length == 0) yield return $"{file.Path}: the document {target} does not exist.";
                continue;
            }
            foreach (var section in Number().Matches(match.Groups["sections"].Value).Select(number => number.Value).Where(number => !sections.Contains(number)))
                yield return $"{file.Path}: {target} has no section {section}.";
        }
        if (!IsDocument(file)) yield break;
        foreach (var link in Link().Matches(file.Content).Select(match => match.Groups["link"].Value).Where(link => !link.Contains("://", StringComparison.Ordinal)))
        {
            var target = Resolved(file, link);
            if (!Picture().IsMatch(target) && !paths.Contains(target) && !paths.Any(path => path.StartsWith(target + "/", StringComparison.Ordinal)))
                yield return $"{file.Path}: the link {link} leads nowhere.";
        }
        foreach (Match match in Test().Matches(file.Content))
        {
            if (!tests.Contains(match.Groups["class"].Value) || (match.Groups["method"].Success && !tests.Contains(match.Groups["method"].Value)))
                yield return $"{file.Path}: there is no test {match.Value.Trim('`')}.";
        }
    }

    private static bool IsDocument(SourceText file) => file.Path.EndsWith(".md", StringComparison.Ordinal);

    private static HashSet<string> Sections(SourceText document) =>
        document.Lines.Select(line => Heading().Match(line)).Where(match => match.Success).Select(match => match.Groups["number"].Value).ToHashSet(StringComparer.Ordinal);

    /// <summary>The path from the root that a link means.</summary>
    private static string Resolved(SourceText file, string link)
    {
        var parts = new List<string>(file.Path.Split('/')[..^1]);
        foreach (var part in link.TrimEnd('/').Split('/'))
        {
            if (part == ".." && parts.Count > 0) parts.RemoveAt(parts.Count - 1);
            else if (part != ".") parts.Add(part);
        }
        return string.Join('/', parts);
    }

    [GeneratedRegex(@"(?:\]\((?<link>[\w./-]+\.md)\)|(?<![\w/])(?<path>docs/[\w-]+\.md))(?:, sections?(?<sections>\s\d+[a-z]?(?:(?:, | and | to )\d+[a-z]?\b)*))?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Document();

    [GeneratedRegex(@"\]\((?<link>[^)#\s]+)(#[^)]*)?\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    /// <summary>The rules see texts only.</summary>
    [GeneratedRegex(@"\.(png|svg|gz)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Picture();

    [GeneratedRegex(@"^#+ (?<number>\d+[a-z]?)\b|^\*\*(?<number>\d+[a-z]?)\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\d+[a-z]?", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Number();

    [GeneratedRegex(@"`(?<class>[A-Z]\w+Tests)(\.(?<method>\w+))?`", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Test();

    [GeneratedRegex(@"\b[A-Z]\w+\b", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Identifier();
}
