using Numerics.Studies.Contract;

namespace Numerics.Studies.Tests.Support;

/// <summary>An experiment put together in a test: its constructor, theory and replica are given as functions.</summary>
internal sealed class Probe : Experiment
{
    public Probe(Action<Probe> declare) => declare(this);

    public override int Replicas => Number;

    public override Cost Cost => Price;

    public override IReadOnlyList<Figure> Figures => Drawn;

    public override IReadOnlyList<Records.Fact> Plan => Planned;

    public override string? WhyRowsAreNotShared => Reason;

    public int Number { get; init; } = 4;

    public Cost Price { get; init; } = new(1000, 100, 1, 1);

    public string? Reason { get; init; }

    public IReadOnlyList<Figure> Drawn { get; set; } = [];

    public IReadOnlyList<Records.Fact> Planned { get; set; } = [];

    public Action<TheoryContext, Recorder> Theory { get; set; } = (_, _) => { };

    public Action<ReplicaContext, Recorder> Replica { get; set; } = (_, _) => { };

    public Func<Findings, IEnumerable<Records.Fact>> Conclusion { get; set; } = _ => [];

    public new Observable Observe(string name, string definition, params IReadOnlyList<Records.Axis> axes) => base.Observe(name, definition, axes);

    public new Observable Reduce(Reduction reduction) => base.Reduce(reduction);

    public new DeferredInterval Range(Func<Spectra.Theory.Bulk.Laws.SupportInterval> find) => base.Range(find);

    public override void Predict(TheoryContext context, Recorder r) => Theory(context, r);

    public override void Simulate(ReplicaContext context, Recorder r) => Replica(context, r);

    public override IEnumerable<Records.Fact> Conclude(Findings findings) => Conclusion(findings);
}
