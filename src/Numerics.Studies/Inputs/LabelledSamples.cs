using Numerics.LinearAlgebra.Storage;
using Numerics.Studies.Configuration.Values;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Inputs;

/// <summary>Inputs and targets of two or more classes, ready for a network.</summary>
/// <param name="Gram">K_mn = x_m . x_n / D.</param>
/// <param name="Targets">Of two classes +1 for the first, -1 for the second; of C > 2 classes C outputs, 1 - 1/C for the class and -1/C for the others. First class first.</param>
public sealed record LabelledSamples(DenseMatrix<double> Gram, TargetTable Targets)
{
    private const int MostShown = 10;

    /// <summary>What the file holds, in words.</summary>
    public string Summary { get; init; } = "";

    // Squares of all values, added over any number of columns, are far from overflow.
    private const double LargestValue = 1e100;

    /// <summary>Reads, selects, centres and normalises.</summary>
    /// <exception cref="InputFileException">The file or the selection cannot be used.</exception>
    public static LabelledSamples Read(LabelledInputs inputs, string baseDirectory)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        NumberTable table = NumberTable.Read(Path.Combine(baseDirectory, inputs.File), inputs.Header, inputs.Index);
        int label = inputs.LabelColumn < 0 ? table.Columns + inputs.LabelColumn : inputs.LabelColumn;
        if (label < 0 || label >= table.Columns)
        {
            throw new InputFileException($"Label column {inputs.LabelColumn} does not exist: '{inputs.File}' has {table.Columns} columns.");
        }

        if (inputs.Classes.Length < 2)
        {
            throw new InputFileException($"{inputs.Classes.Length} classes given; two labels [a, b] or more are needed.");
        }

        if (inputs.Classes.GroupBy(value => value).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new InputFileException($"Class {twice.Key} is given twice; give different labels.");
        }

        if (table.Columns < 2)
        {
            throw new InputFileException($"'{inputs.File}' holds the label column and no input; give a file with inputs beside the labels.");
        }

        RequireOrdinary(table, inputs.File);
        double[] mean = inputs.Centre ? ColumnMeans(table, label) : new double[table.Columns];
        var samples = new List<double[]>();
        var targets = new List<double[]>();
        for (int side = 0; side < inputs.Classes.Length; side++)
        {
            int[] rows = FirstRows(table, label, inputs.Classes[side], inputs.PerClass, inputs.File);
            samples.AddRange(rows.Select(row => Sample(table, row, label, mean, inputs)));
            targets.AddRange(rows.Select(_ => Target(side, inputs.Classes.Length)));
        }

        return new LabelledSamples(GramOf(samples), new TargetTable(targets, IsVector: targets[0].Length == 1)) { Summary = Describe(table, label) };
    }

    private static double[] Target(int side, int classes) =>
        classes == 2 ? [side == 0 ? 1.0 : -1.0] : [.. Enumerable.Range(0, classes).Select(c => (c == side ? 1.0 : 0) - (1.0 / classes))];

    /// <summary>What was read, for a person who knows the file.</summary>
    private static string Describe(NumberTable table, int label)
    {
        double[] labels = [.. Enumerable.Range(0, table.Rows).Select(row => table.Row(row)[label]).Distinct().Order().Take(MostShown + 1)];
        string shown = string.Join(", ", labels.Take(MostShown).Select(value => ReadableNumber.Of(value))) + (labels.Length > MostShown ? ", ..." : "");
        string first = string.Join(", ", table.Row(0)[..Math.Min(table.Columns, MostShown)].ToArray().Select(value => ReadableNumber.Of(value))) + (table.Columns > MostShown ? ", ..." : "");
        return $"{table.Rows} rows, {table.Columns} columns {(table.Names is null ? "without names" : "with names")}{(table.Remark.Length == 0 ? "" : $" ({table.Remark})")}; labels in column {label}: {shown}; first row: {first}";
    }

    /// <summary>Refuses numbers whose squares overflow or vanish: nothing of them would be left.</summary>
    private static void RequireOrdinary(NumberTable table, string file)
    {
        for (int row = 0; row < table.Rows; row++)
        {
            int column = table.Row(row).IndexOfAnyInRange(double.BitIncrement(LargestValue), double.MaxValue);
            column = column >= 0 ? column : table.Row(row).IndexOfAnyInRange(double.MinValue, -double.BitIncrement(LargestValue));
            if (column >= 0)
            {
                throw new InputFileException($"Row {row + 1} of '{file}' has {table.Row(row)[column]:R} in column {column}; values up to {LargestValue:R} are read, give them in another unit.");
            }
        }
    }

    private static int[] FirstRows(NumberTable table, int label, double wanted, int count, string file)
    {
        int[] rows = Enumerable.Range(0, table.Rows).Where(row => table.Row(row)[label] == wanted).Take(count).ToArray();
        return rows.Length == count
            ? rows
            : throw new InputFileException($"Class {wanted} has {rows.Length} samples in '{file}', {count} were asked; lower perClass.");
    }

    private static double[] ColumnMeans(NumberTable table, int label)
    {
        var mean = new double[table.Columns];
        for (int row = 0; row < table.Rows; row++)
        {
            ReadOnlySpan<double> values = table.Row(row);
            for (int column = 0; column < mean.Length; column++)
            {
                mean[column] += column == label ? 0 : values[column] / table.Rows;
            }
        }

        return mean;
    }

    private static double[] Sample(NumberTable table, int row, int label, double[] mean, LabelledInputs inputs)
    {
        ReadOnlySpan<double> values = table.Row(row);
        var sample = new double[table.Columns - 1];
        for (int column = 0, target = 0; column < table.Columns; column++)
        {
            if (column != label)
            {
                sample[target++] = values[column] - mean[column];
            }
        }

        double meanSquare = sample.Sum(v => v * v) / sample.Length;
        if (inputs.Normalise && meanSquare < 1e-200)
        {
            throw new InputFileException($"Row {row} of '{inputs.File}' is zero and cannot be scaled to mean square 1; set normalise to false.");
        }

        double scale = inputs.Normalise ? 1 / Math.Sqrt(meanSquare) : 1;
        return Array.ConvertAll(sample, v => scale * v);
    }

    private static DenseMatrix<double> GramOf(List<double[]> samples)
    {
        var gram = new DenseMatrix<double>(samples.Count, samples.Count);
        for (int m = 0; m < samples.Count; m++)
        {
            for (int n = 0; n < samples.Count; n++)
            {
                gram[m, n] = samples[m].Zip(samples[n], (a, b) => a * b).Sum() / samples[m].Length;
            }
        }

        return gram;
    }
}
