using System.Numerics;
using MathNet.Numerics.IntegralTransforms;
using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.SpatialNetworks;

namespace Numerics.Spectra.Networks.Spatial;

/// <summary>Watches the activity of the excitatory neurons in space: F_k(t) = (1/N_E) sum_i a_i exp(-2 pi i k x_i).</summary>
/// <remarks>Spectra in time use a Hann window; the peak is interpolated by a parabola through the logarithms of three bins.</remarks>
public sealed class ActivityObserver
{
    private const int LineReach = 2;

    private readonly int side;
    private readonly bool isRing;
    private readonly int largest;
    private readonly WaveVector[] waves;
    private readonly Complex[][] phases;
    private readonly Complex[] partial;
    private readonly List<Complex[]> frames = [];
    private double squares;

    /// <summary>Watches a network.</summary>
    /// <param name="network">Its space and sizes.</param>
    public ActivityObserver(SpatialNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        (side, isRing) = (network.Side(0), network.Dimension == 1);
        // Modes whose Fourier coefficient in the finest connection is above 1e-3: what neurons average over does not carry shorter waves.
        double finest = Math.Min(Math.Min(network.ProjectionRange.EE, network.ProjectionRange.EI), Math.Min(network.ProjectionRange.IE, network.ProjectionRange.II));
        largest = Math.Min((side - 1) / 2, Math.Clamp((int)Math.Ceiling(0.6 / finest), 4, isRing ? 64 : 16));
        // One of k and -k: a is real.
        waves = [.. from x in Enumerable.Range(0, largest + 1) from y in isRing ? [0] : Enumerable.Range(-largest, (2 * largest) + 1) where x > 0 || y >= 0 select new WaveVector(x, y)];
        phases = [.. Enumerable.Range(0, (2 * largest) + 1).Select(k =>
            Enumerable.Range(0, side).Select(i => Complex.FromPolarCoordinates(1, -2 * Math.PI * (k - largest) * i / side)).ToArray())];
        partial = new Complex[(2 * largest) + 1];
    }

    /// <summary>Takes the activity of one time.</summary>
    /// <param name="activity">a of the excitatory neurons.</param>
    public void Watch(ReadOnlySpan<double> activity)
    {
        double sum = 0;
        foreach (double a in activity)
        {
            sum += a * a;
        }

        squares += sum / activity.Length;
        var frame = new Complex[waves.Length];
        for (int row = 0; row < activity.Length / side; row++)
        {
            // On the torus the grid's rows are the first axis; on the ring there is one row.
            ReadOnlySpan<double> line = activity.Slice(row * side, side);
            for (int k = isRing ? largest : 0; k < partial.Length; k++)
            {
                Complex total = 0;
                for (int i = 0; i < side; i++)
                {
                    total += line[i] * phases[k][i];
                }

                partial[k] = total / activity.Length;
            }

            for (int w = 0; w < waves.Length; w++)
            {
                frame[w] += isRing ? partial[largest + waves[w].X] : phases[largest + waves[w].X][row] * partial[largest + waves[w].Y];
            }
        }

        frames.Add(frame);
    }

    /// <summary>What has been seen.</summary>
    /// <param name="interval">Time between two frames, of which there are at least 8.</param>
    public OrderParameters Read(double interval)
    {
        double total = squares / frames.Count;
        double[] power = [.. Enumerable.Range(0, waves.Length).Select(w => (waves[w].Square == 0 ? 1 : 2) * frames.Average(frame => Square(frame[w])))];
        IGrouping<int, int> strongest = Enumerable.Range(0, waves.Length).GroupBy(w => waves[w].Square).MaxBy(group => group.Sum(w => power[w]))!;
        int vector = strongest.MaxBy(w => power[w]);
        Complex[] series = [.. frames.Select(frame => frame[vector])];
        Complex mean = series.Aggregate(Complex.Zero, (sum, value) => sum + value) / series.Length;
        double square = series.Average(Square);
        (double frequency, double line, double oneSided) = Spectrum(series, interval);
        return new(
            Math.Sqrt(total), total == 0 ? 0 : strongest.Sum(w => power[w]) / total, strongest.Key, square == 0 ? 0 : Math.Max(0, 1 - (Square(mean) / square)), frequency, line, oneSided);
    }

    private static (double Frequency, double Line, double OneSided) Spectrum(Complex[] series, double interval)
    {
        int n = series.Length;
        Complex[] windowed = [.. series.Select((value, i) => value * (0.5 - (0.5 * Math.Cos(2 * Math.PI * i / n))))];
        Fourier.Forward(windowed, FourierOptions.Matlab);
        double[] s = [.. windowed.Select(Square)];
        double sum = s.Sum();
        if (sum == 0)
        {
            return (0, 0, 0);
        }

        int peak = Array.IndexOf(s, s.Max());
        double left = Math.Log(Math.Max(s[(peak + n - 1) % n], 1e-300)), middle = Math.Log(Math.Max(s[peak], 1e-300)), right = Math.Log(Math.Max(s[(peak + 1) % n], 1e-300));
        double curvature = left - (2 * middle) + right;
        double shift = curvature < 0 ? Math.Clamp((left - right) / (2 * curvature), -0.5, 0.5) : 0;
        double signed = Signed(peak, n) + shift;
        double line = 0, sided = 0;
        for (int m = 0; m < n; m++)
        {
            int f = Signed(m, n);
            line += Math.Abs(Math.Abs(f) - Math.Abs(Signed(peak, n))) <= LineReach ? s[m] : 0;
            sided += Math.Sign(f) * s[m];
        }

        return (Math.Abs(signed) / (n * interval), line / sum, Math.Abs(sided) / sum);
    }

    private static int Signed(int m, int n) => m <= n / 2 ? m : m - n;

    private static double Square(Complex z) => (z.Real * z.Real) + (z.Imaginary * z.Imaginary);
}
