using Numerics.LinearAlgebra.Interop;

namespace Numerics.Studies.Tests.Fakes;

/// <summary>A LAPACK provider for tests that do not look at it.</summary>
public static class Providers
{
    public static Lapack Any { get; } = Lapack.Load("managed");
}
