using Numerics.Studies.Configuration;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;
using Numerics.Studies.Tests.Fakes;
using Numerics.Studies.Tests.Support;

namespace Numerics.Studies.Tests.Configuration;

/// <summary>What the key <c>sweep</c> may say, what it comes to, and the sentence for everything else.</summary>
public sealed class SweepReaderTests
{
    [Fact]
    public void A_list_is_an_axis_of_its_numbers_in_ascending_order()
    {
        StudyConfiguration read = Sweep("""{ "width": [30.0, 1e1, 20] }""");
        Assert.Equal([10, 20, 30], Assert.Single(read.Sweep!.Coordinates()).Values);
        Assert.Equal([10, 20, 30], read.Points.Cast<FakeParameters>().Select(p => p.Width));
        Assert.Equal(10, ((FakeParameters)read.Parameters).Width);
    }

    [Fact]
    public void A_range_is_in_constant_ratio_unless_it_is_linear_and_has_both_ends()
    {
        double[] ratio = [.. Sweep("""{ "law.variance": { "from": 0.1, "to": 3, "points": 7 } }""").Sweep!.Coordinates()[0].Values];
        Assert.Equal(7, ratio.Length);
        Assert.Equal((0.1, 3), (ratio[0], ratio[^1]));
        Assert.All(ratio.Zip(ratio.Skip(1)), pair => Assert.Equal(Math.Pow(30, 1.0 / 6), pair.Second / pair.First, 1e-13));

        double[] linear = [.. Sweep("""{ "shift": { "from": -1, "to": 2, "points": 7, "spacing": "linear" } }""").Sweep!.Coordinates()[0].Values];
        Assert.Equal([-1, -0.5, 0, 0.5, 1, 1.5, 2], linear);
        Assert.Equal(ratio, Sweep("""{ "law.variance": { "from": 0.1, "to": 3, "points": 7, "spacing": "ratio" } }""").Sweep!.Coordinates()[0].Values);
    }

    [Fact]
    public void A_range_of_integers_is_rounded_and_has_no_value_twice()
    {
        Assert.Equal([2, 3, 5, 7, 11, 16], Sweep("""{ "width": { "from": 2, "to": 16, "points": 6 } }""").Sweep!.Coordinates()[0].Values);
        Assert.Equal([2, 3, 4, 5], Sweep("""{ "width": { "from": 2, "to": 5, "points": 40 } }""").Sweep!.Coordinates()[0].Values);
        Assert.Equal([1, 3, 9, 27], Sweep("""{ "bytesPerReplica": { "from": 1, "to": 27, "points": 4 } }""").Sweep!.Coordinates()[0].Values);
    }

    [Theory]
    [InlineData("""{ "law.variance": [1, 3] }""")]
    [InlineData("""{ "law": { "variance": [1, 3] } }""")]
    [InlineData("""{ "law": { "variance": { "from": 1, "to": 3, "points": 2 } } }""")]
    public void A_nested_parameter_is_swept_by_its_path_or_by_nested_objects(string sweep)
    {
        StudyConfiguration read = Sweep(sweep, """, "law": { "name": "uniform" }""");
        Axis axis = Assert.Single(read.Sweep!.Coordinates());
        Assert.Equal(("law_variance", "law.variance"), (axis.Name, read.Sweep.Axes[0].Path));
        Assert.Equal([(1.0, "uniform"), (3.0, "uniform")], read.Points.Cast<FakeParameters>().Select(p => (p.Law.Variance, p.Law.Name)));
        Assert.Equal(read.Fingerprint, Sweep("""{ "law.variance": [1, 3] }""", """, "law": { "name": "uniform" }""").Fingerprint);
    }

    [Fact]
    public void An_override_sweeps_too()
    {
        StudyConfiguration read = Runs.Read(FakeStudy.Catalog, """{ "study": "tiny-gaussian" }""", "sweep.law.variance=[1,3]", """sweep.width={"from":10,"to":20,"points":2}""");
        Assert.Equal([(1.0, 10), (1.0, 20), (3.0, 10), (3.0, 20)], read.Points.Cast<FakeParameters>().Select(p => (p.Law.Variance, p.Width)));
    }

    [Fact]
    public void A_path_into_a_list_takes_the_list_given_or_the_default()
    {
        Assert.Equal(["[0,5,2]", "[0,7,2]"], Steps(Sweep("""{ "steps.1": [5, 7] }""")));
        Assert.Equal(["[5,4]", "[7,4]"], Steps(Sweep("""{ "steps.0": [5, 7] }""", """, "steps": [3, 4]""")));
        Assert.Equal("steps_0", Sweep("""{ "steps.0": [5, 7] }""").Sweep!.Coordinates()[0].Name);

        static IEnumerable<string> Steps(StudyConfiguration read) => read.Points.Cast<FakeParameters>().Select(p => $"[{string.Join(",", p.Steps)}]");
    }

    [Fact]
    public void Words_lists_and_mixtures_are_axes_of_words_in_the_order_given()
    {
        StudyConfiguration read = Sweep("""{ "law.name": ["uniform", "gaussian"], "steps": [[0, 1], [2]], "file": [null, "data.csv"], "law.variance": [2] }""");
        Assert.Equal(
            [("law_name", "uniform gaussian"), ("steps", "[0,1] [2]"), ("file", "null data.csv"), ("law_variance", "")],
            read.Sweep!.Coordinates().Select(axis => (axis.Name, string.Join(' ', axis.Labels ?? []))));
        Assert.Equal([("uniform", 2, null), ("uniform", 2, "data.csv"), ("uniform", 1, null)], read.Points.Cast<FakeParameters>().Take(3).Select(p => (p.Law.Name, p.Steps.Count, p.File)));
        Assert.Equal([0, 1], read.Sweep.Coordinates()[0].Values);
    }

    [Fact]
    public void Words_have_no_blanks_since_formats_put_blanks_between_them() =>
        Assert.Equal(["my_data.csv", "b.csv"], Sweep("""{ "file": ["my data.csv", "b.csv"] }""").Sweep!.Coordinates()[0].Labels);

    [Fact]
    public void The_last_parameter_runs_fastest()
    {
        StudyConfiguration read = Sweep("""{ "width": [10, 20], "law.variance": [1, 2, 3], "law.name": ["gaussian", "uniform"] }""");
        Assert.Equal(
            from width in new[] { 10, 20 } from variance in new[] { 1.0, 2, 3 } from name in new[] { "gaussian", "uniform" } select (width, variance, name),
            read.Points.Cast<FakeParameters>().Select(p => (p.Width, p.Law.Variance, p.Law.Name)));
        Assert.Equal("width = 20, law.variance = 1, law.name = uniform", read.Sweep!.Name(7));
    }

    [Theory]
    [InlineData("""{ "widht": [10, 20] }""", "sweep.widht", "There is no parameter 'widht' to sweep. Did you mean 'width'?")]
    [InlineData("""{ "law.varience": [1] }""", "sweep.law.varience", "Did you mean 'law.variance'?")]
    [InlineData("""{ "law": { "varience": [1] } }""", "sweep.law.varience", "Did you mean 'law.variance'?")]
    [InlineData("""{ "width.x": [1] }""", "sweep.width.x", "'width' has no part 'x' to set: it is 50; a part can be set where a list or an object is written out, so write that first.")]
    [InlineData("""{ "seed": [1, 2] }""", "sweep.seed", "'seed' cannot be swept: all points use the same random numbers")]
    [InlineData("""{ "replicas": [1, 2] }""", "sweep.replicas", "'replicas' cannot be swept: every point is visited by every replica")]
    [InlineData("""{ "study": ["tiny-gaussian"] }""", "sweep.study", "'study' cannot be swept: a sweep is of one study")]
    [InlineData("""{ "sweep": [1] }""", "sweep.sweep", "'sweep' cannot be swept")]
    [InlineData("""{ "law.variance": [0.1, 1e999] }""", "sweep.law.variance", "1e999 is not a finite number.")]
    [InlineData("""{ "law.variance": [1, 2, 1.0] }""", "sweep.law.variance", "The value 1 is given twice; a sweep has different values")]
    [InlineData("""{ "law.name": ["uniform", "gaussian", "uniform"] }""", "sweep.law.name", "The value \"uniform\" is given twice")]
    [InlineData("""{ "file": [null, "a", null] }""", "sweep.file", "The value null is given twice")]
    [InlineData("""{ "width": {} }""", "sweep.width", "Nothing is given; give a list of values or a range { \"from\": a, \"to\": b, \"points\": n }.")]
    [InlineData("""{ "width": [] }""", "sweep.width", "The list is empty; give at least one value.")]
    [InlineData("""{ "width": 3 }""", "sweep.width", "3 is neither a list of values nor a range")]
    [InlineData("3", "sweep", "3 is neither a list of values nor a range")]
    [InlineData("[3]", "sweep", "[3] is neither a list of values nor a range")]
    [InlineData("""{ "width": { "from": 2, "to": 9 } }""", "sweep.width", "A range has the numbers \"from\", \"to\" and \"points\".")]
    [InlineData("""{ "width": { "from": 2, "to": "9", "points": 3 } }""", "sweep.width", "A range has the numbers")]
    [InlineData("""{ "width": { "from": 2, "to": 9, "pionts": 3 } }""", "sweep.width", "Unknown key 'pionts' of a range. Did you mean 'points'?")]
    [InlineData("""{ "width": { "from": 2, "to": 9, "points": 2.5 } }""", "sweep.width", "2.5 points are not a whole number of at least 2.")]
    [InlineData("""{ "width": { "from": 2, "to": 9, "points": 1 } }""", "sweep.width", "1 points are not a whole number of at least 2.")]
    [InlineData("""{ "shift": { "from": 0, "to": 9, "points": 3 } }""", "sweep.shift", "A range goes from a positive number to a larger one, not from 0 to 9.")]
    [InlineData("""{ "shift": { "from": 9, "to": 9, "points": 3, "spacing": "linear" } }""", "sweep.shift", "A range goes from a number to a larger one, not from 9 to 9.")]
    [InlineData("""{ "shift": { "from": 1, "to": 9, "points": 3, "spacing": "log" } }""", "sweep.shift", "The spacing \"log\" is neither \"ratio\" nor \"linear\".")]
    [InlineData("""{ "shift": { "from": 1, "to": 9, "points": 1e7 } }""", "sweep.shift", "10000000 points are more than 10000; lower points.")]
    public void What_is_no_sweep_is_refused(string sweep, string path, string message)
    {
        ConfigurationError error = Assert.Single(Refused(sweep).Errors);
        Assert.EndsWith(path, error.Path, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("test.json: ", Refused(sweep).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ten_million_points_are_refused_with_their_number_and_ten_thousand_are_not()
    {
        const string Thousand = """{ "from": 1, "to": 10, "points": 1000 }""";
        string sweep = $$"""{ "shift": {{Thousand}}, "law.variance": {{Thousand}}, "width": [10, 20, 30, 40, 50, 60, 70, 80, 90, 100] }""";
        ConfigurationError error = Assert.Single(Refused(sweep).Errors);
        Assert.Equal(("sweep", "10000000 points are more than 10000; shorten the lists or sweep fewer parameters."), (error.Path, error.Message));
        Assert.Equal(10_000, Sweep("""{ "shift": { "from": 1, "to": 10, "points": 10000 } }""").Points.Count);
    }

    [Fact]
    public void A_value_out_of_range_names_its_point()
    {
        ConfigurationError error = Assert.Single(Refused("""{ "width": [10, 20], "law.variance": [0, 1], "law.name": ["uniform"] }""").Errors);
        Assert.Equal(("sweep.law.variance", "at 2 of 4 points, first at the point width = 10, law.variance = 0, law.name = uniform: 0 is out of range; allowed: 0 < value."), (error.Path, error.Message));
        Assert.Contains("at the point width = 10.5: 10.5 is not an integer", Refused("""{ "width": [10.5, 20] }""").Message, StringComparison.Ordinal);
        Assert.Contains("at the point steps = []: At least one step is needed.", Refused("""{ "steps": [[1], []] }""").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "law.variance": { "from": 1, "to": 10, "points": 1000 } }""", """, "width": 1""", "width", "at 100 or more of 1000 points, first at the point law.variance = 1: 1 is out of range; allowed: 2 <= value <= 1000000.")]
    [InlineData("""{ "width": [10, 1], "shift": [1, 2, 4] }""", "", "sweep.width", "at 3 of 6 points, first at the point width = 1, shift = 1: 1 is out of range; allowed: 2 <= value <= 1000000.")]
    [InlineData("""{ "shift": [1, 2] }""", """, "width": [10, 20], "law": { "variance": 0 }""", "law.variance", "at both sizes: at both points: 0 is out of range; allowed: 0 < value.")]
    [InlineData("""{ "shift": [1, 2] }""", """, "width": [1, 20]""", "width", "at width = 1: at both points: 1 is out of range; allowed: 2 <= value <= 1000000.")]
    public void What_is_wrong_at_many_points_is_said_once_with_their_number(string sweep, string others, string path, string message)
    {
        ConfigurationError error = Assert.Single(Refused(sweep, others).Errors);
        Assert.Equal((path, message), (error.Path, error.Message));
    }

    [Fact]
    public void Of_sentences_that_differ_from_point_to_point_the_first_are_told() => Assert.Equal(
        ["10.5", "11.5", "12.5"], Refused("""{ "width": [10.5, 11.5, 12.5, 13.5, 14.5] }""").Errors.Select(error => error.Message.Split(' ')[5].TrimEnd(':')));

    [Fact]
    public void No_parameter_crowds_another_out()
    {
        ConfigurationException refused = Refused("""{ "width": [1, 0, -1, -2, -3], "shift": [1, 2] }""", """, "law": { "variance": 0 }""");
        Assert.Equal(["law.variance", "sweep.width"], refused.Errors.Select(error => error.Path).Distinct().Order(StringComparer.Ordinal));
        Assert.Contains(" (2 more sentences of this kind left out)", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_and_swept_is_refused()
    {
        ConfigurationError error = Assert.Single(Refused("""{ "width": [10, 20] }""", """, "width": 30""").Errors);
        Assert.Equal(("sweep.width", "The parameter is given and swept; leave one of the two out."), (error.Path, error.Message));
        Assert.Equal("sweep.law.variance", Assert.Single(Refused("""{ "law.variance": [1, 2] }""", """, "law": { "variance": 3 }""").Errors).Path);
    }

    [Fact]
    public void Two_names_of_one_axis_are_refused()
    {
        StudyCatalog catalog = new([new CollidingStudy()]);
        ConfigurationException refused = Assert.Throws<ConfigurationException>(() => Runs.Read(catalog, """{ "study": "colliding", "sweep": { "a.b": [1], "a_b": [2] } }"""));
        Assert.Equal("Two swept parameters would both name an axis 'a_b'; sweep one of them.", Assert.Single(refused.Errors).Message);
    }

    [Fact]
    public void All_errors_of_a_sweep_are_listed_together()
    {
        ConfigurationException refused = Refused("""{ "widht": [1], "seed": [1], "shift": [], "law.variance": [1] }""", """, "seed": -1""");
        Assert.Equal(["seed", "sweep.widht", "sweep.seed", "sweep.shift"], refused.Errors.Select(error => error.Path));
    }

    private static StudyConfiguration Sweep(string sweep, string rest = "") =>
        Runs.Read(FakeStudy.Catalog, $$"""{ "study": "tiny-gaussian", "sweep": {{sweep}} {{rest}} }""");

    private static ConfigurationException Refused(string sweep, string rest = "") => Assert.Throws<ConfigurationException>(() => Sweep(sweep, rest));

    /// <summary>Names that become the same name of an axis.</summary>
    private sealed class CollidingStudy : Study<CollidingStudy.Parameters>
    {
        public override StudyCard Card { get; } = new("colliding", "Two names.", 1, "");

        protected override Experiment Prepare(Parameters p, string baseDirectory) => throw new NotSupportedException();

        public sealed record Inner
        {
            public double B { get; init; }
        }

        public sealed record Parameters
        {
            public Inner A { get; init; } = new();

            public double A_b { get; init; }
        }
    }
}
