using Numerics.Spectra.Models;

namespace Numerics.Spectra.Theory.FiniteWidth;

/// <summary>Moments of products phi_m phi_n and phi'_m phi'_n of one layer at initialisation, over neurons.</summary>
/// <remarks>
/// <para>Source: B. Bordelon and C. Pehlevan, Advances in Neural Information Processing Systems 36 (2023); derived here, docs/finite-width.md.</para>
/// </remarks>
internal sealed class NeuronMoments
{
    // Two samples whose fields have a correlation this close to 1 are one.
    private const double Dependent = 1e-9;

    private readonly FluctuationModel model;
    private readonly NeuronNodes nodes;
    private readonly SamplePairs pairs;
    private readonly double[] fields;
    private readonly double[] products;
    private readonly double[] slopes;
    private readonly CancellationToken cancellation;

    /// <summary>Of the neurons of a layer.</summary>
    /// <param name="model">Model whose Gram matrix is the covariance of the fields.</param>
    /// <param name="nodes">Their quadrature.</param>
    /// <param name="pairs">Pairs of samples.</param>
    /// <param name="cancellation">Stops between nodes.</param>
    public NeuronMoments(FluctuationModel model, NeuronNodes nodes, SamplePairs pairs, CancellationToken cancellation)
    {
        this.cancellation = cancellation;
        this.model = model;
        this.nodes = nodes;
        this.pairs = pairs;
        fields = new double[model.Samples];
        products = new double[pairs.Count];
        slopes = new double[pairs.Count];
    }

    /// <summary>E and Var of phi_m phi_n.</summary>
    public MeanAndVariance[] Features()
    {
        var mean = new double[pairs.Count];
        var square = new double[pairs.Count];
        Average((share, _) =>
        {
            for (int p = 0; p < pairs.Count; p++)
            {
                mean[p] += share * products[p];
                square[p] += share * products[p] * products[p];
            }
        });
        return [.. mean.Select((value, p) => new MeanAndVariance(value, square[p] - (value * value)))];
    }

    /// <summary>E phi'_m phi'_n.</summary>
    public double[] SlopeProducts()
    {
        var mean = new double[pairs.Count];
        Average((share, _) =>
        {
            for (int p = 0; p < pairs.Count; p++)
            {
                mean[p] += share * slopes[p];
            }
        });
        return mean;
    }

    /// <summary>Cov of phi phi + w^2 phi' phi' strength; E w^2 = 1 and E w^4 = 3 are exact.</summary>
    public double[,] Covariance(double[] strength)
    {
        double[][] own = [.. Enumerable.Range(0, pairs.Count).Select(p => Enumerable.Range(0, pairs.Count).Select(q => p == q ? 1.0 : 0).ToArray())];
        return Covariance(own, strength, null);
    }

    /// <summary>Cov of sum_q weights_pq phi_q phi_q + strength phi' phi' zeta_m zeta_n, zeta Gaussian and independent of the fields.</summary>
    /// <param name="weights">Pair, pair.</param>
    /// <param name="strength">Pair.</param>
    /// <param name="zeta">Covariance of zeta, by pairs; null: 1 for all, the readout.</param>
    public double[,] Covariance(double[][] weights, double[] strength, double[]? zeta)
    {
        int count = pairs.Count;
        var covariance = new double[count, count];
        var means = new double[count];
        var alpha = new double[count];
        double[,] fourth = Fourth(zeta);
        Average((share, _) =>
        {
            for (int p = 0; p < count; p++)
            {
                alpha[p] = 0;
                for (int q = 0; q < count; q++)
                {
                    alpha[p] += weights[p][q] * products[q];
                }

                means[p] += share * (alpha[p] + (strength[p] * slopes[p] * (zeta?[p] ?? 1)));
            }

            for (int p = 0; p < count; p++)
            {
                double first = strength[p] * slopes[p];
                for (int q = 0; q < count; q++)
                {
                    double second = strength[q] * slopes[q];
                    covariance[p, q] += share * ((alpha[p] * alpha[q]) + (alpha[p] * second * (zeta?[q] ?? 1)) + (first * (zeta?[p] ?? 1) * alpha[q]) + (first * second * fourth[p, q]));
                }
            }
        });
        for (int p = 0; p < count; p++)
        {
            for (int q = 0; q < count; q++)
            {
                covariance[p, q] -= means[p] * means[q];
            }
        }

        return covariance;
    }

    /// <summary>Var of sum_q weights_q phi_q phi_q.</summary>
    public double VarianceOf(double[] weights)
    {
        double mean = 0;
        double square = 0;
        Average((share, _) =>
        {
            double value = 0;
            for (int q = 0; q < pairs.Count; q++)
            {
                value += weights[q] * products[q];
            }

            mean += share * value;
            square += share * value * value;
        });
        return square - (mean * mean);
    }

    /// <summary>d E[phi_m phi_n + phi'_m phi'_n strength]/d covariance: pair, pair. Of a diagonal entry and one beside it each counts once.</summary>
    /// <param name="covariance">Covariance of the fields, by pairs.</param>
    /// <param name="strength">Pair.</param>
    public double[][] Jacobian(double[] covariance, double[] strength)
    {
        double[][] jacobian = [.. pairs.All.Select(_ => new double[pairs.Count])];
        int[] diagonal = [.. Enumerable.Range(0, model.Samples).Select(m => pairs.IndexOf(m, m))];
        Average((share, h) =>
        {
            for (int p = 0; p < pairs.Count; p++)
            {
                (int m, int n) = pairs[p];
                (double a, double b, double c) = (covariance[diagonal[m]], covariance[p], covariance[diagonal[n]]);
                double value = share * (products[p] + (strength[p] * slopes[p]));
                double determinant = (a * c) - (b * b);
                if (m == n || determinant <= Dependent * a * c)
                {
                    jacobian[p][diagonal[m]] += a > 0 ? value * 0.5 * ((h[m] * h[m] / a) - 1) / a : 0;
                    continue;
                }

                double x = ((c * h[m]) - (b * h[n])) / determinant;
                double y = ((a * h[n]) - (b * h[m])) / determinant;
                jacobian[p][diagonal[m]] += value * 0.5 * ((x * x) - (c / determinant));
                jacobian[p][diagonal[n]] += value * 0.5 * ((y * y) - (a / determinant));
                jacobian[p][p] += value * ((x * y) + (b / determinant));
            }
        });
        return jacobian;
    }

    /// <summary>E zeta_m zeta_n zeta_a zeta_b by pairings.</summary>
    private double[,] Fourth(double[]? zeta)
    {
        double Of(int m, int n) => zeta?[pairs.IndexOf(m, n)] ?? 1;
        var fourth = new double[pairs.Count, pairs.Count];
        for (int p = 0; p < pairs.Count; p++)
        {
            for (int q = 0; q < pairs.Count; q++)
            {
                ((int m, int n), (int a, int b)) = (pairs[p], pairs[q]);
                fourth[p, q] = (Of(m, n) * Of(a, b)) + (Of(m, a) * Of(n, b)) + (Of(m, b) * Of(n, a));
            }
        }

        return fourth;
    }

    private void Average(Action<double, double[]> add)
    {
        var at = new (double Value, double First, double Second)[model.Samples];
        for (int node = 0; node < nodes.Shares.Length; node++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (int residual = 0; residual < nodes.ResidualWeights.Length; residual++)
            {
                double share = nodes.At(node, residual, fields);
                for (int m = 0; m < at.Length; m++)
                {
                    at[m] = SmoothActivation.At(model.Activation, fields[m]);
                }

                for (int p = 0; p < pairs.Count; p++)
                {
                    products[p] = at[pairs[p].Row].Value * at[pairs[p].Column].Value;
                    slopes[p] = at[pairs[p].Row].First * at[pairs[p].Column].First;
                }

                add(share, fields);
            }
        }
    }
}
