using System.Data;
using DuckDB.NET.Data;
using Numerics.Results.Json;
using Numerics.Results.Parquet;
using Numerics.Studies.Records;

namespace Numerics.Results.Tests;

/// <summary>DuckDB is the independent reader.</summary>
public class ParquetResultTests
{
    [Fact]
    public void Every_number_is_in_the_table_in_order()
    {
        using TemporaryDirectory directory = new();
        RunResult result = SampleResults.Complete();
        DataTable table = Query($"select * from '{Write(result, directory)}'");
        Assert.Equal(
            [
                "study", "observable", "layer", "step", "rank", "singularValue", "ratio", "axis_lambda", "axis_mean",
                "theory", "theory_standard_error", "mean", "standard_error", "z", "raw", "detectable", "fit", "fit_standard_error", "fit_slope", "replicas",
            ],
            table.Columns.Cast<DataColumn>().Select(column => column.ColumnName));
        int row = 0;
        foreach (ObservableResult observable in result.Observables)
        {
            for (int i = 0; i < observable.Shape.Length; i++)
            {
                AssertRow(observable, i, table.Rows[row++]);
            }
        }

        Assert.Equal(row, table.Rows.Count);
    }

    [Fact]
    public void Manifest_and_definitions_are_in_the_metadata()
    {
        using TemporaryDirectory directory = new();
        RunResult result = SampleResults.WithLadder();
        DataTable table = Query(
            $"select decode(key) as key, decode(value) as value from parquet_kv_metadata('{Write(result, directory)}')");
        Dictionary<string, string> metadata = table.Rows.Cast<DataRow>().ToDictionary(r => (string)r["key"], r => (string)r["value"]);
        Assert.Equal(ManifestJson.ToText(result.Manifest), metadata["manifest"]);
        Assert.Equal(ResultSchema.Version.ToString(), metadata["schema"]);
        Assert.Contains("\"trainingLoss\":{\"unit\":\"1\",\"definition\":\"Mean squared error over the training set.\",\"axes\":[\"step\"]}", metadata["observables"], StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_is_null_and_not_NaN()
    {
        using TemporaryDirectory directory = new();
        string path = Write(SampleResults.Complete(), directory);
        DataRow row = Query($"select count(*) filter (where isnan(theory) or isnan(mean) or isnan(z)) as bad, max(mean) as largest, count(*) filter (where theory is null) as missing from '{path}'").Rows[0];
        Assert.Equal(0L, row["bad"]);
        Assert.Equal(SampleResults.Complete().Observables.Max(o => o.Simulation?.Mean.Max()), (double)row["largest"]);
        Assert.True((long)row["missing"] > 0);
    }

    [Fact]
    public void Theory_only_simulation_only_and_empty_results_open()
    {
        using TemporaryDirectory directory = new();
        Assert.Equal(0L, Query($"select count(mean) as n from '{Write(SampleResults.TheoryOnly(), directory)}'").Rows[0]["n"]);
        Assert.Equal(0L, Query($"select count(theory) as n from '{Write(SampleResults.SimulationOnly(), directory)}'").Rows[0]["n"]);
        RunResult empty = SampleResults.Complete() with { Observables = [], Figures = [] };
        Assert.Equal(0L, Query($"select count(*) as n from '{Write(empty, directory)}'").Rows[0]["n"]);
    }

    [Fact]
    public void Columns_need_no_quotes_in_SQL()
    {
        using TemporaryDirectory directory = new();
        string path = Write(SampleResults.Complete(), directory);
        DataTable table = Query($"select axis_lambda, axis_mean, singularValue, z from '{path}' where observable = 'curve' order by axis_lambda");
        Assert.Equal([0.1, 0.2], table.Rows.Cast<DataRow>().Select(r => (double)r["axis_lambda"]));
    }

    private static void AssertRow(ObservableResult observable, int i, DataRow row)
    {
        Assert.Equal("deep-linear", row["study"]);
        Assert.Equal(observable.Shape.Name, row["observable"]);
        double[] coordinates = SampleResults.Coordinates(observable.Shape, i);
        foreach (string axis in new[] { "layer", "step", "rank", "singularValue", "ratio", "lambda", "mean" })
        {
            int position = observable.Shape.Axes.ToList().FindIndex(a => a.Name == axis);
            AssertCell(position < 0 ? null : coordinates[position], row[axis is "lambda" or "mean" ? "axis_" + axis : axis]);
        }

        AssertCell(observable.Theory?.Value[i], row["theory"]);
        AssertCell(observable.Theory?.StandardError[i], row["theory_standard_error"]);
        AssertCell(observable.Simulation?.Mean[i], row["mean"]);
        AssertCell(observable.Simulation?.StandardError[i], row["standard_error"]);
        AssertCell(observable.Comparison?.ZScore?[i], row["z"]);
        AssertCell(observable.Comparison?.RawScore[i], row["raw"]);
        AssertCell(observable.Comparison?.DetectableDeviation[i], row["detectable"]);
        AssertCell(observable.Comparison?.Fit?.Limit[i], row["fit"]);
        AssertCell(observable.Comparison?.Fit?.StandardError[i], row["fit_standard_error"]);
        AssertCell(observable.Comparison?.Fit?.Slope[i], row["fit_slope"]);
        Assert.Equal((object?)observable.Simulation?.Replicas ?? DBNull.Value, row["replicas"]);
    }

    private static void AssertCell(double? expected, object cell)
    {
        if (expected is double number)
        {
            Assert.Equal(BitConverter.DoubleToInt64Bits(number), BitConverter.DoubleToInt64Bits((double)cell));
        }
        else
        {
            Assert.Equal(DBNull.Value, cell);
        }
    }

    private static string Write(RunResult result, TemporaryDirectory directory) =>
        Assert.Single(new ParquetResultFormat().Write(result, directory.Path));

    private static DataTable Query(string sql)
    {
        using DuckDBConnection connection = new("DataSource=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using DuckDBDataReader reader = command.ExecuteReader();
        DataTable table = new();
        for (int i = 0; i < reader.FieldCount; i++)
        {
            table.Columns.Add(reader.GetName(i), typeof(object));
        }

        while (reader.Read())
        {
            table.Rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? DBNull.Value : reader.GetValue(i))]);
        }

        return table;
    }
}
