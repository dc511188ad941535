using System.Numerics;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Operators;

/// <summary>
/// A Gaussian matrix plus spikes made of vectors it has been asked about:
/// M = retained A + (1/Columns) sum_i weight_i strength_i u_i v_i^T, with u_i a left query and v_i a right query of A.
/// This is a hidden weight matrix of a network trained by gradient descent; retained and the weights are 1 unless <see cref="Weigh"/> says otherwise.
/// </summary>
/// <typeparam name="T">Element type of the vectors.</typeparam>
/// <param name="gaussian">The initial matrix A.</param>
/// <remarks>
/// The spikes are never multiplied out: they live in the query memories, so a product costs no pass over N-vectors beyond A's own and one. Where the memories keep bases, all spikes together are one
/// small matrix in these (<see cref="SpikeCore"/>), and a product does not depend on their number.
/// </remarks>
public sealed class LowRankPlus<T>(IGaussianOperator<T> gaussian) : ISpikedMatrix<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly List<Spike> spikes = [];
    private readonly SpikeCore? core = gaussian is { Left.Record: { } left, Right.Record: { } right } ? new SpikeCore(left, right) : null;
    private IReadOnlyList<Spike> tried = [];
    private bool advances;
    private double retained = 1;
    private double[]? weights;

    /// <summary>The Gaussian part A.</summary>
    public IGaussianOperator<T> Gaussian { get; } = gaussian;

    /// <inheritdoc/>
    public IReadOnlyList<Spike> Spikes => spikes;

    /// <inheritdoc/>
    public TResult Accept<TResult>(IGaussianVisitor<T, TResult> visitor) => Gaussian.Accept(visitor);

    /// <summary>
    /// Adds strength / Columns * u v^T with u the left query and v the right query of these indices. Once <see cref="TryAdvance"/> has returned true, products see a spike from the next such
    /// step on, and not before.
    /// </summary>
    public void AddSpike(Spike spike) => spikes.Add(spike);

    /// <summary>Sets the factor of A and that of every spike: weight decay, momentum and schedules, or M as it was at an earlier step.</summary>
    /// <param name="gaussian">Factor of A.</param>
    /// <param name="perSpike">Factors of the spikes in the order of adding; spikes beyond the list count nothing.</param>
    public void Weigh(double gaussian, ReadOnlySpan<double> perSpike)
    {
        retained = gaussian;
        weights = perSpike.ToArray();
    }

    /// <summary>Spikes that products have besides, until others are tried: what a stage of an integration has and the matrix may not keep.</summary>
    public void Try(IReadOnlyList<Spike> besides) => tried = besides;

    /// <summary>One step of an optimizer: the spikes added since the last one enter the velocity, and all decay. Before the first product.</summary>
    /// <param name="gaussian">Factor of A.</param>
    /// <param name="momentum">mu.</param>
    /// <param name="decay">lambda.</param>
    /// <param name="factor">Of the learning rate of the new spikes.</param>
    /// <returns>False where no bases are kept, and every step's weights are to be given by <see cref="Weigh"/>.</returns>
    public bool TryAdvance(double gaussian, double momentum, double decay, double factor)
    {
        if (core is null)
        {
            return false;
        }

        retained = gaussian;
        advances = true;
        core.Advance(spikes, spikes.Count, momentum, decay, factor);
        return true;
    }

    /// <summary>answer = M vectors; the vectors are remembered by A.</summary>
    public void Multiply(PanelView<T> vectors, PanelView<T> answer)
    {
        Gaussian.Multiply(vectors, answer);
        AddSpikes(Gaussian.Right, Gaussian.Left, vectors.Count, answer, s => s.Right, s => s.Left, isTransposed: false);
    }

    /// <summary>answer = M^T vectors; the vectors are remembered by A.</summary>
    public void MultiplyTransposed(PanelView<T> vectors, PanelView<T> answer)
    {
        Gaussian.MultiplyTransposed(vectors, answer);
        AddSpikes(Gaussian.Left, Gaussian.Right, vectors.Count, answer, s => s.Left, s => s.Right, isTransposed: true);
    }

    private void AddSpikes(
        IQueryMemory<T> asked,
        IQueryMemory<T> other,
        int count,
        PanelView<T> answer,
        Func<Spike, int> askedIndex,
        Func<Spike, int> otherIndex,
        bool isTransposed)
    {
        if (retained != 1)
        {
            new PanelAlgebra<T>(ShardExecutor.Sequential).Scale(answer, retained, answer);
        }

        int counted = weights is null ? spikes.Count : Math.Min(spikes.Count, weights.Length);
        if ((counted == 0 && tried.Count == 0) || other.Count == 0)
        {
            return;
        }

        if (core is not null && weights is null)
        {
            AddInBases(core, asked.Record!, other, count, answer, askedIndex, otherIndex, isTransposed);
            return;
        }

        AddOneByOne(tried, tried.Count, weighted: false, asked, other, count, answer, askedIndex, otherIndex);
        AddOneByOne(spikes, counted, weighted: weights is not null, asked, other, count, answer, askedIndex, otherIndex);
    }

    private void AddOneByOne(
        IReadOnlyList<Spike> added,
        int counted,
        bool weighted,
        IQueryMemory<T> asked,
        IQueryMemory<T> other,
        int count,
        PanelView<T> answer,
        Func<Spike, int> askedIndex,
        Func<Spike, int> otherIndex)
    {
        if (counted == 0)
        {
            return;
        }

        var coefficients = new DenseMatrix<double>(other.Count, count);
        for (int column = 0; column < count; column++)
        {
            int query = asked.Count - count + column;
            for (int i = 0; i < counted; i++)
            {
                Spike spike = added[i];
                double overlap = asked.InnerProduct(askedIndex(spike), query) / Gaussian.Columns;
                coefficients[otherIndex(spike), column] += (weighted ? weights![i] : 1) * spike.Strength * overlap;
            }
        }

        other.AddCombination(coefficients, answer);
    }

    /// <summary>All spikes as one matrix of directions, and those tried for once: the cost is that of the directions, however many vectors were asked.</summary>
    private void AddInBases(
        SpikeCore all,
        QueryRecord asked,
        IQueryMemory<T> other,
        int count,
        PanelView<T> answer,
        Func<Spike, int> askedIndex,
        Func<Spike, int> otherIndex,
        bool isTransposed)
    {
        if (!advances)
        {
            all.Add(spikes, spikes.Count);
        }

        var vectors = new DenseMatrix<double>(asked.Rank, count);
        for (int column = 0; column < count; column++)
        {
            asked[asked.Count - count + column].CopyTo(vectors.Column(column));
        }

        DenseMatrix<double> inBasis = isTransposed ? all.TransposedTimes(vectors, 1.0 / Gaussian.Columns) : all.Times(vectors, 1.0 / Gaussian.Columns);
        foreach (Spike spike in tried)
        {
            ReadOnlySpan<double> direction = other.Record![otherIndex(spike)];
            for (int column = 0; column < count; column++)
            {
                double weight = spike.Strength * asked.InnerProduct(askedIndex(spike), asked.Count - count + column) / Gaussian.Columns;
                Span<double> target = inBasis.Column(column);
                for (int i = 0; i < direction.Length; i++)
                {
                    target[i] = Math.FusedMultiplyAdd(weight, direction[i], target[i]);
                }
            }
        }

        other.AddDirections(inBasis, answer);
    }
}
