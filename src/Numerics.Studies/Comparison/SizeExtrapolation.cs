namespace Numerics.Studies.Comparison;

/// <summary>
/// The deviation of simulation from theory at infinite size, from its means at several sizes: what is left of a finite-size correction that is measured and not granted.
/// </summary>
/// <remarks>
/// <code>
/// mean_j - theory_j = d + b N_j^-p + noise,   weighted least squares with weights R_j N_j^q/v0
/// se^2 = sum_j c_j^2 v0 N_j^-q/R_j, nu = sum (R_j - 1)            c_j: weight of the mean at size j in d
/// where the variances refute v0 N^-q:  se^2 = sum_j a_j, a_j = c_j^2 s_j^2/R_j,   nu = se^4/sum a_j^2/(R_j - 1)      (Welch, Satterthwaite)
/// fit: sum_j R_j N_j^q/v0 residual_j^2/(m - 2) against F(m - 2, nu); if it fails, the smallest size is dropped, down to two
///      where the variances refute v0 N^-q: residuals of the fit with weights R_j/s_j^2, against F(m - 2, min_j R_j - 1)
/// </code>
/// <para>Theory at finite size (the mean of a Tracy-Widom law) is part of theory_j, so that the next power is fitted. With the sizes N/8, N/4, N/2, N at equal cost d has 0.86 of the
/// standard error of the largest size alone. A single size is d itself. Every mean is uncertain by rounding besides, which is all there is where nothing scatters.</para>
/// Equation: size-extrapolation
/// Source: least squares; B. L. Welch, Biometrika 34 (1947) 28, and F. E. Satterthwaite, Biometrics 2 (1946) 110, for the degrees of freedom.
/// </remarks>
/// <param name="Deviation">d.</param>
/// <param name="StandardError">se.</param>
/// <param name="DegreesOfFreedom">nu; 0 where no size has two replicas.</param>
/// <param name="Slope">b; null for a single size.</param>
/// <param name="Dropped">How many of the smallest sizes are not fitted.</param>
/// <param name="PowerHolds">False if the fit still failed with three sizes, or without those that have replicas enough for another.</param>
/// <param name="Variance">Pooled variance of the sizes that are fitted.</param>
/// <param name="VariancePooled">Whether it is used: not where the sizes refute it.</param>
/// <param name="Coefficients">c_j of the sizes that are fitted.</param>
internal sealed record SizeExtrapolation(
    double Deviation,
    double StandardError,
    double DegreesOfFreedom,
    double? Slope,
    int Dropped,
    bool PowerHolds,
    VarianceLaw Variance,
    bool VariancePooled,
    IReadOnlyList<double> Coefficients)
{
    /// <summary>Degrees of freedom that the sizes' own variances would have: few where the largest size, which carries most of the estimate, has few replicas.</summary>
    public double OwnFreedom { get; init; }

    /// <summary>
    /// Below this probability each size's own variance is used. Far above the level of a finding: own variances cost a few degrees of freedom, a wrong law a wrong error.
    /// </summary>
    public const double PoolingTail = 0.05;

    /// <summary>Fits.</summary>
    /// <param name="rungs">Sizes, ascending; at least one.</param>
    /// <param name="approachPower">p.</param>
    /// <param name="variancePower">q.</param>
    /// <param name="smallestTail">Probability below which the fit counts as failed.</param>
    /// <param name="rounding">Error of each mean that is there without any scatter.</param>
    public static SizeExtrapolation Fit(IReadOnlyList<RungMean> rungs, double approachPower, double variancePower, double smallestTail, double rounding = 0)
    {
        ArgumentNullException.ThrowIfNull(rungs);
        ArgumentOutOfRangeException.ThrowIfZero(rungs.Count);
        bool holds = true;
        for (int dropped = 0; ; dropped++)
        {
            RungMean[] used = [.. rungs.Skip(dropped)];
            var variance = VarianceLaw.Pool(used, variancePower);
            (double[] limit, double[] slope) = Weights(used, approachPower, Law(used, variancePower));
            SizeExtrapolation fit = Estimate(used, limit, slope, variance, dropped, holds, rounding);
            if (used.Length < 3 || Tail(used, fit, approachPower, rounding) >= smallestTail)
            {
                return fit;
            }

            holds &= used.Length > 3;
            if (!used.Skip(1).Any(rung => rung.Count > 1))
            {
                return fit with { PowerHolds = false };
            }
        }
    }

    /// <summary>R_j N_j^q, up to a factor.</summary>
    private static double[] Law(RungMean[] rungs, double variancePower) => [.. rungs.Select(rung => rung.Count * Math.Pow(rung.Size / rungs[^1].Size, variancePower))];

    /// <summary>Coefficients of the means in d and in b; of a single size (1) and nothing.</summary>
    private static (double[] Limit, double[] Slope) Weights(RungMean[] rungs, double approachPower, double[] w)
    {
        if (rungs.Length == 1)
        {
            return ([1], [0]);
        }

        double[] x = [.. rungs.Select(rung => Math.Pow(rung.Size / rungs[^1].Size, -approachPower))];
        double s = w.Sum();
        double centre = w.Zip(x, (a, b) => a * b).Sum() / s;
        double spread = w.Zip(x, (a, b) => a * (b - centre) * (b - centre)).Sum();
        double unit = Math.Pow(rungs[^1].Size, approachPower);
        double[] slope = [.. w.Zip(x, (a, b) => a * (b - centre) / spread)];
        return ([.. w.Select((a, j) => (a / s) - (centre * slope[j]))], [.. slope.Select(b => b * unit)]);
    }

    private static SizeExtrapolation Estimate(RungMean[] rungs, double[] limit, double[] slope, VarianceLaw law, int dropped, bool holds, double rounding)
    {
        double[] own = [.. rungs.Select((rung, j) => limit[j] * limit[j] * rung.Variance / rung.Count)];
        bool pooled = law.TailProbability >= PoolingTail || rungs.Any(rung => rung.Count < 2);
        double ownTotal = own.Sum();
        // A size with one replica has no residuals to show how entries go together.
        double ownFreedom = ownTotal == 0 || rungs.Any(rung => rung.Count < 2) ? 0 : ownTotal * ownTotal / own.Select((a, j) => a == 0 ? 0 : a * a / (rungs[j].Count - 1)).Sum();
        double freedom = pooled || ownTotal == 0 ? law.DegreesOfFreedom : ownFreedom;
        double squared = pooled ? rungs.Select((rung, j) => limit[j] * limit[j] * law.At(rung.Size) / rung.Count).Sum() : ownTotal;
        squared += limit.Sum(c => c * c) * rounding * rounding;
        double d = rungs.Select((rung, j) => limit[j] * rung.Deviation).Sum();
        double b = rungs.Select((rung, j) => slope[j] * rung.Deviation).Sum();
        return new SizeExtrapolation(d, Math.Sqrt(squared), freedom, rungs.Length > 1 ? b : null, dropped, holds, law, pooled, limit) { OwnFreedom = ownFreedom };
    }

    /// <summary>Probability of residuals as large as these if the means approach their limit with the power.</summary>
    private static double Tail(RungMean[] rungs, SizeExtrapolation fit, double approachPower, double rounding)
    {
        double[] variances = [.. rungs.Select(rung => ((fit.VariancePooled ? fit.Variance.At(rung.Size) : rung.Variance) / rung.Count) + (rounding * rounding))];
        (double d, double b) = (fit.Deviation, fit.Slope!.Value);
        if (!fit.VariancePooled && variances.All(variance => variance > 0))
        {
            // Weights of a refuted law would leave residuals that follow no chi-squared law.
            (double[] limit, double[] slope) = Weights(rungs, approachPower, [.. variances.Select(variance => 1 / variance)]);
            (d, b) = (limit.Zip(rungs, (c, rung) => c * rung.Deviation).Sum(), slope.Zip(rungs, (c, rung) => c * rung.Deviation).Sum());
        }

        double chi = 0;
        for (int j = 0; j < rungs.Length; j++)
        {
            double residual = rungs[j].Deviation - d - (b * Math.Pow(rungs[j].Size, -approachPower));
            chi += residual == 0 ? 0 : residual * residual / variances[j];
        }

        // With own variances each square has the tail of its own size's replicas: the smallest count is on the safe side.
        double freedom = fit.VariancePooled ? fit.Variance.DegreesOfFreedom : rungs.Min(rung => rung.Count - 1);
        return freedom < 1 ? 1 : VarianceLaw.FisherTail(chi / (rungs.Length - 2), rungs.Length - 2, freedom);
    }
}
