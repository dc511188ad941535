using Numerics.Kernels.Random;
using Numerics.Spectra.Analysis;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;

namespace Numerics.Spectra.Theory.FiniteWidth;

/// <summary>
/// Fluctuations of order 1/width of a trained network with one hidden layer, lazy or rich: the linearised mean-field equations over initial conditions of one neuron.
/// </summary>
/// <remarks>
/// <code>
/// Neurons interact through the residuals Delta alone, and a network is N independent neurons:
///   Delta(t) at infinite width from E[o],                      o_m = w phi(h_m)/gamma0
///   D_(m,a)(t,s) = E[d o_m(t)/d Delta_a(s)], s before t, m and a of the batches of t and s;       xi_m(t) = o_m(t) - E o_m(t)    (centred: less its value at the start)
///   delta Delta = -(1 + D)^-1 xi
///   I_O = o_O - E o_O + sum_s R_O(s) delta Delta(s),           R_O(s) = E[d o_O/d Delta(s)]
///   N Cov(O, O') = E[I_O I_O']                                 outputs and kernels, training and test samples, all times
/// </code>
/// Equation: two-layer-fluctuations
/// Source: B. Bordelon and C. Pehlevan, Dynamics of Finite Width Kernel and Prediction Fluctuations in Mean Field Neural Networks (2023), for one hidden layer.
/// <para>Valid for activations with two derivatives. relu: the response of a kink is missing, variances after the start are null and means hold.</para>
/// </remarks>
public static class TwoLayerFluctuations
{
    /// <summary>Whether theory is solved on a grid, by two passes; otherwise by random shifts of a sequence.</summary>
    public static bool IsGrid(FluctuationModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return NeuronNodes.IsGrid(model);
    }

    /// <summary>Rough seconds of one pass on one core.</summary>
    /// <param name="model">What is solved.</param>
    /// <param name="points">Number of points.</param>
    /// <param name="nodes">Nodes of a sequence.</param>
    public static double Seconds(FluctuationModel model, int points, int nodes)
    {
        ArgumentNullException.ThrowIfNull(model);
        double columns = model.Columns;
        double size = 1 + model.Training;
        double observables = model.Samples * (2.0 + model.Samples);
        double beside = model.Samples > model.Training && NeuronNodes.IsGrid(model) ? 40 * observables : 0;
        double response = 6e-10 * columns * model.Times.Evaluations * size * (size + 3) / 2;
        double point = (4e-9 * observables * (30 + columns)) + (16e-9 * beside);
        return NodeCount(model, nodes) * (2e-6 + response + (points * point) + (3e-9 * observables * observables));
    }

    /// <summary>Bytes of one pass.</summary>
    /// <param name="model">What is solved.</param>
    /// <param name="points">Number of points.</param>
    /// <param name="nodes">Nodes of a sequence.</param>
    public static double Bytes(FluctuationModel model, int points, int nodes)
    {
        ArgumentNullException.ThrowIfNull(model);
        double columns = model.Columns;
        return (8 * columns * (columns + (2.0 * points * model.Samples * (2 + model.Samples)))) + (NodeCount(model, nodes) * (100 + (80.0 * model.Samples)));
    }

    /// <summary>Solves one pass.</summary>
    /// <param name="model">What is solved.</param>
    /// <param name="points">After how many steps something is asked, increasing.</param>
    /// <param name="pass">Number of the pass.</param>
    /// <param name="count">Nodes of a sequence.</param>
    /// <param name="key">Its shifts.</param>
    /// <param name="progress">Told the fraction done.</param>
    /// <param name="cancellation">Stops between nodes.</param>
    public static FluctuationSolution Solve(
        FluctuationModel model, IReadOnlyList<int> points, int pass, int count, StreamKey key, Action<double> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(progress);
        return new Pass(model, NeuronNodes.Of(model, pass, count, key), [.. points], progress, cancellation).Solve();
    }

    /// <summary>Nodes of one pass.</summary>
    internal static double NodeCount(FluctuationModel model, int nodes) =>
        !NeuronNodes.IsGrid(model) ? 2.0 * nodes : model.Training switch { 1 => 3000, 2 => 21_000, _ => 48_000 };

    private sealed class Pass(FluctuationModel model, NeuronNodes nodes, int[] points, Action<double> progress, CancellationToken cancellation)
    {
        private readonly NeuronObservables observables = new(model, nodes);
        private readonly NeuronPath path = new(model);
        private readonly int columns = model.Columns;
        private readonly int stages = model.Times.Stages.Count;

        public FluctuationSolution Solve()
        {
            FluctuationNetwork network = new(model, nodes.Readout, nodes.Fields, [], nodes.Shares);
            network.Train(_ => cancellation.ThrowIfCancellationRequested());
            if (network.DivergedAt is { } step)
            {
                return new FluctuationSolution([], [], []) { DivergedAt = step };
            }

            // Delta at infinite width: that of the network whose neurons are the nodes.
            double[][] residuals = network.Residuals;
            double[][][]? weights = model.IsOdd ? Weights(residuals) : null;
            (double[][] means, double[][] variances) = Average(residuals, weights);
            return Solution(means, variances);
        }

        /// <summary>R_O (1 + D)^-1 of each point and observable.</summary>
        private double[][][] Weights(double[][] residuals)
        {
            double[][] response = Rows(columns);
            double[][][] answers = [.. points.Select(_ => Rows(observables.Count))];
            var tangent = new NeuronTangent(model);
            for (int index = 0; index < nodes.Shares.Length; index++)
            {
                int node = index;
                Announce(node, 0, 0.7);
                path.Run(nodes, node, residuals);
                double share = nodes.Shares[node];
                tangent.Run(path, residuals, (at, rows) => Respond(node, at, rows, share, response, answers));
            }

            foreach (double[] row in answers.SelectMany(rows => rows))
            {
                Invert(row, response);
            }

            return answers;
        }

        private void Respond(int node, int at, double[][] tangents, double share, double[][] response, double[][][] answers)
        {
            int count = model.FirstColumn(at);
            double scale = share / model.OutputScale;
            ReadOnlySpan<int> batch = at < model.Times.Evaluations ? model.Batch(at) : [];
            for (int k = 0; k < batch.Length; k++)
            {
                int m = batch[k];
                double[] row = response[count + k];
                VectorUpdate.Add(scale * path.Features[at, m].Value, tangents[0].AsSpan(0, count), row.AsSpan(0, count));
                VectorUpdate.Add(scale * path.Readout[at] * path.Features[at, m].First, tangents[1 + m].AsSpan(0, count), row.AsSpan(0, count));
            }

            int point = PointOf(at);
            if (point >= 0)
            {
                observables.Differentiate(path, node, at);
                for (int k = 0; k < observables.Count; k++)
                {
                    for (int c = 0; c <= model.Training; c++)
                    {
                        VectorUpdate.Add(share * observables.Slopes[k][c], tangents[c].AsSpan(0, count), answers[point][k].AsSpan(0, count));
                    }
                }
            }
        }

        /// <summary>x (1 + D) = R from the last column on; D is strictly lower triangular.</summary>
        private static void Invert(double[] row, double[][] response)
        {
            for (int c = row.Length - 1; c > 0; c--)
            {
                if (row[c] != 0)
                {
                    VectorUpdate.Add(-row[c], response[c].AsSpan(0, c), row.AsSpan(0, c));
                }
            }
        }

        /// <summary>E of o_O and of the square of o_O - R_O (1 + D)^-1 xi less its mean.</summary>
        private (double[][] Means, double[][] Variances) Average(double[][] residuals, double[][][]? weights)
        {
            double[][] means = [.. points.Select(_ => new double[observables.Count])];
            double[][] shifted = [.. points.Select(_ => new double[observables.Count])];
            double[][] squares = [.. points.Select(_ => new double[observables.Count])];
            var deviation = new double[columns];
            double[][] starts = [.. nodes.ResidualWeights.Select(_ => new double[model.Samples])];
            for (int node = 0; node < nodes.Shares.Length; node++)
            {
                Announce(node, model.IsOdd ? 0.7 : 0, 1);
                path.Run(nodes, node, residuals);
                path.Deviate(residuals, deviation);
                Start(node, starts);
                for (int point = 0; point < points.Length; point++)
                {
                    int at = points[point] * stages;
                    int before = model.FirstColumn(at);
                    observables.Measure(path, node, at);
                    for (int k = 0; k < observables.Count; k++)
                    {
                        double moved = weights is null ? 0 : VectorUpdate.Dot(weights[point][k].AsSpan(0, before), deviation.AsSpan(0, before));
                        int values = observables.IsOfTraining(k) ? 1 : nodes.ResidualWeights.Length;
                        for (int j = 0; j < values; j++)
                        {
                            double share = nodes.Shares[node] * (values == 1 ? 1 : nodes.ResidualWeights[j]);
                            double own = observables.Values[j][k] - (k < model.Samples ? starts[j][k] : 0);
                            means[point][k] += share * own;
                            shifted[point][k] += share * (own - moved);
                            squares[point][k] += share * (own - moved) * (own - moved);
                        }
                    }
                }
            }

            for (int point = 0; point < points.Length; point++)
            {
                for (int k = 0; k < observables.Count; k++)
                {
                    squares[point][k] = Math.Max(0, squares[point][k] - (shifted[point][k] * shifted[point][k]));
                }
            }

            return (means, squares);
        }

        /// <summary>What is subtracted from outputs: those at the start if centred.</summary>
        private void Start(int node, double[][] starts)
        {
            if (!model.Centred)
            {
                return;
            }

            observables.Measure(path, node, 0);
            for (int j = 0; j < starts.Length; j++)
            {
                observables.Values[j].AsSpan(0, model.Samples).CopyTo(starts[j]);
            }
        }

        private FluctuationSolution Solution(double[][] means, double[][] variances)
        {
            MeanAndVariance Of(int point, int k) => new(means[point][k], model.IsOdd || points[point] == 0 ? variances[point][k] : null);
            MeanAndVariance[,] Matrix(int point, int offset)
            {
                var matrix = new MeanAndVariance[model.Samples, model.Samples];
                for (int pair = 0; pair < observables.Pairs.Count; pair++)
                {
                    (int m, int n) = observables.Pairs[pair];
                    matrix[m, n] = matrix[n, m] = Of(point, observables.IndexOf(pair) + offset);
                }

                return matrix;
            }

            int[] all = [.. Enumerable.Range(0, points.Length)];
            return new FluctuationSolution(
                [.. all.Select(point => Enumerable.Range(0, model.Samples).Select(n => Of(point, n)).ToArray())],
                [.. all.Select(point => Matrix(point, 0))],
                [.. all.Select(point => Matrix(point, observables.Pairs.Count))]);
        }

        private int PointOf(int at) => at % stages == 0 ? Array.IndexOf(points, at / stages) : -1;

        private double[][] Rows(int count) => [.. Enumerable.Range(0, count).Select(_ => new double[columns])];

        private void Announce(int node, double from, double to)
        {
            if (node % 64 == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress(from + ((to - from) * node / nodes.Shares.Length));
            }
        }
    }
}
