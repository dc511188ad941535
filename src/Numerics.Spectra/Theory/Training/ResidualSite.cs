using Numerics.LinearAlgebra.Dense;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Theory.Training;

/// <summary>
/// All hidden layers of a deep linear network with residual branches as one single site, driven by the Gaussian fields of every matrix: a neuron carries its features from
/// layer to layer, so that layers are correlated site by site.
/// </summary>
/// <remarks>
/// <code>
/// h^1(t) = rho u^1(t) + sum over r up to t of H^1(t,r) g^1(r),     h^(l+1)(t) = h^l(t) + eps [ rho u^(l+1)(t) + sum over r up to t of H^(l+1)(t,r) g^(l+1)(r) ]
/// g^L(t) = rho z^L(t) + sum over r below t of F^L(t,r) h^L(r),     g^l(t) = g^(l+1)(t) + eps [ rho z^l(t) + sum over r below t of F^l(t,r) h^l(r) ]
/// H^(l+1) = rho sigma_l^2 a^l + f_l kappa m C^l,    F^l = rho sigma_l^2 b^(l+1) + f_l kappa m G^(l+1),    f_0 = e_0, f_L = e_L, else f_l = eps e_l,    G^(L+1) = 1, b^(L+1) = 0
/// cov u^(l+1) = sigma_l^2 C^l,   cov z^l = sigma_l^2 G^(l+1);     a^l = dh^l/dz^l,   b^l = dg^l/du^l,   eps = beta0/sqrt(L)
/// </code>
/// <para>Every h^l and g^l is linear in all 2L fields (u^1..u^L, z^1..z^L, w = z^L), which are independent of each other: 4 L^2 tables of coefficients. u^k(t) reaches h^l(t) for k up to l only, and
/// z^k(t) reaches g^l(t) for k from l on: so every average is known when it is needed.</para>
/// <para>Source: derived here, docs/deep-linear.md, section 8; the branches are those of B. Bordelon, L. Noci, M. B. Li, B. Hanin and C. Pehlevan, arXiv 2309.16620.</para>
/// Equation: deep-linear-residual-site
/// </remarks>
internal sealed class ResidualSite : HiddenLayers
{
    private readonly int depth;
    private readonly double branch;
    private readonly double[] variances;
    private readonly LayerTables[] layers;
    private readonly TimeMatrix[][] features;
    private readonly TimeMatrix[][] gradients;
    private readonly double[] coefficients;
    private readonly double[][] weighted;
    private readonly int[] lengths;

    /// <summary>An empty site.</summary>
    /// <param name="model">Network with residual branches, and training.</param>
    /// <param name="times">T + 1.</param>
    public ResidualSite(DeepLinearModel model, int times)
        : base(times)
    {
        depth = model.Depth;
        branch = model.BranchScale(1);
        variances = [.. Enumerable.Range(0, depth + 1).Select(l => model.OperatorScale(l) * model.OperatorScale(l))];
        layers = [.. Enumerable.Range(0, depth).Select(_ => new LayerTables(times))];
        features = [.. Enumerable.Range(1, depth).Select(l => Coefficients(l, times, layers[l - 1].FeatureToForward, layers[l - 1].FeatureToBackward))];
        gradients = [.. Enumerable.Range(1, depth).Select(l => Coefficients(l, times, layers[l - 1].GradientToForward, layers[l - 1].GradientToBackward))];
        coefficients = new double[times];
        weighted = [.. Enumerable.Range(0, 2 * depth).Select(_ => new double[times])];
        lengths = new int[2 * depth];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<LayerTables> Layers => layers;

    /// <inheritdoc/>
    public override void Backward(in CausalStep step, InputSite input)
    {
        int t = step.Time;
        for (int l = depth; l >= 1; l--)
        {
            LayerTables own = layers[l - 1];
            TimeMatrix above = l == depth ? Readout : layers[l].Gradients;
            Span<double> f = coefficients.AsSpan(0, t);
            for (int r = 0; r < t; r++)
            {
                double response = l == depth ? 0 : layers[l].GradientToForward[t, r];
                f[r] = (step.Retained * variances[l] * response) + (step.Spikes(l, r) * above[t, r]);
            }

            Respond(step, f, features[l - 1], gradients[l - 1], l == depth ? null : gradients[l], BackwardField(l));
            Weigh(t, gradients[l - 1], input, lastForward: 0, firstBackward: l);
            for (int s = 0; s <= t; s++)
            {
                own.Gradients.SetSymmetric(t, s, Average(gradients[l - 1], s));
            }

            for (int r = 0; r < t; r++)
            {
                own.Cross[r, t] = Average(features[l - 1], r);
            }
        }
    }

    /// <inheritdoc/>
    public override void Forward(in CausalStep step, InputSite input)
    {
        int t = step.Time;
        for (int l = 1; l <= depth; l++)
        {
            LayerTables own = layers[l - 1];
            TimeMatrix below = Below(l, input);
            TimeMatrix responses = l == 1 ? input.FeatureResponses : layers[l - 2].FeatureToBackward;
            Span<double> h = coefficients.AsSpan(0, t + 1);
            for (int r = 0; r <= t; r++)
            {
                h[r] = (step.Retained * variances[l - 1] * responses[t, r]) + (step.Spikes(l - 1, r) * below[t, r]);
            }

            Respond(step, h, gradients[l - 1], features[l - 1], l == 1 ? null : features[l - 2], ForwardField(l));
            Weigh(t, features[l - 1], input, lastForward: l, firstBackward: 1);
            for (int s = 0; s <= t; s++)
            {
                own.Features.SetSymmetric(t, s, Average(features[l - 1], s));
                own.Cross[t, s] = Average(gradients[l - 1], s);
            }
        }
    }

    /// <summary>Index of u^l among the fields.</summary>
    private static int ForwardField(int layer) => layer - 1;

    /// <summary>Index of z^l among the fields.</summary>
    private int BackwardField(int layer) => depth + layer - 1;

    /// <summary>C^(l-1).</summary>
    private TimeMatrix Below(int layer, InputSite input) => layer == 1 ? input.Features : layers[layer - 2].Features;

    private TimeMatrix[] Coefficients(int layer, int times, TimeMatrix onForward, TimeMatrix onBackward) =>
        [.. Enumerable.Range(0, 2 * depth).Select(field => field == ForwardField(layer) ? onForward : field == BackwardField(layer) ? onBackward : new TimeMatrix(times))];

    /// <summary>Row t of the coefficients of a feature or gradient: what it answers to the other one of its layer, its own field, and, in a branch, what it is added to.</summary>
    private void Respond(in CausalStep step, ReadOnlySpan<double> memory, TimeMatrix[] source, TimeMatrix[] target, TimeMatrix[]? carried, int ownField)
    {
        int t = step.Time;
        for (int field = 0; field < target.Length; field++)
        {
            Span<double> row = target[field].Leading(t, t + 1);
            source[field].AddLowerProduct(memory, row);
            if (field == ownField)
            {
                row[t] += step.Retained;
            }

            if (carried is not null)
            {
                // In place: the row is that of the branch until here.
                for (int r = 0; r <= t; r++)
                {
                    row[r] *= branch;
                }

                SpanProducts.Add(1, carried[field].Leading(t, t + 1), row);
            }
        }
    }

    /// <summary>Covariance of every field times row t, as far as fields of time t enter: u^k for k up to the first number, z^k for k from the second.</summary>
    private void Weigh(int t, TimeMatrix[] rows, InputSite input, int lastForward, int firstBackward)
    {
        for (int l = 1; l <= depth; l++)
        {
            Weigh(ForwardField(l), l <= lastForward ? t + 1 : t, t, rows, Below(l, input), variances[l - 1]);
            Weigh(BackwardField(l), l >= firstBackward ? t + 1 : t, t, rows, l == depth ? Readout : layers[l].Gradients, variances[l]);
        }
    }

    private void Weigh(int field, int length, int t, TimeMatrix[] rows, TimeMatrix correlations, double variance)
    {
        lengths[field] = length;
        correlations.SymmetricProduct(variance, rows[field].Leading(t, length), weighted[field].AsSpan(0, length));
    }

    /// <summary>Mean of the product of what was weighed and of what has these coefficients, at time s.</summary>
    private double Average(TimeMatrix[] rows, int s)
    {
        double sum = 0;
        for (int field = 0; field < rows.Length; field++)
        {
            sum += rows[field].LowerDot(weighted[field].AsSpan(0, lengths[field]), s);
        }

        return sum;
    }
}
