using System.Globalization;

namespace Numerics.Results.Contract;

/// <summary>Numbers with their errors, as short as the error allows.</summary>
public static class NumberText
{
    /// <summary>What stands for a value that does not exist.</summary>
    public const string Missing = "-";

    /// <summary>"1.2345 ± 0.0012": the error with two digits, the value to the same place; the value alone if there is no error.</summary>
    public static string WithError(double? value, double? error)
    {
        if (value is not { } number)
        {
            return Missing;
        }

        if (error is not { } deviation || deviation <= 0)
        {
            return Short(number);
        }

        int place = 1 - (int)Math.Floor(Math.Log10(deviation));
        bool plain = place is >= 0 and <= 8 && Math.Abs(number) < 1e6;
        string format = $"F{place}";
        return plain
            ? $"{number.ToString(format, CultureInfo.InvariantCulture)} ± {deviation.ToString(format, CultureInfo.InvariantCulture)}"
            : $"{Short(number)} ± {deviation.ToString("G2", CultureInfo.InvariantCulture)}";
    }

    /// <summary>Six significant digits.</summary>
    public static string Short(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    /// <summary>A score with its sign and two decimals.</summary>
    public static string Score(double? score) => score is not { } z ? Missing
        : Math.Abs(z) < 1e4 ? z.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture)
        : z.ToString("+0.0E0;-0.0E0", CultureInfo.InvariantCulture);

    /// <summary>A relative number as per cent, from a thousand on as a multiple.</summary>
    public static string Percent(double? relative) => relative is not { } number ? Missing
        : Math.Abs(number) < 1e3 ? $"{(100 * number).ToString("G2", CultureInfo.InvariantCulture)} %"
        : $"{number.ToString("G2", CultureInfo.InvariantCulture)} times";
}
