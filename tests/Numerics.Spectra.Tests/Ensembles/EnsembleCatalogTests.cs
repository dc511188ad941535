using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.Spectra.Ensembles;
using Numerics.Spectra.Tests.Support;
using Numerics.Spectra.Theory.Bulk.Laws;

namespace Numerics.Spectra.Tests.Ensembles;

/// <summary>Properties that every ensemble of the list has: its law is a law, its samples follow it, its pilot never changes.</summary>
public sealed class EnsembleCatalogTests : IDisposable
{
    private const int Size = 100;
    private const int Replicas = 24;

    private readonly Lapack lapack = Lapack.Load();

    public static TheoryData<string> Names => [.. EnsembleCatalog.All.Select(ensemble => ensemble.GetType().Name)];

    public void Dispose() => lapack.Dispose();

    [Fact]
    public void The_list_holds_every_ensemble()
    {
        Type[] implementers = [.. typeof(IEnsemble).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(IEnsemble)) && !type.IsAbstract)];
        Assert.Equal(implementers.Select(type => type.Name).Order(), EnsembleCatalog.All.Select(ensemble => ensemble.GetType().Name).Order());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_limit_is_a_law_of_mass_one(string name)
    {
        IEnsemble ensemble = Find(name);
        LimitSpectrum limit = ensemble.Limit(lapack, Size);
        ISpectralLaw law = limit.Law;
        Assert.Equal(1, law.Moment(0), 1e-5);
        Assert.Equal(1, law.CumulativeDistribution(law.UpperEdge + 1e-9), 1e-5);
        Assert.Equal(ensemble.IsNonnegative ? law.AtomAtZero : 0, law.CumulativeDistribution(law.LowerEdge - 1e-9), ensemble.IsNonnegative && law.LowerEdge == 0 ? 1 : 1e-9);
        Assert.True(!ensemble.IsNonnegative || law.LowerEdge >= 0);
        double previous = 0;
        for (int k = 0; k <= 200; k++)
        {
            double x = law.LowerEdge + ((law.UpperEdge - law.LowerEdge) * k / 200);
            Assert.True(law.Density(x) >= 0);
            Assert.True(law.CumulativeDistribution(x) >= previous - 1e-12);
            previous = law.CumulativeDistribution(x);
        }

        Assert.All(limit.Outliers, outlier => Assert.True(outlier > law.UpperEdge));
        Assert.Equal(ensemble.HasSpike, limit.Overlap is not null);
        Assert.Equal(ensemble.HasSpike, limit.OutlierDeviation is not null);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Samples_have_the_moments_of_the_law_and_not_those_of_one_a_fifth_wider(string name)
    {
        IEnsemble ensemble = Find(name);
        LimitSpectrum limit = ensemble.Limit(lapack, Size);
        EnsembleSample[] samples = Draw(ensemble);
        double top = limit.Outliers.Count > 0 ? limit.Outliers[0] : limit.Law.UpperEdge;
        foreach (int order in new[] { 1, 2 })
        {
            (double mean, double error, _) = Statistics.Of([.. samples.Select(sample => sample.Values.Average(x => Math.Pow(x, order)))]);
            // Four standard errors, and one value of the size of the largest: the first correction in 1/n, or the outlier.
            double allowed = (4 * error) + (Math.Pow(top, order) / ensemble.Count(Size));
            Assert.True(Math.Abs(mean - limit.Law.Moment(order)) < allowed, $"moment {order}: {mean} +- {error}, law {limit.Law.Moment(order)}");
            Assert.True(order == 1 || Math.Abs(mean - (1.44 * limit.Law.Moment(order))) > allowed, $"moment {order}: {mean} +- {error}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Samples_are_sorted_and_have_the_zeros_the_largest_value_and_the_overlap_of_the_limit(string name)
    {
        IEnsemble ensemble = Find(name);
        LimitSpectrum limit = ensemble.Limit(lapack, Size);
        EnsembleSample[] samples = Draw(ensemble);
        Assert.All(samples, sample =>
        {
            Assert.Equal(ensemble.Count(Size), sample.Values.Count);
            Assert.Equal(sample.Values.OrderDescending(), sample.Values);
            Assert.True(!ensemble.IsNonnegative || sample.Values[^1] >= 0);
            Assert.Equal(limit.Law.AtomAtZero, sample.Values.Count(x => x == 0) / (double)sample.Values.Count, 1e-6);
            Assert.Equal(ensemble.HasSpike, sample.Overlap is not null);
        });
        (double mean, double error, _) = Statistics.Of([.. samples.Select(sample => sample.Values[0])]);
        if (limit.Largest().At(1) is { } largest)
        {
            double allowed = (4 * error) + (3 * largest.Value / Size);
            Assert.True(Math.Abs(mean - largest.Value) < allowed, $"{mean} +- {error}, theory {largest}");
        }

        if (ensemble.HasSpike)
        {
            (double overlap, double overlapError, _) = Statistics.Of([.. samples.Select(sample => sample.Overlap!.Value)]);
            Assert.True(Math.Abs(overlap - limit.Overlap!.Value) < (4 * overlapError) + (3.0 / Size), $"{overlap} +- {overlapError}, theory {limit.Overlap}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_pilot_is_always_the_same_and_reaches_as_far_as_the_limit(string name)
    {
        IEnsemble ensemble = Find(name);
        IReadOnlyList<double> pilot = ensemble.Pilot();
        Assert.Equal(ensemble.Count(96), pilot.Count);
        Assert.Equal(pilot, ensemble.Pilot());
        LimitSpectrum limit = ensemble.Limit(lapack, Size);
        Assert.Equal(limit.Outliers.Count > 0 ? limit.Outliers[0] : limit.Law.UpperEdge, pilot[0], 0.25 * pilot[0]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Costs_grow_with_the_size(string name)
    {
        IEnsemble ensemble = Find(name);
        Assert.Equal(4, ensemble.Bytes(2000) / ensemble.Bytes(1000), 0.01);
        Assert.Equal(8, ensemble.Operations(2000) / ensemble.Operations(1000), 0.01);
        Assert.True(ensemble.Bytes(1000) >= 8.0 * ensemble.Rows(1000) * ensemble.Rows(1000));
    }

    private static IEnsemble Find(string name) => EnsembleCatalog.All.Single(ensemble => ensemble.GetType().Name == name);

    private EnsembleSample[] Draw(IEnsemble ensemble) =>
        [.. Enumerable.Range(0, Replicas).Select(replica => ensemble.Draw(lapack, Size, role => StreamKey.Derive(4, 6, (uint)replica, role), ShardExecutor.Sequential))];
}
