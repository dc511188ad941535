using Numerics.Architecture.Tests.Rules;

namespace Numerics.Architecture.Tests;

/// <summary>The rules, applied to tiny made-up repositories: each must find what it is for, and nothing in a clean file.</summary>
public sealed class RuleTests
{
    [Theory]
    [InlineData("src/Numerics.Spectra/Numerics.Spectra.csproj", "../Numerics.LinearAlgebra/Numerics.LinearAlgebra.csproj", true)]
    [InlineData("src/Numerics.Runner/Numerics.Runner.csproj", "..\\Numerics.Results\\Numerics.Results.csproj", true)]
    [InlineData("tests/Numerics.Physics.Tests/Numerics.Physics.Tests.csproj", "../../src/Numerics.Studies/Numerics.Studies.csproj", true)]
    [InlineData("src/Numerics.Spectra/Numerics.Spectra.csproj", "../Numerics.Studies/Numerics.Studies.csproj", false)]
    [InlineData("src/Numerics.Spectra/Numerics.Spectra.csproj", "../Numerics.Kernels/Numerics.Kernels.csproj", false)]
    [InlineData("src/Numerics.Studies/Numerics.Studies.csproj", "../Numerics.Results/Numerics.Results.csproj", false)]
    [InlineData("src/Numerics.Kernels/Numerics.Kernels.csproj", "../../tests/Numerics.Kernels.Tests/Numerics.Kernels.Tests.csproj", false)]
    [InlineData("tests/Numerics.Physics.Tests/Numerics.Physics.Tests.csproj", "../Numerics.Spectra.Tests/Numerics.Spectra.Tests.csproj", false)]
    [InlineData("src/Numerics.New/Numerics.New.csproj", "../Numerics.Kernels/Numerics.Kernels.csproj", false)]
    public void Project_references(string project, string reference, bool allowed) =>
        Assert.Equal(allowed, !ProjectReferences.Violations([new(project, $"<Project><ItemGroup><ProjectReference Include=\"{reference}\" /></ItemGroup></Project>")]).Any());

    [Theory]
    [InlineData("src/Numerics.Results/Numerics.Results.csproj", "PureHDF", true)]
    [InlineData("src/Numerics.Kernels/Numerics.Kernels.csproj", "PureHDF", false)]
    [InlineData("src/Numerics.New/Numerics.New.csproj", "Anything", false)]
    [InlineData("Directory.Build.props", "Meziantou.Analyzer", true)]
    [InlineData("Directory.Build.targets", "Anything", false)]
    public void Package_references(string project, string package, bool allowed) =>
        Assert.Equal(allowed, !PackageReferences.Violations([new(project, $"<Project><ItemGroup><PackageReference Include=\"{package}\" /></ItemGroup></Project>")]).Any());

    [Theory]
    [InlineData("src/Numerics.Spectra/A.cs", "class A { unsafe void M() { } }", false)]
    [InlineData("src/Numerics.Spectra/A.cs", "using System.Runtime.Intrinsics.X86;", false)]
    [InlineData("src/Numerics.Spectra/A.cs", "class A { bool M() => global::System.Runtime.Intrinsics.Vector128.IsHardwareAccelerated; }", false)]
    [InlineData("src/Numerics.Runner/Numerics.Runner.csproj", "<Project><PropertyGroup><AllowUnsafeBlocks>true</AllowUnsafeBlocks></PropertyGroup></Project>", false)]
    [InlineData("src/Numerics.Spectra/A.cs", "// unsafe, System.Runtime.Intrinsics\nclass A { string s = \"unsafe\"; }", true)]
    [InlineData("src/Numerics.Kernels/A.cs", "using System.Runtime.Intrinsics; unsafe class A { }", true)]
    public void Unsafe_code(string path, string text, bool allowed) => Assert.Equal(allowed, !UnsafeCode.Violations([new(path, text)]).Any());

    [Theory]
    [InlineData("src/Numerics.Kernels/A.cs", "class A { [DllImport(\"m\")] static extern int F(); }", false)]
    [InlineData("src/Numerics.LinearAlgebra/Dense/A.cs", "partial class A { [LibraryImport(\"m\")] static partial int F(); }", false)]
    [InlineData("src/Numerics.Runner/A.cs", "class A { void M() => System.Runtime.InteropServices.NativeLibrary.Load(\"m\"); }", false)]
    [InlineData("src/Numerics.Runner/A.cs", "/// <summary>Not NativeLibrary.</summary>\nclass A { }", true)]
    [InlineData("src/Numerics.LinearAlgebra/Interop/A.cs", "class A { [DllImport(\"m\")] static extern int F(); }", true)]
    public void Native_imports(string path, string text, bool allowed) => Assert.Equal(allowed, !NativeImports.Violations([new(path, text)]).Any());

    [Theory]
    [InlineData("src/P/A.cs", "namespace P; public class A { public class Inner { } }", true)]
    [InlineData("src/P/A.cs", "namespace P; public class A<T> { } internal class B { }", true)]
    [InlineData("src/P/A.Part.cs", "namespace P; public partial class A { }", true)]
    [InlineData("src/P/Program.cs", "return 0;", true)]
    [InlineData("src/P/Exit.cs", "namespace P; public enum Exit { Ok } public static class Exits { }", true)]
    [InlineData("src/P/A.cs", "namespace P; public class A { public B Kind => B.None; } public enum B { None }", true)]
    [InlineData("src/P/Law.cs", "namespace P; [X(typeof(TextConverter))] public class Law { public Edge Top() => new(1); } public record Edge(double Value) { public double Twice => 2 * Value; } public class TextConverter { }", true)]
    [InlineData("src/P/A.cs", "namespace P; public class A { } public enum B { }", false)]
    [InlineData("src/P/A.cs", "namespace P { public class A { } public delegate void B(); }", false)]
    [InlineData("src/P/Law.cs", "namespace P; public class Law { Edge e; } public class Edge { }", false)]
    [InlineData("src/P/Law.cs", "namespace P; public class Law { Edge e; } public record Edge(double Value) { public double Solve() => 1; }", false)]
    [InlineData("src/P/Laws.cs", "namespace P; public class Law { }", false)]
    [InlineData("src/P/A.cs", "namespace P; public record B(int X);", false)]
    public void Public_types(string path, string text, bool allowed) => Assert.Equal(allowed, !FileShape.Violations([new(path, text)]).Any());

    [Theory]
    [InlineData(FileShape.LongestFile, true)]
    [InlineData(FileShape.LongestFile + 1, false)]
    public void File_length(int lines, bool allowed) =>
        Assert.Equal(allowed, !FileShape.Violations([new("src/P/A.cs", string.Concat(Enumerable.Repeat("// a line\n", lines)))]).Any());

    [Theory]
    [InlineData("src/Numerics.Spectra/Theory/A.cs", "/// <para>Source: A. Author, J. Math. 1 (1967) 2.</para>\n/// Equation: a\nclass A { }", true)]
    [InlineData("src/Numerics.Spectra/Theory/A.cs", "/// Source: A. Author, arXiv 2205.09653.\n/// Equation: a\nclass A { }", true)]
    [InlineData("src/Numerics.Spectra/Theory/A.cs", "/// <remarks>Source: derived here, docs/x.md, section 2.</remarks>\n/// Equation: a\nclass A { }", true)]
    [InlineData("src/Numerics.Spectra/Theory/A.cs", "/// <summary>A part of a theory.</summary>\nclass A { }", true)]
    [InlineData("src/Numerics.Spectra/Networks/A.cs", "/// Equation: a\nclass A { }", true)]
    [InlineData("src/Numerics.Spectra/Theory/A.cs", "/// Equation: a\nclass A { }", false)]
    [InlineData("src/Numerics.Spectra/Theory/A.cs", "/// Source: docs/x.md, section 2.\n/// Equation: a\nclass A { }", false)]
    [InlineData("src/Numerics.Spectra/Theory/A.cs", "/// Equation: a\nclass A { } // Source: 1967", false)]
    public void Theory_sources(string path, string text, bool allowed) => Assert.Equal(allowed, !TheorySources.Violations([new(path, text)]).Any());

    [Fact]
    public void A_long_theory_file_without_an_equation_needs_a_source_too() =>
        Assert.Single(TheorySources.Violations([new("src/Numerics.Spectra/Theory/A.cs", string.Concat(Enumerable.Repeat("// a line\n", TheorySources.ShortestTheory)))]));

    [Theory]
    [InlineData("src/P/A.cs", "/// docs/x.md, section 3 and 3b", true)]
    [InlineData("src/P/A.cs", "// docs/x.md", true)]
    [InlineData("src/P/A.cs", "/// docs/y.md, section 3", false)]
    [InlineData("src/P/A.cs", "/// docs/x.md, section 4", false)]
    [InlineData("src/P/A.cs", "/// docs/x.md, sections 3 and 4", false)]
    [InlineData("docs/z.md", "[x](x.md), section 3; [a](../src/P/B.cs), [folder](../src/P), [web](https://example.org/y.md), `LawTests.Holds`, `LawTests`", true)]
    [InlineData("docs/z.md", "[x](x.md), section 4", false)]
    [InlineData("docs/z.md", "[x](y.md)", false)]
    [InlineData("README.md", "[x](docs/x.md#3-law), section 3b", true)]
    [InlineData("README.md", "[x](x.md)", false)]
    [InlineData("README.md", "`LawTests.Fails`", false)]
    [InlineData("README.md", "`OtherTests`", false)]
    public void Document_references(string path, string text, bool allowed) =>
        Assert.Equal(allowed, !DocumentReferences.Violations(
        [
            new(path, text), new("docs/x.md", "# X\n## 3. Law\n**3b. Edge.** Text"), new("src/P/B.cs", "class B { }"), new("tests/P/LawTests.cs", "class LawTests { void Holds() { } }"),
        ]).Any());

    [Theory]
    [InlineData("see {0}home/me/data", false)]
    [InlineData("\"{0}tmp/x\"", false)]
    [InlineData("`{0}Users/me`", false)]
    [InlineData("C:{1}data", false)]
    [InlineData("docs{0}tmp{0}x, https://example.org{0}home{0}x, ~{0}.dotnet, ${{HOME}}{0}tmp{0}x, {0}usr{0}lib{0}x", true)]
    public void Machine_paths(string text, bool allowed) =>
        Assert.Equal(allowed, !MachinePaths.Violations([new("docs/x.md", string.Format(null, text, '/', '\\'))]).Any());
}
