using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Tests.Lanes;

/// <summary>The tier of the process is the one the caller of the tests asked for.</summary>
public class SimdTierTests(ITestOutputHelper output)
{
    [Fact]
    public void Tier_is_the_expected_one()
    {
        string actual = SimdTiers.Name(SimdTiers.Current);
        output.WriteLine($"Vector tier: {actual}");
        string? expected = Environment.GetEnvironmentVariable("NUMERICS_EXPECT_TIER");
        if (!string.IsNullOrEmpty(expected))
        {
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void Names_are_distinct() =>
        Assert.Equal(4, Enum.GetValues<SimdTier>().Select(SimdTiers.Name).Distinct().Count());
}
