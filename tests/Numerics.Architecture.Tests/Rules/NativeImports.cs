namespace Numerics.Architecture.Tests.Rules;

/// <summary>Imports of native code live in one folder.</summary>
internal static class NativeImports
{
    private const string Folder = "src/Numerics.LinearAlgebra/Interop";

    private static readonly string[] Names = ["DllImport", "DllImportAttribute", "LibraryImport", "LibraryImportAttribute", "NativeLibrary"];

    public static IEnumerable<string> Violations(IEnumerable<SourceText> files) =>
        from file in files
        where file.IsCSharp && !file.IsUnder(Folder)
        let name = file.Syntax.DescendantTokens().Select(token => token.Text).FirstOrDefault(Names.Contains)
        where name is not null
        select $"{file.Path}: {name} belongs in {Folder}.";
}
