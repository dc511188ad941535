using Numerics.Studies.Catalog;

namespace Numerics.Studies.Tests.Fakes;

/// <summary>Means and top eigenvalues of tiny Gaussian samples, with switches for everything that can go wrong.</summary>
public sealed class FakeStudy : IStudy
{
    public static StudyCatalog Catalog { get; } = new([new FakeStudy()]);

    public string Name => "tiny-gaussian";

    public string Summary => "Mean and top eigenvalue of tiny Gaussian samples.";

    public uint StreamId => 999_999;

    public string Citation => "@misc{tiny, title = {Tiny Gaussian samples}}";

    public Type ParametersType => typeof(FakeParameters);

    public IReadOnlyList<ConfigurationError> Validate(object parameters, string baseDirectory)
        => ((FakeParameters)parameters).Steps.Count == 0 ? [new ConfigurationError("steps", "At least one step is needed.")] : [];

    public IReadOnlyList<string> InputFiles(object parameters, string baseDirectory)
        => ((FakeParameters)parameters).File is { } file ? [Path.Combine(baseDirectory, file)] : [];

    public IStudyRun Prepare(object parameters, string baseDirectory) => new FakeStudyRun((FakeParameters)parameters);
}
