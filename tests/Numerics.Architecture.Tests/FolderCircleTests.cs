using Numerics.Architecture.Tests.Rules;

namespace Numerics.Architecture.Tests;

/// <summary>The rule of the folders, applied to tiny made-up repositories: what counts as a reference, what as a circle, and what the sentence says.</summary>
public sealed class FolderCircleTests
{
    private const string Leaf = "public class B { public static B Make() => new(); public int Size => 1; }";

    [Theory]
    [InlineData("class A { B? b; }", "by the type of a field")]
    [InlineData("class A { int M() => B.Make().Size; }", "by a static member")]
    [InlineData("class A { int M() => C.Give().Size; }", "by a member of a value whose type is not named")]
    [InlineData("class A { void M() { C.Take(new()); } }", "by a constructor whose type is not named")]
    [InlineData("class A { void M() { var b = C.Give(); } }", "by an inferred type")]
    [InlineData("class A { string s = nameof(B); }", "by a name")]
    [InlineData("class A : System.Collections.Generic.List<B> { }", "by a type argument")]
    public void Every_use_that_the_compiler_resolves_is_a_reference(string text, string how) =>
        Assert.True(Circles(("One/A.cs", text), ("One/C.cs", "public class C { public static B Give() => B.Make(); public static void Take(B b) { } }"),
            ("Two/B.cs", Leaf + " class Back { A? a; }")).Length > 0, how);

    [Theory]
    [InlineData("/// <summary>Not <see cref=\"B\"/>.</summary>\nclass A { }")]
    [InlineData("// B\nclass A { string s = \"B\"; }")]
    [InlineData("class A { int B; int M() => B; }")]
    public void Comments_texts_and_equal_names_are_none(string text) =>
        Assert.Empty(Circles(("One/A.cs", text), ("Two/B.cs", Leaf + " class Back { A? a; }")));

    [Fact]
    public void Arrows_in_one_direction_are_allowed() =>
        Assert.Empty(Circles(("Two/B.cs", Leaf), ("One/A.cs", "class A { B? b; }"), ("Root.cs", "class Root { A? a; B? b; }"), ("Two/Inner/D.cs", "class D { B? b; }")));

    [Fact]
    public void A_circle_of_two_folders_is_told_with_a_file_for_each_arrow()
    {
        var sentence = Assert.Single(Circles(("One/A.cs", "class A { B? b; }"), ("Two/B.cs", Leaf), ("Two/C.cs", "class C { A? a; }")));
        Assert.Contains("P: the folders One -> Two -> One refer to each other (src/P/One/A.cs -> src/P/Two/B.cs, src/P/Two/C.cs -> src/P/One/A.cs)", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_circle_of_three_folders_is_one_circle()
    {
        var sentence = Assert.Single(Circles(("One/A.cs", "class A { B? b; }"), ("Two/B.cs", "class B { C? c; }"), ("Three/C.cs", "class C { A? a; }")));
        Assert.Contains("One -> Two -> Three -> One", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Nested_folders_and_the_root_are_folders_of_their_own()
    {
        Assert.Contains("One -> One/Inner -> One", Assert.Single(Circles(("One/A.cs", "class A { B? b; }"), ("One/Inner/B.cs", "class B { A? a; }"))), StringComparison.Ordinal);
        Assert.Contains("(root) -> One -> (root)", Assert.Single(Circles(("A.cs", "class A { B? b; }"), ("One/B.cs", "class B { A? a; }"))), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_projects_do_not_close_a_circle()
    {
        SourceText[] files =
        [
            new("src/Numerics.Kernels/One/B.cs", "internal class B { }"), new("src/Numerics.Kernels/Two/C.cs", "class C { B? b; }"),
            new("src/Numerics.LinearAlgebra/Two/A.cs", "class A { B? b; }"), new("src/Numerics.LinearAlgebra/One/D.cs", "class D { A? a; }"),
        ];
        Assert.Empty(FolderCircles.Violations(SourceCompilation.OfProjects(files, [])));
    }

    private static string[] Circles(params (string Path, string Text)[] files) =>
        [.. FolderCircles.Violations(SourceCompilation.OfProjects(files.Select(file => new SourceText("src/P/" + file.Path, file.Text)), []))];
}
