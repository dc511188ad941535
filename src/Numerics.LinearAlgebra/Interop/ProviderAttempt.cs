namespace Numerics.LinearAlgebra.Interop;

/// <summary>One step of the search for a LAPACK provider.</summary>
/// <param name="Name">Provider: mkl-net, mkl, libtorch, openblas, reference, managed, or file for an explicit path.</param>
/// <param name="Path">File or loader name tried; empty for the managed provider.</param>
/// <param name="Taken">True for the provider in use, which is always the last attempt.</param>
/// <param name="Reason">Why it was not taken, in the loader's own words; or what was accepted.</param>
public sealed record ProviderAttempt(string Name, string Path, bool Taken, string Reason);
