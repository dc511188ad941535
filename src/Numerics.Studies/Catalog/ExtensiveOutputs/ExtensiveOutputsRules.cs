using Numerics.Studies.Comparison;

namespace Numerics.Studies.Catalog.ExtensiveOutputs;

/// <summary>
/// How the observables of <c>extensive-outputs</c> are judged. Means deviate from the infinite limit by O(1/N); constants are two to three times the largest
/// biases measured (docs/extensive-outputs.md, section 4).
/// </summary>
internal static class ExtensiveOutputsRules
{
    private const double LargestConstant = 2;
    private const double ResolventConstant = 0.15;

    /// <summary>The rule of an observable; null if it is only shown.</summary>
    public static ComparisonRule? Of(string observable, ExtensiveOutputsParameters p, ExtensiveOutputsShapes shapes, double inputs)
    {
        // The flow of both layers is exact for balanced initial values: from independent ones errors are of the order of their variance.
        double imbalance = p.IsFlow && p.TrainReadout ? p.HiddenScale * p.HiddenScale / p.OutputScale : 0;
        return observable switch
        {
            "largestSingularValue" => new ComparisonRule(p.Widths[0], LargestConstant, 1) { Relative = true },
            "resolvent" => Resolvent(p, shapes, inputs, imbalance),
            "atomAtZero" => new ComparisonRule(inputs, 1, 1),
            // A spike, or the only output, moves one value.
            "cdf" => new ComparisonRule(inputs, imbalance + ((p.TeacherSpike > 0 || p.OutputRatio.Values.Contains(0) ? 1 : 0) / inputs), 0) { BandAlong = "s" },
            _ => null,
        };
    }

    /// <summary>A linear statistic: bias and deviation fall as 1/(D Im z). Points on the real axis are shown only, since their distance to the support is not known here.</summary>
    private static ComparisonRule? Resolvent(ExtensiveOutputsParameters p, ExtensiveOutputsShapes shapes, double inputs, double imbalance)
    {
        double[] heights = [.. p.ResolventAt.Select(z => z[1]).Where(height => height > 0)];
        if (heights.Length == 0)
        {
            return null;
        }

        double constant = ResolventConstant / heights.Min();
        int row = 2 * p.ResolventAt.Length;
        return new ComparisonRule(inputs, constant + (imbalance * inputs / heights.Min()), 1, [.. Enumerable.Range(0, shapes.Resolvent.Length).Select(i => p.ResolventAt[i % row / 2][1] > 0)]);
    }
}
