using System.Numerics;
using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.Bulk.ExtensiveOutputs;
using Numerics.Spectra.Theory.Bulk.Laws;
using Numerics.Studies.Comparison;
using Numerics.Studies.Configuration.Values;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.ExtensiveOutputs;

/// <summary>Prediction of all observables of <c>extensive-outputs</c>, and what theory and replicas say together.</summary>
/// <param name="e">What is predicted.</param>
internal sealed class ExtensiveOutputsTheory(ExtensiveOutputsExperiment e)
{
    private readonly ExtensiveOutputsParameters p = e.Parameters;
    private readonly Complex[] points = ComplexPoints.Of(e.Parameters.ResolventAt);

    /// <summary>The theory at every output ratio.</summary>
    public TrainedSpectrumTheory[] Theories { get; } = [.. e.Parameters.OutputRatio.Values.Select(ratio => TrainedSpectrumTheory.For(e.Parameters.Exact(ratio)))];

    /// <summary>Names of the theories that hold.</summary>
    public string Names => string.Join("; ", Theories.Select(theory => theory.Name).Distinct());

    /// <summary>What is to be said of the learning rate; null if it is below the bound, or the dynamics are a flow.</summary>
    public string? StabilityWarning
    {
        get
        {
            double bound = p.OutputRatio.Values.Min(ratio => p.Training(ratio).Model.StabilityBound);
            return p.IsFlow || p.LearningRate < bound
                ? null
                : $"learningRate {p.LearningRate:G4} is not below the stability bound {bound:G4} = 2/(a_max s_max) of the initial readout: "
                    + $"{(p.TrainReadout ? "training may diverge after a few steps" : "the frozen-readout dynamics diverge with the steps")}; lower learningRate.";
        }
    }

    // A tenth of what the distribution function of a thousand values resolves; laws of the reference sets are off by less than 1e-5.
    private const double LargestDefect = 1e-4;

    /// <summary>Solves for every output ratio and time.</summary>
    public void Predict(TheoryContext context, Recorder r)
    {
        double largestDefect = 0;
        int ratios = Theories.Length;
        for (int ratio = 0; ratio < ratios; ratio++)
        {
            if (Theories[ratio].Refusal is { } refusal)
            {
                throw new ConfigurationException("configuration", ExtensiveOutputsStudy.PathOf(refusal), refusal.Sentence);
            }

            for (int time = 0; time < e.Times.Count; time++)
            {
                context.Cancellation.ThrowIfCancellationRequested();
                // Without initial weights W vanishes at the start: no band, nothing to predict.
                if (e.Times[time] > 0 || p.HiddenScale > 0)
                {
                    TrainedSpectrum spectrum = Theories[ratio].Solve(context.Lapack, e.Times[time]);
                    double defect = Math.Abs(1 - spectrum.Law.Moment(0));
                    largestDefect = Math.Max(largestDefect, defect);
                    if (defect > LargestDefect)
                    {
                        throw new ArithmeticException(
                            $"The mass of the computed law is off by {defect:G3} at {e.TimeName} {e.Times[time]}, more than {LargestDefect:G2}: a band is missing or not resolved; change the scales or ratios a little.");
                    }

                    Measure(r, spectrum, ratio, time);
                }

                context.Progress.Report(((ratio * e.Times.Count) + time + 1.0) / (ratios * e.Times.Count));
            }
        }

        Say(context, largestDefect);
    }

    /// <summary>
    /// What is said of the largest singular value at the end of training beyond its score, mean and deviation in fluctuation scales, for every output ratio at which the edge is known.
    /// </summary>
    public IEnumerable<Fact> Conclude(Findings findings)
    {
        for (int ratio = 0; findings.Replicas >= 2 && ratio < p.OutputRatio.Values.Count; ratio++)
        {
            if (Reduced(findings, ratio) is { } sentence)
            {
                // One sentence is printed with the verdict; those of a list of ratios are in the files.
                yield return p.OutputRatio.IsList
                    ? Fact.Evidence($"largest singular value, outputRatio {p.OutputRatio.Values[ratio]:G4}", sentence)
                    : Fact.Statistic("largest singular value", sentence);
            }
        }
    }

    private void Say(TheoryContext context, double largestDefect)
    {
        context.Say(Fact.Evidence("solver", Names));
        context.Say(Fact.Evidence("largest defect of a mass", $"{largestDefect:G3}"));
        if (StabilityWarning is { } warning)
        {
            context.Say(Fact.Warning("stability", warning));
        }

        if (!p.IsFlow && p.TrainReadout && p.HiddenScale == 1 && p.ReadoutScale == 1 && double.IsPositiveInfinity(p.SampleRatio.Value))
        {
            double edge = LargeWidthLimit.UpperEdge(Theories[^1].Training.Model, p.Steps);
            context.Say(Fact.Evidence("edge as the width grows at fixed inputs and outputs", $"{edge:G8}"));
        }
    }

    private void Measure(Recorder r, TrainedSpectrum spectrum, int ratio, int time)
    {
        TwoLayerLinearModel model = Theories[ratio].Training.Model;
        int[] at = e.At(ratio, time);
        r[e.UpperEdge, at] = spectrum.UpperEdge;
        r[e.LowerEdge, at] = spectrum.Bands[0].Lower;
        r[e.EdgeAmplitude, at] = spectrum.Amplitude;
        r[e.AtomAtZero, at] = new Estimate(spectrum.Law.AtomAtZero, spectrum.Law.AtomError);
        r.Row(e.Density, e.Grid.Histogram(spectrum.Law), at);
        r.Row(e.Cdf, e.Grid.Cumulative(spectrum.Law), at);
        r.Row(e.Outlier, [.. spectrum.Outliers.Take(ExtensiveOutputsExperiment.Ranks)], at);
        (double? belowBand, double? bandLower, double bandUpper) = spectrum.HighestBand(finiteOutputs: model.OutputRatio == 0);
        r[e.BandEdge, [.. at, 0]] = belowBand;
        r[e.BandEdge, [.. at, 1]] = bandLower;
        r[e.BandEdge, [.. at, 2]] = bandUpper;
        if (spectrum.Largest(TwoLayerSizes.Of(model, p.Width).Inputs).At(1) is { } largest)
        {
            r[e.LargestSingularValue, at] = new Estimate(largest.Value, largest.MeanError);
        }

        for (int k = 0; k < points.Length; k++)
        {
            RequireOutside(spectrum, k, e.Times[time]);
            e.RecordResolvent(r, spectrum.Trace(points[k]), at, k);
        }
    }

    private void RequireOutside(TrainedSpectrum spectrum, int point, double time)
    {
        Complex z = points[point];
        foreach (SupportInterval band in spectrum.Bands.Where(band => z.Imaginary == 0 && Math.Abs(z.Real) >= band.Lower && Math.Abs(z.Real) <= band.Upper))
        {
            throw new ConfigurationException(
                "configuration",
                $"resolventAt[{point}]",
                $"z = {z.Real} is real and inside the support [{band.Lower:G6}, {band.Upper:G6}] at {e.TimeName} {time:G4}, where the resolvent has no limit; give an imaginary part or a point outside.");
        }
    }

    private string? Reduced(Findings findings, int ratio)
    {
        int end = e.Times.Count - 1;
        int[] at = e.At(ratio, end);
        bool isOutlier = findings.Theory(e.Outlier, [.. at, 0]) is not null;
        if (isOutlier || findings.Theory(e.UpperEdge, at) is not { } edge || findings.Theory(e.EdgeAmplitude, at) is not { } amplitude
            || findings.Theory(e.LargestSingularValue, at) is null)
        {
            return null;
        }

        // In a sweep or a ladder a point may have fewer replicas than the run.
        double[] values = findings.Samples(e.LargestSingularValue, at);
        if (values.Length < 2)
        {
            return null;
        }

        ReducedEdge reduced = ReducedEdge.Of(values, edge, TrainedSpectrum.FluctuationScale(p.Sizes(p.OutputRatio.Values[ratio]).Inputs, amplitude));
        return $"Largest singular value at width {p.Width}, in fluctuation scales from the edge {edge:G6}: mean {reduced.Mean:F2} +- {reduced.StandardError:F2} "
            + $"(Tracy-Widom {ReducedEdge.LimitMean:F2}), deviation {reduced.Deviation:F2} +- {reduced.DeviationError:F2} ({ReducedEdge.LimitDeviation:F2}).";
    }
}
