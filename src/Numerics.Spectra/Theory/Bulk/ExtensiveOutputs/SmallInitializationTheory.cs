using System.Numerics;
using Numerics.LinearAlgebra.Interop;
using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.Bulk.Dyson;
using Numerics.Spectra.Theory.Bulk.Laws;

namespace Numerics.Spectra.Theory.Bulk.ExtensiveOutputs;

/// <summary>Flow of both layers from small initial values: the scalar equation of <see cref="SmallInitializationEquation"/>.</summary>
/// <remarks>
/// <code>
/// the equation speaks of the eigenvalues x of w^T w, w = W/sqrt gamma, at time gamma tau; singular values of W are sqrt(gamma x)
/// g_W(z) = (z/gamma) g_w(z^2/gamma)
/// </code>
/// <para>Source: derived here, docs/bulk.md, section 9.</para>
/// </remarks>
internal sealed class SmallInitializationTheory : TrainedSpectrumTheory
{
    /// <summary>Largest sw/sqrt gamma: errors are of the order of its square.</summary>
    public const double LargestScale = 0.3;

    internal SmallInitializationTheory(TwoLayerTraining training)
        : base(training)
    {
    }

    /// <inheritdoc/>
    public override string Name => "flow from small initial values";

    /// <inheritdoc/>
    public override TheoryRefusal? OutOfScope
    {
        get
        {
            double scale = Model.HiddenScale / Math.Sqrt(Model.OutputScale);
            return Model.OutputRatio == 0 ? TrainingPencilTheory.FlowOfFewOutputs
                : !Model.IsPopulation || Training.TeacherSpike > 0 ? new TheoryRefusal(
                    nameof(TwoLayerTraining.Dynamics),
                    "The flow of both layers has a theory on the population and without a spike only; set sampleRatio \"infinite\" and teacherSpike 0, or freeze the readout.")
                : Model.HiddenScale != Model.ReadoutScale || !(scale is > 0 and <= LargestScale) || Model.TeacherScale == 0 ? new TheoryRefusal(
                    nameof(TwoLayerLinearModel.HiddenScale),
                    $"The flow of both layers needs equal small initial scales, hiddenScale = readoutScale with 0 < hiddenScale/sqrt(outputScale) <= {LargestScale} (here {Model.HiddenScale}, {Model.ReadoutScale}; {scale:G3}), and a teacher.")
                : null;
        }
    }

    /// <inheritdoc/>
    public override SolutionCost Cost => new(2e8, 1);

    private protected override TrainedSpectrum At(Lapack lapack, double time)
    {
        double gamma = Model.OutputScale;
        var spectrum = new DysonSpectrum(new SmallInitializationEquation(Model, gamma * time), SpectrumKind.Eigenvalues);
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
