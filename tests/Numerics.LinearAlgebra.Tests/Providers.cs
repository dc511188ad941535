using Numerics.LinearAlgebra.Interop;

namespace Numerics.LinearAlgebra.Tests;

/// <summary>Providers by name; a test of an absent one is skipped with the loader's reason.</summary>
internal static class Providers
{
    public static TheoryData<string> All => ["managed", "openblas", "reference", "libtorch", "mkl", "mkl-net"];

    public static Lapack LoadOrSkip(string name)
    {
        try
        {
            return Lapack.Load(name);
        }
        catch (LapackUnavailableException error)
        {
            Assert.Skip(error.Message);
            throw;
        }
    }
}
