using System.Numerics;

namespace Numerics.LinearAlgebra.Dense;

/// <summary>
/// How large a matrix may be: workspace sizes that LAPACK counts in 32-bit integers, computed without overflow and without any memory.
/// A size beyond the limit is refused before the call; LAPACK itself would wrap around and return nonsense.
/// </summary>
internal static class WorkspaceLimits
{
    /// <summary>Largest count that the 32-bit interface can state.</summary>
    public const long Maximum = int.MaxValue;

    /// <summary>Most elements of an array of the runtime, and so of a matrix of the managed provider.</summary>
    public static long ManagedMaximum => Array.MaxLength;

    /// <summary>Elements that syevd needs for eigenvalues only: 2 n + 1.</summary>
    public static Int128 SymmetricEigenvalues(long n) => (2 * (Int128)n) + 1;

    /// <summary>Elements that syevd needs for eigenvectors: 1 + 6 n + 2 n^2, so n is at most 32,766.</summary>
    public static Int128 SymmetricEigenvectors(long n) => 1 + (6 * (Int128)n) + (2 * (Int128)n * n);

    /// <summary>Elements that gesdd needs for singular values only.</summary>
    public static Int128 SingularValues(long rows, long columns)
    {
        (Int128 small, Int128 large) = Order(rows, columns);
        return (3 * small) + Int128.Max(large, 7 * small);
    }

    /// <summary>Elements that gesdd needs for thin singular vectors: 4 s^2 + 7 s + l for sides s and l, so a square has at most 23,169.</summary>
    public static Int128 SingularVectors(long rows, long columns)
    {
        (Int128 small, Int128 large) = Order(rows, columns);
        return (4 * small * small) + (7 * small) + large;
    }

    /// <summary>Elements that geev needs for eigenvalues only: 3 n.</summary>
    public static Int128 GeneralEigenvalues(long n) => 3 * (Int128)n;

    /// <summary>Elements that geev needs with vectors: 4 n.</summary>
    public static Int128 GeneralEigenvectors(long n) => 4 * (Int128)n;

    /// <summary>Elements of a matrix as an array, for the managed provider.</summary>
    public static Int128 ManagedMatrix(long rows, long columns) => (Int128)rows * columns;

    /// <summary>Largest order n whose <paramref name="workspace"/> stays within <paramref name="limit"/>.</summary>
    public static long LargestOrder(Func<long, Int128> workspace, long limit = Maximum)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        long low = 0, high = Maximum;
        while (low < high)
        {
            long middle = low + ((high - low + 1) / 2);
            (low, high) = workspace(middle) <= limit ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    /// <summary>Refuses a square problem whose workspace is beyond the limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Too large; the message has the exact limit.</exception>
    public static void RequireOrder(string routine, long n, Func<long, Int128> workspace, string remedy)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        if (n > Maximum || workspace(n) > Maximum)
        {
            throw new ArgumentOutOfRangeException(
                nameof(n), $"{routine} of order {n} needs a workspace count beyond {Maximum}; the limit is order {LargestOrder(workspace)}; {remedy}.");
        }
    }

    /// <summary>Refuses a rectangular problem whose workspace is beyond the limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Too large; the message has the count and the limit.</exception>
    public static void RequireShape(string routine, long rows, long columns, Int128 workspace, string remedy)
    {
        if (rows > Maximum || columns > Maximum || workspace > Maximum)
        {
            throw new ArgumentOutOfRangeException(
                nameof(rows), $"{routine} of a {rows} x {columns} matrix needs {workspace} elements of workspace; the limit is {Maximum}; {remedy}.");
        }
    }

    /// <summary>Refuses a matrix that does not fit an array of the runtime.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Too large; the message has the limit.</exception>
    public static void RequireManaged(long rows, long columns)
    {
        if (ManagedMatrix(rows, columns) > ManagedMaximum)
        {
            throw new ArgumentOutOfRangeException(
                nameof(rows),
                $"The managed provider holds at most {ManagedMaximum} elements, a {rows} x {columns} matrix has {ManagedMatrix(rows, columns)}; use a native provider.");
        }
    }

    /// <summary>
    /// Length of workspace to allocate after a query: at least the documented minimum, at most what 32 bits can state.
    /// The answer comes as a floating-point number, rounded to nearest in single precision; one unit in the last place is added.
    /// </summary>
    internal static int FromQuery<T>(T answer, Int128 minimum)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double asked = Math.Ceiling(double.CreateChecked(T.BitIncrement(answer)));
        Int128 wanted = double.IsFinite(asked) ? (Int128)Math.Min(asked, Maximum) : 1;
        return (int)Int128.Min(Int128.Max(Int128.Max(wanted, minimum), 1), Maximum);
    }

    private static (Int128 Small, Int128 Large) Order(long rows, long columns) => (Math.Min(rows, columns), Math.Max(rows, columns));
}
