using Numerics.Studies.Comparison;

namespace Numerics.Studies.Catalog.ExtensiveOutputs;

/// <summary>
/// How the observables of <c>extensive-outputs</c> are judged. Means deviate from the infinite limit by O(1/N); the measured biases are in
/// docs/extensive-outputs.md, section 4.
/// </summary>
internal static class ExtensiveOutputsRules
{
    // Twice the largest measured, (0.73 +- 0.09)/N of the value in the frozen flow; 0.15 to 0.4 with both layers trained.
    private const double LargestConstant = 1.5;

    // The first correction of a real ensemble puts a quarter of an eigenvalue on a regular edge, two quarters at a hard one of which singular values count half.
    private const double ResolventConstant = 0.25;

    /// <summary>The rule of an observable; null if it is only shown.</summary>
    public static ComparisonRule? Of(string observable, ExtensiveOutputsParameters p, ExtensiveOutputsShapes shapes, double inputs)
    {
        // The flow of both layers is exact for balanced initial values: from independent ones errors are of the order of their variance.
        double imbalance = p.IsFlow && p.TrainReadout ? p.HiddenScale * p.HiddenScale / p.OutputScale : 0;
        return observable switch
        {
            "largestSingularValue" => new ComparisonRule(p.Widths[0], LargestConstant, 1)
            {
                Relative = true,
                EntrySizes = [.. Enumerable.Range(0, shapes.LargestSingularValue.Length).Select(i => (double)p.Widths[i % p.Widths.Length])],
            },
            "resolvent" => Resolvent(p, shapes, inputs, imbalance),
            "atomAtZero" => new ComparisonRule(inputs, 1, 1),
            "cdf" => new ComparisonRule(inputs, imbalance + (MovedValues(p) / inputs), 0) { BandAlong = "s" },
            _ => null,
        };
    }

    /// <summary>A spike, or the only output, moves one value that the law at infinite size does not count.</summary>
    private static int MovedValues(ExtensiveOutputsParameters p) => p.TeacherSpike > 0 || p.OutputRatio.Values.Contains(0) ? 1 : 0;

    /// <summary>A linear statistic: bias and deviation fall as 1/(D Im z). Points on the real axis are shown only, since their distance to the support is not known here.</summary>
    private static ComparisonRule? Resolvent(ExtensiveOutputsParameters p, ExtensiveOutputsShapes shapes, double inputs, double imbalance)
    {
        double[] heights = [.. Enumerable.Range(0, shapes.Resolvent.Length).Select(i => p.ResolventAt[i / 2 % p.ResolventAt.Length][1])];
        double constant = ResolventConstant + MovedValues(p) + (imbalance * inputs);
        return heights.Any(height => height > 0)
            ? new ComparisonRule(inputs, constant, 1, [.. heights.Select(height => height > 0)])
            {
                EntrySizes = [.. heights.Select(height => inputs * (height > 0 ? height : 1))],
            }
            : null;
    }
}
