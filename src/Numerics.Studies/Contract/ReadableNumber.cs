using System.Globalization;

namespace Numerics.Studies.Contract;

/// <summary>Numbers as sentences say them: what a person wrote comes back as written, what was computed is rounded, 0.3 and not 0.30000000000000004.</summary>
public static class ReadableNumber
{
    /// <summary>Significant digits of a computed number.</summary>
    public const int Digits = 6;

    /// <summary>Texts up to this length are written out.</summary>
    private const int Longest = 12;

    /// <summary>Integers below it are exact and written out.</summary>
    private const double LargestInteger = 1e15;

    /// <summary>The shortest text that reads back as the value if it is short or an integer, otherwise the value rounded.</summary>
    /// <param name="value">Any number, also one that is not finite.</param>
    /// <param name="digits">Significant digits of a rounded value.</param>
    public static string Of(double value, int digits = Digits)
    {
        string exact = value.ToString("R", CultureInfo.InvariantCulture);
        bool integer = Math.Abs(value) < LargestInteger && Math.Floor(value) == value;
        return integer || exact.Length <= Longest ? exact : value.ToString($"G{digits}", CultureInfo.InvariantCulture);
    }
}
