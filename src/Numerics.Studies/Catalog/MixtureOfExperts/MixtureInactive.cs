using System.Text.Json;
using Numerics.Spectra.Models;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.MixtureOfExperts;

/// <summary>Parameters that are set, other than by default, and that the experiment does not read: allowed, so that a file may change its experiment or regime, and told in one line.</summary>
internal static class MixtureInactive
{
    private static readonly MixtureOfExpertsParameters Default = new();

    /// <summary>What not every experiment reads: its value, and whether it is read.</summary>
    private static readonly (string Name, Func<MixtureOfExpertsParameters, object?> Value, Func<MixtureOfExpertsParameters, bool> IsRead)[] Limited =
    [
        ("recordSteps", p => p.RecordSteps, p => p.Experiment != MixtureExperiment.EscapeTime),
        ("expertCount", p => p.ExpertCount, p => p.Regime == ExpertRegime.I),
        ("expertWidth", p => p.ExpertWidth, p => p.Regime == ExpertRegime.II),
        ("expertCountRatio", p => p.ExpertCountRatio, p => p.Regime != ExpertRegime.I),
        ("expertWidthRatio", p => p.ExpertWidthRatio, p => p.Regime != ExpertRegime.II),
        ("readoutScale", p => p.ReadoutScale, p => IsInfinite(p) && p.Readout != InitialReadout.Zero),
        ("routerScale", p => p.RouterScale, p => IsInfinite(p) && p.Regime != ExpertRegime.I),
        ("theorySites", p => p.TheorySites, IsInfinite),
        ("theoryExperts", p => p.TheoryExperts, p => IsInfinite(p) && p.Regime == ExpertRegime.III),
        ("theorySeeds", p => p.TheorySeeds, IsInfinite),
    ];

    /// <summary>One warning that names them; none where all that is set is read.</summary>
    public static IReadOnlyList<Fact> Warnings(MixtureOfExpertsParameters p)
    {
        string[] names = [.. Limited.Where(one => !Equals(one.Value(p), one.Value(Default)) && !one.IsRead(p)).Select(one => one.Name)];
        if (names.Length == 0)
        {
            return [];
        }

        string where = $"{JsonNamingPolicy.CamelCase.ConvertName(p.Experiment.ToString())} in regime {p.Regime}{(p.Readout == InitialReadout.Zero ? " with a readout from zero" : "")}";
        return [Fact.Warning("without effect", $"Without effect in {where}: {string.Join(", ", names)}; leave {(names.Length == 1 ? "it" : "them")} out, or take the experiment or regime that reads {(names.Length == 1 ? "it" : "them")}.")];
    }

    private static bool IsInfinite(MixtureOfExpertsParameters p) => p.Experiment == MixtureExperiment.InfiniteScale;
}
