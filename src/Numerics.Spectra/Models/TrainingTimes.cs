namespace Numerics.Spectra.Models;

/// <summary>
/// When a small network is evaluated and moved: steps of gradient descent, or Runge-Kutta steps of gradient flow that end at every time asked for.
/// </summary>
/// <remarks>
/// A step has stages s = 1..S with z_s = z + a_s dt F(z_(s-1)) and ends at z + dt sum b_s F(z_s): one stage for descent (dt is the learning rate), the classical four for flow.
/// <para>Source: E. Hairer, S. P. Norsett and G. Wanner, Solving Ordinary Differential Equations I (1993), table II.1.2, for the four stages.</para>
/// </remarks>
public sealed class TrainingTimes
{
    private static readonly (double Node, double Weight)[] Euler = [(0, 1)];
    private static readonly (double Node, double Weight)[] Classical = [(0, 1 / 6.0), (0.5, 1 / 3.0), (0.5, 1 / 3.0), (1, 1 / 6.0)];

    private TrainingTimes((double Node, double Weight)[] stages, double[] ends)
    {
        Stages = stages;
        Ends = ends;
    }

    /// <summary>a_s and b_s of the stages of a step.</summary>
    public IReadOnlyList<(double Node, double Weight)> Stages { get; }

    /// <summary>Times at the start and after every step; learning rate times step for descent.</summary>
    public IReadOnlyList<double> Ends { get; }

    /// <summary>Number of steps.</summary>
    public int Steps => Ends.Count - 1;

    /// <summary>Number of evaluations that move weights: stages of all steps.</summary>
    public int Evaluations => Steps * Stages.Count;

    /// <summary>Gradient descent.</summary>
    /// <param name="learningRate">eta, positive.</param>
    /// <param name="steps">Number of steps, at least 0.</param>
    public static TrainingTimes Descent(double learningRate, int steps) => new(Euler, [.. Enumerable.Range(0, steps + 1).Select(step => step * learningRate)]);

    /// <summary>Gradient flow from time 0 to the last time.</summary>
    /// <param name="times">Times at which steps must end, increasing, at least 0.</param>
    /// <param name="largestStep">No step is longer.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is not positive, or a time is negative.</exception>
    public static TrainingTimes Flow(IReadOnlyList<double> times, double largestStep)
    {
        ArgumentNullException.ThrowIfNull(times);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(largestStep);
        List<double> ends = [0];
        foreach (double time in times.Where(time => time != 0))
        {
            double start = ends[^1];
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, start, nameof(times));
            int count = (int)Math.Ceiling((time - start) / largestStep);
            for (int k = 1; k < count; k++)
            {
                ends.Add(start + ((time - start) * k / count));
            }

            ends.Add(time);
        }

        return new TrainingTimes(Classical, [.. ends]);
    }

    /// <summary>Length of a step.</summary>
    /// <param name="step">From 0.</param>
    public double Length(int step) => Ends[step + 1] - Ends[step];

    /// <summary>The number of steps after which a time is reached; -1 if no step ends there.</summary>
    public int StepAt(double time) => Ends.ToList().IndexOf(time);
}
