namespace Numerics.Spectra.Theory.NullBulk;

/// <summary>
/// One vector of the real Fourier basis of the positions of a convolution kernel: in this basis a convolution falls into one matrix out x in for each frequency, and independent entries stay independent.
/// </summary>
/// <remarks>
/// <code>
/// W_f = sum_t b_f(t) W_t,   b_f(t) = sqrt(g/T) cos(2 pi sum_a f_a t_a/k_a)  or  sqrt(2/T) sin(...),   T = prod k_a,   g = 1 where 2 f_a = 0 mod k_a for all a, else 2
/// sum_f |W_f|^2 = sum_t |W_t|^2
/// </code>
/// <para>Of f and -f, which are complex conjugates, the first is taken; its cosine and its sine are a matrix each, so that there are T matrices and the basis is orthonormal.</para>
/// <para>Source: derived here; singular values of circular convolutions by frequency, H. Sedghi, V. Gupta and P. M. Long, ICLR (2019).</para>
/// <para>t_a in 0 ... k_a - 1: position along side a of the kernel; W_t the matrix out x in at a position.</para>
/// Equation: kernel-frequency
/// <para>Entries that are independent between positions give independent entries of every W_f, Gaussian or nearly so; covariance between positions, which the flattened matrix shows as
/// a restructured bulk, becomes variances that differ between frequencies.</para>
/// </remarks>
/// <param name="Name">Frequencies with commas, and which part: "0,0", "0,1cos", "0,1sin".</param>
/// <param name="Weights">b_f(t), positions in row-major order, of norm 1.</param>
public sealed record KernelFrequency(string Name, IReadOnlyList<double> Weights)
{
    /// <summary>All T frequencies of a kernel.</summary>
    /// <param name="sides">k_a, each at least 1.</param>
    /// <exception cref="ArgumentException">No sides, or one below 1.</exception>
    public static IReadOnlyList<KernelFrequency> Of(IReadOnlyList<int> sides)
    {
        ArgumentNullException.ThrowIfNull(sides);
        if (sides.Count == 0 || sides.Any(side => side < 1))
        {
            throw new ArgumentException($"A kernel of sides {string.Join(" x ", sides)} has no frequencies; sides are at least 1.", nameof(sides));
        }

        int count = sides.Aggregate(1, (product, side) => checked(product * side));
        var all = new List<KernelFrequency>(count);
        for (int index = 0; index < count; index++)
        {
            int[] f = Places(index, sides);
            int conjugate = Index([.. f.Select((place, a) => (sides[a] - place) % sides[a])], sides);
            if (conjugate < index)
            {
                continue;
            }

            string name = string.Join(",", f);
            double[] cosines = Waves(f, sides, count, Math.Cos);
            if (conjugate == index)
            {
                all.Add(new KernelFrequency(name, cosines));
            }
            else
            {
                all.Add(new KernelFrequency($"{name}cos", [.. cosines.Select(value => Math.Sqrt(2) * value)]));
                all.Add(new KernelFrequency($"{name}sin", [.. Waves(f, sides, count, Math.Sin).Select(value => Math.Sqrt(2) * value)]));
            }
        }

        return all;
    }

    private static double[] Waves(int[] f, IReadOnlyList<int> sides, int count, Func<double, double> wave) =>
        [.. Enumerable.Range(0, count).Select(index =>
        {
            int[] t = Places(index, sides);
            // Multiples of a whole turn are taken out exactly, so that equal angles have equal bits.
            double turns = f.Select((place, a) => place * t[a] % sides[a] / (double)sides[a]).Sum();
            return wave(2 * Math.PI * turns) / Math.Sqrt(count);
        })];

    private static int[] Places(int index, IReadOnlyList<int> sides)
    {
        var places = new int[sides.Count];
        for (int a = sides.Count - 1; a >= 0; a--)
        {
            places[a] = index % sides[a];
            index /= sides[a];
        }

        return places;
    }

    private static int Index(int[] places, IReadOnlyList<int> sides)
    {
        int index = 0;
        for (int a = 0; a < places.Length; a++)
        {
            index = (index * sides[a]) + places[a];
        }

        return index;
    }
}
