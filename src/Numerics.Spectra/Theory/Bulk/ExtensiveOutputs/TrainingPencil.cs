using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.Bulk.Pencils;

namespace Numerics.Spectra.Theory.Bulk.ExtensiveOutputs;

/// <summary>
/// The pencil of the hidden matrix after a few gradient steps: exact, both layers trained or the readout frozen.
/// </summary>
/// <remarks>
/// <code>
/// W_t x   = W_(t-1) x + eta gamma V_(t-1)^T (Theta x - V_(t-1) W_(t-1) x/gamma)
/// W_t^T x = W_(t-1)^T (x - eta V_(t-1)^T b) + eta gamma Theta^T b,   b = V_(t-1) x
/// V_t x   = V_(t-1) (x - eta W_(t-1) w) + eta gamma Theta w,   w = W_(t-1)^T x
/// V_t^T x = b + eta gamma W_(t-1) (Theta^T x - W_(t-1)^T b/gamma),   b = V_(t-1)^T x
/// finite data: residuals times X X^T, plus Xi X^T
/// </code>
/// <para>Source: derived here, docs/bulk.md, section 7; the question is that of C. Lauditi, C. Pehlevan and B. Bordelon, Spectral Dynamics in Deep Networks, arXiv 2605.07870 (2026).</para>
/// <para>With both layers trained W_t is a polynomial of degree 3^t in the initial matrices, so no pencil of order O(t) exists:
/// the order is 2 + 8 3^(t-1) on the population (10, 26, 74, 218, 650), and the cost grows about twentyfold per step.</para>
/// Equation: extensive-training-pencil
/// </remarks>
public sealed class TrainingPencil
{
    /// <summary>Names of the Gaussian matrices, for spikes.</summary>
    public const string Hidden = "hidden", Readout = "readout", Teacher = "teacher", Inputs = "inputs", Noise = "labelNoise";

    // Order 650 (five steps) takes seconds per point and 300 MB; the next step would take minutes per point and 3 GB.
    private const int LargestOrder = 700;

    private readonly TwoLayerLinearModel model;
    private readonly bool trainReadout;
    private readonly ProgramMatrix w;
    private readonly ProgramMatrix v;
    private readonly ProgramMatrix theta;
    private readonly ProgramMatrix? x;
    private readonly ProgramMatrix? xi;

    private TrainingPencil(TwoLayerLinearModel model, bool trainReadout, MatrixProgram program, DimensionType[] types)
    {
        this.model = model;
        this.trainReadout = trainReadout;
        (DimensionType hidden, DimensionType inputs, DimensionType outputs) = (types[0], types[1], types[2]);
        w = program.AddGaussian(Hidden, hidden, inputs, model.HiddenScale * model.HiddenScale);
        v = program.AddGaussian(Readout, outputs, hidden, model.ReadoutScale * model.ReadoutScale);
        theta = program.AddGaussian(Teacher, outputs, inputs, model.TeacherScale * model.TeacherScale / model.InputRatio);
        if (!model.IsPopulation)
        {
            DimensionType samples = program.AddType("samples", model.SampleRatio);
            x = program.AddGaussian(Inputs, inputs, samples, 1 / model.SampleRatio);
            xi = program.AddGaussian(Noise, outputs, samples, model.LabelNoise * model.LabelNoise / model.SampleRatio);
        }
    }

    /// <summary>Order m of the pencil on the population with both layers trained, 2 + 8 3^(steps - 1); 4 without a step.</summary>
    public static double Order(int steps) => steps == 0 ? 4 : 2 + (8 * Math.Pow(3, steps - 1));

    /// <summary>The Hermitization of W after <paramref name="steps"/> steps; the trace is that of the D x D corner.</summary>
    /// <param name="model">The model.</param>
    /// <param name="steps">T, from 0. Both layers on the population: up to 5.</param>
    /// <param name="trainReadout">Whether V is trained as well.</param>
    /// <exception cref="ArgumentOutOfRangeException">The pencil would be too large; the message says how large and what else there is.</exception>
    public static BlockPencil Build(TwoLayerLinearModel model, int steps, bool trainReadout = true)
    {
        if (Refusal(model, steps, trainReadout) is { } refusal)
        {
            throw new ArgumentOutOfRangeException(nameof(steps), refusal);
        }

        (MatrixProgram program, ProgramVector output) = Assemble(model, steps, trainReadout);
        return program.Hermitize(output);
    }

    /// <summary>Why <see cref="Build"/> would refuse: how large the pencil is, what it costs, and what else there is; null where it is built.</summary>
    /// <param name="model">The model.</param>
    /// <param name="steps">T, from 0.</param>
    /// <param name="trainReadout">Whether V is trained as well.</param>
    public static string? Refusal(TwoLayerLinearModel model, int steps, bool trainReadout = true)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.Validate();
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        if (trainReadout && Order(steps) > LargestOrder)
        {
            return TooLarge(steps, Order(steps));
        }

        double order = 2 + (2 * Assemble(model, steps, trainReadout).Program.NodeCount);
        return order > LargestOrder ? TooLarge(steps, order) : null;
    }

    private static (MatrixProgram Program, ProgramVector Output) Assemble(TwoLayerLinearModel model, int steps, bool trainReadout)
    {
        var program = new MatrixProgram();
        DimensionType[] types = [program.AddType("N", 1), program.AddType("D", model.InputRatio), program.AddType("C", model.OutputRatio)];
        var pencil = new TrainingPencil(model, trainReadout, program, types);
        return (program, pencil.ApplyHidden(steps, program.Input(types[1])));
    }

    private static string TooLarge(int steps, double order) =>
        $"{steps} steps need an exact pencil of order {order:G4} (the limit is {LargestOrder}; memory grows about tenfold and time about twentyfold per step); "
        + "take fewer steps, freeze the readout (exact at any time), use the flow from small initialisation or the limit of large width, or simulate.";

    private ProgramVector ApplyHidden(int t, ProgramVector vector)
    {
        if (t == 0)
        {
            return w.Apply(vector);
        }

        ProgramVector a = ApplyHidden(t - 1, vector);
        return a + (model.LearningRate * model.OutputScale * ApplyReadoutTransposed(t - 1, ResidualOnInputs(t - 1, vector, a)));
    }

    /// <summary>(E X^T) vector; on the population the residual map itself. <paramref name="hidden"/> is W_t vector.</summary>
    private ProgramVector ResidualOnInputs(int t, ProgramVector vector, ProgramVector hidden)
    {
        if (x is null || xi is null)
        {
            return theta.Apply(vector) - (1 / model.OutputScale * ApplyReadout(t, hidden));
        }

        ProgramVector samples = x.ApplyTransposed(vector);
        ProgramVector y = x.Apply(samples);
        ProgramVector fit = theta.Apply(y) - (1 / model.OutputScale * ApplyReadout(t, ApplyHidden(t, y)));
        return model.LabelNoise == 0 ? fit : fit + xi.Apply(samples);
    }

    /// <summary>(E X^T)^T vector. <paramref name="readout"/> is V_t^T vector.</summary>
    private ProgramVector ResidualOnOutputs(int t, ProgramVector vector, ProgramVector readout)
    {
        ProgramVector c = theta.ApplyTransposed(vector) - (1 / model.OutputScale * ApplyHiddenTransposed(t, readout));
        if (x is null || xi is null)
        {
            return c;
        }

        ProgramVector samples = x.ApplyTransposed(c);
        return x.Apply(model.LabelNoise == 0 ? samples : samples + xi.ApplyTransposed(vector));
    }

    private ProgramVector ApplyHiddenTransposed(int t, ProgramVector vector)
    {
        if (t == 0)
        {
            return w.ApplyTransposed(vector);
        }

        ProgramVector image = ApplyReadout(t - 1, vector);
        ProgramVector back = ApplyReadoutTransposed(t - 1, image);
        return Descended(vector, image, back, x => ApplyHiddenTransposed(t - 1, x), theta.ApplyTransposed, (i, j) => ResidualOnOutputs(t - 1, i, j));
    }

    private ProgramVector ApplyReadout(int t, ProgramVector vector)
    {
        if (t == 0 || !trainReadout)
        {
            return v.Apply(vector);
        }

        ProgramVector image = ApplyHiddenTransposed(t - 1, vector);
        ProgramVector back = ApplyHidden(t - 1, image);
        return Descended(vector, image, back, x => ApplyReadout(t - 1, x), theta.Apply, (i, j) => ResidualOnInputs(t - 1, i, j));
    }

    /// <summary>
    /// M_t vector for M = W^T or V, M_t = M_(t-1) + eta gamma (residual) (the other layer): <paramref name="image"/> is that of the vector under the other layer,
    /// <paramref name="back"/> what that layer makes of the image. On the population M_(t-1) stands in the residual too and is applied once to both parts.
    /// </summary>
    private ProgramVector Descended(
        ProgramVector vector,
        ProgramVector image,
        ProgramVector back,
        Func<ProgramVector, ProgramVector> previous,
        Func<ProgramVector, ProgramVector> teacher,
        Func<ProgramVector, ProgramVector, ProgramVector> residual)
    {
        double rate = model.LearningRate * model.OutputScale;
        return model.IsPopulation
            ? previous(vector - (model.LearningRate * back)) + (rate * teacher(image))
            : previous(vector) + (rate * residual(image, back));
    }

    private ProgramVector ApplyReadoutTransposed(int t, ProgramVector vector)
    {
        if (t == 0 || !trainReadout)
        {
            return v.ApplyTransposed(vector);
        }

        ProgramVector b = ApplyReadoutTransposed(t - 1, vector);
        return b + (model.LearningRate * model.OutputScale * ApplyHidden(t - 1, ResidualOnOutputs(t - 1, vector, b)));
    }
}
