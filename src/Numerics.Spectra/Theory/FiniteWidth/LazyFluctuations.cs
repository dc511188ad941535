using Numerics.Spectra.Models;

namespace Numerics.Spectra.Theory.FiniteWidth;

/// <summary>N Var of the outputs if the tangent kernel were random and frozen: the limit of small output scale.</summary>
/// <remarks>
/// <code>
/// K = K_inf + dK:    d delta f_n/dt = sum_m ( dK_nm Delta_m - K_nm delta f_m ),    d Delta/dt = -K Delta      (m: training samples of the batch; steps of descent: dt is the learning rate)
/// delta f(0) = 0 centred, or independent with N Cov = Phi^L/gamma0^2 (parity in the readout)
/// N Var f_n = sum over pairs of H_n(mm') H_n(aa') N Cov(K_mm', K_aa') + sum_aa' H_n(a) H_n(a') Phi_aa'/gamma0^2,   H: responses
/// </code>
/// Equation: lazy-fluctuations
/// Source: B. Bordelon and C. Pehlevan, Dynamics of Finite Width Kernel and Prediction Fluctuations in Mean Field Neural Networks (2023), lazy limit.
/// </remarks>
public static class LazyFluctuations
{
    /// <summary>N Var of each output: point, sample.</summary>
    /// <param name="model">Network, targets and steps.</param>
    /// <param name="kernels">Kernels at initialisation.</param>
    /// <param name="points">After how many steps, increasing.</param>
    public static double[][] Variances(FluctuationModel model, InitialKernels kernels, IReadOnlyList<int> points)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(kernels);
        ArgumentNullException.ThrowIfNull(points);
        return new Responses(model, kernels).Variances(points);
    }

    private sealed class Responses
    {
        private readonly FluctuationModel model;
        private readonly InitialKernels kernels;
        private readonly int samples;
        private readonly int training;
        private readonly int driven;

        // Block of the mean outputs, one for each entry of the kernel that may be off, one for each output at the start that may be off.
        private readonly double[][] state;

        public Responses(FluctuationModel model, InitialKernels kernels)
        {
            this.model = model;
            this.kernels = kernels;
            samples = model.Samples;
            training = model.Training;
            driven = samples * training;
            state = [.. Enumerable.Range(0, 1 + driven + (model.Centred ? 0 : samples)).Select(_ => new double[samples])];
            for (int n = 0; n < samples && !model.Centred; n++)
            {
                state[1 + driven + n][n] = 1;
            }
        }

        public double[][] Variances(IReadOnlyList<int> points)
        {
            List<double[]> found = [];
            for (int step = 0; step <= model.Times.Steps; step++)
            {
                if (points.Contains(step))
                {
                    found.Add([.. Enumerable.Range(0, samples).Select(Variance)]);
                }

                if (step < model.Times.Steps)
                {
                    Advance(step);
                }
            }

            return [.. found];
        }

        private double Variance(int n)
        {
            double total = 0;
            for (int b = 0; b < driven; b++)
            {
                int first = kernels.Pairs.IndexOf(b / training, b % training);
                for (int c = 0; c < driven; c++)
                {
                    int second = kernels.Pairs.IndexOf(c / training, c % training);
                    total += state[1 + b][n] * state[1 + c][n] * kernels.Covariance[first, second];
                }
            }

            for (int a = 0; a < samples && !model.Centred; a++)
            {
                for (int b = 0; b < samples; b++)
                {
                    total += state[1 + driven + a][n] * state[1 + driven + b][n] * kernels.Features[^1][kernels.Pairs.IndexOf(a, b)].Mean / (model.OutputScale * model.OutputScale);
                }
            }

            return Math.Max(0, total);
        }

        private void Advance(int step)
        {
            double length = model.Times.Length(step);
            double[][] sum = [.. state.Select(block => block.ToArray())];
            double[][] rate = [];
            for (int s = 0; s < model.Times.Stages.Count; s++)
            {
                (double node, double weight) = model.Times.Stages[s];
                rate = Rate(s == 0 ? state : [.. state.Select((block, b) => Moved(block, rate[b], length * node))], model.Batch((step * model.Times.Stages.Count) + s).ToArray());
                for (int b = 0; b < sum.Length; b++)
                {
                    sum[b] = Moved(sum[b], rate[b], length * weight);
                }
            }

            sum.CopyTo(state, 0);
        }

        private double[][] Rate(double[][] at, int[] batch)
        {
            double[][] rate = [.. at.Select((block, b) => Enumerable.Range(0, samples).Select(n =>
            {
                double sum = 0;
                foreach (int m in batch)
                {
                    sum += kernels.Tangent[kernels.Pairs.IndexOf(n, m)] * ((b == 0 ? model.Targets[m] : 0) - block[m]);
                }

                return sum;
            }).ToArray())];
            for (int b = 0; b < driven; b++)
            {
                if (!batch.Contains(b % training))
                {
                    continue;
                }

                rate[1 + b][b / training] += model.Targets[b % training] - at[0][b % training];
            }

            return rate;
        }

        private static double[] Moved(double[] block, double[] rate, double length) => [.. block.Select((value, n) => value + (length * rate[n]))];
    }
}
