namespace Numerics.Spectra.Analysis;

/// <summary>The cross-entropy of the softmax of a few fields, without overflow and to rounding where it is small.</summary>
/// <remarks>
/// <code>
/// loss = log sum_l exp(u_l) - u_y,   shares s_l = exp(u_l)/sum,   u = B a (<see cref="LabelContrasts"/>)
/// -dloss/da = g = sum_l s_l (B_y - B_l),   d2loss/da2 = H = sum_l s_l (B_y - B_l)(B_y - B_l)^T - g g^T
/// </code>
/// Differences from the row of the label: nothing cancels where s_y is close to 1.
/// </remarks>
internal static class SoftmaxLoss
{
    /// <summary>The loss of fields with coordinates a; writes the shares.</summary>
    /// <param name="contrasts">B.</param>
    /// <param name="label">y, from 0.</param>
    /// <param name="a">Coordinates of the fields.</param>
    /// <param name="shares">s_l.</param>
    public static double Of(LabelContrasts contrasts, int label, ReadOnlySpan<double> a, Span<double> shares)
    {
        double own = SmallMatrix.Dot(contrasts.Row(label), a), largest = 0;
        for (int l = 0; l < shares.Length; l++)
        {
            shares[l] = l == label ? 0 : SmallMatrix.Dot(contrasts.Row(l), a) - own;
            largest = Math.Max(largest, shares[l]);
        }

        double others = 0;
        for (int l = 0; l < shares.Length; l++)
        {
            shares[l] = Math.Exp(shares[l] - largest);
            others += l == label ? 0 : shares[l];
        }

        double total = others + shares[label];
        for (int l = 0; l < shares.Length; l++)
        {
            shares[l] /= total;
        }

        // The loss of a sample that is right by far is as small as the shares of the others.
        return largest > 0 ? largest + Math.Log(total) : LogisticLoss.Log1P(others);
    }

    /// <summary>g and H, by rows, of shares.</summary>
    public static void Derivatives(LabelContrasts contrasts, int label, ReadOnlySpan<double> shares, Span<double> force, Span<double> curvature)
    {
        int n = contrasts.Count;
        force.Clear();
        curvature.Clear();
        ReadOnlySpan<double> own = contrasts.Row(label);
        for (int l = 0; l < shares.Length; l++)
        {
            ReadOnlySpan<double> row = contrasts.Row(l);
            for (int i = 0; i < n; i++)
            {
                double part = shares[l] * (own[i] - row[i]);
                force[i] += part;
                for (int j = 0; j < n; j++)
                {
                    curvature[(i * n) + j] += part * (own[j] - row[j]);
                }
            }
        }

        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                curvature[(i * n) + j] -= force[i] * force[j];
            }
        }
    }
}
