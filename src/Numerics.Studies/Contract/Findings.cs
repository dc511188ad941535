using Numerics.LinearAlgebra.Evidence;
using Numerics.Studies.Records;

namespace Numerics.Studies.Contract;

/// <summary>Theory and finished replicas of a run, read through the handles.</summary>
/// <param name="theory">Predictions by observable name.</param>
/// <param name="replicas">Values by observable name of every finished replica, in the order of replica index.</param>
public sealed class Findings(
    IReadOnlyDictionary<string, ObservableEstimate> theory, IReadOnlyList<IReadOnlyDictionary<string, IReadOnlyList<double?>>> replicas)
{
    /// <summary>Number of finished replicas.</summary>
    public int Replicas => replicas.Count;

    /// <summary>Of finished records.</summary>
    public static Findings Of(IReadOnlyDictionary<string, ObservableEstimate> theory, IReadOnlyList<ReplicaRecord> records) => new(
        theory, [.. records.Where(record => record.Outcome == Outcome.Ok).OrderBy(record => record.Replica).Select(record => record.Values)]);

    /// <summary>The prediction of one entry; null where there is none.</summary>
    public double? Theory(Observable observable, params ReadOnlySpan<int> at)
    {
        ArgumentNullException.ThrowIfNull(observable);
        return theory.TryGetValue(observable.Name, out ObservableEstimate? estimate) ? estimate.Value[observable.Shape.Offset(at)] : null;
    }

    /// <summary>The values of one entry in the replicas in which it exists.</summary>
    public double[] Samples(Observable observable, params ReadOnlySpan<int> at)
    {
        ArgumentNullException.ThrowIfNull(observable);
        int index = observable.Shape.Offset(at);
        return [.. replicas.Select(values => values[observable.Name][index]).OfType<double>()];
    }

    /// <summary>All values of an observable in every replica.</summary>
    internal IEnumerable<IReadOnlyList<double?>> Values(Observable observable) => replicas.Select(values => values[observable.Name]);

    /// <summary>The same of a part of every observable, in the replicas that have a value in it: those of another size of a ladder, or that failed at the point of a sweep, are none of its own.</summary>
    /// <param name="part">From name and flattened values to those of the part.</param>
    internal Findings Part(Func<string, IReadOnlyList<double?>, IReadOnlyList<double?>?> part)
    {
        Dictionary<string, ObservableEstimate> estimates = [];
        foreach ((string name, ObservableEstimate estimate) in theory)
        {
            if (part(name, estimate.Value) is { } value && part(name, estimate.StandardError) is { } error)
            {
                estimates[name] = new ObservableEstimate(value, error);
            }
        }

        return new Findings(estimates, [.. replicas.Select(values => Part(values, part)).Where(own => own.Values.Any(all => all.Any(value => value is not null)))]);
    }

    private static Dictionary<string, IReadOnlyList<double?>> Part(
        IReadOnlyDictionary<string, IReadOnlyList<double?>> values, Func<string, IReadOnlyList<double?>, IReadOnlyList<double?>?> part)
    {
        Dictionary<string, IReadOnlyList<double?>> found = [];
        foreach ((string name, IReadOnlyList<double?> all) in values)
        {
            if (part(name, all) is { } own)
            {
                found[name] = own;
            }
        }

        return found;
    }
}
