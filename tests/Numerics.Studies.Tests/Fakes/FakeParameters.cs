using System.Text.Json;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Tests.Fakes;

public sealed record FakeLaw
{
    [Parameter("Variance of the samples.", Minimum = 0, ExclusiveMinimum = true)]
    public double Variance { get; init; } = 1;

    [Parameter("Name of the law.", Choices = ["gaussian", "uniform"])]
    public string Name { get; init; } = "gaussian";
}

public sealed record FakeParameters
{
    [Parameter("Number of samples in a replica.", Letter = "N", IsSize = true, Minimum = 2, Maximum = 1_000_000)]
    public int Width { get; init; } = 50;

    [Parameter("Replicas.", Minimum = 1, Maximum = 100_000)]
    public int Replicas { get; init; } = 8;

    [Parameter("Error put into the theory on purpose.")]
    public double Shift { get; init; }

    [Parameter("Steps at which the mean is recorded.", Minimum = 0, Maximum = 1000)]
    public IReadOnlyList<int> Steps { get; init; } = [0, 1, 2];

    [Parameter("Law of the samples.")]
    public FakeLaw Law { get; init; } = new() { Variance = 2 };

    [Parameter("A file with data, or null.")]
    public string? File { get; init; }

    [Parameter("Batch: \"full\" or a list.", Schema = """{ "anyOf": [ { "const": "full" }, { "type": "array" } ] }""")]
    public JsonElement Batch { get; init; } = JsonDocument.Parse("\"full\"").RootElement;

    [Parameter("What goes wrong.", Choices = ["nothing", "diverge", "notFinite", "arithmetic", "bug", "theory", "wait", "range", "shown"])]
    public string Fault { get; init; } = "nothing";

    [Parameter("First replica in which it goes wrong.", Minimum = 0)]
    public int FaultAt { get; init; } = 2;

    [Parameter("Bytes that a replica claims to need.", Unit = "B", Minimum = 0)]
    public long BytesPerReplica { get; init; } = 1000;

    public int ComputedFromWidth => Width * 2;
}
