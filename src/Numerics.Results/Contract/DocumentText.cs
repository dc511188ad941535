using System.Text;

namespace Numerics.Results.Contract;

/// <summary>Text of any origin (configurations, messages) as documents may hold it.</summary>
internal static class DocumentText
{
    /// <summary>The text with characters that no XML or HTML document may hold, and halves of pairs, as U+FFFD.</summary>
    public static string Allowed(string text)
    {
        StringBuilder allowed = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool may = rune.Value is 0x9 or 0xA or (>= 0x20 and < 0x7F) or (>= 0xA0 and not (0xFFFE or 0xFFFF));
            allowed.Append(may ? rune.ToString() : "\uFFFD");
        }

        return allowed.ToString();
    }
}
