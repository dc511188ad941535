using System.Numerics;
using Numerics.LinearAlgebra.Interop;
using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.Bulk.Dyson;
using Numerics.Spectra.Theory.Bulk.Laws;

namespace Numerics.Spectra.Theory.Bulk.ExtensiveOutputs;

/// <summary>A theory of the singular values of the hidden matrix of a two-layer linear network during training; <see cref="For"/> chooses the one that holds.</summary>
/// <remarks>
/// <code>
/// flow, both layers:                                  equation of small initial values (scalar)
/// frozen readout, extensively many outputs,
///     spike of the teacher only on the population:    vector equation at any time, descent or flow
/// everything else, descent:                           exact pencil, a matrix equation whose order grows with the steps
/// </code>
/// <para>Source: derived here, docs/bulk.md, sections 7 to 9.</para>
/// </remarks>
public abstract class TrainedSpectrumTheory
{
    // Nodes of a band and points of the search for gaps.
    private protected const int Points = 160;
    private protected const int ScanPoints = 64;

    private protected TrainedSpectrumTheory(TwoLayerTraining training) => Training = training;

    /// <summary>What is trained.</summary>
    public TwoLayerTraining Training { get; }

    /// <summary>The theory's name, for records.</summary>
    public abstract string Name { get; }

    /// <summary>Why the theory does not cover this training at all; null where it does. Costs nothing.</summary>
    public abstract TheoryRefusal? OutOfScope { get; }

    /// <summary>Why nothing is solved: out of scope, or too large, with the cost and the alternatives; null where <see cref="Solve"/> answers.</summary>
    public virtual TheoryRefusal? Refusal => OutOfScope;

    /// <summary>Rough cost of one time.</summary>
    public abstract SolutionCost Cost { get; }

    /// <summary>Order of the pencil at the last step, on the population; null for theories without one.</summary>
    public virtual double? PencilOrder => null;

    private protected TwoLayerLinearModel Model => Training.Model;

    /// <summary>The theory of <paramref name="training"/>.</summary>
    public static TrainedSpectrumTheory For(TwoLayerTraining training)
    {
        ArgumentNullException.ThrowIfNull(training);
        return training switch
        {
            { TrainReadout: true, Dynamics: TrainingDynamics.Flow } => new SmallInitializationTheory(training),
            { TrainReadout: false, Model.OutputRatio: > 0, HasSampledSpike: false } => new FrozenReadoutTheory(training),
            _ => new TrainingPencilTheory(training),
        };
    }

    /// <summary>The spectrum at a step (a whole number) or time of the flow, not negative.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative, or 0 without initial weights.</exception>
    /// <exception cref="InvalidOperationException">There is a <see cref="Refusal"/>.</exception>
    /// <exception cref="DysonException">The theory was not solved there.</exception>
    public TrainedSpectrum Solve(Lapack lapack, double time)
    {
        ArgumentNullException.ThrowIfNull(lapack);
        ArgumentOutOfRangeException.ThrowIfNegative(time);
        if (time == 0 && Model.HiddenScale == 0)
        {
            throw new ArgumentOutOfRangeException(nameof(time), "Without initial weights (hiddenScale 0) W vanishes at the start and has no band; ask for a later time.");
        }

        return Refusal is { } refusal ? throw new InvalidOperationException(refusal.Sentence) : At(lapack, time);
    }

    /// <summary>How far the mass of a law may be from one before its nodes are doubled: a hundredth of what a distribution function of a thousand values resolves to a tenth.</summary>
    private const double MassTolerance = 1e-6;

    private protected abstract TrainedSpectrum At(Lapack lapack, double time);

    /// <summary>
    /// Before training: the law of Marchenko and Pastur, with rho = sqrt((s_+^2 - s^2)(s^2 - s_-^2))/(pi sigma^2 s) = (2 a/pi) sqrt(s_+ - s) near its upper edge.
    /// </summary>
    private protected TrainedSpectrum Initial(Func<Complex, DysonSolution> resolvent)
    {
        var law = new MarchenkoPasturSingularValueLaw(Model.HiddenScale * Math.Sqrt(Model.InputRatio), 1 / Model.InputRatio);
        (double upper, double lower) = (law.UpperEdge, law.LowerEdge);
        double amplitude = Math.Sqrt(2 * ((upper * upper) - (lower * lower)) / upper) / (2 * law.Sigma * law.Sigma);
        return new TrainedSpectrum(law, amplitude, law.Support, [], resolvent);
    }

    /// <summary>Bands, densities and atom of an equation of singular values.</summary>
    private protected TrainedSpectrum Of(DysonSpectrum spectrum, int points, int scanPoints, IReadOnlyList<double> outliers)
    {
        // Gaussian initial weights have full rank and a polynomial of them keeps it; without initial weights the rank is what was learned.
        (double atom, double error) = Model.HiddenScale > 0 ? (Math.Max(0, 1 - (1 / Model.InputRatio)), 0) : (spectrum.AtomAtZero, spectrum.AtomError);
        TabulatedSpectralLaw law = spectrum.Law(points, scanPoints, 0, (atom, error), MassTolerance);
        return new TrainedSpectrum(law, spectrum.UpperEdge.Amplitude, law.Support, outliers, spectrum.Resolvent);
    }
}
