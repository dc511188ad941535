namespace Numerics.Studies.Contract;

/// <summary>Lists of gradient steps at which something is recorded.</summary>
internal static class RecordedSteps
{
    /// <summary>About <paramref name="count"/> steps in equal distances up to the last one, the start left out.</summary>
    public static int[] About(int count, int steps) =>
        [.. Enumerable.Range(1, count).Select(i => (int)Math.Round(i * steps / (double)count)).Where(step => step > 0).Distinct()];

    /// <summary>Errors of a list of steps.</summary>
    public static IEnumerable<ConfigurationError> Errors(string name, int[]? given, int steps) =>
        (given ?? []).Where(step => step < 0 || step > steps)
            .Select(step => new ConfigurationError(name, $"Step {step} cannot be recorded: there are steps 0 to {steps}; raise steps or leave it out."));
}
