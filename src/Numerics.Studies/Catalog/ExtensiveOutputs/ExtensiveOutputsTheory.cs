using System.Numerics;
using Numerics.LinearAlgebra.Evidence;
using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.Bulk.Dyson;
using Numerics.Spectra.Theory.Bulk.ExtensiveOutputs;
using Numerics.Spectra.Theory.Bulk.Laws;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.ExtensiveOutputs;

/// <summary>Prediction of all observables of <c>extensive-outputs</c>.</summary>
/// <param name="e">What is predicted.</param>
/// <param name="r">Takes the prediction.</param>
internal sealed class ExtensiveOutputsTheory(ExtensiveOutputsExperiment e, Recorder r)
{
    private readonly ExtensiveOutputsParameters parameters = e.Parameters;

    /// <summary>Solves for every output ratio and time.</summary>
    public void Predict(TheoryContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        TrainedSpectrumTheory[] theories = [.. parameters.OutputRatio.Values.Select(ratio => ExtensiveOutputsModels.Theory(parameters, ratio))];
        double largestDefect = 0;
        int ratios = theories.Length;
        for (int ratio = 0; ratio < ratios; ratio++)
        {
            if (theories[ratio].Refusal is { } refusal)
            {
                throw new ConfigurationException("configuration", ExtensiveOutputsStudy.PathOf(refusal), refusal.Sentence);
            }

            for (int time = 0; time < e.Times.Count; time++)
            {
                context.Cancellation.ThrowIfCancellationRequested();
                // Without initial weights W vanishes at the start: no band, nothing to predict.
                if (e.Times[time] > 0 || parameters.HiddenScale > 0)
                {
                    TrainedSpectrum spectrum = theories[ratio].Solve(context.Lapack, e.Times[time]);
                    largestDefect = Math.Max(largestDefect, Math.Abs(1 - spectrum.Law.Moment(0)));
                    Measure(spectrum, theories[ratio].Training.Model, ratio, time);
                }

                context.Progress.Report(((ratio * e.Times.Count) + time + 1.0) / (ratios * e.Times.Count));
            }
        }

        context.Say(Fact.Evidence("solver", string.Join("; ", theories.Select(theory => theory.Name).Distinct())));
        context.Say(Fact.Evidence("largest defect of a mass", $"{largestDefect:G3}"));
        if (ExtensiveOutputsModels.StabilityWarning(parameters) is { } warning)
        {
            context.Say(Fact.Warning("stability", warning));
        }

        if (!parameters.IsFlow && parameters.TrainReadout && parameters.HiddenScale == 1 && parameters.ReadoutScale == 1 && double.IsPositiveInfinity(parameters.SampleRatio.Value))
        {
            double edge = LargeWidthLimit.UpperEdge(ExtensiveOutputsModels.Exact(parameters, parameters.OutputRatio.Values[^1]), parameters.Steps);
            context.Say(Fact.Evidence("edge as the width grows at fixed inputs and outputs", $"{edge:G8}"));
        }
    }

    private void Measure(TrainedSpectrum spectrum, TwoLayerLinearModel model, int ratio, int time)
    {
        r[e.UpperEdge, e.At(ratio, time)] = spectrum.UpperEdge;
        r[e.LowerEdge, e.At(ratio, time)] = spectrum.Bands[0].Lower;
        r[e.EdgeAmplitude, e.At(ratio, time)] = spectrum.Amplitude;
        r[e.AtomAtZero, e.At(ratio, time)] = spectrum.Law.AtomAtZero;
        r.Row(e.Density, e.Grid.Histogram(spectrum.Law), e.At(ratio, time));
        r.Row(e.Cdf, e.Grid.Cumulative(spectrum.Law), e.At(ratio, time));
        double?[] ends = spectrum.Bands.Count > 1 ? [spectrum.Bands[^2].Upper, spectrum.Bands[^1].Lower, spectrum.UpperEdge]
            : model.OutputRatio == 0 && spectrum.Outliers.Count > 0 ? [spectrum.UpperEdge, spectrum.Outliers[^1], spectrum.Outliers[0]]
            : [null, null, spectrum.UpperEdge];
        for (int side = 0; side < ends.Length; side++)
        {
            r[e.BandEdge, e.At(ratio, time, side)] = ends[side];
        }

        for (int rank = 0; rank < Math.Min(ExtensiveOutputsExperiment.Ranks, spectrum.Outliers.Count); rank++)
        {
            r[e.Outlier, e.At(ratio, time, rank)] = spectrum.Outliers[rank];
        }

        MeasureLargest(spectrum, model, ratio, time);
        for (int k = 0; k < parameters.ResolventAt.Length; k++)
        {
            Complex g = Resolvent(spectrum, k, e.Times[time]);
            r[e.Resolvent!, e.At(ratio, time, k, 0)] = g.Real;
            r[e.Resolvent!, e.At(ratio, time, k, 1)] = g.Imaginary;
        }
    }

    private void MeasureLargest(TrainedSpectrum spectrum, TwoLayerLinearModel model, int ratio, int time)
    {
        if (spectrum.Largest(TwoLayerSizes.Of(model, parameters.Width).Inputs).At(1) is { } largest)
        {
            r[e.LargestSingularValue, e.At(ratio, time)] = new Estimate(largest.Value, largest.MeanError);
        }
    }

    private Complex Resolvent(TrainedSpectrum spectrum, int index, double time)
    {
        var z = new Complex(parameters.ResolventAt[index][0], parameters.ResolventAt[index][1]);
        if (z.Imaginary == 0)
        {
            double x = Math.Abs(z.Real);
            foreach (SupportInterval band in spectrum.Bands.Where(band => x >= band.Lower && x <= band.Upper))
            {
                throw new ConfigurationException(
                    "configuration",
                    $"resolventAt[{index}]",
                    $"z = {z.Real} is real and inside the support [{band.Lower:G6}, {band.Upper:G6}] at {e.TimeName} {time:G4}, where the resolvent has no limit; give an imaginary part or a point outside.");
            }
        }

        DysonSolution solution = spectrum.Resolvent(z);
        return solution.Converged
            ? solution.Trace
            : throw new DysonException($"The resolvent at z = {z} was not solved: {Outcomes.Clause(solution.Outcome)}, residual {solution.Residual:G3}.");
    }
}
