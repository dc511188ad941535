namespace Numerics.Spectra.Analysis;

/// <summary>The embedded pair of Runge and Kutta's methods of orders 5 and 4 of Dormand and Prince, and the control of its step size.</summary>
/// <remarks>
/// <code>
/// k_i = f(y + h sum_j a_ij k_j),  i = 1 .. 7;    y + h sum_j a_7j k_j is the method of order 5, so that k_7 is the first slope of the next step
/// error = h sum_i e_i k_i;    next h = h min(5, max(0.2, 0.9 (|error|/tolerance)^(-1/5)))
/// </code>
/// Source: J. R. Dormand and P. J. Prince, J. Comput. Appl. Math. 6 (1980) 19; step size control as in E. Hairer, S. P. Norsett and G. Wanner, Solving Ordinary Differential Equations I, section II.4.
/// </remarks>
internal static class DormandPrince
{
    /// <summary>Slopes of a step.</summary>
    public const int Stages = 7;

    /// <summary>The next step aims below the tolerance, lest it be made again.</summary>
    private const double Safety = 0.9;

    /// <summary>Least and most that a size changes by: the error of one step says little of one of another order of magnitude.</summary>
    private const double LeastChange = 0.2;

    private const double MostChange = 5;

    /// <summary>a, rows of stages 2 to 7; the last row is the method of order 5 itself.</summary>
    public static IReadOnlyList<double[]> Rows { get; } =
    [
        [1.0 / 5],
        [3.0 / 40, 9.0 / 40],
        [44.0 / 45, -56.0 / 15, 32.0 / 9],
        [19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729],
        [9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656],
        [35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84],
    ];

    /// <summary>e, order 5 less order 4.</summary>
    public static IReadOnlyList<double> ErrorWeights { get; } = [71.0 / 57600, 0, -71.0 / 16695, 71.0 / 1920, -17253.0 / 339200, 22.0 / 525, -1.0 / 40];

    /// <summary>What independent errors of relative size 1 in the slopes are in the estimated error, for a step that moves the state by its own size.</summary>
    public static double SlopeNoise { get; } = Math.Sqrt(ErrorWeights.Sum(weight => weight * weight));

    /// <summary>The size of the next step, or of the same one made again.</summary>
    /// <param name="size">h.</param>
    /// <param name="error">Estimated error over the tolerance; not finite: the size falls as far as it may.</param>
    public static double Next(double size, double error) =>
        size * (double.IsFinite(error) ? Math.Clamp(Safety * Math.Pow(error, -1.0 / (Stages - 2)), LeastChange, MostChange) : LeastChange);
}
