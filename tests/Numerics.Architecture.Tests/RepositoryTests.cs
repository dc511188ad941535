using Numerics.Architecture.Tests.Rules;

namespace Numerics.Architecture.Tests;

/// <summary>The rules, applied to this repository. Each failure lists every violation.</summary>
public sealed class RepositoryTests
{
    [Fact]
    public void Project_references_follow_the_chain() => AssertNone(ProjectReferences.Violations(Repository.Files));

    [Fact]
    public void Packages_are_in_the_table() => AssertNone(PackageReferences.Violations(Repository.Files));

    [Fact]
    public void Folders_of_one_project_do_not_refer_to_each_other() =>
        AssertNone(FolderCircles.Violations(SourceCompilation.OfProjects(Repository.Files, SourceCompilation.PackagesOfTheProgram())));

    [Fact]
    public void Unsafe_code_and_intrinsics_stay_in_Kernels_and_LinearAlgebra() => AssertNone(UnsafeCode.Violations(Repository.Files));

    [Fact]
    public void Native_imports_stay_in_one_folder() => AssertNone(NativeImports.Violations(Repository.Files));

    [Fact]
    public void Files_hold_one_concept_and_stay_short() => AssertNone(FileShape.Violations(Repository.Files));

    [Fact]
    public void Equations_and_their_index_agree() => AssertNone(EquationIndex.Violations(Repository.Files));

    [Fact]
    public void What_documents_and_comments_refer_to_exists() => AssertNone(DocumentReferences.Violations(Repository.Files));

    [Fact]
    public void Theory_names_its_sources() => AssertNone(TheorySources.Violations(Repository.Files));

    [Fact]
    public void No_file_names_a_folder_of_one_machine() => AssertNone(MachinePaths.Violations(Repository.Files));

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = Repository.Files.Single(file => file.Path == "Numerics.sln").Content.Replace('\\', '/');
        AssertNone(Repository.Files.Select(file => file.Path)
            // examples/library restores packages that do not exist before they are packed; a test of the runner builds it.
            .Where(path => path.EndsWith(".csproj", StringComparison.Ordinal) && !path.StartsWith("examples/library/", StringComparison.Ordinal) && !solution.Contains($"\"{path}\"", StringComparison.Ordinal))
            .Select(path => $"{path} is not in Numerics.sln."));
    }

    /// <summary>The study of docs/extending.md obeys the rules of the folder that the page names, and needs no documentation comments: nothing of it is public.</summary>
    [Fact]
    public void The_template_of_a_study_may_stand_where_the_page_says()
    {
        string page = Repository.Files.Single(file => file.Path == "docs/extending.md").Content;
        string code = page.Split("```csharp\n")[1].Split("```\n")[0];
        var pasted = new SourceText("src/Numerics.Studies/Catalog/TopEigenvalue/TopEigenvalue.cs", code);
        Assert.Contains(pasted.Path, page, StringComparison.Ordinal);
        Assert.Contains("new TopEigenvalue.TopEigenvalueStudy(),", page, StringComparison.Ordinal);
        Assert.Contains("namespace Numerics.Studies.Catalog.TopEigenvalue;", code, StringComparison.Ordinal);
        Assert.DoesNotContain("\npublic ", code, StringComparison.Ordinal);
        AssertNone(FileShape.Violations([pasted]));
        AssertNone(FolderCircles.Violations(SourceCompilation.OfProjects([.. Repository.Files, pasted], SourceCompilation.PackagesOfTheProgram())));
    }

    [Fact]
    public void The_rules_see_the_repository()
    {
        var paths = Repository.Files.Select(file => file.Path).ToArray();
        Assert.Contains("src/Numerics.Kernels/Numerics.Kernels.csproj", paths);
        Assert.Contains("src/Numerics.LinearAlgebra/Storage/DenseMatrix.cs", paths);
        Assert.Contains("README.md", paths);
        Assert.DoesNotContain(paths, path => path.Contains("/obj/", StringComparison.Ordinal));
    }

    private static void AssertNone(IEnumerable<string> violations)
    {
        var all = violations.ToArray();
        if (all.Length > 0) Assert.Fail(string.Join('\n', all));
    }
}
