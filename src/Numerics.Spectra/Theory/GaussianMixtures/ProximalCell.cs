using Numerics.LinearAlgebra.Evidence;
using Numerics.Spectra.Analysis;

namespace Numerics.Spectra.Theory.GaussianMixtures;

/// <summary>The cell of the proximal points of cavity fields, which curved walls bound: the training error.</summary>
/// <remarks>
/// Lines run along (1 + V/L) B'e_y, in which direction the lead at the tip of the cell grows over every rival alike: they cross its wall once (exactly so for V a multiple of 1, and in the tests).
/// <para>Source: derived here.</para>
/// Equation: proximal-cell
/// </remarks>
internal sealed class ProximalCell : LabelCell
{
    private const int ScanPoints = 36;
    private const double RootPrecision = 1e-13;

    private readonly SoftmaxProximal proximal;
    private readonly double[] omega;
    private readonly double[] tip;
    private readonly double precision;
    private readonly Func<double, double> lead;
    private double z2;
    private double z3;
    private int rival;

    public ProximalCell(LabelContrasts contrasts, int label, double[] mean, double[] q, double[] v)
        : base(contrasts, label, mean, Root(contrasts.Count, q, 1), Direction(contrasts, label, q, v), contrasts.Count < 3 ? 1.5 : 3)
    {
        proximal = new SoftmaxProximal(contrasts, label, v);
        omega = new double[N];
        precision = N < 3 ? 1e-11 : 1e-8;
        lead = Lead;
        mean.CopyTo(proximal.Point);
        // P = 0, where all fields are equal, is the proximal point of omega = -V g(0).
        var corner = new double[N];
        SmallMatrix.Apply(v, contrasts.Row(label), corner);
        double[] away = [.. corner.Zip(mean, (c, m) => -c - m)];
        tip = new double[N];
        SmallMatrix.Apply(Root(N, q, -1), away, tip);
    }

    /// <summary>Whether all proximal points were found.</summary>
    public Outcome Outcome { get; private set; }

    protected override double Along(double across, double further)
    {
        (z2, z3) = (across, further);
        double below = Lead(-Reach);
        if (below > 0)
        {
            rival = -1;
            return 1;
        }

        double above = Lead(Reach);
        if (above < 0)
        {
            rival = -1;
            return 0;
        }

        double root = BracketedRoot.Find(lead, -Reach, below, Reach, above, RootPrecision);
        _ = Lead(root);
        return NormalLaw.Below(-root);
    }

    /// <summary>Between points of a scan whose strongest rivals differ, by halving.</summary>
    protected override IEnumerable<double> Breaks(double z3)
    {
        double step = 2 * Reach / ScanPoints, last = -Reach;
        int before = RivalAt(last, z3);
        for (int i = 1; i <= ScanPoints; i++)
        {
            double here = -Reach + (i * step);
            int now = RivalAt(here, z3);
            if (now != before)
            {
                (double low, double high) = (last, here);
                while (high - low > precision)
                {
                    double middle = 0.5 * (low + high);
                    (low, high) = RivalAt(middle, z3) == before ? (middle, high) : (low, middle);
                }

                yield return 0.5 * (low + high);
            }

            (last, before) = (here, now);
        }
    }

    protected override IEnumerable<double> OuterBreaks() => [SmallMatrix.Dot(tip, Axes[2])];

    private int RivalAt(double across, double further)
    {
        _ = Along(across, further);
        return rival;
    }

    /// <summary>Lead of the label at the proximal point of a place on the line.</summary>
    private double Lead(double z1)
    {
        for (int i = 0; i < N; i++)
        {
            omega[i] = Mean[i] + (Directions[0][i] * z1) + (N > 1 ? Directions[1][i] * z2 : 0) + (N > 2 ? Directions[2][i] * z3 : 0);
        }

        Outcome = Outcomes.Combine(Outcome, proximal.Solve(omega));
        (double found, rival) = proximal.Lead();
        return found;
    }

    /// <summary>q^(1/2), or its inverse; deviations are at least a billionth of the largest.</summary>
    private static double[] Root(int n, double[] q, int sign)
    {
        double floor = 1e-18 * SmallMatrix.Eigen(n, q).Values[^1];
        return SmallMatrix.Function(n, q, value => Math.Pow(Math.Max(value, floor), 0.5 * sign));
    }

    private static double[] Direction(LabelContrasts contrasts, int label, double[] q, double[] v)
    {
        int n = contrasts.Count;
        double[] field = contrasts.Row(label).ToArray(), shift = new double[n], along = new double[n];
        SmallMatrix.Apply(v, field, shift);
        double[] direction = [.. field.Zip(shift, (a, b) => a + (b / contrasts.Labels))];
        SmallMatrix.Apply(Root(n, q, -1), direction, along);
        return along;
    }
}
