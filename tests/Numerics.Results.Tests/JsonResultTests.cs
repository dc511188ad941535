using System.Text.Json;
using CsCheck;
using Numerics.Results.Contract;
using Numerics.Results.Json;
using Numerics.Studies.Records;

namespace Numerics.Results.Tests;

public class JsonResultTests
{
    [Fact]
    public void The_object_has_the_keys_of_the_contract_in_their_order()
    {
        JsonElement root = Parse(RunResultJson.ToText(SampleResults.Complete()));
        Assert.Equal(
            ["schema", "study", "parameters", "observables", "verdict", "familyWiseFalseAlarmRate", "ladder", "resolution", "distortions", "outcome", "theoryFailure", "theoryEvidence", "warnings", "statistics", "answers", "failures", "manifest"],
            Keys(root));
        JsonElement outlier = root.GetProperty("observables")[0];
        Assert.Equal(
            [
                "name", "unit", "definition", "axes", "theory", "theoryStandardError", "simulation", "verdict", "zScore", "rawScore", "entryLimit", "detectableDeviation", "relativeDetectable",
                "limit", "worstDetectableRelative", "fittedLimit", "fittedStandardError", "fittedSlope", "fittedFrom", "allowance", "findings", "rivals", "rule",
            ],
            Keys(outlier));
        Assert.Equal(["layer", "step", "rank"], Keys(outlier.GetProperty("axes")));
        Assert.Equal(["mean", "standardError", "replicas"], Keys(outlier.GetProperty("simulation")));
        Assert.Equal(["replica", "seed", "outcome", "message"], Keys(root.GetProperty("failures")[0]));
        Assert.Equal("numericalFailure", root.GetProperty("outcome").GetString());
        Assert.Equal("diverged", root.GetProperty("failures")[0].GetProperty("outcome").GetString());
        Assert.Equal(SampleResults.Seed, root.GetProperty("failures")[0].GetProperty("seed").GetUInt64());
        Assert.Equal(
            ["phase", "wallSeconds", "cpuSeconds", "peakMemoryBytes"],
            Keys(root.GetProperty("manifest").GetProperty("timing")[0]));
    }

    [Fact]
    public void Integer_valued_axes_print_as_integers_and_missing_as_null()
    {
        string text = RunResultJson.ToText(SampleResults.Complete());
        Assert.Contains("\"axes\":{\"layer\":[1,2],\"step\":[0,1,2,5],\"rank\":[1,2,3]}", text, StringComparison.Ordinal);
        Assert.Contains("\"theory\":[1E+300,null]", text, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', text);
    }

    [Fact]
    public void A_scalar_has_no_axes_and_one_value()
    {
        JsonElement edge = Parse(RunResultJson.ToText(SampleResults.Complete())).GetProperty("observables")[3];
        Assert.Empty(Keys(edge.GetProperty("axes")));
        Assert.Equal(1, edge.GetProperty("theory").GetArrayLength());
    }

    [Fact]
    public void Theory_only_lacks_simulation_and_simulation_only_lacks_theory()
    {
        foreach (JsonElement observable in Parse(RunResultJson.ToText(SampleResults.TheoryOnly())).GetProperty("observables").EnumerateArray())
        {
            Assert.Equal(["name", "unit", "definition", "axes", "theory", "theoryStandardError", "verdict", "zScore", "rule"], Keys(observable));
            Assert.Equal(JsonValueKind.Null, observable.GetProperty("verdict").ValueKind);
        }

        foreach (JsonElement observable in Parse(RunResultJson.ToText(SampleResults.SimulationOnly())).GetProperty("observables").EnumerateArray())
        {
            Assert.Equal(["name", "unit", "definition", "axes", "simulation", "verdict", "zScore", "rule"], Keys(observable));
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_number_that_is_not_finite_is_refused_by_every_format(double bad)
    {
        RunResult result = SampleResults.Complete();
        double?[] mean = [.. SampleResults.Outlier.Simulation!.Mean];
        mean[7] = bad;
        ObservableResult broken = SampleResults.Outlier with { Simulation = SampleResults.Outlier.Simulation with { Mean = mean } };
        using TemporaryDirectory directory = new();
        foreach (IResultFormat format in ResultFormats.All)
        {
            ResultContractException exception = Assert.Throws<ResultContractException>(
                () => format.Write(result with { Observables = [broken] }, directory.Path));
            Assert.Contains("'mean' of 'outlier'", exception.Message, StringComparison.Ordinal);
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(directory.Path));
        Assert.Throws<ResultContractException>(() => RunResultJson.ToText(result with { FamilyWiseFalseAlarmRate = bad }));
        Assert.Throws<ResultContractException>(
            () => RunResultJson.ToText(result with { Manifest = result.Manifest with { Timing = [new PhaseTiming("theory", bad, 0, 0)] } }));
    }

    [Fact]
    public void Arrays_that_do_not_fit_their_axes_and_repeated_names_are_refused()
    {
        RunResult result = SampleResults.Complete();
        ObservableResult @short = SampleResults.Kernel with { Theory = new([1], [0]) };
        Assert.Throws<ResultContractException>(() => RunResultJson.ToText(result with { Observables = [@short] }));
        Assert.Throws<ResultContractException>(() => RunResultJson.ToText(result with { Observables = [SampleResults.Loss, SampleResults.Loss] }));
        ObservableResult slash = SampleResults.Kernel with { Shape = SampleResults.Kernel.Shape with { Name = "a/b" } };
        Assert.Throws<ResultContractException>(() => RunResultJson.ToText(result with { Observables = [slash] }));
    }

    [Fact]
    public void Result_reads_back_as_it_was()
    {
        foreach (RunResult result in new[] { SampleResults.Complete(), SampleResults.WithSweep(), SampleResults.WithLadder(), SampleResults.TheoryOnly(), SampleResults.SimulationOnly() })
        {
            using TemporaryDirectory directory = new();
            string path = Assert.Single(new JsonResultFormat().Write(result, directory.Path));
            Assert.Equal(directory.File("result.json"), path);
            RunResult back = RunResultReader.Read(directory.Path);
            Assert.Equal(RunResultJson.ToText(result, figures: true), RunResultJson.ToText(back, figures: true));
            SameResult.AssertSame(result, back);
        }
    }

    [Fact]
    public void Any_finite_number_reads_back_with_the_same_bits()
    {
        using TemporaryDirectory directory = new();
        Gen.Double.Array[1, 20].Sample(
            raw =>
            {
                double?[] numbers = [.. raw.Select(v => double.IsFinite(v) ? v : (double?)null)];
                ObservableShape shape = new("x", "1", "d", [Axis.Of("step", Enumerable.Range(0, numbers.Length))]);
                RunResult result = SampleResults.Complete() with
                {
                    Observables = [new(shape, new(numbers, numbers), null, null)],
                    Figures = [],
                };
                new JsonResultFormat().Write(result, directory.Path);
                IReadOnlyList<double?> back = RunResultReader.Read(directory.Path).Observables[0].Theory!.Value;
                return back.Select(value => SameResult.Bits(value)).SequenceEqual(numbers.Select(value => SameResult.Bits(value)));
            },
            iter: 200,
            threads: 1);
    }

    [Fact]
    public void Facts_are_written_by_what_they_are_and_read_back()
    {
        JsonElement root = Parse(RunResultJson.ToText(SampleResults.Complete()));
        Assert.Equal("""{"solver":"closed form","seeds":"8"}""", root.GetProperty("theoryEvidence").GetRawText());
        Assert.Equal("""{"critical at width = 10":"At width = 10: the edge is critical."}""", root.GetProperty("warnings").GetRawText());
        Assert.Equal("""{"fit":"The fit of 4 sizes agrees."}""", root.GetProperty("statistics").GetRawText());
        using TemporaryDirectory directory = new();
        new JsonResultFormat().Write(SampleResults.Complete(), directory.Path);
        Assert.Equal(SampleResults.Facts, RunResultReader.Read(directory.Path).Facts);
    }

    [Fact]
    public void Rules_are_written_with_the_rules_of_points_and_read_back()
    {
        JsonElement observables = Parse(RunResultJson.ToText(SampleResults.WithSweep())).GetProperty("observables");
        Assert.Equal(JsonValueKind.Null, observables[0].GetProperty("rule").ValueKind);
        Assert.Equal(
            """{"size":512,"allowanceConstant":6,"allowancePower":1,"compared":null,"approachPower":1,"variancePower":1,"growthPower":0,"theoryFreedom":null,"rivals":[],"replicaDeviation":0.25,"relative":true,"naturalScale":null,"resolution":null,"bandAlong":null,"entrySizes":null,"blocks":null,"points":1}""",
            observables[3].GetProperty("rule").GetRawText());
        JsonElement blocks = observables[6].GetProperty("rule").GetProperty("blocks");
        Assert.Equal([JsonValueKind.Object, JsonValueKind.Null, JsonValueKind.Object], blocks.EnumerateArray().Select(block => block.ValueKind));
        Assert.Equal("[10,20]", blocks[0].GetProperty("entrySizes").GetRawText());
        Assert.Equal("[true,false]", blocks[2].GetProperty("compared").GetRawText());

        using TemporaryDirectory directory = new();
        new JsonResultFormat().Write(SampleResults.WithSweep(), directory.Path);
        ComparisonRule back = RunResultReader.Read(directory.Path).Observables[6].Rule!;
        for (int entry = 0; entry < 6; entry++)
        {
            (ComparisonRule? rule, int at) = SampleResults.Swept.Rule!.At(entry, 6);
            (ComparisonRule? read, int place) = back.At(entry, 6);
            Assert.Equal((rule is null, at, rule?.AllowanceAt(at), rule?.BandAlong), (read is null, place, read?.AllowanceAt(place), read?.BandAlong));
        }
    }

    [Fact]
    public void Manifest_reads_back()
    {
        using TemporaryDirectory directory = new();
        ManifestJson.Write(SampleResults.Manifest(), directory.File("manifest.json"));
        RunManifest back = RunResultReader.ReadManifest(directory.Path);
        Assert.Equal(ManifestJson.ToText(SampleResults.Manifest()), ManifestJson.ToText(back));
        Assert.Equal(SampleResults.Seed, back.Seed);
        Assert.Equal("λ ± √N, \"quoted\"", back.Parameters["note"]!.GetValue<string>());
    }

    private static JsonElement Parse(string text) => JsonDocument.Parse(text).RootElement;

    private static string[] Keys(JsonElement element) => [.. element.EnumerateObject().Select(property => property.Name)];
}
