using System.Runtime.CompilerServices;

namespace Numerics.Spectra.Models;

/// <summary>
/// What optimizer, weight decay and learning-rate schedule make of past gradients: W(t) = rho(t) W(0) + sum over r before t of m(t, r) times the
/// spike of step r at the base learning rate.
/// </summary>
/// <remarks>
/// <code>
/// V(t+1) = mu V(t) + (eta_t/eta) spike(t),    W(t+1) = (1 - lambda) W(t) + V(t+1),    rho(t) = (1 - lambda)^t
/// m(t, r) = k(t - r) eta_r/eta,   k(1) = 1,   k(d + 1) = (1 - lambda) k(d) + mu^d
/// plain: m = 1;   decay alone: m = (1 - lambda)^(t-1-r);   heavy ball alone: m = (1 - mu^(t-r))/(1 - mu)
/// </code>
/// <para>Source: derived here, docs/deep-linear.md, section 1; the theory is that of C. Lauditi, C. Pehlevan and B. Bordelon, Spectral Dynamics in Deep Networks, arXiv 2605.07870 (2026).</para>
/// <para>mu: momentum in [0, 1); lambda: decoupled weight decay in [0, 1); eta_t/eta: schedule, one non-negative factor per step. m(t, r) = 0 for r >= t.</para>
/// Equation: optimizer-memory
/// </remarks>
public sealed class OptimizerMemory
{
    private readonly double[] retained;
    private readonly double[] response;
    private readonly double[] factors;

    /// <summary>The memory of steps 0..steps: one recursion for the response to a single spike serves all of them.</summary>
    /// <param name="steps">T.</param>
    /// <param name="momentum">mu.</param>
    /// <param name="weightDecay">lambda.</param>
    /// <param name="schedule">eta_t/eta for t = 0..T-1; empty for a constant learning rate.</param>
    /// <exception cref="ArgumentOutOfRangeException">A coefficient outside its range.</exception>
    public OptimizerMemory(int steps, double momentum = 0, double weightDecay = 0, IReadOnlyList<double>? schedule = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        RequireFraction(momentum);
        RequireFraction(weightDecay);
        if (schedule is { Count: > 0 } && schedule.Count != steps)
        {
            throw new ArgumentException($"A schedule of {schedule.Count} factors does not fit {steps} steps: give one factor per step.", nameof(schedule));
        }

        if (schedule is not null && schedule.Any(factor => !(factor >= 0) || double.IsInfinity(factor)))
        {
            throw new ArgumentOutOfRangeException(nameof(schedule), "Factors of a schedule must be finite and not negative.");
        }

        Steps = steps;
        Momentum = momentum;
        WeightDecay = weightDecay;
        retained = [.. Enumerable.Range(0, steps + 1).Select(t => Math.Pow(1 - weightDecay, t))];
        factors = schedule is { Count: > 0 } ? [.. schedule] : [.. Enumerable.Repeat(1.0, steps)];
        response = new double[steps + 1];
        double velocity = 1;
        for (int age = 1; age <= steps; age++)
        {
            response[age] = ((1 - weightDecay) * response[age - 1]) + velocity;
            velocity *= momentum;
        }
    }

    /// <summary>T.</summary>
    public int Steps { get; }

    /// <summary>mu.</summary>
    public double Momentum { get; }

    /// <summary>lambda.</summary>
    public double WeightDecay { get; }

    /// <summary>eta_t/eta of a step.</summary>
    public double Factor(int step) => factors[step];

    /// <summary>rho(t), the factor of the initial weights left at step t.</summary>
    public double Retained(int step) => retained[step];

    /// <summary>m(t, r), the weight at step t of the spike of step r.</summary>
    public double Weight(int step, int past) => past < step ? response[step - past] * factors[past] : 0;

    /// <summary>m(t, 0..t-1), made anew by every call.</summary>
    public double[] Weights(int step)
    {
        var weights = new double[step];
        for (int past = 0; past < step; past++)
        {
            weights[past] = Weight(step, past);
        }

        return weights;
    }

    private static void RequireFraction(double value, [CallerArgumentExpression(nameof(value))] string? name = null)
    {
        if (!(value is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(name, $"A {name} of {value} is outside [0, 1).");
        }
    }
}
