using Numerics.Spectra.Alignment;

namespace Numerics.Studies.Catalog.SirenAlignment;

/// <summary>The transition times of one training, from its losses and its order parameters.</summary>
internal static class SirenTransitions
{
    /// <summary>How each time is found, in the order in which they are as a rule.</summary>
    private static readonly (string Kind, Func<Curves, double?> Find)[] Detectors =
    [
        ("minimumCorrelationZero", curves => curves.Of("minimumCorrelation", TransitionDetector.Zero, fromStart: true)),
        ("correlationFloor", curves => curves.Sigmoid("correlationFloor")),
        ("targetAlignment", curves => curves.Sigmoid("targetAlignment")),
        ("eigenvalueGrowth", curves => curves.Of("leadingEigenvalue", TransitionDetector.Growth)),
        ("rayleighPeak", curves => curves.Of("rayleighQuotient", TransitionDetector.Peak)),
        ("lossRatePeak", curves => TransitionDetector.Peak(curves.RateTimes, curves.Rates)),
        ("evaluationLossRatePeak", curves => curves.Of("evaluationLoss", (times, values) => values.Any(value => !(value > 0)) ? null
            : TransitionDetector.Peak(times, [.. TransitionDetector.Derivative([.. times.Select(value => Math.Log(value))], [.. values.Select(value => Math.Log(value))]).Select(slope => -slope)]))),
        ("gradientDeviationPeak", curves => curves.Of("gradientDeviation", TransitionDetector.Peak)),
        ("edgeAlignment", curves => curves.Sigmoid("edgeAlignment")),
        ("eigenvalue", curves => curves.Sigmoid("leadingEigenvalue")),
        ("residualWavenumber", curves => curves.Sigmoid("residualWavenumber")),
        ("lossRateCollapse", curves => TransitionDetector.Collapse(curves.RateTimes, curves.Rates)),
        ("neighbourCorrelationZero", curves => curves.Of("neighbourCorrelation", TransitionDetector.Zero, fromStart: true)),
    ];

    /// <summary>The kinds of transition times.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. Detectors.Select(detector => detector.Kind)];

    /// <summary>The times, null where one is not found.</summary>
    /// <param name="losses">At every step.</param>
    /// <param name="steps">Recorded steps.</param>
    /// <param name="values">Order parameters at the recorded steps.</param>
    public static double?[] Of(IReadOnlyList<double> losses, IReadOnlyList<int> steps, IReadOnlyList<double?[]> values)
    {
        var curves = new Curves(losses, steps, values);
        return [.. Detectors.Select(detector => detector.Find(curves))];
    }

    private sealed class Curves
    {
        private readonly IReadOnlyList<int> steps;
        private readonly IReadOnlyList<double?[]> values;

        public Curves(IReadOnlyList<double> losses, IReadOnlyList<int> steps, IReadOnlyList<double?[]> values)
        {
            (RateTimes, Rates) = TransitionDetector.LossRate(losses);
            this.steps = steps;
            this.values = values;
        }

        public double[] RateTimes { get; }

        public double[] Rates { get; }

        public double? Sigmoid(string name) => Of(name, (times, curve) => SigmoidFit.Of(times, curve) is { IsAccepted: true } fit ? fit.Time : null);

        /// <summary>Reads a curve where it exists, step 0 left out as a rule: it has no logarithm.</summary>
        public double? Of(string name, Func<IReadOnlyList<double>, IReadOnlyList<double>, double?> find, bool fromStart = false)
        {
            int index = SirenOrderParameters.Index(name);
            int[] there = [.. Enumerable.Range(0, values.Count).Where(k => values[k][index] is not null && (fromStart || steps[k] > 0))];
            return find([.. there.Select(k => (double)steps[k])], [.. there.Select(k => values[k][index]!.Value)]);
        }
    }
}
