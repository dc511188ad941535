using Numerics.Studies.Records;

namespace Numerics.Studies.Contract;

/// <summary>
/// Takes the values of a theory or of a replica: <c>r[outlier, layer, step, rank] = value</c>, indices from 0 in the order of the axes. What is never written is missing.
/// </summary>
/// <remarks>Different entries may be written from different threads.</remarks>
public sealed class Recorder
{
    private const int MostRemarks = 3;

    private readonly Dictionary<Observable, Entries> entries;
    private readonly List<string> remarks = [];

    /// <summary>Nothing written yet.</summary>
    /// <param name="observables">Handles that may be written.</param>
    public Recorder(IReadOnlyList<Observable> observables)
    {
        ArgumentNullException.ThrowIfNull(observables);
        Observables = observables;
        entries = observables.ToDictionary(observable => observable, observable => new Entries(observable.Shape.Length));
    }

    /// <summary>Handles that may be written.</summary>
    public IReadOnlyList<Observable> Observables { get; }

    /// <summary>One entry. A value of null is missing. What was written before a divergence stays, in a theory and at a point of a sweep.</summary>
    public Estimate this[Observable observable, params ReadOnlySpan<int> at]
    {
        get
        {
            Entries all = Of(observable);
            int index = observable.Shape.Offset(at);
            return new Estimate(all.Values[index], all.Errors[index]);
        }

        set
        {
            Entries all = Of(observable);
            int index = observable.Shape.Offset(at);
            all.Values[index] = value.Value;
            all.Errors[index] = value.Value is null ? null : value.Error;
        }
    }

    /// <summary>Writes exact values along the last axis.</summary>
    /// <param name="observable">Handle.</param>
    /// <param name="row">Values, at most as many as the axis has.</param>
    /// <param name="at">Indices of all axes but the last.</param>
    public void Row(Observable observable, IReadOnlyList<double> row, params ReadOnlySpan<int> at)
    {
        ArgumentNullException.ThrowIfNull(row);
        Span<int> index = stackalloc int[at.Length + 1];
        at.CopyTo(index);
        for (int k = 0; k < row.Count; k++)
        {
            index[^1] = k;
            this[observable, index] = row[k];
        }
    }

    /// <summary>Copies all that another experiment with the same observables recorded.</summary>
    public void CopyTo(Recorder other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (Observable target in other.Observables)
        {
            Entries from = Of(Observables.First(observable => observable.Name == target.Name));
            Entries to = other.Of(target);
            from.Values.CopyTo(to.Values, 0);
            from.Errors.CopyTo(to.Errors, 0);
        }
    }

    /// <summary>Of a replica: says in one sentence why values are missing. Kept with the replica; not for several threads at once.</summary>
    public void Remark(string sentence) => remarks.Add(sentence);

    /// <summary>Of a theory: entries are shown but not judged, because the limit says nothing of finite sizes there, or another observable judges them.</summary>
    /// <param name="observable">Handle.</param>
    /// <param name="at">Indices of the first axes; all entries along the others are meant, without indices the whole observable.</param>
    public void ShowOnly(Observable observable, params ReadOnlySpan<int> at)
    {
        ArgumentNullException.ThrowIfNull(observable);
        IReadOnlyList<Axis> axes = observable.Shape.Axes;
        int block = axes.Skip(at.Length).Aggregate(1, (count, axis) => count * axis.Count);
        if (block > 0)
        {
            Span<int> first = stackalloc int[Math.Max(axes.Count, at.Length)];
            first.Clear();
            at.CopyTo(first);
            Array.Fill(Of(observable).Mask(), true, observable.Shape.Offset(first), block);
        }
    }

    /// <summary>Of a theory: all that is known by now is shown but not judged, because the limit says nothing of finite sizes here.</summary>
    public void ShowOnly()
    {
        foreach (Observable observable in Observables)
        {
            Array.Fill(Of(observable).Mask(), true);
        }
    }

    /// <summary>All remarks in the order in which they were made.</summary>
    internal IReadOnlyList<string> Remarks => remarks;

    /// <summary>The first remarks and the number of the others; null if there are none.</summary>
    internal string? RemarksInWords => remarks.Count == 0 ? null
        : string.Join(" ", remarks.Take(MostRemarks)) + (remarks.Count > MostRemarks ? $" And {remarks.Count - MostRemarks} more." : "");

    /// <summary>Names the first number that is not finite in one sentence; null if there is none.</summary>
    internal string? NotFinite()
    {
        foreach (Observable observable in Observables)
        {
            Entries all = Of(observable);
            for (int i = 0; i < all.Values.Length; i++)
            {
                if ((all.Values[i] is { } value && !double.IsFinite(value)) || (all.Errors[i] is { } error && !double.IsFinite(error)))
                {
                    return $"Observable '{observable.Name}' is not finite{observable.Shape.At(i)}.";
                }
            }
        }

        return null;
    }

    /// <summary>Whether the theory wants an entry shown but not judged.</summary>
    internal bool[]? ShownOnly(Observable observable) => Of(observable).ShownOnly;

    internal Entries Of(Observable observable) => entries.TryGetValue(observable, out Entries? found)
        ? found
        : throw new InvalidOperationException($"The observable '{observable.Name}' is not declared by this experiment.");

    /// <summary>As predictions, every declared observable.</summary>
    internal Dictionary<string, ObservableEstimate> Estimates() =>
        entries.ToDictionary(pair => pair.Key.Name, pair => new ObservableEstimate(pair.Value.Values, pair.Value.Errors));

    /// <summary>As measurements, every declared observable.</summary>
    internal Dictionary<string, IReadOnlyList<double?>> Measurements() =>
        entries.ToDictionary(pair => pair.Key.Name, pair => (IReadOnlyList<double?>)pair.Value.Values);

    /// <summary>Flattened values, errors and marks of one observable.</summary>
    internal sealed class Entries(int length)
    {
        private bool[]? mask;

        public double?[] Values { get; } = new double?[length];

        public double?[] Errors { get; } = new double?[length];

        public bool[]? ShownOnly => Volatile.Read(ref mask);

        // Points of a sweep write their blocks at the same time: whoever comes first makes the one mask.
        public bool[] Mask() => ShownOnly ?? Interlocked.CompareExchange(ref mask, new bool[length], null) ?? mask!;
    }
}
