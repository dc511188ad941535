using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Numerics.Architecture.Tests.Rules;

/// <summary>
/// docs/equations.md maps an equation to the file that implements it, a test that checks it and a study that uses it (or <see cref="NoStudy"/>). A source file
/// states an equation by a line <c>/// Equation: LABEL</c>. Rows and such lines correspond one to one, and what a row names exists.
/// </summary>
internal static class EquationIndex
{
    public const string Document = "docs/equations.md";
    private const string Header = "| equation | file | test | study |";
    private const string LabelMark = "/// Equation:";

    /// <summary>In the place of a study: no study uses the equation yet, only other code and tests do.</summary>
    private const string NoStudy = "library";

    /// <summary>The type whose first argument is the name of a study.</summary>
    private const string Card = "StudyCard";

    private readonly record struct Row(int Line, string Label, string File, string Test, string Study);

    public static IEnumerable<string> Violations(IReadOnlyCollection<SourceText> files)
    {
        var document = files.FirstOrDefault(file => file.Path == Document);
        if (document is null) return [$"{Document} does not exist."];
        var header = Array.FindIndex(document.Lines, line => line.Trim() == Header);
        if (header < 0) return [$"{Document}: the table must begin with '{Header}'."];

        var labels = Labels(files);
        var tests = Tests(files);
        var studies = Studies(files);
        var rows = new List<Row>();
        var violations = new List<string>();
        foreach (var (line, cells) in TableRows(document, header))
        {
            if (cells.Length != 4 || cells.Any(string.IsNullOrEmpty)) violations.Add($"{Document}({line}): a row has four cells and none is empty.");
            else rows.Add(new Row(line, cells[0], cells[1], cells[2], cells[3]));
        }
        foreach (var row in rows)
        {
            var where = $"{Document}({row.Line})";
            if (!files.Any(file => file.Path == row.File)) violations.Add($"{where}: the file {row.File} does not exist.");
            else if (!labels.Contains((row.File, row.Label))) violations.Add($"{where}: {row.File} has no line '{LabelMark} {row.Label}'.");
            if (!tests.Contains(row.Test)) violations.Add($"{where}: there is no test {row.Test}.");
            if (row.Study != NoStudy && !studies.Contains(row.Study)) violations.Add($"{where}: there is no study {row.Study}.");
        }
        violations.AddRange(rows.GroupBy(row => (row.File, row.Label)).Where(group => group.Count() > 1)
            .Select(group => $"{Document}: {group.Key.Label} of {group.Key.File} has more than one row."));
        violations.AddRange(labels.Except(rows.Select(row => (row.File, row.Label)))
            .Select(missing => $"{missing.File}: the equation {missing.Label} is missing in {Document}."));
        return violations;
    }

    private static IEnumerable<(int Line, string[] Cells)> TableRows(SourceText document, int header) =>
        document.Lines.Skip(header + 2).TakeWhile(line => line.TrimStart().StartsWith('|'))
            .Select((line, index) => (header + 3 + index, line.Trim().Trim('|').Split('|').Select(cell => cell.Trim().Trim('`')).ToArray()));

    private static HashSet<(string File, string Label)> Labels(IEnumerable<SourceText> files) =>
        (from file in files
         where file.IsCSharp && file.IsUnder("src")
         from line in file.Lines.Select(line => line.Trim())
         where line.StartsWith(LabelMark, StringComparison.Ordinal)
         select (file.Path, line[LabelMark.Length..].Trim().TrimEnd('.'))).ToHashSet();

    private static HashSet<string> Tests(IEnumerable<SourceText> files) =>
        (from file in files
         where file.IsCSharp && file.IsUnder("tests")
         from method in file.Syntax.DescendantNodes().OfType<MethodDeclarationSyntax>()
         where method.AttributeLists.SelectMany(list => list.Attributes)
             .Any(attribute => attribute.Name.ToString().EndsWith("Fact", StringComparison.Ordinal) || attribute.Name.ToString().EndsWith("Theory", StringComparison.Ordinal))
         let type = method.Parent as TypeDeclarationSyntax
         where type is not null
         select $"{type.Identifier.Text}.{method.Identifier.Text}").ToHashSet(StringComparer.Ordinal);

    /// <summary>A study is named by the first string of its card, in a file of the catalog: in the property <c>Card</c> or in a <c>new StudyCard(...)</c>.</summary>
    private static HashSet<string> Studies(IEnumerable<SourceText> files) =>
        (from file in files
         where file.IsCSharp && file.IsUnder("src/Numerics.Studies/Catalog")
         from node in file.Syntax.DescendantNodes()
         where node is PropertyDeclarationSyntax { Identifier.Text: "Card" } or ObjectCreationExpressionSyntax { Type: IdentifierNameSyntax { Identifier.Text: "StudyCard" } }
         let name = node.DescendantTokens().FirstOrDefault(token => token.IsKind(SyntaxKind.StringLiteralToken))
         where name.IsKind(SyntaxKind.StringLiteralToken)
         select name.ValueText).ToHashSet(StringComparer.Ordinal);
}
