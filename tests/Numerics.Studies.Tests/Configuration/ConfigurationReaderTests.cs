using System.Text.Json.Nodes;
using Numerics.Studies.Configuration;
using Numerics.Studies.Contract;
using Numerics.Studies.Tests.Fakes;

namespace Numerics.Studies.Tests.Configuration;

public sealed class ConfigurationReaderTests
{
    private static readonly ConfigurationReader Reader = new(FakeStudy.Catalog);

    [Fact]
    public void Defaults_fill_what_is_not_given()
    {
        StudyConfiguration configuration = Read("""{ "study": "tiny-gaussian", /* comment */ "width": 70, }""");
        FakeParameters parameters = (FakeParameters)configuration.Parameters;
        Assert.Equal(70, parameters.Width);
        Assert.Equal(8, parameters.Replicas);
        Assert.Equal(2, parameters.Law.Variance);
        Assert.Equal(1UL, configuration.Seed);
        Assert.False(configuration.ResolvedParameters.ContainsKey("computedFromWidth"));
    }

    [Fact]
    public void A_part_of_a_nested_record_keeps_the_defaults_of_its_parent()
    {
        FakeParameters parameters = (FakeParameters)Read("""{ "study": "tiny-gaussian" }""", "law.name=uniform").Parameters;
        Assert.Equal("uniform", parameters.Law.Name);
        Assert.Equal(2, parameters.Law.Variance);
    }

    [Theory]
    [InlineData("""{ "study": "tiny-gaussian", "wdith": 3 }""", "wdith", "Did you mean 'width'?")]
    [InlineData("""{ "study": "tiny-gaussian", "law": { "varience": 3 } }""", "law.varience", "Did you mean 'variance'?")]
    [InlineData("""{ "study": "tiny-gaussian", "width": "many" }""", "width", "\"many\" is not an integer with 2 <= value <= 1000000.")]
    [InlineData("""{ "study": "tiny-gaussian", "width": 1.5 }""", "width", "1.5 is not an integer")]
    [InlineData("""{ "study": "tiny-gaussian", "width": 1e15 }""", "width", "1e15 is not an integer")]
    [InlineData("""{ "study": "tiny-gaussian", "width": 1 }""", "width", "1 is out of range; allowed: 2 <= value <= 1000000.")]
    [InlineData("""{ "study": "tiny-gaussian", "law": { "variance": 0 } }""", "law.variance", "0 is out of range; allowed: 0 < value.")]
    [InlineData("""{ "study": "tiny-gaussian", "shift": 1e999 }""", "shift", "is not a number")]
    [InlineData("""{ "study": "tiny-gaussian", "shift": true }""", "shift", "true is not a number")]
    [InlineData("""{ "study": "tiny-gaussian", "steps": [0, -1] }""", "steps[1]", "-1 is out of range")]
    [InlineData("""{ "study": "tiny-gaussian", "steps": [0, null] }""", "steps[1]", "null is not allowed")]
    [InlineData("""{ "study": "tiny-gaussian", "steps": 4 }""", "steps", "4 is not a list")]
    [InlineData("""{ "study": "tiny-gaussian", "steps": [] }""", "steps", "At least one step")]
    [InlineData("""{ "study": "tiny-gaussian", "law": null }""", "law", "null is not allowed")]
    [InlineData("""{ "study": "tiny-gaussian", "law": [1] }""", "law", "[1] is not an object")]
    [InlineData("""{ "study": "tiny-gaussian", "law": { "name": "gausian" } }""", "law.name", "Did you mean \"gaussian\"?")]
    [InlineData("""{ "study": "tiny-gaussian", "file": 3 }""", "file", "3 is not text. Write texts in double quotes.")]
    [InlineData("""{ "study": "tiny-gaussian", "seed": -1 }""", "seed", "-1 is not an integer from 0")]
    [InlineData("""{ "study": "tiny-gaussian", "seed": null }""", "seed", "null is not an integer from 0")]
    [InlineData("""{ "study": "tiny-gausian" }""", "study", "Did you mean 'tiny-gaussian'?")]
    [InlineData("""{ "width": 3 }""", "study", "The name of a study is needed.")]
    [InlineData("[1]", "", "A configuration is a JSON object")]
    [InlineData("{ \"study\": \"tiny-gaussian\",\n \"width\": 3x }", "", "line 2, column")]
    [InlineData("""{ "study": "tiny-gaussian", "width": 3, "width": 4 }""", "", "the key 'width' is there twice")]
    public void Bad_input_is_refused_with_its_path(string text, string path, string message)
    {
        ConfigurationException exception = Assert.Throws<ConfigurationException>(() => Read(text));
        ConfigurationError error = Assert.Single(exception.Errors);
        Assert.Equal(path, error.Path);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("test.json: ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_errors_are_listed_together()
    {
        ConfigurationException exception = Assert.Throws<ConfigurationException>(
            () => Read("""{ "study": "tiny-gaussian", "wdith": 3, "replicas": 0, "seed": "x", "law": { "variance": "big" } }"""));
        Assert.Equal(["seed", "wdith", "replicas", "law.variance"], exception.Errors.Select(error => error.Path));
    }

    [Theory]
    [InlineData("width=1e3", "width", "1000")]
    [InlineData("law.variance=3", "law", """{"variance":3,"name":"gaussian"}""")]
    [InlineData("steps=[5,6]", "steps", "[5,6]")]
    [InlineData("file=data.csv", "file", "\"data.csv\"")]
    [InlineData("batch=[[0,1]]", "batch", "[[0,1]]")]
    public void Overrides_are_applied_before_validation(string text, string key, string expected)
        => Assert.Equal(expected, Read("""{ "study": "tiny-gaussian" }""", text).ResolvedParameters[key]!.ToJsonString());

    [Theory]
    [InlineData("width")]
    [InlineData("=3")]
    [InlineData("law..variance=3")]
    public void An_override_that_is_none_is_refused(string text)
        => Assert.Contains("path=value", Assert.Throws<ConfigurationException>(() => ConfigurationOverride.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_override_through_a_number_is_refused()
        => Assert.Throws<ConfigurationException>(() => Read("""{ "study": "tiny-gaussian", "width": 3 }""", "width.x=3"));

    [Fact]
    public void The_printed_configuration_reads_back_as_itself()
    {
        StudyConfiguration first = Read("""{ "study": "tiny-gaussian", "seed": 18446744073709551615, "steps": [3, 9], "batch": [[1, 2]] }""");
        StudyConfiguration second = Read(first.Print());
        Assert.Equal(first.Print(), second.Print());
        Assert.Contains("\"resolution\": 0.01", first.Print(), StringComparison.Ordinal);
        Assert.Equal(first.Fingerprint, second.Fingerprint);
        Assert.Equal(ulong.MaxValue, second.Seed);
    }

    [Fact]
    public void The_fingerprint_follows_parameters_and_seed_and_nothing_else()
    {
        string text = """{ "study": "tiny-gaussian" }""";
        string fingerprint = Read(text).Fingerprint;
        Assert.Matches("^[0-9a-f]{64}$", fingerprint);
        Assert.Equal(fingerprint, Read("""{ "law": { "name": "gaussian", "variance": 2.0 }, "width": 5e1, "study": "tiny-gaussian" }""").Fingerprint);
        Assert.Equal(fingerprint, Reader.FromJson(JsonNode.Parse(text)!.AsObject(), [], "other.json", "/elsewhere").Fingerprint);
        Assert.NotEqual(fingerprint, Read(text, "seed=2").Fingerprint);
        Assert.NotEqual(fingerprint, Read(text, "width=51").Fingerprint);
        Assert.NotEqual(fingerprint, Read(text, "batch=[[0]]").Fingerprint);
    }

    [Fact]
    public void The_contents_of_input_files_enter_the_fingerprint_and_names_refer_to_the_folder_of_the_file()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory();
        try
        {
            string file = Path.Combine(folder.FullName, "c.json");
            File.WriteAllText(file, """{ "study": "tiny-gaussian", "file": "data.txt" }""");
            File.WriteAllText(Path.Combine(folder.FullName, "data.txt"), "1");
            StudyConfiguration first = Reader.Read(file, []);
            File.WriteAllText(Path.Combine(folder.FullName, "data.txt"), "2");
            Assert.Equal(folder.FullName, first.BaseDirectory);
            Assert.NotEqual(first.Fingerprint, Reader.Read(file, []).Fingerprint);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_missing_file_is_one_sentence()
        => Assert.Equal("nowhere.json: There is no such file.", Assert.Throws<ConfigurationException>(() => Reader.Read("nowhere.json", [])).Message);

    private static StudyConfiguration Read(string text, params string[] overrides)
        => Reader.FromJson(
            ConfigurationJson.Parse(text, "test.json"), [.. overrides.Select(ConfigurationOverride.Parse)], "test.json", Directory.GetCurrentDirectory());
}
