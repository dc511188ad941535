namespace Numerics.Spectra.Theory.NullBulk;

/// <summary>
/// How far the largest and the smallest squared singular value of a finite matrix lie from those of independent entries, in the variable of Tracy and Widom.
/// </summary>
/// <remarks>
/// <code>
/// a = sqrt(m - 1/2),  b = sqrt(n - 1/2):   s_1^2/sigma^2 ~ (a + b)^2 + (a + b)(1/a + 1/b)^(1/3) TW_1
/// log(s_n^2/sigma^2) ~ log mu + tau^2/8 - tau TW_1,   mu = (a - b)^2,  tau = (a - b)(1/b - 1/a)^(1/3)/mu
/// </code>
/// <para>Source: I. M. Johnstone, Ann. Statist. 29 (2001) 295; Z. Ma, Bernoulli 18 (2012) 322 (centring, error n^(-2/3)).</para>
/// <para>n &lt;= m: sides of the matrix, sigma^2: variance of an entry. Both scores have the law TW_1 for independent entries and grow away from the bulk.</para>
/// Equation: extreme-value-score
/// <para>The lower score exists for m - n >= 2.5 sqrt(n) only: nearer to a square the lower edge is hard and nothing is said about it.</para>
/// </remarks>
public sealed class ExtremeValueScore
{
    private const double SoftEdge = 2.5;
    private readonly double upperCentre;
    private readonly double upperScale;
    private readonly double lowerCentre;
    private readonly double lowerScale;

    /// <summary>Scores of a matrix with sides <paramref name="shorter"/> &lt;= <paramref name="longer"/>, both at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is not positive or they are the wrong way round.</exception>
    public ExtremeValueScore(long shorter, long longer)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shorter, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(longer, shorter);
        double a = Math.Sqrt(longer - 0.5);
        double b = Math.Sqrt(shorter - 0.5);
        upperCentre = (a + b) * (a + b);
        upperScale = (a + b) * Math.Cbrt((1 / a) + (1 / b));
        HasLower = HasSoftLowerEdge(shorter, longer);
        if (HasLower)
        {
            double mu = (a - b) * (a - b);
            lowerScale = (a - b) * Math.Cbrt((1 / b) - (1 / a)) / mu;
            lowerCentre = Math.Log(mu) + (lowerScale * lowerScale / 8);
        }
    }

    /// <summary>Whether the lower edge is soft enough for a score.</summary>
    public bool HasLower { get; }

    /// <summary>Whether the lower edge of a matrix of these sides has a score.</summary>
    public static bool HasSoftLowerEdge(long shorter, long longer) => longer - shorter >= SoftEdge * Math.Sqrt(shorter);

    /// <summary>Score of the largest value.</summary>
    /// <param name="square">s_1^2/sigma^2.</param>
    public double Upper(double square) => (square - upperCentre) / upperScale;

    /// <summary>Score of the smallest value; infinite for zero, negative infinity where the edge has no score.</summary>
    /// <param name="square">s_n^2/sigma^2.</param>
    public double Lower(double square) => !HasLower ? double.NegativeInfinity
        : square <= 0 ? double.PositiveInfinity
        : (lowerCentre - Math.Log(square)) / lowerScale;
}
