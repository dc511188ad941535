using Numerics.Architecture.Tests.Rules;

namespace Numerics.Architecture.Tests;

/// <summary>The index of equations, checked on a made-up repository that is right and on variants with one mistake each.</summary>
public sealed class EquationIndexTests
{
    private const string Head = "# Equations\n\n| equation | file | test | study |\n| --- | --- | --- | --- |\n";
    private const string Good = "| Law (3) | `src/Numerics.Spectra/Theory/Law.cs` | `LawTests.Holds` | `demo` |\n";

    private static readonly SourceText[] Sources =
    [
        new("src/Numerics.Spectra/Theory/Law.cs", "/// <remarks>\n/// Equation: Law (3)\n/// </remarks>\npublic class Law { }"),
        new("tests/Numerics.Spectra.Tests/LawTests.cs", "public class LawTests { [Fact] public void Holds() { } public void Helper() { } }"),
        new("src/Numerics.Studies/Catalog/Demo.cs", "public class Demo { StudyCard Card { get; } = new(\"demo\", \"words\", 7, \"citation\"); string Other => \"other\"; }"),
        new("src/Numerics.Studies/Catalog/Presets.cs", "public class Presets { IStudy Sweep { get; } = new Preset(new Demo(), new StudyCard(\"demo-sweep\", \"of demo\", 8, \"\"), \"parameters\"); }"),
    ];

    [Fact]
    public void A_true_table_passes() => Assert.Empty(Check(Head + Good + "\nText after the table.\n"));

    [Fact]
    public void A_preset_is_a_study() => Assert.Empty(Check(Head + Good.Replace("`demo`", "`demo-sweep`", StringComparison.Ordinal)));

    [Fact]
    public void An_equation_without_a_study_belongs_to_the_library() => Assert.Empty(Check(Head + Good.Replace("`demo`", "`library`", StringComparison.Ordinal)));

    [Fact]
    public void An_empty_table_passes_while_no_file_states_an_equation() => Assert.Empty(EquationIndex.Violations([new(EquationIndex.Document, Head)]));

    [Theory]
    [InlineData("Law (3)", "Law (4)", "has no line")]
    [InlineData("Law.cs", "Other.cs", "does not exist")]
    [InlineData("LawTests.Holds", "LawTests.Fails", "no test")]
    [InlineData("LawTests.Holds", "LawTests.Helper", "no test")]
    [InlineData("demo", "words", "no study")]
    [InlineData("demo", "other", "no study")]
    [InlineData("demo", "of demo", "no study")]
    [InlineData("demo", "parameters", "no study")]
    [InlineData("| `demo` |", "|", "four cells")]
    public void A_false_row_is_found(string right, string wrong, string complaint) =>
        Assert.Contains(Check(Head + Good.Replace(right, wrong, StringComparison.Ordinal)), violation => violation.Contains(complaint, StringComparison.Ordinal));

    [Fact]
    public void An_equation_without_a_row_is_found() => Assert.Contains("missing", Assert.Single(Check(Head)), StringComparison.Ordinal);

    [Fact]
    public void A_repeated_row_is_found() => Assert.Contains("more than one row", Assert.Single(Check(Head + Good + Good)), StringComparison.Ordinal);

    [Fact]
    public void A_missing_document_or_table_is_found()
    {
        Assert.Single(EquationIndex.Violations(Sources));
        Assert.Single(Check("# Equations\n"));
    }

    private static IEnumerable<string> Check(string document) => EquationIndex.Violations([.. Sources, new(EquationIndex.Document, document)]);
}
