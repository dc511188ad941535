using Numerics.Runner.Tests.Support;

namespace Numerics.Runner.Tests;

/// <summary>Files that are damaged and folders that cannot be written: one sentence with the path, the documented exit code, no text of the libraries below.</summary>
public sealed class BadFileTests : IDisposable
{
    private readonly RunnerCase runner = new();

    public void Dispose() => runner.Dispose();

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("{ \"study\": \"tiny-gaussian\",\n  \"width\": 3", "line 2, column 13: the text ends before it is complete")]
    [InlineData("{ \"study\": \"tiny-gaussian\",\n  \"width\": 3,\n  \"width\": 4 }", "line 3, column 3: the key 'width' is there twice")]
    [InlineData("\0\u0001PNG", "line 1, column 1: not valid JSON from here on")]
    [InlineData("[1]", "A configuration is a JSON object")]
    public void A_damaged_configuration_is_refused_by_its_place(string text, string clause) => One(1, clause, runner.Run("plan", runner.Write("c.json", text)));

    [Fact]
    public void A_directory_is_no_configuration_and_marks_and_comments_are_no_damage()
    {
        Directory.CreateDirectory(runner.PathOf("d.json"));
        One(1, "This is a directory", runner.Run("plan", runner.PathOf("d.json")));
        One(1, "This is a directory", runner.Run("plan", runner.PathOf()));
        Assert.Equal(0, runner.Run("plan", runner.Write("c.json", "\uFEFF{ \"study\": \"tiny-gaussian\", // two\n  \"replicas\": 2, }")).Code);
    }

    [Theory]
    [InlineData("result.json", "show")]
    [InlineData("result.json", "verify")]
    [InlineData("manifest.json", "verify")]
    [InlineData("manifest.json", "resume")]
    [InlineData("manifest.json", "merge")]
    public void A_damaged_file_of_a_run_is_named(string name, string verb)
    {
        string folder = runner.PathOf("a");
        runner.Run("run", "tiny-gaussian", "--replicas", "2", "--out", folder);
        string path = runner.PathOf("a", name);
        string whole = File.ReadAllText(path);
        (string Text, string Clause)[] damages =
        [
            ("", "the file is empty"),
            (whole[..(whole.Length / 2)], "the text ends before it is complete"),
            ("{ \"schema\": 3,\n \"schema\": 3 }", "line 2, column 2: the key 'schema' is there twice"),
            ("{}", "something that every such file holds is missing"),
            ("[]", "something that every such file holds is missing"),
            ("null", "something that every such file holds is missing"),
            (whole.Replace("\"seed\":", "\"sead\":", StringComparison.Ordinal).Replace("\"study\":", "\"studi\":", StringComparison.Ordinal), "something that every such file holds is missing"),
        ];
        foreach ((string text, string clause) in damages)
        {
            File.WriteAllText(path, text);
            RunnerCase.Answer answer = runner.Run(verb, folder);
            One(1, clause, answer);
            Assert.Contains($"Cannot read '{path}': ", answer.Error, StringComparison.Ordinal);
        }

        File.WriteAllText(path, "\uFEFF" + whole);
        Assert.True(runner.Run([verb, folder, .. verb == "merge" ? (string[])["--out", runner.PathOf("b")] : []]).Code is 0 or 2);
        File.Delete(path);
        Directory.CreateDirectory(path);
        One(name == "manifest.json" ? 1 : 4, name == "manifest.json" ? "is not the directory of a run" : "it is a directory where a file should be", runner.Run(verb, folder));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("2")]
    public void A_false_alarm_rate_that_is_none_is_named(string rate)
    {
        string folder = runner.PathOf("a");
        runner.Run("run", "tiny-gaussian", "--replicas", "2", "--out", folder);
        string path = runner.PathOf("a", "result.json");
        string text = File.ReadAllText(path);
        Assert.Contains("\"familyWiseFalseAlarmRate\": 0.001", text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace("\"familyWiseFalseAlarmRate\": 0.001", $"\"familyWiseFalseAlarmRate\": {rate}", StringComparison.Ordinal));
        One(1, $"The false-alarm rate {rate} is no probability between 0 and 1", runner.Run("verify", folder));
    }

    [Fact]
    public void Verify_names_a_replica_file_that_is_damaged()
    {
        string folder = runner.PathOf("a");
        runner.Run("run", "tiny-gaussian", "--replicas", "4", "--out", folder);
        string file = runner.PathOf("a", "replicas", "replica-000002.h5");
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..700]);
        RunnerCase.Answer answer = runner.Run("verify", folder);
        Assert.Contains($"Replica file '{file}' is not counted: its checksum does not match", answer.Error, StringComparison.Ordinal);
        Assert.Contains("Warning: 1 of 4 replica files is missing or damaged: this verdict is on the 3 that are there", answer.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/proc/x", "'/proc/x': the system makes no directories or files there")]
    [InlineData("/dev/null/x", "'/dev/null/x': '/dev/null' is a file, not a directory")]
    [InlineData("/dev/null/x/y", "'/dev/null' is a file, not a directory")]
    [InlineData("/dev/null", "'/dev/null' is a file, not a directory")]
    [InlineData("/sys/x", "Cannot write '/sys/x': ")]
    public void A_folder_that_cannot_be_made_is_of_the_environment(string path, string clause)
    {
        Assert.SkipUnless(Directory.Exists("/proc") && Directory.Exists("/sys"), "Only Linux has these folders.");
        One(4, clause, runner.Run("run", "tiny-gaussian", "--out", path));
    }

    [Fact]
    public void A_name_that_is_too_long_is_of_the_environment()
    {
        RunnerCase.Answer answer = runner.Run("run", "tiny-gaussian", "--out", runner.PathOf(new string('a', 256)));
        One(4, "the name is longer than the file system takes; choose a shorter one.", answer);
        Assert.InRange(answer.Error.Length, 1, 500);
    }

    [Fact]
    public void A_foreign_shard_is_refused_with_one_sentence()
    {
        runner.Run("run", "tiny-gaussian", "--shard", "1/2", "--out", runner.PathOf("a"));
        runner.Run("run", "tiny-gaussian", "--shard", "2/2", "--set", "width=51", "--set", "law.variance=3", "--seed", "3", "--out", runner.PathOf("b"));
        runner.Run("run", "tiny-sweep", "--shard", "2/2", "--out", runner.PathOf("c"));
        One(1, $"'{runner.PathOf("a")}' and '{runner.PathOf("b")}' are no shards of one run: width is 50 in the one and 51 in the other, and 2 other parameters differ; leave one of them out.", runner.Run("merge", runner.PathOf("a"), runner.PathOf("b")));
        One(1, "study is \"tiny-gaussian\" in the one and \"tiny-sweep\" in the other, and ", runner.Run("merge", runner.PathOf("a"), runner.PathOf("c")));
    }

    [Fact]
    public void The_command_line_sweeps_what_a_file_sets_and_sets_what_a_file_sweeps()
    {
        string file = runner.Write("c.json", """{ "study": "tiny-gaussian", "width": 30, "sweep": { "shift": [0, 1] } }""");
        Assert.Contains("width             10, 20", runner.Run("plan", file, "--set", "sweep.width=[10,20]").Out, StringComparison.Ordinal);
        Assert.DoesNotContain("shift", runner.Run("plan", file, "--set", "shift=0").Out, StringComparison.Ordinal);
        Assert.DoesNotContain("grid points", runner.Run("plan", "tiny-sweep", "--set", "sweep=null").Out, StringComparison.Ordinal);
        One(1, "sweep.width: The parameter is given and swept", runner.Run("plan", file, "--set", "sweep.width=[10,20]", "--set", "width=3"));
    }

    /// <summary>One line, with the clause, without the words of the libraries.</summary>
    private static void One(int code, string clause, RunnerCase.Answer answer)
    {
        string line = Assert.Single(answer.Error.Trim().Split('\n'), line => line.StartsWith("numerics: ", StringComparison.Ordinal));
        Assert.Contains(clause, line, StringComparison.Ordinal);
        Assert.EndsWith(".", line, StringComparison.Ordinal);
        Assert.Equal((code, ""), (answer.Code, answer.Out));
        foreach (string foreign in (string[])["System.", "LineNumber", "dictionary", "JSON value", "operation requires", "   at "])
        {
            Assert.DoesNotContain(foreign, answer.Error, StringComparison.Ordinal);
        }
    }
}
