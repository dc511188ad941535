using Numerics.Spectra.Analysis;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Theory.FiniteWidth;

/// <summary>How the state of one neuron answers to the residual of every evaluation before: readout and training fields, one column for each residual.</summary>
/// <remarks>
/// <code>
/// du/dt = gamma0 sum_m Delta_m phi'_m v_m + gamma0 phi_a,    dv_n/dt = gamma0 sum_m K_nm Delta_m (phi'_m u + w phi''_m v_m) + gamma0 K_na w phi'_a      (m in the batch; last terms: the column's own residual)
/// </code>
/// <para>Source: B. Bordelon and C. Pehlevan, Advances in Neural Information Processing Systems 36 (2023); derived here, docs/finite-width.md.</para>
/// </remarks>
/// <param name="model">What the neuron belongs to.</param>
internal sealed class NeuronTangent(FluctuationModel model)
{
    private readonly double[][] state = Rows(model);
    private readonly double[][] stage = Rows(model);
    private readonly double[][] rate = Rows(model);
    private readonly double[][] sum = Rows(model);
    private readonly double[] coefficients = new double[1 + model.Training];

    /// <summary>Follows the tangents along a path.</summary>
    /// <param name="path">Path of the neuron.</param>
    /// <param name="residuals">Delta.</param>
    /// <param name="evaluated">Told the evaluation, and the tangents there; of their columns those of earlier evaluations are set.</param>
    public void Run(NeuronPath path, double[][] residuals, Action<int, double[][]> evaluated)
    {
        TrainingTimes times = model.Times;
        Array.ForEach(state, Array.Clear);
        for (int step = 0; step < times.Steps; step++)
        {
            int first = step * times.Stages.Count;
            int end = model.FirstColumn(first + times.Stages.Count);
            double length = times.Length(step);
            Copy(state, sum, end);
            for (int s = 0; s < times.Stages.Count; s++)
            {
                int at = first + s;
                double[][] here = state;
                if (s > 0)
                {
                    Copy(state, stage, end);
                    Add(length * times.Stages[s].Node, stage, model.FirstColumn(at));
                    here = stage;
                }

                evaluated(at, here);
                Rate(path, residuals[at], at, here);
                Add(length * times.Stages[s].Weight, sum, model.FirstColumn(at + 1));
            }

            Copy(sum, state, end);
        }

        evaluated(times.Evaluations, state);
    }

    private void Rate(NeuronPath path, double[] residuals, int at, double[][] here)
    {
        int columns = model.FirstColumn(at);
        ReadOnlySpan<int> batch = model.Batch(at);
        double w = path.Readout[at];
        for (int row = 0; row <= model.Training; row++)
        {
            Array.Clear(coefficients);
            foreach (int m in batch)
            {
                double pull = model.OutputScale * residuals[m] * (row == 0 ? 1 : model.Gram[row - 1][m]);
                if (row == 0)
                {
                    coefficients[1 + m] = pull * path.Features[at, m].First;
                }
                else
                {
                    coefficients[0] += pull * path.Features[at, m].First;
                    coefficients[1 + m] = pull * w * path.Features[at, m].Second;
                }
            }

            rate[row].AsSpan(0, columns).Clear();
            VectorUpdate.AddCombination(coefficients, here, columns, rate[row]);
            for (int k = 0; k < batch.Length; k++)
            {
                int a = batch[k];
                rate[row][columns + k] = model.OutputScale * (row == 0 ? path.Features[at, a].Value : model.Gram[row - 1][a] * w * path.Features[at, a].First);
            }
        }
    }

    private void Add(double length, double[][] target, int columns)
    {
        for (int row = 0; row < rate.Length; row++)
        {
            VectorUpdate.Add(length, rate[row].AsSpan(0, columns), target[row].AsSpan(0, columns));
        }
    }

    private static void Copy(double[][] from, double[][] to, int columns)
    {
        for (int row = 0; row < from.Length; row++)
        {
            from[row].AsSpan(0, columns).CopyTo(to[row]);
        }
    }

    private static double[][] Rows(FluctuationModel model) =>
        [.. Enumerable.Range(0, 1 + model.Training).Select(_ => new double[model.Columns])];
}
