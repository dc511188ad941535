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
        ["gemm", "gemv", "potrf", "getrf", "getrs", "geqrf", "orgqr", "syevd", "gesdd", "geev", "sytrf", "sytrs"];

    /// <summary>Names that are used if present (syrk) or told to the user as missing.</summary>
    public static readonly IReadOnlyList<string> Optional =
        ["syrk", "symv", "ger", "nrm2", "sytrd", "sterf", "stedc", "stemr", "syevr", "syevx", "gebrd", "bdsqr", "gesvd", "gehrd", "gees"];

    /// <summary>Binds every routine; <see cref="MissingRequired"/> tells whether the table may be used.</summary>
    public FortranRoutines(IReadOnlyList<nint> libraries)
    {
        nint Address(string name) => NativeLoader.Find(libraries, Symbol(name));

        MissingRequired = [.. Required.Where(name => Address(name) == 0).Select(Symbol)];
        MissingOptional = [.. Optional.Where(name => Address(name) == 0).Select(Symbol)];
        gemm = (GemmSignature)Address("gemm");
        gemv = (GemvSignature)Address("gemv");
        syrk = (SyrkSignature)Address("syrk");
        potrf = (PotrfSignature)Address("potrf");
        getrf = (GetrfSignature)Address("getrf");
        getrs = (GetrsSignature)Address("getrs");
        geqrf = (GeqrfSignature)Address("geqrf");
        orgqr = (OrgqrSignature)Address("orgqr");
        syevd = (SyevdSignature)Address("syevd");
        gesdd = (GesddSignature)Address("gesdd");
        geev = (GeevSignature)Address("geev");
        sytrf = (SytrfSignature)Address("sytrf");
        sytrs = (SytrsSignature)Address("sytrs");
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
