using Numerics.LinearAlgebra.Evidence;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Execution;

/// <summary>Lets nothing non-finite through: such a replica becomes a diverged one, such a prediction a failed one. Also checks names and lengths.</summary>
public static class FiniteGate
{
    /// <summary>
    /// The record if all its values are finite, with observables it does not measure added as missing; otherwise a diverged record that names the
    /// observable and the entry.
    /// </summary>
    /// <exception cref="InvalidOperationException">A finished replica has an unknown observable or one of the wrong length: a mistake in the study.</exception>
    public static ReplicaRecord Check(ReplicaRecord record, IReadOnlyList<ObservableShape> shapes)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(shapes);
        if (record.Outcome != Outcome.Ok)
        {
            return record.Values.Count == 0 ? record : record with { Values = new Dictionary<string, IReadOnlyList<double?>>() };
        }

        if (record.Values.Keys.FirstOrDefault(name => shapes.All(shape => shape.Name != name)) is { } unknown)
        {
            throw new InvalidOperationException($"Replica {record.Replica} has an observable '{unknown}' that the study does not declare.");
        }

        Dictionary<string, IReadOnlyList<double?>> complete = [];
        foreach (ObservableShape shape in shapes)
        {
            IReadOnlyList<double?> values = record.Values.GetValueOrDefault(shape.Name) ?? new double?[shape.Length];
            complete[shape.Name] = values;
            RequireLength(shape, values.Count, $"replica {record.Replica}");
            if (FirstNonFinite(values) is int index)
            {
                return record with
                {
                    Outcome = Outcome.Diverged,
                    Message = $"Observable '{shape.Name}' is not finite{shape.At(index)}.",
                    Values = new Dictionary<string, IReadOnlyList<double?>>(),
                };
            }
        }

        return record with { Values = complete };
    }

    /// <summary>The prediction with non-finite entries made null and the failure stated.</summary>
    /// <exception cref="InvalidOperationException">An observable of the wrong length: a mistake in the study.</exception>
    public static Prediction Check(Prediction prediction, IReadOnlyList<ObservableShape> shapes)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(shapes);
        string? failure = prediction.Failure;
        Dictionary<string, ObservableEstimate> values = new(prediction.Values);
        foreach (ObservableShape shape in shapes)
        {
            if (!values.TryGetValue(shape.Name, out ObservableEstimate? estimate))
            {
                continue;
            }

            RequireLength(shape, estimate.Value.Count, "the theory");
            RequireLength(shape, estimate.StandardError.Count, "the theory's standard error");
            if ((FirstNonFinite(estimate.Value) ?? FirstNonFinite(estimate.StandardError)) is int index)
            {
                failure ??= $"The prediction of '{shape.Name}' is not finite{shape.At(index)}.";
                values[shape.Name] = Clean(estimate);
            }
        }

        return prediction with { Values = values, Failure = failure };
    }

    private static ObservableEstimate Clean(ObservableEstimate estimate)
    {
        double?[] value = new double?[estimate.Value.Count];
        double?[] error = new double?[value.Length];
        for (int i = 0; i < value.Length; i++)
        {
            bool finite = estimate.Value[i] is { } v && double.IsFinite(v) && (estimate.StandardError[i] is not { } e || double.IsFinite(e));
            value[i] = finite ? estimate.Value[i] : null;
            error[i] = finite ? estimate.StandardError[i] : null;
        }

        return new ObservableEstimate(value, error);
    }

    private static int? FirstNonFinite(IReadOnlyList<double?> values)
    {
        for (int i = 0; i < values.Count; i++)
        {
            if (values[i] is { } value && !double.IsFinite(value))
            {
                return i;
            }
        }

        return null;
    }

    private static void RequireLength(ObservableShape shape, int length, string where)
    {
        if (length != shape.Length)
        {
            throw new InvalidOperationException($"Observable '{shape.Name}' of {where} has {length} values, its axes ask for {shape.Length}.");
        }
    }
}
