using System.Collections.Concurrent;
using System.Globalization;
using Numerics.LinearAlgebra.Interop;
using Numerics.Physics.Tests.Support;
using Numerics.Spectra.Theory.Edges;
using Numerics.Studies.Catalog.NonlinearMup;
using Numerics.Studies.Records;

namespace Numerics.Physics.Tests;

/// <summary>
/// Deviation of finite-width means from infinite width: the measurement behind the allowances of the study
/// (docs/nonlinear-mup.md, finite-size allowances). The table is written to the test output.
/// </summary>
public sealed class FiniteSizeBiasTests(ITestOutputHelper output)
{
    /// <summary>An outlier closer to the edge than this many sigma N^(-2/3) is critical: its overlap is of order N^(-1/3).</summary>
    private const double CriticalWindow = 3;

    /// <summary>The infinite-width side, once per set.</summary>
    private static readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, ObservableEstimate>> Limits = new();

    private static readonly string[] Measured = ["loss", "output", "topSingularValue", "overlapLeft", "overlapRight"];

    /// <summary>
    /// |bias| N stays below the allowance of the study, plus four standard errors (false alarm rate 6e-5 per entry if the bias were at the allowance;
    /// it is at half of it at most).
    /// </summary>
    [Theory]
    [InlineData("R1", 250, 1000)]
    [InlineData("R1", 500, 600)]
    [InlineData("R2", 250, 1000)]
    [InlineData("R2", 500, 600)]
    [InlineData("R3", 250, 1000)]
    [InlineData("R3", 500, 600)]
    [InlineData("R4", 250, 1000)]
    [InlineData("R4", 500, 600)]
    [InlineData("R4", 1000, 300)]
    [InlineData("R4", 2000, 150)]
    [InlineData("R5", 250, 1000)]
    [InlineData("R5", 500, 600)]
    [Trait("speed", "slow")]
    public void Bias_times_width_stays_within_the_allowance(string name, int width, int replicas)
    {
        NonlinearMupParameters set = ReferenceSets.Named(name) with { Width = width };
        NonlinearMupExperiment run = Replicas.Prepare(set);
        foreach (Entry entry in Measure(set, replicas))
        {
            output.WriteLine($"{name} {entry}");
            double constant = run.Rule(entry.Observable)!.AllowanceConstant;
            Assert.True(entry.Critical || Math.Abs(entry.Bias) * width <= constant + (4 * entry.Error * width), $"{entry}, allowance {constant}");
        }
    }

    /// <summary>
    /// Power of the size. R4, loss after 9 steps (bias 2.4/N of a value of 0.033) and R1, left overlap after 20 steps (9.3/N of 0.82): the slope of
    /// log |bias| against log N from 125 to 500 is -1 within 0.1 (next order, k/N with k = 40 queries) and four standard errors.
    /// </summary>
    [Theory]
    [InlineData("R1", "overlapLeft", 6)]
    [InlineData("R4", "loss", 9)]
    [Trait("speed", "slow")]
    public void Bias_falls_as_the_inverse_width(string name, string observable, int index)
    {
        NonlinearMupParameters set = ReferenceSets.Named(name);
        Entry narrow = Measure(set with { Width = 125 }, 1500).Single(e => e.Observable == observable && e.Index == index);
        Entry wide = Measure(set with { Width = 500 }, 800).Single(e => e.Observable == observable && e.Index == index);
        double slope = Math.Log(wide.Bias / narrow.Bias) / Math.Log(4);
        double error = Math.Sqrt(Math.Pow(wide.Error / wide.Bias, 2) + Math.Pow(narrow.Error / narrow.Bias, 2)) / Math.Log(4);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {observable}[{index}]: slope {slope:F3} +- {error:F3}"));
        Assert.InRange(error, 0, 0.12);
        Assert.InRange(slope, -1.1 - (4 * error), -0.9 + (4 * error));
    }

    private static NonlinearMupParameters Limit(NonlinearMupParameters set) =>
        set with { Width = 1_000_000, TheorySites = 20_000, TheorySeeds = 16 };

    private static List<Entry> Measure(NonlinearMupParameters set, int replicas)
    {
        using var lapack = Lapack.Load();
        IReadOnlyDictionary<string, ObservableEstimate> theory = Limits.GetOrAdd($"{set.Activation} {set.Steps}", _ => Replicas.Predict(lapack, Limit(set), 77));
        var values = Replicas.Simulate(lapack, set, replicas, 1000 + (ulong)set.Width);
        var edge = new EdgeStatistics(set.Width, set.Width, set.HiddenScale);
        var entries = new List<Entry>();
        foreach (string observable in Measured)
        {
            for (int i = 0; i < values[0][observable].Count; i++)
            {
                if (theory[observable].Value[i] is not { } limit || values.Any(v => v[observable][i] is null))
                {
                    continue;
                }

                bool ranked = observable is not ("loss" or "output");
                double? outlier = ranked ? theory["outlier"].Value[i] : null;
                if (ranked && outlier is null)
                {
                    int order = Enumerable.Range(i / 3 * 3, (i % 3) + 1).Count(at => theory["outlier"].Value[at] is null);
                    limit = edge.Mean(order);
                }

                (double mean, double error, double deviation) = Statistics.Of(Replicas.Entry(values, observable, i));
                double known = ranked && outlier is null ? 0 : theory[observable].StandardError[i]!.Value;
                entries.Add(new Entry(
                    set.Width,
                    observable,
                    i,
                    limit,
                    mean - limit,
                    Math.Sqrt((error * error) + (known * known)),
                    deviation,
                    outlier < edge.Edge + (CriticalWindow * set.HiddenScale * Math.Pow(set.Width, -2.0 / 3)) && observable != "topSingularValue",
                    ranked && outlier is null));
            }
        }

        return entries;
    }

    private sealed record Entry(
        long Width, string Observable, int Index, double Limit, double Bias, double Error, double Deviation, bool Critical, bool Bulk)
    {
        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"N {Width} {Observable}[{Index}] limit {Limit:G6} bias N {Bias * Width:F2} +- {Error * Width:F2} deviation {Deviation:G3}{(Critical ? " critical" : string.Empty)}{(Bulk ? " bulk" : string.Empty)}");
    }
}
