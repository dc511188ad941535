using Numerics.Spectra.Models;

namespace Numerics.Spectra.Theory.FiniteWidth;

/// <summary>One neuron driven by given residuals: its state at every evaluation of training, and at the end.</summary>
/// <remarks>
/// <para>Source: B. Bordelon and C. Pehlevan, Advances in Neural Information Processing Systems 36 (2023); derived here, docs/finite-width.md.</para>
/// </remarks>
/// <param name="model">What it belongs to.</param>
internal sealed class NeuronPath(FluctuationModel model)
{
    private readonly int training = model.Training;

    /// <summary>w at each evaluation, the end last.</summary>
    public double[] Readout { get; } = new double[model.Times.Evaluations + 1];

    /// <summary>h of each training sample: evaluation, sample.</summary>
    public double[,] Fields { get; } = new double[model.Times.Evaluations + 1, model.Training];

    /// <summary>phi(h), phi'(h), phi''(h).</summary>
    public (double Value, double First, double Second)[,] Features { get; } = new (double, double, double)[model.Times.Evaluations + 1, model.Training];

    /// <summary>Runs a neuron from its initial condition.</summary>
    /// <param name="nodes">Nodes.</param>
    /// <param name="node">Which of them.</param>
    /// <param name="residuals">Delta at every evaluation.</param>
    public void Run(NeuronNodes nodes, int node, double[][] residuals)
    {
        TrainingTimes times = model.Times;
        int stages = times.Stages.Count;
        Span<double> state = stackalloc double[1 + training];
        Span<double> sum = stackalloc double[1 + training];
        Span<double> rate = stackalloc double[1 + training];
        state[0] = nodes.Readout[node];
        for (int m = 0; m < training; m++)
        {
            state[1 + m] = nodes.Fields[m][node];
        }

        for (int step = 0; step < times.Steps; step++)
        {
            double length = times.Length(step);
            state.CopyTo(sum);
            for (int s = 0; s < stages; s++)
            {
                int at = (step * stages) + s;
                double reach = s == 0 ? 0 : length * times.Stages[s].Node;
                Set(at, state, rate, reach);
                Rate(at, residuals[at], rate);
                for (int k = 0; k <= training; k++)
                {
                    sum[k] += length * times.Stages[s].Weight * rate[k];
                }
            }

            sum.CopyTo(state);
        }

        Set(times.Evaluations, state, rate, 0);
    }

    /// <summary>The output w phi(h_m)/gamma0 of this neuron alone.</summary>
    public double Output(int at, int sample) => Readout[at] * Features[at, sample].Value / model.OutputScale;

    /// <summary>
    /// Deviation of this neuron's outputs on the samples of the batch from their mean over neurons, at every evaluation; centred: less that at the start.
    /// </summary>
    /// <param name="residuals">Delta.</param>
    /// <param name="deviation">xi of the batch, evaluation by evaluation.</param>
    public void Deviate(double[][] residuals, Span<double> deviation)
    {
        for (int at = 0; at < residuals.Length; at++)
        {
            int column = model.FirstColumn(at);
            foreach (int m in model.Batch(at))
            {
                deviation[column++] = Output(at, m) - (model.Centred ? Output(0, m) : 0) - (model.Targets[m] - residuals[at][m]);
            }
        }
    }

    private void Set(int at, ReadOnlySpan<double> state, ReadOnlySpan<double> rate, double reach)
    {
        Readout[at] = reach == 0 ? state[0] : state[0] + (reach * rate[0]);
        for (int m = 0; m < training; m++)
        {
            Fields[at, m] = reach == 0 ? state[1 + m] : state[1 + m] + (reach * rate[1 + m]);
            Features[at, m] = SmoothActivation.At(model.Activation, Fields[at, m]);
        }
    }

    private void Rate(int at, double[] residuals, Span<double> rate)
    {
        rate.Clear();
        foreach (int m in model.Batch(at))
        {
            double pull = model.OutputScale * residuals[m];
            rate[0] += pull * Features[at, m].Value;
            double gradient = pull * Readout[at] * Features[at, m].First;
            for (int n = 0; n < training; n++)
            {
                rate[1 + n] += model.Gram[n][m] * gradient;
            }
        }
    }
}
