using Numerics.Studies.Records;

namespace Numerics.Results.Tests;

/// <summary>Two results field by field, numbers to the last bit.</summary>
internal static class SameResult
{
    public static void AssertSame(RunResult expected, RunResult actual)
    {
        Assert.Equal(expected.Verdict, actual.Verdict);
        Assert.Equal((expected.Ladder?.Axis, expected.Resolution.Relative), (actual.Ladder?.Axis, actual.Resolution.Relative));
        Assert.Equal(expected.Ladder?.Sizes, actual.Ladder?.Sizes);
        Assert.Equal(expected.Ladder?.Replicas, actual.Ladder?.Replicas);
        Assert.Equal(expected.Resolution.Own, actual.Resolution.Own);
        Assert.Equal(expected.Distortions, actual.Distortions);
        Assert.Equal(expected.Outcome, actual.Outcome);
        Assert.Equal(expected.Figures.Count, actual.Figures.Count);
        Assert.Equal(expected.Facts, actual.Facts);
        Assert.Equal(expected.Figures.SelectMany(figure => figure.Slices), actual.Figures.SelectMany(figure => figure.Slices));
        Assert.Equal(expected.Figures.SelectMany(figure => figure.Layers), actual.Figures.SelectMany(figure => figure.Layers));
        Assert.Equal(expected.Failures.Select(f => (f.Replica, f.Seed, f.Outcome, f.Message)), actual.Failures.Select(f => (f.Replica, f.Seed, f.Outcome, f.Message)));
        foreach ((ObservableResult a, ObservableResult b) in expected.Observables.Zip(actual.Observables))
        {
            Assert.Equal(a.Shape.Name, b.Shape.Name);
            Assert.Equal(a.Shape.Axes.Select(axis => axis.Name), b.Shape.Axes.Select(axis => axis.Name));
            Assert.Equal(a.Shape.Axes.SelectMany(axis => axis.Values), b.Shape.Axes.SelectMany(axis => axis.Values));
            Assert.Equal(a.Theory?.Value.Select(Bits), b.Theory?.Value.Select(Bits));
            Assert.Equal(a.Theory?.StandardError.Select(Bits), b.Theory?.StandardError.Select(Bits));
            Assert.Equal(a.Simulation?.Mean.Select(Bits), b.Simulation?.Mean.Select(Bits));
            Assert.Equal(a.Simulation?.StandardError.Select(Bits), b.Simulation?.StandardError.Select(Bits));
            Assert.Equal(a.Simulation?.Replicas, b.Simulation?.Replicas);
            Assert.Equal(a.Comparison?.ZScore?.Select(Bits), b.Comparison?.ZScore?.Select(Bits));
            Assert.Equal(a.Simulation?.Counts, b.Simulation?.Counts);
            Assert.Equal(a.Shape.Axes.Select(axis => axis.Labels is null), b.Shape.Axes.Select(axis => axis.Labels is null));
            Assert.Equal((a.Rule?.Size, a.Rule?.AllowanceConstant, a.Rule?.AllowancePower, a.Rule?.Relative, a.Rule?.ReplicaDeviation), (b.Rule?.Size, b.Rule?.AllowanceConstant, b.Rule?.AllowancePower, b.Rule?.Relative, b.Rule?.ReplicaDeviation));
            Assert.Equal((a.Shape.Unit, a.Shape.Definition), (b.Shape.Unit, b.Shape.Definition));
            Assert.Equal(a.ZeroEntries, b.ZeroEntries);
            AssertSame(a.Comparison, b.Comparison);
        }
    }

    private static void AssertSame(ObservableComparison? a, ObservableComparison? b)
    {
        Assert.Equal((a?.Verdict, a?.Allowance, a?.Limit, a?.WorstDetectableRelative), (b?.Verdict, b?.Allowance, b?.Limit, b?.WorstDetectableRelative));
        Func<ObservableComparison?, IReadOnlyList<double?>?>[] lists =
        [
            c => c?.RawScore, c => c?.EntryLimit, c => c?.DetectableDeviation, c => c?.RelativeDetectable, c => c?.Fit?.Limit, c => c?.Fit?.StandardError, c => c?.Fit?.Slope, c => c?.Fit?.SmallestSize,
        ];
        Assert.All(lists, list => Assert.Equal(list(a)?.Select(Bits), list(b)?.Select(Bits)));
        Assert.Equal(a?.Findings, b?.Findings);
        Assert.Equal(a?.Rivals, b?.Rivals);
    }

    public static long? Bits(double? value) => value is double number ? BitConverter.DoubleToInt64Bits(number) : null;
}
