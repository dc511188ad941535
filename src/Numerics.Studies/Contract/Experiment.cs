using Numerics.Spectra.Theory.Bulk.Laws;
using Numerics.Studies.Records;

namespace Numerics.Studies.Contract;

/// <summary>
/// A study with its parameters fixed: what is observed, the theory of the infinite limit and one finite-size replica. Immutable once made and safe to call from several threads.
/// </summary>
/// <remarks>
/// The constructor declares observables (<see cref="Observe"/>) and does not simulate or solve anything: <c>plan</c>, <c>verify</c> and <c>list</c> construct experiments freely.
/// Timing, divergence, non-finite values, precision, streams, threads, checkpoints, averages, verdicts, sweeps and files are not its concern.
/// </remarks>
public abstract class Experiment
{
    private readonly List<Observable> observables = [];
    private readonly List<Reduction> reductions = [];
    private readonly List<DeferredInterval> ranges = [];

    /// <summary>All observables, predicted or simulated, in the order of declaration.</summary>
    public IReadOnlyList<Observable> Observables => observables;

    /// <summary>Their shapes.</summary>
    public IReadOnlyList<ObservableShape> Shapes => [.. observables.Select(observable => observable.Shape)];

    /// <summary>What a sweep reads off along one of its axes.</summary>
    public IReadOnlyList<Reduction> Reductions => reductions;

    /// <summary>Number of replicas asked.</summary>
    public abstract int Replicas { get; }

    /// <summary>The sizes, where there are several; null for one.</summary>
    public virtual Ladder? Ladder => null;

    /// <summary>Bytes and rough times.</summary>
    public abstract Cost Cost { get; }

    /// <summary>Figures to draw.</summary>
    public virtual IReadOnlyList<Figure> Figures => [];

    /// <summary>Tables of measured values, shown in the place of the single entries.</summary>
    public virtual IReadOnlyList<TableSpecification> Tables => [];

    /// <summary>
    /// What the study decides ("which picture holds of every matrix"), where this is not whether theory and simulation agree: no verdict is then missing, <see cref="Conclude"/> is asked
    /// without a theory, too, and its answers are printed in the place of the verdict. Null: that they agree.
    /// </summary>
    public virtual string? Decides => null;

    /// <summary>Why the weights of its replicas cannot be saved, one sentence; null if they can.</summary>
    public virtual string? WhyNoWeights => "This study trains no matrices that it holds entry by entry: take nonlinear-mup with matrix stored.";

    /// <summary>What <c>plan</c> says beyond sizes and time.</summary>
    public virtual IReadOnlyList<Fact> Plan => [];

    /// <summary>Why processes cannot share the rows of a replica, one sentence; null if they can.</summary>
    public virtual string? WhyRowsAreNotShared => "This study holds whole matrices, which processes do not share: run one process per replica (--shard).";

    /// <summary>Why observables of different sizes have no common limit, one sentence; null if they have.</summary>
    public virtual string? WhyNoLadder => null;

    /// <summary>The cost with what the framework keeps of every replica.</summary>
    public Cost TotalCost => Cost with { RecordBytes = observables.Sum(observable => (long)observable.Shape.Length) * Cost.BytesOfValue };

    /// <summary>What it means that a replica has remarks: values that should be there are missing.</summary>
    internal virtual FactKind RemarkKind => FactKind.Warning;

    /// <summary>Whether the theory of all sizes is solved once (<see cref="TheoryContext.Once"/>), with next to nothing left for each.</summary>
    public virtual bool SolvesTheoryOnce => false;

    /// <summary>Ranges found when first read.</summary>
    internal virtual IReadOnlyList<DeferredInterval> Ranges => ranges;

    /// <summary>The first range that others share and that suits this experiment badly; null if there is none.</summary>
    internal virtual DeferredInterval? Misfit => Ranges.FirstOrDefault(range => range.Excess > DeferredInterval.MostExcess);

    /// <summary>The infinite limit. Deterministic in (parameters, seed).</summary>
    /// <exception cref="DivergedException">The dynamics of the limit left every bound.</exception>
    /// <exception cref="ArithmeticException">A solver did not converge; one sentence.</exception>
    public abstract void Predict(TheoryContext context, Recorder r);

    /// <summary>One finite-size replica. Deterministic in (parameters, seed, replica).</summary>
    /// <exception cref="DivergedException">Training left every bound.</exception>
    /// <exception cref="ArithmeticException">A solver did not converge; one sentence.</exception>
    public abstract void Simulate(ReplicaContext context, Recorder r);

    /// <summary>What theory and replicas say together beyond the scores of single entries: fits in the size, reduced edges.</summary>
    public virtual IEnumerable<Fact> Conclude(Findings findings) => [];

    /// <summary>Declares an observable: the only place that names it.</summary>
    /// <param name="name">camelCase name, the same in every file.</param>
    /// <param name="definition">One sentence: what is measured, with its normalisation.</param>
    /// <param name="axes">Axes, last one fastest.</param>
    /// <exception cref="ConfigurationException">More values than an array can have.</exception>
    protected Observable Observe(string name, string definition, params IReadOnlyList<Axis> axes) => Declare(new ObservableShape(name, "1", definition, axes));

    /// <summary>Declares an observable by its shape.</summary>
    /// <exception cref="ConfigurationException">More values than an array can have.</exception>
    protected Observable Declare(ObservableShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        RequireCount(shape.Name, shape.Axes);
        var observable = new Observable(shape);
        observables.Add(observable);
        return observable;
    }

    /// <summary>Refuses an observable with more values than an array can have.</summary>
    internal static void RequireCount(string name, IReadOnlyList<Axis> axes)
    {
        long count = ObservableShape.Count(axes);
        if (count > Array.MaxLength)
        {
            throw new ConfigurationException(
                "configuration",
                "",
                $"Observable '{name}' would have {(count == long.MaxValue ? "over 9e18" : $"{count}")} values ({string.Join(" x ", axes.Select(axis => $"{axis.Count} {axis.Name}"))}), at most {Array.MaxLength} are possible; sweep fewer points or record less of each.");
        }
    }

    /// <summary>Declares what a sweep reads off along one of its axes.</summary>
    /// <returns>A handle for figures; it holds values in a sweep only.</returns>
    protected Observable Reduce(Reduction reduction)
    {
        ArgumentNullException.ThrowIfNull(reduction);
        reductions.Add(reduction);
        return new Observable(new ObservableShape(reduction.Name, "1", reduction.Definition, []));
    }

    /// <summary>Declares a range that is found when first read.</summary>
    protected DeferredInterval Range(Func<SupportInterval> find)
    {
        var range = new DeferredInterval(find);
        ranges.Add(range);
        return range;
    }
}
