namespace Numerics.LinearAlgebra.Interop;

/// <summary>
/// Three tiny problems with known answers, run once when a library is loaded: catches 64-bit integers, another calling convention,
/// and damaged builds before they can give wrong results.
/// </summary>
internal static unsafe class Handshake
{
    private const double Tolerance = 1e-12;

    /// <summary>A sentence if the library answers wrongly; null if it may be used.</summary>
    public static string? Refusal(FortranRoutines<double> routines) =>
        IntegerWidth(routines) ?? Product(routines) ?? Eigenvalues(routines);

    private static string? IntegerWidth(FortranRoutines<double> routines)
    {
        const int N = 3;
        double* a = stackalloc double[N * N] { 0, 0, 4, 2, 0, 0, 0, 3, 0 };
        int* pivots = stackalloc int[2 * N];
        int info = routines.GetrfPadded(N, N, a, N, pivots);
        if (pivots[0] == 3 && pivots[1] == 0 && pivots[2] != 0)
        {
            return "its integers have 64 bits (ILP64) and this program speaks 32 (LP64); load the LP64 library";
        }

        bool right = info == 0 && pivots[0] == 3 && pivots[1] == 3 && pivots[2] == 3 && a[0] == 4 && a[4] == 2 && a[8] == 3;
        return right ? null : $"it factorizes a 3 x 3 permutation wrongly (info {info}, pivots {pivots[0]}, {pivots[1]}, {pivots[2]}); the build is damaged";
    }

    private static string? Product(FortranRoutines<double> routines)
    {
        double* a = stackalloc double[6] { 1, 2, 3, 4, 5, 6 };
        double* c = stackalloc double[4] { 1, 1, 1, 1 };
        routines.Gemm('N', 'T', 2, 2, 3, 2.0, a, 2, a, 2, 1.0, c, 2);
        bool right = Near(c[0], 71) && Near(c[1], 89) && Near(c[2], 89) && Near(c[3], 113);
        return right ? null : $"its dgemm gives {c[0]:R} where 71 is right; the build is damaged";
    }

    private static string? Eigenvalues(FortranRoutines<double> routines)
    {
        const int N = 2, Work = 1 + (6 * N) + (2 * N * N), IntegerWork = 3 + (5 * N);
        double* a = stackalloc double[N * N] { 2, 1, 0, 2 };
        double* values = stackalloc double[N];
        double* work = stackalloc double[Work];
        int* integerWork = stackalloc int[IntegerWork];
        int info = routines.Syevd('V', 'L', N, a, N, values, work, Work, integerWork, IntegerWork);
        bool right = info == 0 && Near(values[0], 1) && Near(values[1], 3) && Near(a[2] * a[2], 0.5);
        return right ? null : $"its dsyevd gives {values[0]:R}, {values[1]:R} where 1, 3 are right (info {info}); the build is damaged";
    }

    private static bool Near(double value, double expected) => Math.Abs(value - expected) <= Tolerance * expected;
}
