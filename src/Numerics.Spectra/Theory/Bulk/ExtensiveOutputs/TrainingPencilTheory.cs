using Numerics.LinearAlgebra.Interop;
using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.Bulk.Dyson;
using Numerics.Spectra.Theory.Bulk.Pencils;

namespace Numerics.Spectra.Theory.Bulk.ExtensiveOutputs;

/// <summary>A few steps of descent: the exact pencil of <see cref="TrainingPencil"/>, with the outliers of few outputs or of a spike of the teacher.</summary>
/// <remarks>Source: derived here, docs/bulk.md, section 7.</remarks>
internal sealed class TrainingPencilTheory : TrainedSpectrumTheory
{
    // Nodes of a band and points of the search for gaps of large pencils; from order 200 on (four steps) a point costs a quarter of a second and more.
    private const int LargeUnknowns = 10_000;
    private const int HugeUnknowns = 100_000;

    // On the population a frozen readout has order 6 + 4 T; beyond this nothing is built.
    private const int LargestFrozenSteps = 200;

    // Longer training than these steps is refused before a pencil is built.
    private const int LargestSteps = 5;
    private const int LargestFrozenOrderSteps = 173;

    internal TrainingPencilTheory(TwoLayerTraining training)
        : base(training)
    {
    }

    /// <inheritdoc/>
    public override string Name => "exact pencil, matrix Dyson equation";

    /// <inheritdoc/>
    public override TheoryRefusal? OutOfScope =>
        Training.Dynamics == TrainingDynamics.Flow && Model.OutputRatio == 0 ? FlowOfFewOutputs
        : Training.Dynamics == TrainingDynamics.Flow ? new TheoryRefusal(
            nameof(TwoLayerTraining.TeacherSpike),
            "A spike learned from finite data is not of rank one under the flow; take sampleRatio \"infinite\" or gradient descent with few steps.")
        : Model.OutputRatio == 0 && Training.TeacherSpike > 0 ? new TheoryRefusal(
            nameof(TwoLayerTraining.TeacherSpike), "With a finite number of outputs the teacher is of finite rank already; leave teacherSpike at 0.")
        : null;

    /// <inheritdoc/>
    public override TheoryRefusal? Refusal => OutOfScope is { } scope ? scope
        : TooLarge is { } sentence ? new TheoryRefusal(nameof(TwoLayerTraining.Steps), sentence) : null;

    /// <inheritdoc/>
    public override double? PencilOrder => Training.TrainReadout ? TrainingPencil.Order(Training.Steps) : null;

    /// <inheritdoc/>
    /// <remarks>Seconds of one density, measured.</remarks>
    public override SolutionCost Cost => Training.TrainReadout
        ? new SolutionCost(16 * 20 * Math.Pow(TrainingPencil.Order(Math.Min(Training.Steps, LargestSteps)), 2), 0.3 * Math.Pow(5, Math.Min(Training.Steps, LargestSteps) - 1))
        : new SolutionCost(16 * 20 * Math.Pow(6 + (4.0 * Math.Min(Training.Steps, LargestFrozenOrderSteps)), 2), 2);

    /// <summary>Out of the scope of every theory.</summary>
    internal static TheoryRefusal FlowOfFewOutputs { get; } = new(
        nameof(TwoLayerLinearModel.OutputRatio),
        "The flow has no theory for a finite number of outputs (outputRatio 0); take gradient descent or a positive ratio.");

    private string? TooLarge => Training.TrainReadout ? TrainingPencil.Refusal(Model, Training.Steps)
        : Training.Steps > LargestFrozenSteps || TrainingPencil.Refusal(Model, Training.Steps, trainReadout: false) is not null ? FrozenTooLarge
        : null;

    private string FrozenTooLarge =>
        $"{Training.Steps} steps with a frozen readout need an exact pencil that is too large where {(Model.OutputRatio == 0 ? "the number of outputs is finite (outputRatio 0)" : "a spike of the teacher is learned from finite data")}; "
        + $"take fewer steps, {(Model.OutputRatio == 0 ? "a positive outputRatio" : "sampleRatio \"infinite\" or teacherSpike 0")} (a vector equation then holds at any time), or simulate.";

    private protected override TrainedSpectrum At(Lapack lapack, double time)
    {
        int steps = (int)time;
        var equation = new MatrixDysonEquation(lapack, TrainingPencil.Build(Model, steps, Training.TrainReadout));
        var spectrum = new DysonSpectrum(equation, SpectrumKind.SingularValues);
        if (steps == 0 && Model.HiddenScale > 0)
        {
            return Initial(spectrum.Resolvent);
        }

        (int points, int scan) = equation.Dimension > HugeUnknowns ? (40, 16) : equation.Dimension > LargeUnknowns ? (80, 24) : (Points, ScanPoints);
        IReadOnlyList<double> outliers = [];
        if (steps > 0 && Model.OutputRatio == 0)
        {
            outliers = SmallTypeOutliers.Above(equation, spectrum.Above, equation.Pencil.Types.Single(type => type.Ratio == 0));
        }
        else if (steps > 0 && Training.TeacherSpike > 0)
        {
            var spikes = new FiniteRankPerturbation(equation);
            spikes.AddSpike(TrainingPencil.Teacher, Training.TeacherSpike);
            outliers = spikes.Above(spectrum.Above);
        }

        return Of(spectrum, points, scan, outliers);
    }
}
