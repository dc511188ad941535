using Numerics.LinearAlgebra.Operators;

namespace Numerics.Spectra.Models;

/// <summary>What a matrix is made of before each training step: factor of its initial value, and its spikes with the strength they have then.</summary>
/// <param name="spikes">All spikes in the order of adding, with the strength they got.</param>
/// <param name="marks">How many of them were there before each step.</param>
/// <param name="optimizer">Null: spikes keep their strength and nothing decays. Otherwise a spike added in step r counts m(step, r) times.</param>
internal sealed class SpikeTimeline(IReadOnlyList<Spike> spikes, IReadOnlyList<LayerMark> marks, OptimizerMemory? optimizer)
{
    // The last step before which a spike was not there yet.
    private readonly int[] addedIn = AddedIn(spikes.Count, marks);

    /// <summary>rho(step).</summary>
    public double Retained(int step) => optimizer?.Retained(step) ?? 1;

    /// <summary>How much was known before a step.</summary>
    public LayerMark Mark(int step) => marks[step];

    /// <summary>The spikes before a step.</summary>
    public Spike[] At(int step) =>
        [.. spikes.Take(marks[step].Spikes).Select((spike, r) => optimizer is null ? spike : spike with { Strength = spike.Strength * optimizer.Weight(step, addedIn[r]) })];

    /// <summary>The spikes that the steps before <paramref name="step"/> added, those of <paramref name="core"/> included: K(step).</summary>
    /// <param name="core">K of an earlier step, to be moved on.</param>
    /// <param name="from">That step.</param>
    /// <param name="step">The step wanted.</param>
    public void Advance(SpikeCore core, int from, int step)
    {
        if (optimizer is null)
        {
            core.Add(spikes, marks[step].Spikes);
            return;
        }

        for (int t = from; t < step; t++)
        {
            core.Advance(spikes, marks[t + 1].Spikes, optimizer.Momentum, optimizer.WeightDecay, optimizer.Factor(t));
        }
    }

    private static int[] AddedIn(int count, IReadOnlyList<LayerMark> marks)
    {
        var steps = new int[count];
        int step = 0;
        for (int i = 0; i < count; i++)
        {
            while (step < marks.Count && marks[step].Spikes <= i)
            {
                step++;
            }

            steps[i] = step - 1;
        }

        return steps;
    }
}
