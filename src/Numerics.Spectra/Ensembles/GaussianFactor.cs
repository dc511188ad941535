namespace Numerics.Spectra.Ensembles;

/// <summary>A Gaussian matrix of a polynomial: its name, its sides over the reference size n and the variance of its entries.</summary>
public sealed record GaussianFactor
{
    /// <summary>A matrix of <paramref name="rows"/> n x <paramref name="columns"/> n with independent entries of variance s/n.</summary>
    /// <param name="name">Name, one for each matrix.</param>
    /// <param name="rows">Rows over n, positive.</param>
    /// <param name="columns">Columns over n, positive.</param>
    /// <param name="variance">s, positive; of a symmetric matrix off its diagonal, on it 2 s.</param>
    /// <param name="symmetric">Whether the matrix is symmetric.</param>
    /// <exception cref="ArgumentException">A number is not positive, or a symmetric matrix is not square.</exception>
    public GaussianFactor(string name, double rows = 1, double columns = 1, double variance = 1, bool symmetric = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(variance);
        if (symmetric && rows != columns)
        {
            throw new ArgumentException($"The symmetric matrix {name} is {rows:R} x {columns:R}; a symmetric matrix is square.");
        }

        Name = name;
        Rows = rows;
        Columns = columns;
        Variance = variance;
        IsSymmetric = symmetric;
    }

    /// <summary>Name.</summary>
    public string Name { get; }

    /// <summary>Rows over n.</summary>
    public double Rows { get; }

    /// <summary>Columns over n.</summary>
    public double Columns { get; }

    /// <summary>s.</summary>
    public double Variance { get; }

    /// <summary>Whether the matrix is symmetric.</summary>
    public bool IsSymmetric { get; }
}
