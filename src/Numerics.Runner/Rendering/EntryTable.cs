using Numerics.Results.Contract;
using Numerics.Studies.Records;
using Spectre.Console;

namespace Numerics.Runner.Rendering;

/// <summary>The table of a result: theory, simulation, score and verdict by entry; condensed when long, because the files hold everything.</summary>
internal static class EntryTable
{
    /// <summary>Rows aimed at in all.</summary>
    public const int Rows = 40;

    /// <summary>Writes the table.</summary>
    public static void Write(IAnsiConsole console, RunResult result)
    {
        ArgumentNullException.ThrowIfNull(console);
        ArgumentNullException.ThrowIfNull(result);
        FittedTable table = new(["observable", "at", "theory", "simulation", "z", "verdict"], giving: 1, 4, 2);
        int each = Math.Max(4, Rows / Math.Max(1, result.Observables.Count));
        bool condensed = false;
        foreach (ObservableResult observable in result.Observables)
        {
            List<int> chosen = Choose(observable, each, out int candidates, out int existing);
            condensed |= chosen.Count < existing;
            foreach (int index in chosen)
            {
                table.Add(Row(observable, index));
            }

            if (chosen.Count < candidates)
            {
                table.Add("", $"... {candidates - chosen.Count} more", "", "", "", "");
            }
        }

        table.Write(console);

        if (condensed)
        {
            console.WriteLine("Not all entries are shown; all are in the files.");
        }
    }

    /// <summary>
    /// Judged entries if there are any, otherwise all that exist on a side (where something was simulated, at the coordinates that were); if these are too many, evenly spaced ones of rank 1 (where there are ranks) and the
    /// one of the largest score.
    /// </summary>
    private static List<int> Choose(ObservableResult observable, int limit, out int candidates, out int exist)
    {
        int[] all = [.. Enumerable.Range(0, observable.Shape.Length)];
        int[] judged = [.. all.Where(i => observable.Comparison?.ZScore[i] is not null)];
        int[] existing = [.. all.Where(i => observable.Theory?.Value[i] is not null || observable.Simulation?.Mean[i] is not null)];
        if (existing.Any(i => observable.Simulation?.Mean[i] is not null))
        {
            existing = [.. existing.Where(i => observable.Simulation!.Mean[i] is not null)];
        }

        int[] pool = judged.Length > 0 ? judged : existing;
        candidates = pool.Length;
        exist = existing.Length;
        if (pool.Length <= limit)
        {
            return [.. pool];
        }

        int[] first = [.. pool.Where(i => IsFirstRank(observable.Shape, i))];
        int[] shown = first.Length > 0 ? first : pool;
        SortedSet<int> chosen = [.. Enumerable.Range(0, limit).Select(i => shown[(int)((long)i * (shown.Length - 1) / (limit - 1))])];
        if (judged.Length > 0)
        {
            chosen.Add(judged.MaxBy(i => Math.Abs(observable.Comparison!.ZScore[i]!.Value)));
        }

        return [.. chosen];
    }

    /// <summary>Whether an entry is the largest of its kind, or there is no axis of ranks.</summary>
    private static bool IsFirstRank(ObservableShape shape, int index)
    {
        int axis = shape.Axes.Count - 1;
        return axis < 0 || shape.Axes[axis].Name != "rank" || index % shape.Axes[axis].Values.Count == 0;
    }

    private static string[] Row(ObservableResult observable, int index)
    {
        string unit = observable.Shape.Unit is "1" or "" ? "" : $" [{observable.Shape.Unit}]";
        bool? within = observable.Comparison?.WithinLimit(index);
        return
        [
            observable.Shape.Name + unit,
            observable.Shape.Place(index),
            NumberText.WithError(observable.Theory?.Value[index], observable.Theory?.StandardError[index]),
            NumberText.WithError(observable.Simulation?.Mean[index], observable.Simulation?.StandardError[index]),
            NumberText.Score(observable.Comparison?.ZScore[index]),
            within switch { true => "agrees", false => "DIFFERS", null => NumberText.Missing },
        ];
    }
}
