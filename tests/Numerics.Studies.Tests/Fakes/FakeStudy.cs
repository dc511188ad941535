using Numerics.Studies.Configuration;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Tests.Fakes;

/// <summary>Means and top eigenvalues of tiny Gaussian samples, with switches for everything that can go wrong.</summary>
public sealed class FakeStudy : Study<FakeParameters>
{
    public static IStudy Preset { get; } = new Preset(
        new FakeStudy(),
        new StudyCard("tiny-sweep", "Tiny Gaussian samples of several widths and laws.", StreamId: 999_998, "@misc{sweep, title = {Tiny sweeps}}"),
        parameters: """{ "replicas": 6, "steps": [0, 1] }""",
        sweep: """{ "law.name": ["gaussian", "uniform"], "width": [10, 40] }""",
        new Dictionary<string, string> { ["grid"] = "sweep" });

    public static StudyCatalog Catalog { get; } = new([new FakeStudy(), Preset]);

    public override StudyCard Card { get; } = new(
        "tiny-gaussian", "Mean and top eigenvalue of tiny Gaussian samples.", StreamId: 999_999, "@misc{tiny, title = {Tiny Gaussian samples}}");

    protected override IEnumerable<ConfigurationError> Check(FakeParameters p, string baseDirectory)
        => p.Steps.Count == 0 ? [new ConfigurationError("steps", "At least one step is needed.")] : [];

    protected override IReadOnlyList<string> InputFiles(FakeParameters p, string baseDirectory)
        => p.File is { } file ? [Path.Combine(baseDirectory, file)] : [];

    protected override Experiment Prepare(FakeParameters p, string baseDirectory) => new FakeExperiment(p);
}
