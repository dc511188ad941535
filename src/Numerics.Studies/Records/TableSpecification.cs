namespace Numerics.Studies.Records;

/// <summary>A table that a study asks for: a row for each coordinate of one axis, measured values in its columns.</summary>
/// <param name="Name">Short name, unique in a run.</param>
/// <param name="Title">What it shows.</param>
/// <param name="RowAxis">Axis whose coordinates are the rows.</param>
/// <param name="Columns">Columns after that of the coordinates.</param>
public sealed record TableSpecification(string Name, string Title, string RowAxis, IReadOnlyList<TableColumn> Columns);

/// <summary>A column of a table: words, the simulation of an observable, or which of its coordinates was chosen.</summary>
/// <param name="Title">Title.</param>
public sealed record TableColumn(string Title)
{
    /// <summary>A word for each row; null where the column is of an observable.</summary>
    public IReadOnlyList<string>? Words { get; init; }

    /// <summary>Name of the observable; null for words.</summary>
    public string? Observable { get; init; }

    /// <summary>The coordinates of its further axes.</summary>
    public IReadOnlyList<FigureSlice> Slices { get; init; } = [];

    /// <summary>An axis of labels of the observable: the label of the largest value is shown. Null: the value itself.</summary>
    public string? ChosenAlong { get; init; }
}
