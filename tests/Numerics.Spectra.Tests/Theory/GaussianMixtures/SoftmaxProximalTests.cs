using Numerics.LinearAlgebra.Evidence;
using Numerics.Spectra.Analysis;
using Numerics.Spectra.Models;
using Numerics.Spectra.Tests.Support;
using Numerics.Spectra.Theory.GaussianMixtures;

namespace Numerics.Spectra.Tests.Theory.GaussianMixtures;

/// <summary>Proximal points, averages and cells of the softmax against naive minimisation, finite differences, closed forms of orthants and a change of variables.</summary>
public sealed class SoftmaxProximalTests
{
    public static TheoryData<int, double, double> Cases => new() { { 2, 1, 0.7 }, { 3, 0.05, 2 }, { 3, 1, 1 }, { 3, 30, 3 }, { 4, 2, 1.5 }, { 4, 200, 20 } };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_point_is_the_minimum_and_its_response_the_derivative(int labels, double size, double width)
    {
        var contrasts = new LabelContrasts(labels);
        int n = labels - 1;
        var random = new TestRandom(11);
        double[] v = Covariance(random, n, size);
        var proximal = new SoftmaxProximal(contrasts, 1, v);
        for (int trial = 0; trial < 20; trial++)
        {
            double[] omega = [.. Enumerable.Range(0, n).Select(_ => width * random.Gaussian())];
            Assert.Equal(Outcome.Ok, proximal.Solve(omega));
            double[] p = proximal.Point.ToArray(), g = proximal.Force.ToArray(), response = new double[n * n];
            proximal.Response(response);
            // Steepest descent in the metric V from elsewhere, on the objective by its definition, ends there.
            double[] naive = Naive(contrasts, 1, v, omega);
            for (int i = 0; i < n; i++)
            {
                Assert.Equal(naive[i], p[i], 1e-6 * (1 + Math.Abs(p[i])));
                Assert.Equal(p[i] - omega[i], Enumerable.Range(0, n).Sum(j => v[(i * n) + j] * g[j]), 1e-10 * (1 + Math.Abs(p[i] - omega[i])));
                const double Step = 1e-5;
                double[] up = [.. omega], down = [.. omega];
                up[i] += Step;
                down[i] -= Step;
                Assert.Equal(Outcome.Ok, proximal.Solve(up));
                double[] above = proximal.Force.ToArray();
                Assert.Equal(Outcome.Ok, proximal.Solve(down));
                for (int j = 0; j < n; j++)
                {
                    Assert.Equal(-(above[j] - proximal.Force[j]) / (2 * Step), response[(j * n) + i], 1e-8);
                }
            }
        }
    }

    /// <summary>Two equal rivals: a full step from here leads to the mirror image, where the objective is the same; without a fall being asked for the search went to and fro.</summary>
    [Fact]
    public void A_point_between_two_equal_rivals_is_found()
    {
        double[] v = [7.275600933184528, 0, 0, 6.653025043271109], omega = [0, 36.930503371571135];
        var proximal = new SoftmaxProximal(new LabelContrasts(3), 2, v);
        (proximal.Point[0], proximal.Point[1]) = (5.014909536754228, 28.78224507058506);
        Assert.Equal(Outcome.Ok, proximal.Solve(omega));
        Assert.Equal(0, proximal.Point[0], 1e-8);
        Assert.Equal(Naive(new LabelContrasts(3), 2, v, omega)[1], proximal.Point[1], 1e-5);
    }

    /// <summary>A field or a metric that is not finite is an outcome, and the next field is found again.</summary>
    [Fact]
    public void What_is_not_found_is_an_outcome()
    {
        var contrasts = new LabelContrasts(3);
        var proximal = new SoftmaxProximal(contrasts, 0, [1, 0.2, 0.2, 2]);
        Assert.Equal(Outcome.NonFinite, proximal.Solve([double.NaN, 1]));
        Assert.Equal(Outcome.NonFinite, proximal.Solve([double.PositiveInfinity, 1]));
        Assert.Equal(Outcome.Ok, proximal.Solve([0.3, -1]));
        double[] naive = Naive(contrasts, 0, [1, 0.2, 0.2, 2], [0.3, -1]);
        Assert.Equal(naive[0], proximal.Point[0], 1e-9);
        // A singular metric has no inverse.
        Assert.NotEqual(Outcome.Ok, new SoftmaxProximal(contrasts, 0, [1, 1, 1, 1]).Solve([0.3, -1]));
        Assert.NotEqual(Outcome.Ok, SoftmaxAverages.Of(contrasts, 0, [0.4, 0.9], [1, 0, 0, 1], [1, 1, 1, 1], SoftmaxAverages.Coarse)!.Outcome);
    }

    /// <summary>The fine grid of the averages holds ten digits of one that is much finer, for narrow and wide fields; of two labels they are those of the logistic loss.</summary>
    [Theory]
    [InlineData(0.3, 1)]
    [InlineData(2, 0.1)]
    [InlineData(6, 20)]
    public void Averages_hold_their_digits(double deviation, double size)
    {
        var contrasts = new LabelContrasts(3);
        var random = new TestRandom(5);
        double[] q = Covariance(random, 2, deviation * deviation), v = Covariance(random, 2, size), mean = [0.4, 0.9];
        SoftmaxAverages fine = SoftmaxAverages.Of(contrasts, 0, mean, q, v, SoftmaxAverages.Fine)!, finer = SoftmaxAverages.Of(contrasts, 0, mean, q, v, 60)!;
        Assert.Equal(finer.Loss, fine.Loss, 1e-11 * Math.Max(1, finer.Loss));
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(finer.ForceSquare[i], fine.ForceSquare[i], 1e-11);
            Assert.Equal(finer.Response[i], fine.Response[i], 1e-11);
        }

        SoftmaxAverages two = SoftmaxAverages.Of(new LabelContrasts(2), 0, [0.5], [deviation * deviation], [size], SoftmaxAverages.Fine)!;
        MarginAverages margin = MarginAverages.Of(MarginLoss.Logistic, 0.5 * Math.Sqrt(2), deviation * Math.Sqrt(2), 2 * size);
        Assert.Equal(margin.Loss, two.Loss, 1e-11);
        Assert.Equal(margin.Force * Math.Sqrt(2), two.Force[0], 1e-11);
        Assert.Equal(-2 * margin.Response, two.Response[0], 1e-11);
        Assert.Null(SoftmaxAverages.Of(contrasts, 0, mean, [1e9, 0, 0, 1e9], v, SoftmaxAverages.Fine));
    }

    /// <summary>Without a mean a cell is an orthant of the leads: its probability is a sum of arcsines, for two and three leads.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void A_cell_of_fields_without_mean_is_an_orthant(int labels)
    {
        var contrasts = new LabelContrasts(labels);
        int n = labels - 1;
        var random = new TestRandom(7);
        for (int trial = 0; trial < 5; trial++)
        {
            double[] q = Covariance(random, n, 1);
            double[][] leads = [.. Enumerable.Range(1, n).Select(l => Enumerable.Range(0, n).Select(i => contrasts.Row(0)[i] - contrasts.Row(l)[i]).ToArray())];
            double Product(double[] a, double[] b) => Enumerable.Range(0, n).Sum(i => Enumerable.Range(0, n).Sum(j => a[i] * q[(i * n) + j] * b[j]));
            double Arc(int a, int b) => Math.Asin(Product(leads[a], leads[b]) / Math.Sqrt(Product(leads[a], leads[a]) * Product(leads[b], leads[b])));
            double expected = n == 2 ? 0.25 + (Arc(0, 1) / (2 * Math.PI)) : 0.125 + ((Arc(0, 1) + Arc(0, 2) + Arc(1, 2)) / (4 * Math.PI));
            Assert.Equal(expected, new FieldCell(contrasts, 0, new double[n], q).Probability(CancellationToken.None), n == 2 ? 1e-10 : 1e-6);
        }
    }

    [Fact]
    public void Fields_without_variance_are_decided_by_their_means_and_ties_are_shared()
    {
        var contrasts = new LabelContrasts(3);
        Assert.Equal(1.0 / 3, new FieldCell(contrasts, 0, new double[2], new double[4]).Probability(CancellationToken.None), 1e-12);
        Assert.Equal(1, new FieldCell(contrasts, 1, contrasts.ToContrasts([0, 1, 0]), new double[4]).Probability(CancellationToken.None), 1e-12);
        Assert.Equal(0, new FieldCell(contrasts, 0, contrasts.ToContrasts([0, 1, 0]), new double[4]).Probability(CancellationToken.None), 1e-12);
        // One direction only varies: u = (x, -x, 0), and label 1 leads where x > 0.
        double[] a = contrasts.ToContrasts([1, -1, 0]), mean = contrasts.ToContrasts([0.3, -0.3, 0]);
        double[] q = [a[0] * a[0], a[0] * a[1], a[1] * a[0], a[1] * a[1]];
        Assert.Equal(0.5 * MathNet.Numerics.SpecialFunctions.Erfc(-0.3 / Math.Sqrt(2)), new FieldCell(contrasts, 0, mean, q).Probability(CancellationToken.None), 1e-9);
    }

    /// <summary>Over P instead of omega = P - V g(P) a cell has flat walls: the density gains det(1 + V H), and nothing has to be found.</summary>
    [Theory]
    [InlineData(3, 1, 0.7, 0.4, 1e-8)]
    [InlineData(3, 5, 2, 0.8, 1e-8)]
    [InlineData(4, 1, 0.7, 0.4, 2e-6)]
    public void A_cell_of_proximal_points_by_a_change_of_variables(int labels, double size, double deviation, double lead, double tolerance)
    {
        var contrasts = new LabelContrasts(labels);
        int n = labels - 1;
        var random = new TestRandom(13);
        double[] q = Covariance(random, n, deviation * deviation), v = Covariance(random, n, size);
        double[] mean = [.. contrasts.Row(0).ToArray().Select((value, i) => (lead * value) + (0.1 * i))];
        double found = new ProximalCell(contrasts, 0, mean, q, v).Probability(CancellationToken.None);
        Assert.Equal(ByChangeOfVariables(contrasts, mean, q, v), found, tolerance);
    }

    private static double ByChangeOfVariables(LabelContrasts contrasts, double[] mean, double[] q, double[] v)
    {
        int n = contrasts.Count;
        // Rows of the leads; P = leads^-1 t over positive t.
        double[] leads = [.. Enumerable.Range(1, n).SelectMany(l => Enumerable.Range(0, n).Select(i => contrasts.Row(0)[i] - contrasts.Row(l)[i]))];
        double[] rays = SmallMatrix.Inverse(n, leads), inverse = SmallMatrix.Inverse(n, q);
        double scale = Math.Abs(Determinant(n, rays)) / Math.Sqrt(Math.Pow(2 * Math.PI, n) * Determinant(n, q));
        var rule = new GaussLegendre(0, 1, n == 2 ? 8 : 6);
        const int Panels = 30;
        double reach = n == 2 ? 24 : 15;
        (double T, double Weight)[] line = [.. Enumerable.Range(0, Panels).SelectMany(panel => Enumerable.Range(0, rule.Nodes.Length)
            .Select(i => ((panel + rule.Nodes[i]) * reach / Panels, rule.Weights[i] * reach / Panels)))];
        double[] t = new double[n], p = new double[n], shift = new double[n], share = new double[n + 1], force = new double[n], curvature = new double[n * n];
        double Sum(int axis)
        {
            if (axis < n)
            {
                double sum = 0;
                foreach ((double value, double weight) in line)
                {
                    t[axis] = value;
                    sum += weight * Sum(axis + 1);
                }

                return sum;
            }

            SmallMatrix.Apply(rays, t, p);
            _ = SoftmaxLoss.Of(contrasts, 0, p, share);
            SoftmaxLoss.Derivatives(contrasts, 0, share, force, curvature);
            SmallMatrix.Apply(v, force, shift);
            double[] jacobian = SmallMatrix.Product(n, v, curvature);
            double exponent = 0;
            for (int i = 0; i < n; i++)
            {
                jacobian[(i * n) + i] += 1;
                for (int j = 0; j < n; j++)
                {
                    exponent += 0.5 * (p[i] - shift[i] - mean[i]) * inverse[(i * n) + j] * (p[j] - shift[j] - mean[j]);
                }
            }

            return scale * Math.Exp(-exponent) * Determinant(n, jacobian);
        }

        return Sum(0);
    }

    private static double Determinant(int n, double[] a) => MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(n, n, (i, j) => a[(i * n) + j]).Determinant();

    private static double[] Covariance(TestRandom random, int n, double size)
    {
        double[] a = [.. Enumerable.Range(0, n * n).Select(_ => random.Gaussian())];
        double[] product = SmallMatrix.Product(n, a, [.. Enumerable.Range(0, n * n).Select(k => a[((k % n) * n) + (k / n)])]);
        return [.. product.Select((value, k) => size * ((value / n) + (k % (n + 1) == 0 ? 0.3 : 0)))];
    }

    /// <summary>p -= step V (V^-1 (p - omega) - g), whose steps are safe below 1/(1 + |V|/2), with the softmax by its definition.</summary>
    private static double[] Naive(LabelContrasts contrasts, int label, double[] v, double[] omega)
    {
        int n = contrasts.Count;
        double[] p = new double[n];
        double step = 1 / (1 + (0.5 * Enumerable.Range(0, n).Sum(i => v[(i * n) + i])));
        for (int iteration = 0; iteration < 60_000; iteration++)
        {
            double[] u = contrasts.ToLabels(p);
            double[] e = [.. u.Select(Math.Exp)];
            double[] residual = [.. e.Select((value, l) => (l == label ? 1 : 0) - (value / e.Sum()))];
            double[] g = contrasts.ToContrasts(residual);
            double largest = 0;
            for (int i = 0; i < n; i++)
            {
                double move = p[i] - omega[i] - Enumerable.Range(0, n).Sum(j => v[(i * n) + j] * g[j]);
                p[i] -= step * move;
                largest = Math.Max(largest, Math.Abs(move));
            }

            if (largest < 1e-11)
            {
                break;
            }
        }

        return p;
    }
}
