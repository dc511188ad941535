namespace Numerics.Spectra.Theory.Bulk.Laws;

/// <summary>A limiting law of eigenvalues or singular values on the real line: a density on intervals and possibly an atom at zero.</summary>
/// <remarks>The mass of density and atom together is one. All values are deterministic.</remarks>
public interface ISpectralLaw
{
    /// <summary>The intervals on which the density is positive, ascending and disjoint.</summary>
    IReadOnlyList<SupportInterval> Support { get; }

    /// <summary>Weight of exact zeros, from 0 to 1.</summary>
    double AtomAtZero { get; }

    /// <summary>How far <see cref="AtomAtZero"/> may be off; 0 where it is exact.</summary>
    double AtomError => 0;

    /// <summary>Density of the continuous part; zero outside the support and at its ends.</summary>
    double Density(double x);

    /// <summary>Fraction of the law at or below <paramref name="x"/>, the atom included; from 0 to 1.</summary>
    double CumulativeDistribution(double x);

    /// <summary>Mean of the <paramref name="order"/>-th power, the atom included; order from 0.</summary>
    double Moment(int order);

    /// <summary>Lower edge of the lowest interval.</summary>
    double LowerEdge => Support[0].Lower;

    /// <summary>Upper edge of the highest interval.</summary>
    double UpperEdge => Support[^1].Upper;
}
