using System.Numerics;
using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.Bulk.Dyson;
using Numerics.Spectra.Theory.Bulk.ExtensiveOutputs;
using Numerics.Spectra.Theory.Bulk.Laws;
using Numerics.Studies.Catalog.BulkSpectra;
using Numerics.Studies.Execution;

namespace Numerics.Studies.Catalog.ExtensiveOutputs;

/// <summary>Prediction of all observables of <c>extensive-outputs</c>.</summary>
/// <param name="parameters">Parameters.</param>
/// <param name="shapes">Observables.</param>
public sealed class ExtensiveOutputsTheory(ExtensiveOutputsParameters parameters, ExtensiveOutputsShapes shapes)
{
    private readonly ObservableValues values = new(shapes.All);

    /// <summary>Solves for every output ratio and time.</summary>
    public PredictionOutcome Predict(ReplicaContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var solver = new TrainedSpectrumSolver(parameters, context.Lapack);
        double largestDefect = 0;
        int ratios = parameters.OutputRatio.Values.Count;
        for (int ratio = 0; ratio < ratios; ratio++)
        {
            TwoLayerLinearModel model = ExtensiveOutputsModels.Exact(parameters, parameters.OutputRatio.Values[ratio]);
            if (TrainedSpectrumSolver.Refusal(parameters, model) is { } refusal)
            {
                throw new ConfigurationException("configuration", "steps", refusal);
            }

            for (int time = 0; time < shapes.Times.Count; time++)
            {
                context.Cancellation.ThrowIfCancellationRequested();
                TrainedSpectrum spectrum = solver.At(model, shapes.Times[time]);
                largestDefect = Math.Max(largestDefect, Math.Abs(1 - spectrum.Law.Moment(0)));
                Measure(spectrum, model, ratio, time);
                context.Report(((ratio * shapes.Times.Count) + time + 1.0) / (ratios * shapes.Times.Count));
            }
        }

        var evidence = new Dictionary<string, string>
        {
            ["solver"] = string.Join("; ", parameters.OutputRatio.Values.Select(value => TrainedSpectrumSolver.Route(parameters, value)).Distinct()),
            ["largest defect of a mass"] = $"{largestDefect:G3}",
        };
        if (ExtensiveOutputsModels.StabilityWarning(parameters) is { } warning)
        {
            evidence["warning: stability"] = warning;
        }

        if (!parameters.IsFlow && parameters.TrainReadout && parameters.HiddenScale == 1 && parameters.ReadoutScale == 1 && double.IsPositiveInfinity(parameters.SampleRatio.Value))
        {
            evidence["edge as the width grows at fixed inputs and outputs"] =
                $"{LargeWidthLimit.UpperEdge(ExtensiveOutputsModels.Exact(parameters, parameters.OutputRatio.Values[^1]), parameters.Steps):G8}";
        }

        return new PredictionOutcome(values.Estimates(), null, evidence);
    }

    private void Measure(TrainedSpectrum spectrum, TwoLayerLinearModel model, int ratio, int time)
    {
        values.Set(shapes.UpperEdge, shapes.Row(shapes.UpperEdge, ratio, time), spectrum.UpperEdge);
        values.Set(shapes.LowerEdge, shapes.Row(shapes.LowerEdge, ratio, time), spectrum.Bands[0].Lower);
        values.Set(shapes.EdgeAmplitude, shapes.Row(shapes.EdgeAmplitude, ratio, time), spectrum.Amplitude);
        values.Set(shapes.AtomAtZero, shapes.Row(shapes.AtomAtZero, ratio, time), spectrum.Law.AtomAtZero);
        values.SetRow(shapes.Density, shapes.Row(shapes.Density, ratio, time), shapes.Grid.Histogram(spectrum.Law));
        values.SetRow(shapes.Cdf, shapes.Row(shapes.Cdf, ratio, time), shapes.Grid.Cumulative(spectrum.Law));
        double?[] ends = spectrum.Bands.Count > 1 ? [spectrum.Bands[^2].Upper, spectrum.Bands[^1].Lower, spectrum.UpperEdge]
            : model.OutputRatio == 0 && spectrum.Outliers.Count > 0 ? [spectrum.UpperEdge, spectrum.Outliers[^1], spectrum.Outliers[0]]
            : [null, null, spectrum.UpperEdge];
        for (int side = 0; side < ends.Length; side++)
        {
            values.Set(shapes.BandEdge, shapes.Row(shapes.BandEdge, ratio, time) + side, ends[side]);
        }

        for (int rank = 0; rank < Math.Min(ExtensiveOutputsShapes.Ranks, spectrum.Outliers.Count); rank++)
        {
            values.Set(shapes.Outlier, shapes.Row(shapes.Outlier, ratio, time) + rank, spectrum.Outliers[rank]);
        }

        MeasureLargest(spectrum, model, shapes.Row(shapes.LargestSingularValue, ratio, time));
        for (int k = 0; k < parameters.ResolventAt.Length; k++)
        {
            Complex g = Resolvent(spectrum, k, shapes.Times[time]);
            int entry = shapes.Row(shapes.Resolvent, ratio, time) + (2 * k);
            values.Set(shapes.Resolvent, entry, g.Real);
            values.Set(shapes.Resolvent, entry + 1, g.Imaginary);
        }
    }

    private void MeasureLargest(TrainedSpectrum spectrum, TwoLayerLinearModel model, int row)
    {
        for (int k = 0; k < parameters.Widths.Length; k++)
        {
            int inputs = TwoLayerSizes.Of(model, parameters.Widths[k]).Inputs;
            if (spectrum.Largest(inputs).At(1) is { } top)
            {
                values.Set(shapes.LargestSingularValue, row + k, top.Value, top.MeanError);
            }
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
                    $"z = {z.Real} is real and inside the support [{band.Lower:G6}, {band.Upper:G6}] at {shapes.TimeAxis.Name} {time:G4}, where the resolvent has no limit; give an imaginary part or a point outside.");
            }
        }

        DysonSolution solution = spectrum.Resolvent(z);
        return solution.Converged
            ? solution.Trace
            : throw new DysonException($"The resolvent at z = {z} was not solved: {solution.Outcome}, residual {solution.Residual:G3}.");
    }
}
