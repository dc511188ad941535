namespace Numerics.LinearAlgebra.Interop;

/// <summary>Dense linear algebra provider (bound in the next commit).</summary>
public sealed class Lapack;
