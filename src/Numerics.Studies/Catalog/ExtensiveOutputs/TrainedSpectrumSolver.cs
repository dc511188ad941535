using System.Numerics;
using Numerics.LinearAlgebra.Interop;
using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.Bulk.Dyson;
using Numerics.Spectra.Theory.Bulk.ExtensiveOutputs;
using Numerics.Spectra.Theory.Bulk.Laws;
using Numerics.Spectra.Theory.Bulk.Pencils;

namespace Numerics.Studies.Catalog.ExtensiveOutputs;

/// <summary>Chooses the theory for given dynamics and solves it.</summary>
/// <param name="parameters">Parameters.</param>
/// <param name="lapack">Provider.</param>
public sealed class TrainedSpectrumSolver(ExtensiveOutputsParameters parameters, Lapack lapack)
{
    // Nodes of a band and points of the search for gaps; from order 200 on (four steps) a point costs a quarter of a second and more.
    private const int Points = 160;
    private const int ScanPoints = 64;
    private const int LargeUnknowns = 10_000;
    private const int HugeUnknowns = 100_000;

    // On the population a frozen readout has order 6 + 4 T; beyond this nothing is built.
    private const int LargestFrozenSteps = 200;

    /// <summary>The theory's name, for the record.</summary>
    public static string Route(ExtensiveOutputsParameters p, double outputRatio)
    {
        ArgumentNullException.ThrowIfNull(p);
        return p.IsFlow && p.TrainReadout ? "flow from small initial values"
            : !p.TrainReadout && outputRatio > 0 && !NeedsPencil(p) ? "frozen readout, vector Dyson equation"
            : "exact pencil, matrix Dyson equation";
    }

    /// <summary>Whether a frozen readout needs a pencil all the same: a spike of the teacher with finite data has no other theory.</summary>
    public static bool NeedsPencil(ExtensiveOutputsParameters p)
    {
        ArgumentNullException.ThrowIfNull(p);
        return p.TeacherSpike > 0 && !double.IsPositiveInfinity(p.SampleRatio.Value);
    }

    /// <summary>Why the exact pencil of these steps is not taken, with its cost and the alternatives, before anything is solved; null where it is, or another theory.</summary>
    public static string? Refusal(ExtensiveOutputsParameters p, TwoLayerLinearModel model)
    {
        ArgumentNullException.ThrowIfNull(p);
        ArgumentNullException.ThrowIfNull(model);
        if (p.IsFlow || Route(p, model.OutputRatio)[0] != 'e')
        {
            return null;
        }

        if (!p.TrainReadout && p.Steps > LargestFrozenSteps)
        {
            return FrozenRefusal(p);
        }

        try
        {
            _ = TrainingPencil.Build(model, p.Steps, p.TrainReadout);
            return null;
        }
        catch (ArgumentOutOfRangeException exception)
        {
            return p.TrainReadout ? exception.Message.Split(" (Parameter")[0] : FrozenRefusal(p);
        }
    }

    /// <summary>The spectrum at a step or time.</summary>
    /// <exception cref="DysonException">The theory was not solved there.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The exact pencil would be too large.</exception>
    public TrainedSpectrum At(TwoLayerLinearModel model, double time)
    {
        ArgumentNullException.ThrowIfNull(model);
        return parameters.IsFlow && parameters.TrainReadout ? FromSmallInitialValues(model, time)
            : !parameters.TrainReadout && model.OutputRatio > 0 && !NeedsPencil(parameters) ? FrozenReadout(model, time)
            : ExactPencil(model, (int)time);
    }

    private static string FrozenRefusal(ExtensiveOutputsParameters p) =>
        $"{p.Steps} steps with a frozen readout need an exact pencil that is too large where {(p.OutputRatio.Values.Contains(0) ? "the number of outputs is finite (outputRatio 0)" : "a spike of the teacher is learned from finite data")}; "
        + $"take fewer steps, {(p.OutputRatio.Values.Contains(0) ? "a positive outputRatio" : "sampleRatio \"infinite\" or teacherSpike 0")} (a vector equation then holds at any time), or simulate.";

    private TrainedSpectrum ExactPencil(TwoLayerLinearModel model, int steps)
    {
        var equation = new MatrixDysonEquation(lapack, TrainingPencil.Build(model, steps, parameters.TrainReadout));
        var spectrum = new DysonSpectrum(equation, SpectrumKind.SingularValues);
        if (steps == 0 && model.HiddenScale > 0)
        {
            return Initial(model, spectrum.Resolvent);
        }

        (int points, int scan) = equation.Dimension > HugeUnknowns ? (40, 16) : equation.Dimension > LargeUnknowns ? (80, 24) : (Points, ScanPoints);
        IReadOnlyList<double> outliers = [];
        if (steps > 0 && model.OutputRatio == 0)
        {
            outliers = SmallTypeOutliers.Above(equation, spectrum.Above, equation.Pencil.Types.Single(type => type.Ratio == 0));
        }
        else if (steps > 0 && parameters.TeacherSpike > 0)
        {
            var spikes = new FiniteRankPerturbation(equation);
            spikes.AddSpike(TrainingPencil.Teacher, parameters.TeacherSpike);
            outliers = spikes.Above(spectrum.Above);
        }

        return Of(model, spectrum, points, scan, outliers);
    }

    private TrainedSpectrum FrozenReadout(TwoLayerLinearModel model, double time)
    {
        TrainingClock clock = parameters.IsFlow ? TrainingClock.Flow(time) : TrainingClock.Descent(parameters.LearningRate, (int)time);
        var equation = new FrozenReadoutEquation(model, clock);
        var spectrum = new DysonSpectrum(equation, SpectrumKind.SingularValues);
        if (time == 0 && model.HiddenScale > 0)
        {
            return Initial(model, spectrum.Resolvent);
        }

        double? outlier = parameters.TeacherSpike > 0 && time > 0 ? equation.SpikeOutlier(spectrum.Above, parameters.TeacherSpike) : null;
        return Of(model, spectrum, Points, ScanPoints, outlier is { } z ? [z] : []);
    }

    /// <summary>
    /// Before training: the law of Marchenko and Pastur, with rho = sqrt((s_+^2 - s^2)(s^2 - s_-^2))/(pi sigma^2 s) = (2 a/pi) sqrt(s_+ - s) near its upper edge.
    /// </summary>
    private static TrainedSpectrum Initial(TwoLayerLinearModel model, Func<Complex, DysonSolution> resolvent)
    {
        var law = new MarchenkoPasturSingularValueLaw(model.HiddenScale * Math.Sqrt(model.InputRatio), 1 / model.InputRatio);
        (double upper, double lower) = (law.UpperEdge, law.LowerEdge);
        double amplitude = Math.Sqrt(2 * ((upper * upper) - (lower * lower)) / upper) / (2 * law.Sigma * law.Sigma);
        return new TrainedSpectrum(law, amplitude, law.Support, [], resolvent);
    }

    private static TrainedSpectrum Of(TwoLayerLinearModel model, DysonSpectrum spectrum, int points, int scanPoints, IReadOnlyList<double> outliers)
    {
        TabulatedBand[] bands = [.. spectrum.Bands(scanPoints).Select(band => spectrum.Band(band.Lower, band.Upper, points))];
        // Gaussian initial weights have full rank and a polynomial of them keeps it; without initial weights the rank is what was learned.
        double atom = model.HiddenScale > 0 ? Math.Max(0, 1 - (1 / model.InputRatio)) : spectrum.AtomAtZero;
        var law = new TabulatedSpectralLaw(bands, atom);
        return new TrainedSpectrum(law, spectrum.UpperEdge.Amplitude, law.Support, outliers, spectrum.Resolvent);
    }

    /// <summary>The equation speaks of the eigenvalues x of w^T w, w = W/sqrt gamma, at time gamma tau; singular values of W are sqrt(gamma x).</summary>
    private TrainedSpectrum FromSmallInitialValues(TwoLayerLinearModel model, double time)
    {
        double gamma = model.OutputScale;
        var spectrum = new DysonSpectrum(new SmallInitializationEquation(model, gamma * time), SpectrumKind.Eigenvalues);
        TabulatedSpectralLaw squares = spectrum.Law(Points, ScanPoints);
        var law = new RootLaw(squares, Math.Sqrt(gamma));
        double edge = law.Support[^1].Upper;
        DysonSolution Resolvent(Complex z)
        {
            // g(-conj z) = -conj g(z): the left half-plane by reflection, so that z^2 stays above the axis.
            Complex right = z.Real < 0 ? new Complex(-z.Real, z.Imaginary) : z;
            DysonSolution solution = spectrum.Resolvent(right * right / gamma);
            Complex trace = right / gamma * solution.Trace;
            return solution with { Z = z, Trace = z.Real < 0 ? -Complex.Conjugate(trace) : trace };
        }

        return new TrainedSpectrum(law, law.Amplitude(edge, spectrum.UpperEdge.Amplitude), law.Support, [], Resolvent);
    }
}
