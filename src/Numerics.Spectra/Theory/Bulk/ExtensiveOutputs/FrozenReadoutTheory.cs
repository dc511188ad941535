using Numerics.LinearAlgebra.Interop;
using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.Bulk.Dyson;

namespace Numerics.Spectra.Theory.Bulk.ExtensiveOutputs;

/// <summary>Frozen readout: the vector equation of <see cref="FrozenReadoutEquation"/>, at any step of a descent or time of the flow.</summary>
/// <remarks>Source: derived here, docs/bulk.md, section 8.</remarks>
internal sealed class FrozenReadoutTheory : TrainedSpectrumTheory
{
    internal FrozenReadoutTheory(TwoLayerTraining training)
        : base(training)
    {
    }

    /// <inheritdoc/>
    public override string Name => "frozen readout, vector Dyson equation";

    /// <inheritdoc/>
    public override TheoryRefusal? OutOfScope => null;

    /// <inheritdoc/>
    public override SolutionCost Cost => new(2e8, 1);

    private protected override TrainedSpectrum At(Lapack lapack, double time)
    {
        TrainingClock clock = Training.Dynamics == TrainingDynamics.Flow ? TrainingClock.Flow(time) : TrainingClock.Descent(Model.LearningRate, (int)time);
        var equation = new FrozenReadoutEquation(Model, clock);
        var spectrum = new DysonSpectrum(equation, SpectrumKind.SingularValues);
        if (time == 0 && Model.HiddenScale > 0)
        {
            return Initial(spectrum.Resolvent);
        }

        double? outlier = Training.TeacherSpike > 0 && time > 0 ? equation.SpikeOutlier(spectrum.Above, Training.TeacherSpike) : null;
        return Of(spectrum, Points, ScanPoints, outlier is { } z ? [z] : []);
    }
}
