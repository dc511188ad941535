using Numerics.Kernels.Random;
using Numerics.Kernels.Reductions;

namespace Numerics.Studies.Comparison;

/// <summary>Distribution of the largest |t| over entries if the theory is right: residuals of the replicas with random signs, the same sign for all entries of a replica.</summary>
/// <remarks>
/// <code>
/// t* = sum_j c_j mean_j(sign e)/se*,   e the residuals times sqrt(R_j/(R_j - 1)),   se* from the flipped residuals as se from the values
/// limit = the quantile 1 - rate of max over entries of |t*|
/// </code>
/// <para>Keeps the dependence between entries: limits are lower than Sidak's where entries go together. A theory with its own error adds an independent normal part.
/// Deterministic: fixed key, draws in order.</para>
/// </remarks>
internal static class SignFlipBootstrap
{
    private const int MostDraws = 20_000;
    private const int FewestDraws = 2_000;

    // About three seconds of one core: products of residuals and signs.
    private const double MostOperations = 6e9;

    private static readonly StreamKey Key = StreamKey.Derive(seed: 0, study: 0, replica: 0, matrix: 0x464C4950);

    /// <summary>Draws for that many numbers; null if even the fewest take too long.</summary>
    public static int? Draws(IReadOnlyList<EntryComparison> entries)
    {
        double each = entries.Sum(entry => entry.Samples.Sum(rung => rung.Values.Length + 8.0));
        double draws = Math.Min(MostDraws, MostOperations / Math.Max(1, each));
        return draws < FewestDraws ? null : (int)draws;
    }

    /// <summary>The limit.</summary>
    /// <param name="entries">Entries whose errors come from replicas.</param>
    /// <param name="replicas">Number of replicas of the run.</param>
    /// <param name="rate">Probability of a larger |t|.</param>
    /// <param name="draws">Number of draws.</param>
    public static double Limit(IReadOnlyList<EntryComparison> entries, int replicas, double rate, int draws)
    {
        Flipped[] flipped = [.. entries.Select(entry => new Flipped(entry))];
        var largest = new double[draws];
        var signs = new double[replicas];
        var normal = new double[flipped.Length];
        for (int draw = 0; draw < draws; draw++)
        {
            UniformFill.Fill(Key, (uint)draw, 0, signs);
            for (int r = 0; r < replicas; r++)
            {
                signs[r] = signs[r] < 0.5 ? -1 : 1;
            }

            GaussianFill.Fill(Key, (uint)(draws + draw), 0, 1, normal);
            double most = 0;
            for (int i = 0; i < flipped.Length; i++)
            {
                most = Math.Max(most, Math.Abs(flipped[i].Statistic(signs, normal[i])));
            }

            largest[draw] = most;
        }

        Array.Sort(largest);
        return largest[Math.Clamp((int)Math.Ceiling((1 - rate) * draws) - 1, 0, draws - 1)];
    }

    /// <summary>Residuals of one entry, ready to be flipped.</summary>
    private sealed class Flipped
    {
        private readonly EntryComparison entry;
        private readonly double[][] values;
        private readonly double[][] signs;
        private readonly double[] squares;
        private readonly double[] reduced;
        private readonly double pooledShare;

        public Flipped(EntryComparison entry)
        {
            this.entry = entry;
            values = [.. entry.Samples.Select(rung => rung.Values.Select(value => value * Inflation(rung.Values.Length)).ToArray())];
            squares = [.. values.Select(rung => Reduction.SumOfSquares<double>(rung))];
            signs = [.. values.Select(rung => new double[rung.Length])];
            reduced = [.. entry.Samples.Select(rung => Math.Pow(rung.Size, entry.Fit.Variance.Power))];
            // sum_j c_j^2 N_j^-q/R_j over nu: what turns the pooled squares into se*^2.
            pooledShare = entry.Samples.Select((rung, j) => entry.Fit.Coefficients[j] * entry.Fit.Coefficients[j] / reduced[j] / rung.Values.Length).Sum()
                / Math.Max(1, entry.Fit.Variance.DegreesOfFreedom);
        }

        public double Statistic(double[] replicaSigns, double normal)
        {
            double numerator = 0;
            double own = 0;
            double pooled = 0;
            for (int j = 0; j < values.Length; j++)
            {
                int count = values[j].Length;
                for (int r = 0; r < count; r++)
                {
                    signs[j][r] = replicaSigns[entry.Samples[j].Replicas[r]];
                }

                double mean = Reduction.Dot<double>(values[j], signs[j]) / count;
                double c = entry.Fit.Coefficients[j];
                numerator += c * mean;
                double deviations = Math.Max(0, squares[j] - (count * mean * mean));
                own += count > 1 ? c * c * deviations / (count - 1) / count : 0;
                pooled += deviations * reduced[j];
            }

            double theory = entry.TheoryError;
            double squared = entry.Fit.VariancePooled ? pooled * pooledShare : own;
            double scale = Math.Sqrt(squared + (theory * theory));
            return scale == 0 ? 0 : (numerator + (theory * normal)) / scale;
        }

        private static double Inflation(int count) => count > 1 ? Math.Sqrt(count / (count - 1.0)) : 0;
    }
}
