using System.Text;
using System.Text.Json;

namespace Numerics.Studies.Configuration;

/// <summary>What is wrong with a text that is no valid JSON: where, what, and what to do, in words of this program.</summary>
public static class JsonDamage
{
    /// <summary>Deepest nesting that is read; that of the reader's default.</summary>
    private const int Deepest = 64;

    /// <summary>Longest key in bytes; the longest of a study has a few dozen.</summary>
    private const int LongestKey = 1000;

    /// <summary>Brackets are counted up to here, so that deep nesting is told from other damage.</summary>
    private const int DeepestCounted = Deepest + 1;

    /// <summary>The first damage of a text, as the end of a sentence without its full stop; null if it is sound. Also texts with half a surrogate pair are damaged.</summary>
    /// <param name="text">UTF-8, without a byte order mark.</param>
    /// <param name="remedy">Whether a person wrote it: then comments and trailing commas are no damage, and what to do is said. A result is not mended by hand.</param>
    public static string? Find(ReadOnlySpan<byte> text, bool remedy = true)
    {
        if (text.TrimStart(" \t\r\n"u8).IsEmpty)
        {
            return remedy ? "the file is empty; write a JSON object { ... }" : "the file is empty";
        }

        JsonReaderOptions options = new()
        {
            CommentHandling = remedy ? JsonCommentHandling.Skip : JsonCommentHandling.Disallow, AllowTrailingCommas = remedy, MaxDepth = DeepestCounted,
        };

        // Read as if more were to come: what is wrong then is wrong whatever follows.
        var reader = new Utf8JsonReader(text, isFinalBlock: false, new JsonReaderState(options));
        try
        {
            if (InTokens(ref reader, remedy) is { } damage)
            {
                return $"{Place(text, (int)reader.TokenStartIndex)}: {damage}";
            }
        }
        catch (JsonException exception)
        {
            int at = Offset(text, exception.LineNumber ?? 0, exception.BytePositionInLine ?? 0);
            return $"{Place(text, at)}: not valid JSON from here on{(remedy ? "; look for a missing comma, quote or bracket before it" : "")}";
        }
        catch (InvalidOperationException)
        {
            // Bytes or escapes of a key or a value that are no text.
            return $"{Place(text, (int)reader.TokenStartIndex)}: not a valid text from here on{(remedy ? "; write it as UTF-8 without escapes" : "")}";
        }

        return IsComplete(text, options) ? null
            : $"{Place(text, text.TrimEnd(" \t\r\n"u8).Length)}: the text ends before it is complete{(remedy ? "; look for a missing bracket or quote, or a file that was cut off" : "")}";
    }

    /// <summary>What is wrong with the token at which the reader then stands, though it is JSON; null if all tokens are sound.</summary>
    private static string? InTokens(ref Utf8JsonReader reader, bool remedy)
    {
        Stack<HashSet<string>> keys = [];
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && reader.CurrentDepth >= Deepest)
            {
                return $"more than {Deepest} brackets are open{(remedy ? "; close some before it" : "")}";
            }

            if (reader.TokenType == JsonTokenType.String)
            {
                // Throws where the bytes or escapes are no text.
                if (reader.GetString()!.Contains('\0', StringComparison.Ordinal))
                {
                    return $"a text holds the character NUL{(remedy ? "; leave it out" : "")}";
                }
            }

            if (reader.TokenType == JsonTokenType.PropertyName && LongestKey < reader.ValueSpan.Length)
            {
                return $"a key of {reader.ValueSpan.Length} bytes, at most {LongestKey} are read{(remedy ? "; look for a missing quote" : "")}";
            }

            if (RepeatedKey(ref reader, keys) is { } key)
            {
                return $"the key '{key}' is there twice{(remedy ? "; keep one of the two" : "")}";
            }
        }

        return null;
    }

    private static bool IsComplete(ReadOnlySpan<byte> text, JsonReaderOptions options)
    {
        var reader = new Utf8JsonReader(text, options);
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string? RepeatedKey(ref Utf8JsonReader reader, Stack<HashSet<string>> keys)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                keys.Push(new HashSet<string>(StringComparer.Ordinal));
                return null;
            case JsonTokenType.EndObject:
                keys.Pop();
                return null;
            case JsonTokenType.PropertyName:
                string key = reader.GetString()!;
                return keys.Peek().Add(key) ? null : key;
            default:
                return null;
        }
    }

    /// <summary>Line and column, both counted from 1; columns are characters.</summary>
    private static string Place(ReadOnlySpan<byte> text, int offset)
    {
        ReadOnlySpan<byte> before = text[..Math.Min(offset, text.Length)];
        int start = before.LastIndexOf((byte)'\n') + 1;
        return $"line {before.Count((byte)'\n') + 1}, column {Encoding.UTF8.GetCharCount(before[start..]) + 1}";
    }

    private static int Offset(ReadOnlySpan<byte> text, long line, long position)
    {
        int offset = 0;
        for (long i = 0; i < line && text[offset..].IndexOf((byte)'\n') is >= 0 and var end; i++)
        {
            offset += end + 1;
        }

        return (int)Math.Min(text.Length, offset + position);
    }
}
