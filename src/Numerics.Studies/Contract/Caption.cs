namespace Numerics.Studies.Contract;

/// <summary>What a figure shows, in statements: a sweep says those that hold at all of its points. Text that is not split further ("M = A, B") is one statement.</summary>
/// <param name="Statements">In the order in which they are said; empty for nothing.</param>
public sealed record Caption(params IReadOnlyList<string> Statements)
{
    /// <summary>Nothing said.</summary>
    public static Caption None { get; } = new([]);

    /// <summary>A single statement, or nothing for an empty text.</summary>
    public static implicit operator Caption(string statement) => FromString(statement);

    /// <summary>A single statement, or nothing for an empty text.</summary>
    public static Caption FromString(string statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return statement.Length == 0 ? None : new Caption(statement);
    }

    /// <summary>The same and one more statement.</summary>
    public Caption And(string statement) => new([.. Statements, statement]);

    /// <summary>The statements with commas between them.</summary>
    public override string ToString() => string.Join(", ", Statements);
}
