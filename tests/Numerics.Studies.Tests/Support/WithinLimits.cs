using Numerics.Studies.Comparison;
using Numerics.Studies.Records;

namespace Numerics.Studies.Tests.Support;

/// <summary>Whether scores stay within their limits, conclusive or not: what tests with few replicas can ask. Null where nothing was compared.</summary>
internal static class WithinLimitsExtensions
{
    extension(RunResult result)
    {
        public bool? WithinLimits => Within(result.Verdict);

        public int JudgedEntries() => result.Observables.Sum(observable => observable.Comparison?.Judged.Count() ?? 0);
    }

    extension(Verdict verdict)
    {
        public bool? WithinLimits => verdict.JudgedEntries == 0 ? null : Within(verdict.Overall);
    }

    extension(ObservableResult observable)
    {
        public bool? WithinLimits => Within(observable.Comparison?.Verdict);
    }

    private static bool? Within(Judgement? judgement) => judgement is { } known ? known != Judgement.Disagrees : null;
}
