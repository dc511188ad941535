using System.Globalization;
using System.Text.RegularExpressions;
using Numerics.Studies.Records;

namespace Numerics.Results.Figures;

/// <summary>Words and numbers of a figure: names without camelCase, letters of parameters, powers of ten.</summary>
internal static partial class FigureText
{
    /// <summary>A name as words: "pastStep" as "past step", "covariance_exponent" as "covariance exponent"; "muP" is a word.</summary>
    public static string Words(string name) =>
        Boundary().Replace(name.Replace('_', ' '), found => " " + (found.Length > 1 && char.IsUpper(found.Value[1]) ? found.Value : char.ToLowerInvariant(found.Value[0]) + found.Value[1..]));

    /// <summary>A coordinate: "ν = 0.5" where the axis has a letter, else "layer 1"; words stand for themselves.</summary>
    public static string Coordinate(Axis axis, int index, IReadOnlyDictionary<string, string> symbols) =>
        axis.Labels is { } labels ? Words(labels[index])
        : symbols.TryGetValue(axis.Name, out string? symbol) ? $"{symbol} = {Number(axis.Values[index])}"
        : $"{Words(axis.Name)} {Number(axis.Values[index])}";

    /// <summary>A number of at most <paramref name="digits"/> digits, large and small ones as powers of ten.</summary>
    public static string Number(double value, int digits = 4)
    {
        string text = value.ToString("G" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        int exponent = text.IndexOf('E', StringComparison.Ordinal);
        return exponent < 0 ? text.Replace('-', '−') : $"{text[..exponent]}·{PowerOfTen(int.Parse(text[(exponent + 1)..], CultureInfo.InvariantCulture))}".Replace('-', '−');
    }

    /// <summary>"10⁻³".</summary>
    public static string PowerOfTen(int exponent) => "10" + Superscript(exponent.ToString(CultureInfo.InvariantCulture));

    /// <summary>Digits, signs and points as superscripts.</summary>
    public static string Superscript(string number) => string.Concat(number.Select(c => c switch
    {
        '-' => '⁻',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '.' => '·',
        '/' => '⁄',
        >= '0' and <= '9' => (char)('⁰' + (c - '0')),
        _ => c,
    }));

    /// <summary>Breaks a text into lines between words.</summary>
    public static string Wrap(string text, int width)
    {
        List<string> lines = [""];
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines[^1].Length > 0 && lines[^1].Length + 1 + word.Length > width)
            {
                lines.Add("");
            }

            lines[^1] += lines[^1].Length == 0 ? word : " " + word;
        }

        return string.Join("\n", lines);
    }

    /// <summary>The capital after a small letter, with the one or two letters that tell a word from an abbreviation; a capital that ends the word starts none.</summary>
    [GeneratedRegex("(?<=[a-z0-9])[A-Z](?=[A-Za-z])[A-Za-z]?", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Boundary();
}
