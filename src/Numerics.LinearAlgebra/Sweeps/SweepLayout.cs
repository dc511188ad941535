namespace Numerics.LinearAlgebra.Sweeps;

/// <summary>Sizes of one sweep, and where its sums lie.</summary>
/// <remarks>
/// Columns being worked on: noise, pending directions q, raw part of the query, answer, query. Sums: B^T (noise, q, raw) and Z^T (q, raw) of the rows where the query is asked; B^T (noise, q) and Z^T q
/// where it is another side that answers; raw^T raw; sums of the elementwise work.
/// </remarks>
internal sealed class SweepLayout
{
    /// <summary>A sweep in which one side answers and one is asked, the same or another; either may be missing.</summary>
    public SweepLayout(DelayedBasis? answering, DelayedBasis? asking, int noise, int queries, int answers, int workSums)
    {
        Noise = noise;
        Queries = queries;
        Answers = answers;
        IsOneSide = ReferenceEquals(answering, asking);
        Old = answering?.Finished ?? 0;
        Pending = answering?.Pending ?? 0;
        OldNoise = (answering?.Settled ?? 0) + (answering?.Prepared ?? 0);
        AskedRank = IsOneSide ? Rank : asking?.Rank ?? 0;
        AskedNoise = IsOneSide ? AllNoise : (asking?.Settled ?? 0) + (asking?.Prepared ?? 0);
        int own = IsOneSide ? noise + Pending + queries : noise + Pending;
        FirstAnsweringNoise = Rank * own;
        FirstAsked = FirstAnsweringNoise + (AllNoise * (IsOneSide ? Pending + queries : Pending));
        FirstAskedNoise = FirstAsked + (IsOneSide ? 0 : AskedRank * queries);
        FirstGram = FirstAskedNoise + (IsOneSide ? 0 : AskedNoise * queries);
        FirstWork = FirstGram + (queries * queries);
        Length = FirstWork + workSums;
    }

    /// <summary>Noise columns drawn.</summary>
    public int Noise { get; }

    /// <summary>Columns of the query.</summary>
    public int Queries { get; }

    /// <summary>Columns of the answer.</summary>
    public int Answers { get; }

    /// <summary>Whether the side that answers is asked next.</summary>
    public bool IsOneSide { get; }

    /// <summary>Written directions of the answering side.</summary>
    public int Old { get; }

    /// <summary>Directions that this sweep writes.</summary>
    public int Pending { get; }

    /// <summary>All directions of the answering side.</summary>
    public int Rank => Old + Pending;

    /// <summary>Noise columns of the answering side before the sweep.</summary>
    public int OldNoise { get; }

    /// <summary>Noise columns of the answering side after it.</summary>
    public int AllNoise => OldNoise + Noise;

    /// <summary>Directions of the side asked.</summary>
    public int AskedRank { get; }

    /// <summary>Noise columns of the side asked.</summary>
    public int AskedNoise { get; }

    /// <summary>First of the sums Z^T.</summary>
    public int FirstAnsweringNoise { get; }

    /// <summary>First of the sums B^T raw of another side.</summary>
    public int FirstAsked { get; }

    /// <summary>First of the sums Z^T raw of another side.</summary>
    public int FirstAskedNoise { get; }

    /// <summary>First of the sums raw^T raw.</summary>
    public int FirstGram { get; }

    /// <summary>First of the sums of the work.</summary>
    public int FirstWork { get; }

    /// <summary>Number of sums.</summary>
    public int Length { get; }

    /// <summary>Columns being worked on.</summary>
    public int Columns => Noise + Pending + (2 * Queries) + Answers;
}
