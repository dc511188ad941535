using Numerics.Spectra.Analysis;
using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.Experts;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.MixtureOfExperts;

/// <summary>Powers of the scale of the parts of forward and backward pass: predicted, and fitted to networks at several scales.</summary>
/// <remarks>
/// Root mean squares deviate from their power laws by O(1/N), so that slopes do, too, with the smallest width: 0.12 is granted from the default width at scale 1 on, less in proportion from larger ones on
/// (docs/mixture-of-experts.md, section 3). Powers are multiples of 1/2.
/// </remarks>
internal sealed class CoordinateCheckExperiment : ScaledNetworksExperiment
{
    /// <summary>Granted deviation of a slope over scales from 1 on, at the default sizes.</summary>
    private const double Allowance = 0.12;

    // Smallest deviation that must be seen: 0 and 1/2 are told apart.
    private const double SlopeResolution = 0.45;

    private static readonly ExpertTensor[] Tensors = [ExpertTensor.Input, ExpertTensor.Router, ExpertTensor.ExpertIn, ExpertTensor.ExpertOut, ExpertTensor.Readout];
    private readonly MixtureSettings s;
    private readonly int[] steps;
    private readonly Observable initialScale;
    private readonly Observable learningRate;
    private readonly Observable epsilon;
    private readonly Observable scaling;
    private readonly Observable size;
    private readonly Observable loss;

    public CoordinateCheckExperiment(MixtureSettings settings)
        : base(settings)
    {
        s = settings;
        steps = s.RecordSteps;
        Axis tensor = Axis.OfLabels("tensor", ["input", "router", "expertIn", "expertOut", "readout"]);
        Axis quantity = Axis.OfLabels("quantity", ExpertScalingExponents.Parts);
        Axis step = Axis.Of("step", steps);
        initialScale = Observe("initialScaleExponent", "power of the scale of the initial standard deviation of an entry; null where it is zero", tensor);
        learningRate = Observe("learningRateExponent", "power of the scale of the learning rate", tensor);
        epsilon = Observe("epsilonExponent", "power of the scale of Adam's epsilon", tensor);
        scaling = Observe("scalingExponent", $"power of the scale of the root mean square of each part after step {s.Steps}; simulation: slope of its logarithm against that of the scale", quantity)
            .Judged(new ComparisonRule(SmallestWidth, Allowance * MixtureSizeDefaults.Of(s.Parameters.Regime, s.IsInfinite).BaseWidth, 1) { NaturalScale = 1, Resolution = SlopeResolution, IsOverSizes = true });
        size = Observe("coordinateSize", "root mean square of each part over samples, units and experts; backward parts are N_e W2 w_out", quantity, step, ScaleAxis);
        loss = Observe("loss", "training loss (1/2P) sum over samples of (target - output)^2", step, ScaleAxis);
    }

    private int SmallestWidth => s.Sizes.At(s.Scales[0]).Width;

    public override IReadOnlyList<Figure> Figures =>
    [
        new("coordinates", new Caption("Parts of forward and backward pass over the scale", $"after step {steps[^1]}"), "scale", "scale s", "root mean square", FigurePart.Simulation(size, "part"))
        {
            LogarithmicHorizontal = true,
            LogarithmicVertical = true,
            Slices = [new FigureSlice("step", steps.Length - 1)],
            Columns = 2,
        },
        new("exponents", "Powers of the scale, predicted and fitted", "quantity", "part", "power of the scale", [.. FigurePart.Compared((scaling, "power"))]) { Columns = 2 },
    ];

    public override void Predict(TheoryContext context, Recorder r)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(r);
        s.Warnings.ToList().ForEach(context.Say);
        ExpertRegime regime = s.Parameters.Regime;
        for (int k = 0; k < Tensors.Length; k++)
        {
            r[initialScale, k] = s.Right.InitialDeviation(Tensors[k], s.ZeroReadout)?.Net(regime);
            r[learningRate, k] = ExpertParameterization.LearningRate(Tensors[k], s.Parameters.Optimizer).Net(regime);
            r[epsilon, k] = ExpertParameterization.Epsilon(Tensors[k]).Net(regime);
        }

        IReadOnlyList<double> powers = ExpertScalingExponents.Of(s.Right, s.Parameters.Optimizer, s.ZeroReadout);
        for (int k = 0; k < powers.Count; k++)
        {
            r[scaling, k] = powers[k];
            if (SmallestWidth < ExpertScalingExponents.LeastWidth(k, s.Right, s.Parameters.Optimizer, s.ZeroReadout))
            {
                r.ShowOnly(scaling, k);
                context.Say(Fact.Evidence($"power of {ExpertScalingExponents.Parts[k]}", $"the predicted {powers[k]} is of larger sizes than those from N = {SmallestWidth} on; it is shown and not judged"));
            }
        }
    }

    public override void Simulate(ReplicaContext context, Recorder r)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(r);
        var last = new double[s.Scales.Count][];
        Train(context, (network, scale, step) =>
        {
            int at = Array.IndexOf(steps, step);
            if (at >= 0 || step == s.Steps)
            {
                last[scale] = [.. network.Parts().Values];
            }

            if (at >= 0)
            {
                r[loss, at, scale] = network.Loss;
                for (int part = 0; part < last[scale].Length; part++)
                {
                    r[size, part, at, scale] = last[scale][part];
                }
            }

            return true;
        });
        for (int part = 0; part < last[0].Length; part++)
        {
            double[] values = [.. last.Select(parts => parts[part])];
            if (values.All(value => value > 0 && double.IsFinite(value)))
            {
                r[scaling, part] = StraightLine.ThroughLogarithms(s.Scales, values).Slope;
            }
            else
            {
                r.Remark($"The part {ExpertScalingExponents.Parts[part]} is zero or not finite after step {s.Steps}, and has no power of the scale.");
            }
        }
    }
}
