namespace Numerics.Kernels.Drivers;

/// <summary>Checks that a span holds the columns a panel kernel is going to touch.</summary>
internal static class PanelShape
{
    /// <summary>
    /// Requires <paramref name="columns"/> columns of <paramref name="rows"/> elements, <paramref name="leading"/> apart.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative sizes.</exception>
    /// <exception cref="ArgumentException">Columns overlap or leave the span.</exception>
    public static void Require(int length, int rows, int leading, int columns, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if (columns > 1 && leading < rows)
        {
            throw new ArgumentException($"Panel {name}: leading dimension {leading} is below {rows} rows.");
        }

        if (columns > 0 && rows > 0 && ((long)(columns - 1) * leading) + rows > length)
        {
            throw new ArgumentException($"Panel {name}: {columns} columns of {rows} rows, {leading} apart, do not fit {length} elements.");
        }
    }

    /// <summary>Requires room for a small column-major matrix without gaps.</summary>
    /// <exception cref="ArgumentException">Too short.</exception>
    public static void RequireSmall(int length, int rows, int columns, string name)
    {
        if ((long)rows * columns > length)
        {
            throw new ArgumentException($"The {rows} x {columns} matrix {name} does not fit {length} elements.");
        }
    }
}
