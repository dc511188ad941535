namespace Numerics.Studies.Comparison;

/// <summary>One judged entry before the limit of the whole run is known.</summary>
/// <param name="Observable">Index of the observable.</param>
/// <param name="Entry">Flattened index, at the largest size.</param>
/// <param name="Fit">Its extrapolation, or its mean at a single size.</param>
/// <param name="TheoryError">Standard error of the theory.</param>
/// <param name="TheoryFreedom">Degrees of freedom of that error; infinite where it is known.</param>
/// <param name="Allowance">Granted deviation, at a single size only.</param>
/// <param name="Raw">Deviation at the largest size in its own standard errors; null with a single replica there.</param>
/// <param name="Samples">Residuals over replicas, size by size; empty where the error does not come from replicas.</param>
internal sealed record EntryComparison(
    int Observable,
    int Entry,
    SizeExtrapolation Fit,
    double TheoryError,
    double TheoryFreedom,
    double Allowance,
    double? Raw,
    IReadOnlyList<RungResiduals> Samples)
{
    // Correlations are then known to about 0.2.
    private const double FewestFreedom = 30;

    /// <summary>The entry at the sizes that are fitted, the largest last.</summary>
    public required IReadOnlyList<int> Places { get; init; }

    /// <summary>Factors of the deviations at these places: 1 unless the observable itself grows with the size.</summary>
    public required IReadOnlyList<double> Factors { get; init; }

    /// <summary>Smallest error that is believed: of rounding, where all replicas agree to the last bit.</summary>
    public required double Floor { get; init; }

    /// <summary>Where the entry is a share of replicas: what is predicted of it.</summary>
    public PredictedShare? Share { get; init; }

    /// <summary>
    /// Whether the replicas that carry the estimate are enough to show how entries go together: thirty degrees of freedom of the sizes by their own variances, and of the scale.
    /// </summary>
    public bool HasManyReplicas => Samples.Count > 0 && Fit.OwnFreedom >= FewestFreedom && DegreesOfFreedom >= FewestFreedom;

    /// <summary>sqrt(se^2 + tau^2).</summary>
    public double Scale => Math.Max(Math.Sqrt((Fit.StandardError * Fit.StandardError) + (TheoryError * TheoryError)), Floor);

    /// <summary>Degrees of freedom of the scale after Welch and Satterthwaite.</summary>
    public double DegreesOfFreedom
    {
        get
        {
            double simulation = Fit.StandardError * Fit.StandardError;
            double theory = TheoryError * TheoryError;
            double parts = Part(simulation, Fit.DegreesOfFreedom) + Part(theory, TheoryFreedom);
            return parts == 0 ? Fit.DegreesOfFreedom : (simulation + theory) * (simulation + theory) / parts;
        }
    }

    /// <summary>The score that is judged.</summary>
    public double Score => ScoreOf(Fit.Deviation, Scale);

    /// <summary>A deviation beyond the allowance in units of an error, finite however small that is.</summary>
    public double ScoreOf(double deviation, double scale) => Math.Min(Math.Max(0, Math.Abs(deviation) - Allowance) / scale, 1e300) * Math.Sign(deviation);

    private static double Part(double variance, double freedom) => variance == 0 || double.IsInfinity(freedom) ? 0 : variance * variance / freedom;
}

/// <summary>Residuals of the replicas of one size about their mean.</summary>
/// <param name="Size">N.</param>
/// <param name="Replicas">Number of each replica among all of the run.</param>
/// <param name="Values">Value minus mean.</param>
internal sealed record RungResiduals(double Size, int[] Replicas, double[] Values);
