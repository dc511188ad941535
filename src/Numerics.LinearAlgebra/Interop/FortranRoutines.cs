using System.Numerics;

namespace Numerics.LinearAlgebra.Interop;

/// <summary>
/// The routines of one precision, Fortran calling convention: 32-bit integers (LP64), every argument by address, trailing underscore,
/// lengths of character arguments appended by value. The wrappers take integers by value and return LAPACK's info.
/// </summary>
/// <typeparam name="T">float (prefix s) or double (prefix d).</typeparam>
internal sealed unsafe partial class FortranRoutines<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Names without prefix and underscore that a provider must export.</summary>
    public static readonly IReadOnlyList<string> Required =
        ["gemm", "gemv", "potrf", "getrf", "getrs", "geqrf", "orgqr", "syevd", "gesdd", "geev", "sytrf"];

    /// <summary>Names that are used if present (syrk) or told to the user as missing.</summary>
    public static readonly IReadOnlyList<string> Optional =
        ["syrk", "symv", "ger", "nrm2", "sytrd", "sterf", "stedc", "stemr", "syevr", "syevx", "gebrd", "bdsqr", "gesvd", "gehrd", "gees"];

    /// <summary>Binds every routine; <see cref="MissingRequired"/> tells whether the table may be used.</summary>
    public FortranRoutines(IReadOnlyList<nint> libraries)
    {
        nint Address(string name) => NativeLoader.Find(libraries, Symbol(name));

        MissingRequired = [.. Required.Where(name => Address(name) == 0).Select(Symbol)];
        MissingOptional = [.. Optional.Where(name => Address(name) == 0).Select(Symbol)];
        gemm = (delegate* unmanaged<byte*, byte*, int*, int*, int*, void*, void*, int*, void*, int*, void*, void*, int*, nint, nint, void>)Address("gemm");
        gemv = (delegate* unmanaged<byte*, int*, int*, void*, void*, int*, void*, int*, void*, void*, int*, nint, void>)Address("gemv");
        syrk = (delegate* unmanaged<byte*, byte*, int*, int*, void*, void*, int*, void*, void*, int*, nint, nint, void>)Address("syrk");
        potrf = (delegate* unmanaged<byte*, int*, void*, int*, int*, nint, void>)Address("potrf");
        getrf = (delegate* unmanaged<int*, int*, void*, int*, int*, int*, void>)Address("getrf");
        getrs = (delegate* unmanaged<byte*, int*, int*, void*, int*, int*, void*, int*, int*, nint, void>)Address("getrs");
        geqrf = (delegate* unmanaged<int*, int*, void*, int*, void*, void*, int*, int*, void>)Address("geqrf");
        orgqr = (delegate* unmanaged<int*, int*, int*, void*, int*, void*, void*, int*, int*, void>)Address("orgqr");
        syevd = (delegate* unmanaged<byte*, byte*, int*, void*, int*, void*, void*, int*, int*, int*, int*, nint, nint, void>)Address("syevd");
        gesdd = (delegate* unmanaged<byte*, int*, int*, void*, int*, void*, void*, int*, void*, int*, void*, int*, int*, int*, nint, void>)Address("gesdd");
        geev = (delegate* unmanaged<byte*, byte*, int*, void*, int*, void*, void*, void*, int*, void*, int*, void*, int*, int*, nint, nint, void>)Address("geev");
        sytrf = (delegate* unmanaged<byte*, int*, void*, int*, int*, void*, int*, int*, nint, void>)Address("sytrf");
    }

    /// <summary>Symbols of <see cref="Required"/> that the libraries do not export.</summary>
    public IReadOnlyList<string> MissingRequired { get; }

    /// <summary>Symbols of <see cref="Optional"/> that the libraries do not export.</summary>
    public IReadOnlyList<string> MissingOptional { get; }

    /// <summary>Prefix of the precision.</summary>
    public static string Prefix => typeof(T) == typeof(double) ? "d"
        : typeof(T) == typeof(float) ? "s"
        : throw new NotSupportedException($"LAPACK has no routines for {typeof(T).Name}; use float or double.");

    /// <summary>Exported name of a routine.</summary>
    public static string Symbol(string name) => $"{Prefix}{name}_";
}
