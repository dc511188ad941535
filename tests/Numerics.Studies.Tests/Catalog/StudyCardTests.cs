using Numerics.Studies.Catalog;

namespace Numerics.Studies.Tests.Catalog;

/// <summary>What has to differ from study to study.</summary>
public sealed class StudyCardTests
{
    /// <summary>Two studies with one number would draw the same random numbers.</summary>
    [Fact]
    public void Every_study_has_random_streams_of_its_own()
    {
        string[] shared = [.. AllStudies.Catalog.Studies.GroupBy(study => study.Card.StreamId).Where(group => group.Count() > 1).Select(group => $"{group.Key}: {string.Join(", ", group.Select(study => study.Card.Name))}")];
        Assert.Empty(shared);
    }
}
