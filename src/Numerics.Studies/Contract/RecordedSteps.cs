namespace Numerics.Studies.Contract;

/// <summary>Lists of gradient steps at which something is recorded.</summary>
internal static class RecordedSteps
{
    /// <summary>Up to this many steps a curve has all of them.</summary>
    public const int CurvePoints = 64;

    /// <summary>Most that a smooth curve may cost beyond the recorded steps.</summary>
    public const double CurveSeconds = 4;

    /// <summary>About <paramref name="count"/> steps in equal distances up to the last one, the start left out.</summary>
    public static int[] About(int count, int steps) =>
        [.. Enumerable.Range(1, count).Select(i => (int)Math.Round(i * steps / (double)count)).Where(step => step > 0).Distinct()];

    /// <summary>The steps that a parameter names, increasing; null: about six.</summary>
    public static int[] Of(int[]? given, int steps) => given is null ? About(6, steps) : [.. given.Distinct().Order()];

    /// <summary>Predicts one step. Where only the curve passes through it, a solver that does not converge leaves a gap.</summary>
    /// <param name="recorded">Whether the simulation records the step.</param>
    /// <param name="predict">Writes what theory says of it.</param>
    public static void Draw(bool recorded, Action predict)
    {
        try
        {
            predict();
        }
        catch (ArithmeticException) when (!recorded)
        {
            // Missing values are what a gap is.
        }
    }

    /// <summary>
    /// Steps of a theory's curve: all of them, or about <see cref="CurvePoints"/> with the recorded ones among them. Where the further ones would cost more than
    /// <see cref="CurveSeconds"/> in all, the recorded steps alone.
    /// </summary>
    /// <param name="recorded">Steps that the simulation records, increasing.</param>
    /// <param name="steps">Last step.</param>
    /// <param name="seconds">Rough time of the theory at one step.</param>
    public static int[] Curve(int[] recorded, int steps, Func<int, double> seconds)
    {
        int[] all = Thinned(recorded, steps, CurvePoints, CurvePoints);
        return recorded.Length == 0 || all.Except(recorded).Sum(seconds) > CurveSeconds ? recorded : all;
    }

    /// <summary>All steps from 0 on up to a number of them; beyond it so many in equal distances, with the recorded ones among them.</summary>
    /// <param name="recorded">Steps that the simulation records.</param>
    /// <param name="steps">Last step.</param>
    /// <param name="most">Most steps of which all are taken.</param>
    /// <param name="points">Distances that are taken beyond.</param>
    public static int[] Thinned(int[] recorded, int steps, int most, int points)
    {
        IEnumerable<int> even = steps <= most
            ? Enumerable.Range(0, steps + 1)
            : Enumerable.Range(0, points + 1).Select(i => (int)Math.Round(i * (double)steps / points));
        return [.. even.Union(recorded).Order()];
    }

    /// <summary>The error of an empty list, where a run without recorded steps would say nothing; none of another.</summary>
    /// <param name="name">Name of the parameter.</param>
    /// <param name="given">Its value.</param>
    /// <param name="remedy">What else to give: "null for all".</param>
    public static IEnumerable<ConfigurationError> EmptyErrors(string name, int[]? given, string remedy) =>
        given is { Length: 0 } ? [new ConfigurationError(name, $"The list is empty, so that no step is recorded; name at least one, or {remedy}.")] : [];

    /// <summary>Errors of a list of steps.</summary>
    public static IEnumerable<ConfigurationError> Errors(string name, int[]? given, int steps) =>
        (given ?? []).Where(step => step < 0 || step > steps)
            .Select(step => new ConfigurationError(name, $"Step {step} cannot be recorded: there are steps 0 to {steps}; raise steps or leave it out."));
}
