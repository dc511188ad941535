using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Analysis;

namespace Numerics.Spectra.Classifiers;

/// <summary>Cross-entropy of a drawn sample plus l2 penalty, with gradient, Hessian and duality gap, in coordinates in which the weights of the labels sum to zero.</summary>
/// <remarks>
/// <code>
/// w_l = sum_a B_la A_a,  |W|^2 = |A|^2 (<see cref="LabelContrasts"/>);   F(A) = sum_i [ log sum_l exp(u_il) - u_i,y_i ] + (lambda/2)|A|^2,   u_i = B A x_i
/// dual  -sum_il s_il log s_il - |sum_i g_i x_i^T|^2/(2 lambda):   at s_i = softmax(u_i) the gap is  |dF/dA|^2/(2 lambda)
/// </code>
/// <para>A trained bias asks sum_i g_i = 0 of a dual point; what is left of it counts times |b|.</para>
/// <para>Source: S. Boyd and L. Vandenberghe, Convex Optimization (2004), chapter 5.</para>
/// Equation: softmax-duality-gap
/// </remarks>
internal sealed class SoftmaxObjective
{
    private readonly Lapack lapack;
    private readonly DenseMatrix<double> x;
    private readonly int[] labels;
    private readonly int n;

    /// <summary>Of rows x/sqrt(d), with a last column of ones if the biases are trained, whose labels count from 0.</summary>
    public SoftmaxObjective(Lapack lapack, DenseMatrix<double> x, int weights, int[] labels, LabelContrasts contrasts, double lambda)
    {
        this.lapack = lapack;
        this.x = x;
        this.labels = labels;
        Contrasts = contrasts;
        Lambda = lambda;
        Weights = weights;
        n = contrasts.Count;
    }

    public LabelContrasts Contrasts { get; }

    public double Lambda { get; }

    public int Samples => labels.Length;

    /// <summary>d.</summary>
    public int Weights { get; }

    /// <summary>d, and one more if the biases are trained: entries of one A_a.</summary>
    public int Inputs => (int)x.Columns;

    public int Parameters => n * Inputs;

    /// <summary>A x_i, [a][i] one after the other.</summary>
    public double[] Fields(ReadOnlySpan<double> theta)
    {
        var fields = new double[n * Samples];
        for (int a = 0; a < n; a++)
        {
            MatrixVector.Into(lapack, transpose: false, x, Inputs, 1, theta.Slice(a * Inputs, Inputs), 0, fields.AsSpan(a * Samples, Samples));
        }

        return fields;
    }

    /// <summary>Sum of the cross-entropies, and its gradient in the fields.</summary>
    public double Loss(ReadOnlySpan<double> fields, Span<double> slopes)
    {
        var row = new SampleShares(Contrasts);
        double sum = 0;
        for (int i = 0; i < Samples; i++)
        {
            row.Set(fields, i, Samples, labels[i]);
            sum += row.Loss;
            for (int a = 0; a < n; a++)
            {
                slopes[(a * Samples) + i] = -row.Force[a];
            }
        }

        return sum;
    }

    /// <summary>Fraction of samples whose label has not the largest field; ties are shared.</summary>
    public double Wrong(ReadOnlySpan<double> fields)
    {
        var row = new SampleShares(Contrasts);
        double sum = 0;
        for (int i = 0; i < Samples; i++)
        {
            row.Set(fields, i, Samples, labels[i]);
            double own = row.Shares[labels[i]];
            int above = 0, equal = 0;
            foreach (double share in row.Shares)
            {
                above += share > own ? 1 : 0;
                equal += share == own ? 1 : 0;
            }

            sum += above > 0 ? 1 : 1 - (1.0 / equal);
        }

        return sum / Samples;
    }

    /// <summary>X' times slopes, plus the penalty's part: the gradient.</summary>
    public double[] Gradient(ReadOnlySpan<double> slopes, ReadOnlySpan<double> theta)
    {
        var gradient = new double[Parameters];
        for (int a = 0; a < n; a++)
        {
            MatrixVector.Into(lapack, transpose: true, x, Inputs, 1, slopes.Slice(a * Samples, Samples), 0, gradient.AsSpan(a * Inputs, Inputs));
            SpanProducts.Add(Lambda, theta.Slice(a * Inputs, Weights), gradient.AsSpan(a * Inputs, Weights));
        }

        return gradient;
    }

    /// <summary>The Hessian, both triangles.</summary>
    public DenseMatrix<double> Hessian(ReadOnlySpan<double> fields)
    {
        double[] curvatures = Curvatures(fields);
        var hessian = new DenseMatrix<double>(Parameters, Parameters);
        using DenseMatrix<double> scaled = new(Samples, Inputs), block = new(Inputs, Inputs);
        for (int a = 0; a < n; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                ReadOnlySpan<double> weights = curvatures.AsSpan(((a * n) + b) * Samples, Samples);
                for (int j = 0; j < Inputs; j++)
                {
                    ReadOnlySpan<double> from = x.Column(j);
                    Span<double> to = scaled.Column(j);
                    for (int i = 0; i < to.Length; i++)
                    {
                        to[i] = weights[i] * from[i];
                    }
                }

                Multiply.Into(lapack, transposeA: true, x, transposeB: false, scaled, 1, 0, block, checkFinite: false);
                Place(block, a, b, hessian);
            }

            for (int j = 0; j < Weights; j++)
            {
                hessian[(a * Inputs) + j, (a * Inputs) + j] += Lambda;
            }
        }

        return hessian;
    }

    /// <summary>Objective less dual value, for all samples together.</summary>
    public double Gap(ReadOnlySpan<double> theta)
    {
        var slopes = new double[n * Samples];
        _ = Loss(Fields(theta), slopes);
        double[] gradient = Gradient(slopes, theta);
        double gap = 0;
        for (int a = 0; a < n; a++)
        {
            ReadOnlySpan<double> part = gradient.AsSpan(a * Inputs, Weights);
            gap += SpanProducts.Dot(part, part) / (2 * Lambda);
            gap += Inputs > Weights ? Math.Abs(gradient[((a + 1) * Inputs) - 1] * theta[((a + 1) * Inputs) - 1]) : 0;
        }

        return gap;
    }

    private void Place(DenseMatrix<double> block, int a, int b, DenseMatrix<double> hessian)
    {
        for (int j = 0; j < Inputs; j++)
        {
            block.Column(j).CopyTo(hessian.Column((b * Inputs) + j).Slice(a * Inputs, Inputs));
            for (int i = 0; i < Inputs && a != b; i++)
            {
                hessian[(b * Inputs) + j, (a * Inputs) + i] = block[i, j];
            }
        }
    }

    /// <summary>H_i of each sample, [a][b][i].</summary>
    private double[] Curvatures(ReadOnlySpan<double> fields)
    {
        var row = new SampleShares(Contrasts);
        var curvatures = new double[n * n * Samples];
        for (int i = 0; i < Samples; i++)
        {
            row.Set(fields, i, Samples, labels[i]);
            for (int a = 0; a < n; a++)
            {
                for (int b = 0; b <= a; b++)
                {
                    curvatures[(((a * n) + b) * Samples) + i] = row.Curvature(a, b);
                }
            }
        }

        return curvatures;
    }

    /// <summary>Probabilities of the labels of one sample, with loss, force and curvature.</summary>
    private sealed class SampleShares(LabelContrasts contrasts)
    {
        private readonly double[] shares = new double[contrasts.Labels];
        private readonly double[] force = new double[contrasts.Count];
        private readonly double[] curvature = new double[contrasts.Count * contrasts.Count];
        private readonly double[] point = new double[contrasts.Count];

        public double Loss { get; private set; }

        public ReadOnlySpan<double> Force => force;

        public ReadOnlySpan<double> Shares => shares;

        public void Set(ReadOnlySpan<double> fields, int sample, int stride, int own)
        {
            for (int a = 0; a < point.Length; a++)
            {
                point[a] = fields[(a * stride) + sample];
            }

            Loss = SoftmaxLoss.Of(contrasts, own, point, shares);
            SoftmaxLoss.Derivatives(contrasts, own, shares, force, curvature);
        }

        public double Curvature(int a, int b) => curvature[(a * force.Length) + b];
    }
}
