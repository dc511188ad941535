using System.Text;

namespace Numerics.Runner.Invocation;

/// <summary>
/// A stream for sentences: control characters of names and files are shown as <c>\u001b</c> and cannot reach the terminal; standard error that is closed or full is given up, and the run goes on.
/// </summary>
/// <param name="inner">Where the text goes.</param>
/// <param name="mayBeLost">Whether text that cannot be written is dropped.</param>
internal sealed class GuardedWriter(TextWriter inner, bool mayBeLost) : TextWriter
{
    private bool lost;

    /// <summary>Where the text goes; a live display writes there itself.</summary>
    public TextWriter Inner => inner;

    /// <inheritdoc/>
    public override Encoding Encoding => inner.Encoding;

    /// <summary>The text with every control character but line breaks and tabs written out, also those that turn the direction of writing.</summary>
    public static string Visible(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Any(IsHidden) ? string.Concat(text.Select(c => IsHidden(c) ? $"\\u{(int)c:x4}" : c.ToString())) : text;
    }

    /// <inheritdoc/>
    public override void Write(char value) => Try(() => inner.Write(IsHidden(value) ? Visible(value.ToString()) : value.ToString()));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    /// <inheritdoc/>
    public override void Write(string? value) => Try(() => inner.Write(Visible(value ?? "")));

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Try(() => inner.WriteLine(Visible(value ?? "")));

    /// <inheritdoc/>
    public override void Flush() => Try(inner.Flush);

    private static bool IsHidden(char c) => (char.IsControl(c) && c is not ('\n' or '\r' or '\t')) || c is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');

    private void Try(Action write)
    {
        if (lost)
        {
            return;
        }

        try
        {
            write();
        }
        catch (Exception exception) when (mayBeLost && exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            lost = true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"Standard output cannot be written: {exception.Message.TrimEnd('.')}; give it a place to go, or redirect it to a file.", exception);
        }
    }
}
