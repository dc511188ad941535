using Numerics.Studies.Contract;
using Numerics.Studies.Sweeps;
using Numerics.Studies.Tests.Fakes;
using Numerics.Studies.Tests.Support;
using Numerics.Studies.Tests.Sweeps;

namespace Numerics.Studies.Tests.Contract;

/// <summary>Numbers in sentences: as written where a person wrote them, rounded where they were computed.</summary>
public sealed class ReadableNumberTests
{
    [Theory]
    [InlineData(0.1 * 3, "0.3")]
    [InlineData(2.0 / 3, "0.666667")]
    [InlineData(0.1234567, "0.1234567")]
    [InlineData(12345678, "12345678")]
    [InlineData(100000000000000, "100000000000000")]
    [InlineData(1e-300, "1E-300")]
    [InlineData(-1.0 / 3, "-0.333333")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void Numbers_are_as_short_as_they_read(double value, string text) => Assert.Equal(text, ReadableNumber.Of(value));

    [Fact]
    public void Values_of_an_axis_stay_apart()
    {
        SweepAxis axis = SweepCase.Numbers("rate", 1.0 / 3, (1.0 / 3) + 1e-8, 2.0 / 3);
        Assert.Equal(["0.33333333", "0.33333334", "0.666667"], Enumerable.Range(0, 3).Select(axis.Word));
        Assert.Equal("0.33333333, 0.33333334, 0.666667", axis.Describe());
    }

    [Fact]
    public void A_refused_point_of_a_range_is_named_shortly()
    {
        ConfigurationException refused = Assert.Throws<ConfigurationException>(() => Runs.Read(
            FakeStudy.Catalog, """{ "study": "tiny-gaussian", "sweep": { "law.variance": { "from": -0.3, "to": 0.6, "points": 10, "spacing": "linear" } } }"""));
        Assert.StartsWith("at the point law.variance = -0.1: -0.1 is out of range", refused.Errors[2].Message, StringComparison.Ordinal);
        refused = Assert.Throws<ConfigurationException>(() => Runs.Read(
            FakeStudy.Catalog, """{ "study": "tiny-gaussian", "sweep": { "bytesPerReplica": [0.30000000000000004] } }"""));
        Assert.StartsWith("at the point bytesPerReplica = 0.3: 0.3 is not an integer", refused.Errors[0].Message, StringComparison.Ordinal);
    }
}
