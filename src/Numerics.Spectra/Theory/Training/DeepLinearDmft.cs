using Numerics.Spectra.Models;

namespace Numerics.Spectra.Theory.Training;

/// <summary>
/// LEVEL ONE of the two-level theory, in the proportional limit: training of a deep linear network from its order parameters over pairs of times, without sampling.
/// </summary>
/// <remarks>
/// <code>
/// for t = 0..T:   layers L..1: F row, dg/dz, dg/du, G row;   input: F^0, v, a_v, B, C_v, train, s, C^0, a^0;   layers 1..L: H row, dh/du, dh/dz, C row
/// test(t) = C_v(t,t),   train(t) = C_Delta(t,t)
/// </code>
/// <para>Source: docs/deep-linear.md, section 2; linear response of Gaussian matrices as in E. Bolthausen, Commun. Math. Phys. 325 (2014) 333.</para>
/// <para>Every row depends on earlier rows and on rows of the same time already made: nothing is iterated and nothing inverted but unit triangles. Time O(L T^3)
/// plus O(K T^3) for K covariance modes, O(L^2 T^3) with residual branches (<see cref="ResidualSite"/>), memory <see cref="Bytes"/>.</para>
/// Equation: deep-linear-dmft
/// <para>Exact as N, D, P -> infinity at fixed ratios, T = O(1). A run whose training loss exceeds DivergenceFactor times its start, or
/// overflows, ends there; that is an outcome. Deterministic on one machine.</para>
/// </remarks>
public static class DeepLinearDmft
{
    // The largest square table one array can hold.
    private const int MaximalTimes = 46340;

    /// <summary>Memory of the order parameters in bytes, scratch space left out.</summary>
    public static double Bytes(DeepLinearModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        double times = model.Steps + 1.0;
        bool fixedSet = model.Batch is not BatchSampling.OnePass && !double.IsInfinity(model.SampleRatio);
        double layers = model.IsResidual ? ((4.0 * model.Depth) + 3) * model.Depth : 7.0 * model.Depth;
        return 8 * times * times * (layers + 4 + (fixedSet ? 4 : 0) + (4.0 * model.Covariance.Modes));
    }

    /// <summary>Rough time of the recursion, whose short rows run at 1 GFlop/s.</summary>
    public static double Seconds(DeepLinearModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        double layers = model.IsResidual ? (double)model.Depth * model.Depth : model.Depth;
        return layers * 60.0 * Math.Pow(model.Steps, 3) / 1e9;
    }

    /// <summary>Runs the recursion over steps 0..T.</summary>
    /// <param name="model">Network and training.</param>
    /// <param name="report">Called after every step with the fraction of the work done.</param>
    /// <param name="cancellation">Checked before every step.</param>
    /// <exception cref="ArgumentException">A number of the model is outside its range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static DeepLinearSolution Solve(DeepLinearModel model, Action<double>? report = null, CancellationToken cancellation = default)
    {
        DeepLinearValidation.Require(model);
        int times = model.Steps + 1;
        if (times > MaximalTimes)
        {
            throw new ArgumentException($"{model.Steps} steps are more than {MaximalTimes - 1}: the order parameters would take {Bytes(model):E1} bytes. Take fewer steps.");
        }

        var sample = new SampleSite(model, times);
        var input = new InputSite(model, sample, times);
        HiddenLayers hidden = model.IsResidual ? new ResidualSite(model, times) : new HiddenSites(model, times);
        var spikes = new double[times];
        double[] factors = [.. Enumerable.Range(0, model.Depth + 1).Select(model.LayerSpikeFactor)];
        int completed = 0;
        int? diverged = null;
        for (int t = 0; t < times && diverged is null; t++)
        {
            cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<double> weights = model.Optimizer.Weights(t);
            for (int r = 0; r < t; r++)
            {
                spikes[r] = model.SpikeSize * weights[r];
            }

            spikes[t] = 0;
            var step = new CausalStep(t, model.Optimizer.Retained(t), spikes, factors);
            hidden.Backward(step, input);
            input.Advance(step, hidden.Layers[0].Gradients, hidden.Layers[0].GradientToForward);
            hidden.Forward(step, input);
            bool finite = IsFinite(t, sample, input, hidden.Layers);
            completed = finite ? t + 1 : t;
            if (!finite || sample.TrainLoss[t] > model.DivergenceFactor * sample.TrainLoss[0])
            {
                diverged = t;
            }

            report?.Invoke(Math.Pow((t + 1.0) / times, 3));
        }

        return new DeepLinearSolution(model, completed, diverged, sample, input, hidden);
    }

    /// <summary>Rows of time t are sums over the rows before them, so their diagonals show an overflow.</summary>
    private static bool IsFinite(int t, SampleSite sample, InputSite input, IReadOnlyList<LayerTables> layers) =>
        double.IsFinite(sample.TrainLoss[t]) && double.IsFinite(input.Errors[t, t]) && double.IsFinite(input.Features[t, t])
        && layers.All(layer => double.IsFinite(layer.Features[t, t]) && double.IsFinite(layer.Gradients[t, t]) && double.IsFinite(layer.Cross[t, t]));
}
