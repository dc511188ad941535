using Numerics.Studies.Configuration;
using Numerics.Studies.Contract;
using Numerics.Studies.Tests.Fakes;
using Numerics.Studies.Tests.Support;

namespace Numerics.Studies.Tests.Configuration;

/// <summary>The command line over a file or a preset: what it says of a parameter, a value or a sweep, wins; both in one place is refused.</summary>
public sealed class InheritedConfigurationTests
{
    [Theory]
    [InlineData("""{ "study": "tiny-gaussian", "width": 30 }""", "sweep.width=[10,20]", "width: 10 20")]
    [InlineData("""{ "study": "tiny-gaussian", "width": [30, 40], "replicas": [8, 4] }""", "sweep.width=[10,20]", "width: 10 20")]
    [InlineData("""{ "study": "tiny-gaussian", "law": { "variance": 3, "name": "uniform" } }""", "sweep.law.variance=[1,2]", "law.variance: 1 2")]
    [InlineData("""{ "study": "tiny-gaussian", "law": { "variance": 3 } }""", """sweep={"law":{"variance":[1,2]}}""", "law.variance: 1 2")]
    [InlineData("""{ "study": "tiny-gaussian", "sweep": { "width": [10, 20], "shift": [0, 1] } }""", "width=50", "shift: 0 1")]
    [InlineData("""{ "study": "tiny-gaussian", "sweep": { "law": { "variance": [10, 20] } } }""", "law.variance=50", "")]
    [InlineData("""{ "study": "tiny-gaussian", "sweep": { "law.variance": [10, 20] } }""", """law={"variance":50}""", "")]
    [InlineData("""{ "study": "tiny-gaussian", "sweep": { "law.variance": [10, 20] } }""", """law={"name":"uniform"}""", "law.variance: 10 20")]
    [InlineData("""{ "study": "tiny-gaussian", "sweep": { "width": [10, 20], "shift": [0, 1] } }""", "sweep.width=null", "shift: 0 1")]
    [InlineData("""{ "study": "tiny-gaussian", "sweep": { "law.variance": [10, 20] } }""", "sweep.law=null", "")]
    [InlineData("""{ "study": "tiny-gaussian", "sweep": { "width": [10, 20], "shift": [0, 1] } }""", "sweep=null", "")]
    [InlineData("""{ "study": "tiny-gaussian", "sweep": { "width": [10, 20], "shift": [0, 1] } }""", "sweep=null sweep.shift=[3,4]", "shift: 3 4")]
    [InlineData("""{ "study": "tiny-gaussian", "sweep": { "law.variance": [10, 20] } }""", "sweep.law.variance=[1,2]", "law.variance: 1 2")]
    [InlineData("""{ "study": "tiny-gaussian", "sweep": { "shift": { "from": 1, "to": 4, "points": 2 } } }""", "sweep.shift.points=3", "shift: 1 2 4")]
    [InlineData("""{ "study": "tiny-gaussian", "sweep": { "shift": [1, 4] } }""", "sweep.shift.1=5", "shift: 1 5")]
    [InlineData("""{ "study": "tiny-sweep" }""", "sweep=null", "")]
    [InlineData("""{ "study": "tiny-sweep" }""", "grid=null", "")]
    [InlineData("""{ "study": "tiny-sweep", "sweep": null }""", "shift=0", "")]
    [InlineData("""{ "study": "tiny-sweep" }""", "sweep=null sweep.shift=[0,1]", "shift: 0 1")]
    [InlineData("""{ "study": "tiny-sweep" }""", "sweep.width=null", "law.name: gaussian uniform")]
    [InlineData("""{ "study": "tiny-sweep" }""", "sweep.law=null", "width: 10 40")]
    [InlineData("""{ "study": "tiny-sweep", "sweep": { "law": null } }""", "shift=0", "width: 10 40")]
    [InlineData("""{ "study": "tiny-sweep", "width": 30 }""", "sweep.width=[20,21]", "law.name: gaussian uniform; width: 20 21")]
    [InlineData("""{ "study": "tiny-sweep", "sweep": { "width": [20, 21] } }""", "width=7", "law.name: gaussian uniform")]
    [InlineData("""{ "study": "tiny-sweep" }""", "width=7", "law.name: gaussian uniform")]
    public void The_command_line_wins_over_what_is_inherited(string file, string changes, string sweep)
    {
        StudyConfiguration read = Runs.Read(FakeStudy.Catalog, file, changes.Split(' '));
        Assert.Equal(sweep, string.Join("; ", (read.Sweep?.Axes ?? []).Select(axis => $"{axis.Path}: {string.Join(' ', Enumerable.Range(0, axis.Values.Count).Select(axis.Word))}")));
        Assert.Equal(read.Fingerprint, Runs.Read(FakeStudy.Catalog, read.Print()).Fingerprint);
    }

    [Fact]
    public void A_sweep_taken_away_leaves_the_default_and_a_value_that_wins_is_the_value()
    {
        const string Swept = """{ "study": "tiny-gaussian", "sweep": { "width": [10, 20] } }""";
        Assert.Equal(50, Width(Runs.Read(FakeStudy.Catalog, Swept, "sweep=null")));
        Assert.Equal(7, Width(Runs.Read(FakeStudy.Catalog, Swept, "width=7")));
        Assert.Equal(30, Width(Runs.Read(FakeStudy.Catalog, """{ "study": "tiny-gaussian", "width": 30, "law": { "variance": 5 } }""", "sweep.law.variance=[1,2]")));
    }

    [Theory]
    [InlineData("""{ "study": "tiny-gaussian", "width": 30 }""", "width=[10,20]", "10 20", "8 8")]
    [InlineData("""{ "study": "tiny-gaussian", "sweep": { "width": [10, 20] } }""", "width=[30,40]", "30 40", "8 8")]
    [InlineData("""{ "study": "tiny-gaussian", "width": [40, 30, 20], "replicas": [4, 6, 9] }""", "width=[10,20]", "10 20", "4 4")]
    [InlineData("""{ "study": "tiny-gaussian", "width": [40, 30, 20], "replicas": [4, 6, 9] }""", "width=25", "25", "4")]
    [InlineData("""{ "study": "tiny-gaussian", "width": [40, 30, 20], "replicas": [4, 6, 9] }""", "width=30", "30", "6")]
    [InlineData("""{ "study": "tiny-gaussian", "width": [40, 30, 20], "replicas": [4, 6, 9] }""", "width=30 replicas=3", "30", "3")]
    [InlineData("""{ "study": "tiny-gaussian", "width": [40, 30], "replicas": [4, 6] }""", "replicas=3", "30 40", "3 3")]
    public void Ladders_are_replaced_like_values(string file, string changes, string sizes, string replicas)
    {
        StudyConfiguration read = Runs.Read(FakeStudy.Catalog, file, changes.Split(' '));
        Assert.Null(read.Sweep);
        Assert.Equal(sizes, string.Join(' ', read.Rungs.Select(rung => ((FakeParameters)rung[0]).Width)));
        Assert.Equal(replicas, string.Join(' ', read.Rungs.Select(rung => ((FakeParameters)rung[0]).Replicas)));
    }

    [Theory]
    [InlineData("""{ "study": "tiny-gaussian", "width": 5, "sweep": { "width": [10, 20] } }""", "shift=0")]
    [InlineData("""{ "study": "tiny-gaussian" }""", "width=5 sweep.width=[10,20]")]
    [InlineData("""{ "study": "tiny-gaussian" }""", "sweep.width=[10,20] width=5")]
    [InlineData("""{ "study": "tiny-sweep" }""", "sweep.width=[10,20] width=5")]
    [InlineData("""{ "study": "tiny-gaussian", "width": 4 }""", "width=[3,5] sweep.width=[10,20]")]
    public void Both_in_one_place_are_refused(string file, string changes)
    {
        ConfigurationException refused = Assert.Throws<ConfigurationException>(() => Runs.Read(FakeStudy.Catalog, file, changes.Split(' ')));
        Assert.Equal(("sweep.width", "The parameter is given and swept; leave one of the two out."), (refused.Errors[0].Path, refused.Errors[0].Message));
    }

    [Fact]
    public void A_sweep_that_is_taken_away_is_one_of_a_parameter()
    {
        ConfigurationException refused = Assert.Throws<ConfigurationException>(() => Runs.Read(FakeStudy.Catalog, """{ "study": "tiny-sweep" }""", "sweep.widht=null"));
        Assert.Equal("There is no parameter 'widht' to sweep. Did you mean 'width'?", Assert.Single(refused.Errors).Message);
    }

    private static int Width(StudyConfiguration read) => ((FakeParameters)read.Parameters).Width;
}
