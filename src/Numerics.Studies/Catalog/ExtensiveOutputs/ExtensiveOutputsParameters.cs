using Numerics.Spectra.Models;
using Numerics.Studies.Configuration.Values;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Catalog.ExtensiveOutputs;

/// <summary>How weights move.</summary>
public enum DescentOrFlow
{
    /// <summary>Gradient descent.</summary>
    Gd,

    /// <summary>Gradient flow.</summary>
    Flow,
}

/// <summary>Parameters of the study <c>extensive-outputs</c>; the defaults are set A of the documentation after three steps.</summary>
public sealed record ExtensiveOutputsParameters
{
    /// <summary>alpha.</summary>
    [Parameter("inputs over width, D/N", Letter = "alpha", Minimum = 1e-3, Maximum = 1e3)]
    public double InputRatio { get; init; } = 0.8;

    /// <summary>kappa.</summary>
    [Parameter("outputs over width, C/N, a number or a list; 0: a finite number of outputs, which make outliers (one is simulated)", Letter = "kappa", Schema = NumberList.Schema)]
    public NumberList OutputRatio { get; init; } = NumberList.Of(0.5);

    /// <summary>p.</summary>
    [Parameter("samples over width, P/N, a positive number or \"infinite\" for training on the population", Letter = "p")]
    public Ratio SampleRatio { get; init; } = new(double.PositiveInfinity);

    /// <summary>eta.</summary>
    [Parameter("learning rate of a step W += eta gamma V^T E X^T; not read by the flow", Letter = "eta", Minimum = 1e-12, Maximum = 1e6)]
    public double LearningRate { get; init; } = 0.3;

    /// <summary>gamma.</summary>
    [Parameter("output scale: f = V W x/gamma with entries of W and V of variance 1/N times their scales; neural-tangent scaling is gamma = gamma0 sqrt(inputRatio)", Letter = "gamma", Minimum = 1e-9, Maximum = 1e6)]
    public double OutputScale { get; init; } = 1;

    /// <summary>sw.</summary>
    [Parameter("standard deviation of an initial entry of W times sqrt(N)", Letter = "sw", Minimum = 0, Maximum = 1e3)]
    public double HiddenScale { get; init; } = 1;

    /// <summary>sv.</summary>
    [Parameter("standard deviation of an initial entry of V times sqrt(N)", Letter = "sv", Minimum = 0, Maximum = 1e3)]
    public double ReadoutScale { get; init; } = 1;

    /// <summary>th.</summary>
    [Parameter("standard deviation of an entry of the teacher times sqrt(D)", Letter = "th", Minimum = 0, Maximum = 1e3)]
    public double TeacherScale { get; init; } = 2;

    /// <summary>Spike of the teacher.</summary>
    [Parameter("singular value of a rank-one matrix added to the teacher; 0: none", Minimum = 0, Maximum = 1e4)]
    public double TeacherSpike { get; init; }

    /// <summary>sig.</summary>
    [Parameter("standard deviation of an entry of the label noise times sqrt(P); without effect on the population", Letter = "sig", Minimum = 0, Maximum = 1e3)]
    public double LabelNoise { get; init; }

    /// <summary>Whether V is trained.</summary>
    [Parameter("whether the readout is trained as well; with a frozen readout the theory holds at any time")]
    public bool TrainReadout { get; init; } = true;

    /// <summary>Descent or flow.</summary>
    [Parameter("gradient descent (gd, over steps) or gradient flow (flow, over time)")]
    public DescentOrFlow Dynamics { get; init; }

    /// <summary>T.</summary>
    [Parameter("steps of gradient descent; the exact theory with both layers trained reaches 5", Letter = "T", Minimum = 1, Maximum = 100_000)]
    public int Steps { get; init; } = 3;

    /// <summary>tau.</summary>
    [Parameter("time of gradient flow, learning rate times steps of a fine descent", Letter = "tau", Minimum = 1e-6, Maximum = 1e4)]
    public double Time { get; init; } = 1;

    /// <summary>N.</summary>
    [Parameter("width of the simulated networks", Letter = "N", IsSize = true, Minimum = 8, Maximum = 30_000)]
    public int Width { get; init; } = 1000;

    /// <summary>Replicas.</summary>
    [Parameter("number of simulated networks", Minimum = 1, Maximum = 1_000_000)]
    public int Replicas { get; init; } = 4;

    /// <summary>Points z.</summary>
    [Parameter("points z of the resolvent (1/D) tr z/(z^2 - W^T W), a list of [real part, imaginary part]; imaginary part positive, or 0 outside the support", Minimum = -1e6, Maximum = 1e6)]
    public double[][] ResolventAt { get; init; } = [[1, 0.1]];

    /// <summary>Whether time is continuous.</summary>
    public bool IsFlow => Dynamics == DescentOrFlow.Flow;

    /// <summary>The network at one output ratio, as asked, and how it is trained.</summary>
    public TwoLayerTraining Training(double outputRatio) => new(new TwoLayerLinearModel(InputRatio, outputRatio, LearningRate)
    {
        SampleRatio = SampleRatio.Value,
        OutputScale = OutputScale,
        HiddenScale = HiddenScale,
        ReadoutScale = ReadoutScale,
        TeacherScale = TeacherScale,
        LabelNoise = LabelNoise,
    })
    {
        TrainReadout = TrainReadout,
        Dynamics = IsFlow ? TrainingDynamics.Flow : TrainingDynamics.Descent,
        Steps = Steps,
        TeacherSpike = TeacherSpike,
    };

    /// <summary>Sizes of the simulated network at one output ratio.</summary>
    public TwoLayerSizes Sizes(double outputRatio) => TwoLayerSizes.Of(Training(outputRatio).Model, Width);

    /// <summary>The same training with the ratios that the simulated network has after rounding: what theory is about.</summary>
    public TwoLayerTraining Exact(double outputRatio)
    {
        TwoLayerTraining asked = Training(outputRatio);
        return asked with { Model = Sizes(outputRatio).Exact(asked.Model) };
    }
}
