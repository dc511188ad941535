using Numerics.Studies.Records;

namespace Numerics.Results.Contract;

/// <summary>The cells of a table that a study asks for, as text.</summary>
public static class StudyTable
{
    /// <summary>Titles of all columns, that of the coordinates first.</summary>
    public static IReadOnlyList<string> Titles(TableSpecification table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return [table.RowAxis, .. table.Columns.Select(column => column.Title)];
    }

    /// <summary>Rows of as many cells; empty if the run has none of the numbers.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Rows(TableSpecification table, RunResult result)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(result);
        Axis? rows = result.Observables.Where(observable => table.Columns.Any(column => column.Observable == observable.Shape.Name) && observable.Simulation is not null)
            .SelectMany(observable => observable.Shape.Axes).FirstOrDefault(axis => axis.Name == table.RowAxis);
        return rows is null ? []
            : [.. Enumerable.Range(0, rows.Count).Select(row => (IReadOnlyList<string>)[rows.Labels?[row] ?? NumberText.Short(rows.Values[row]), .. table.Columns.Select(column => Cell(column, row, table, result))])];
    }

    private static string Cell(TableColumn column, int row, TableSpecification table, RunResult result)
    {
        if (column.Words is { } words)
        {
            return row < words.Count ? words[row] : NumberText.Missing;
        }

        if (result.Observables.FirstOrDefault(observable => observable.Shape.Name == column.Observable) is not { Simulation: { } simulation } found)
        {
            return NumberText.Missing;
        }

        int[] at = [.. found.Shape.Axes.Select(axis => axis.Name == table.RowAxis ? row : column.Slices.FirstOrDefault(slice => slice.Axis == axis.Name)?.Index ?? 0)];
        if (column.ChosenAlong is not { } along)
        {
            return simulation.Mean[found.Shape.Offset(at)] is { } value ? NumberText.Short(value) : NumberText.Missing;
        }

        int chosen = found.Shape.Axes.ToList().FindIndex(axis => axis.Name == along);
        IReadOnlyList<string> labels = chosen < 0 ? [] : found.Shape.Axes[chosen].Labels ?? [];
        double?[] values = [.. labels.Select((_, i) => simulation.Mean[found.Shape.Offset([.. at.Select((place, axis) => axis == chosen ? i : place)])])];
        return values.Max() is { } most ? labels[Array.IndexOf(values, most)] : NumberText.Missing;
    }
}
