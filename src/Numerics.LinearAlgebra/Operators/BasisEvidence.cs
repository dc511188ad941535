namespace Numerics.LinearAlgebra.Operators;

/// <summary>What the bases of the queries of revealed matrices rest on; travels with the result of a training.</summary>
/// <param name="Directions">Directions of all bases.</param>
/// <param name="Dependent">Queries that added no direction.</param>
/// <param name="LargestLeftOut">Largest part of a query outside its basis that was left out, over the norm of the query.</param>
public sealed record BasisEvidence(int Directions, int Dependent, double LargestLeftOut)
{
    /// <summary>The evidence of all bases of a training; null where a matrix keeps none.</summary>
    public static BasisEvidence? Of(IEnumerable<QueryRecord?> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        var sum = new BasisEvidence(0, 0, 0);
        foreach (QueryRecord? record in records)
        {
            if (record is null)
            {
                return null;
            }

            sum = new BasisEvidence(sum.Directions + record.Rank, sum.Dependent + record.Dependent, Math.Max(sum.LargestLeftOut, record.LargestLeftOut));
        }

        return sum;
    }
}
