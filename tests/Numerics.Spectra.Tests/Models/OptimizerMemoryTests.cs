using CsCheck;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Tests.Models;

/// <summary>The memory of past spikes against the optimizer itself and its closed forms.</summary>
public sealed class OptimizerMemoryTests
{
    // The optimizer on one number: weight W, velocity V, arbitrary spikes.
    [Fact]
    public void Reproduces_the_recursion_on_arbitrary_spikes() =>
        Gen.Select(Gen.Int[0, 12], Gen.Double[0, 0.99], Gen.Double[0, 0.5], Gen.Double[-2, 2].Array[13], Gen.Double[0, 2].Array[12]).Sample(
            (steps, momentum, decay, spikes, schedule) =>
            {
                var memory = new OptimizerMemory(steps, momentum, decay, schedule[..steps]);
                double weight = spikes[12];
                double velocity = 0;
                for (int t = 0; t <= steps; t++)
                {
                    double predicted = memory.Retained(t) * spikes[12];
                    for (int r = 0; r < steps; r++)
                    {
                        predicted += memory.Weight(t, r) * spikes[r];
                    }

                    Assert.Equal(weight, predicted, 1e-10 * (1 + Math.Abs(weight)));
                    if (t < steps)
                    {
                        velocity = (momentum * velocity) + (schedule[t] * spikes[t]);
                        weight = ((1 - decay) * weight) + velocity;
                    }
                }
            },
            iter: 200, threads: 1);

    [Fact]
    public void Closed_forms()
    {
        var plain = new OptimizerMemory(6);
        var decay = new OptimizerMemory(6, weightDecay: 0.1);
        var ball = new OptimizerMemory(6, momentum: 0.7);
        var schedule = new OptimizerMemory(6, schedule: [1, 0.5, 0, 2, 1, 0.25]);
        for (int t = 0; t <= 6; t++)
        {
            Assert.Equal(t, plain.Weights(t).Length);
            Assert.Equal(1, plain.Retained(t));
            Assert.Equal(Math.Pow(0.9, t), decay.Retained(t), 1e-14);
            for (int r = 0; r < 6; r++)
            {
                Assert.Equal(r < t ? 1 : 0, plain.Weight(t, r));
                Assert.Equal(r < t ? Math.Pow(0.9, t - 1 - r) : 0, decay.Weight(t, r), 1e-14);
                Assert.Equal(r < t ? (1 - Math.Pow(0.7, t - r)) / 0.3 : 0, ball.Weight(t, r), 1e-14);
                Assert.Equal(r < t ? new[] { 1, 0.5, 0, 2, 1, 0.25 }[r] : 0, schedule.Weight(t, r));
            }
        }
    }

    [Fact]
    public void Refuses_coefficients_out_of_range()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new OptimizerMemory(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OptimizerMemory(3, momentum: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OptimizerMemory(3, weightDecay: -0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OptimizerMemory(3, momentum: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OptimizerMemory(2, schedule: [1, -1]));
        Assert.Throws<ArgumentException>(() => new OptimizerMemory(3, schedule: [1, 1]));
    }
}
