using Numerics.Spectra.Analysis;

namespace Numerics.Spectra.Theory.GaussianMixtures;

/// <summary>The cell of fields themselves, which flat walls bound: the test error.</summary>
/// <remarks>
/// <para>Source: derived here.</para>
/// </remarks>
internal sealed class FieldCell : LabelCell
{
    private const double Flat = 1e-12;

    private readonly double[] offsets;
    private readonly double[][] slopes;

    public FieldCell(LabelContrasts contrasts, int label, double[] mean, double[] q)
        : this(SmallMatrix.Function(contrasts.Count, q, value => Math.Sqrt(Math.Max(0, value))), contrasts, label, mean)
    {
    }

    private FieldCell(double[] root, LabelContrasts contrasts, int label, double[] mean)
        : base(contrasts, label, mean, root, Direction(contrasts, label, root), 1.5)
    {
        int[] rivals = [.. Enumerable.Range(0, contrasts.Labels).Where(l => l != label)];
        double[][] leads = [.. rivals.Select(l => Difference(contrasts.Row(label), contrasts.Row(l)))];
        offsets = [.. leads.Select(lead => SmallMatrix.Dot(lead, mean))];
        slopes = [.. leads.Select(lead => Directions.Select(direction => SmallMatrix.Dot(lead, direction)).ToArray())];
        double least = Flat * Math.Max(offsets.Max(Math.Abs), slopes.Max(row => row.Max(Math.Abs)));
        foreach (double[] row in slopes)
        {
            row[0] = Math.Abs(row[0]) <= least ? 0 : row[0];
        }
    }

    /// <summary>Leads are straight along the line: right between the last of them to become positive and the first to become negative; ties are shared.</summary>
    protected override double Along(double z2, double z3)
    {
        (double low, double high) = (double.NegativeInfinity, double.PositiveInfinity);
        int ties = 0;
        for (int l = 0; l < offsets.Length; l++)
        {
            double lead = Lead(l, z2, z3);
            if (slopes[l][0] == 0)
            {
                ties += lead == 0 ? 1 : 0;
                high = lead < 0 ? double.NegativeInfinity : high;
            }
            else if (slopes[l][0] > 0)
            {
                low = Math.Max(low, -lead / slopes[l][0]);
            }
            else
            {
                high = Math.Min(high, -lead / slopes[l][0]);
            }
        }

        return low < high ? NormalLaw.Between(low, high) / (1 + ties) : 0;
    }

    /// <summary>Where two walls meet, and in ever longer steps around the place where one lies across the line.</summary>
    protected override IEnumerable<double> Breaks(double z3)
    {
        for (int l = 0; l < offsets.Length; l++)
        {
            if (slopes[l][1] == 0)
            {
                continue;
            }

            double zero = -Lead(l, 0, z3) / slopes[l][1], reach = Math.Abs(slopes[l][0] / slopes[l][1]);
            yield return zero;
            for (double step = 0.5 * reach; step > 0 && step < 2; step *= 2)
            {
                yield return zero - step;
                yield return zero + step;
            }

            for (int k = 0; k < l; k++)
            {
                double slope = (slopes[l][1] * slopes[k][0]) - (slopes[k][1] * slopes[l][0]);
                if (slope != 0)
                {
                    yield return ((Lead(k, 0, z3) * slopes[l][0]) - (Lead(l, 0, z3) * slopes[k][0])) / slope;
                }
            }
        }
    }

    /// <summary>All walls meet where all leads are zero.</summary>
    protected override IEnumerable<double> OuterBreaks()
    {
        double[] matrix = [.. slopes.SelectMany(row => row)], apex = [.. offsets.Select(value => -value)];
        return SmallMatrix.Solve(N, 1, matrix, apex) && double.IsFinite(apex[^1]) ? [apex[^1]] : [];
    }

    private double Lead(int l, double z2, double z3) => offsets[l] + (N > 1 ? slopes[l][1] * z2 : 0) + (N > 2 ? slopes[l][2] * z3 : 0);

    /// <summary>Along the field of the label, as far as fields vary there; where nothing varies any direction will do.</summary>
    private static double[] Direction(LabelContrasts contrasts, int label, double[] root)
    {
        var along = new double[contrasts.Count];
        SmallMatrix.Apply(root, contrasts.Row(label), along);
        return SmallMatrix.Dot(along, along) > 0 ? along : contrasts.Row(label).ToArray();
    }

    private static double[] Difference(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double[] difference = a.ToArray();
        for (int i = 0; i < difference.Length; i++)
        {
            difference[i] -= b[i];
        }

        return difference;
    }
}
