namespace Numerics.Spectra.Alignment;

/// <summary>A sigmoid in the logarithm of time through an order parameter: the critical time is where it has gone half of its way.</summary>
/// <remarks>
/// <code>
/// y(t) = A + B/(1 + exp(-(ln t - mu)/w)),   least squares: A, B linear at given (mu, w), which are found on a grid that is refined;   t_c = e^mu, band e^(mu -+ 2w)
/// accepted if rms &lt; 0.05 of the range of y and at least two of the times lie on either side of t_c (or at it)
/// </code>
/// <para>A centre nearer to an end is censored: half of a way whose end is not recorded is anywhere, and the best fit lies on the border. Source: docs/siren-alignment.md, section 4.</para>
/// Equation: transition-sigmoid
/// </remarks>
/// <param name="Time">t_c.</param>
/// <param name="Width">w.</param>
/// <param name="RelativeError">rms over the range of y.</param>
public sealed record SigmoidFit(double Time, double Width, double RelativeError)
{
    private const double MostError = 0.05;
    private const double LeastWidth = 0.02;
    private const double MostWidth = 3;
    private const int Steps = 24;
    private const int Refinements = 12;

    /// <summary>Whether it may be believed.</summary>
    public bool IsAccepted => RelativeError < MostError;

    /// <summary>Fits; null if there are fewer than six points or all values are equal.</summary>
    /// <param name="times">Positive, increasing.</param>
    /// <param name="values">As many.</param>
    public static SigmoidFit? Of(IReadOnlyList<double> times, IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(times);
        ArgumentNullException.ThrowIfNull(values);
        const int fewest = 6;
        double range = values.Count < fewest ? 0 : values.Max() - values.Min();
        if (!(range > 0))
        {
            return null;
        }

        double[] x = [.. times.Select(value => Math.Log(value))];
        (double low, double high) = (x[0], x[^1]);
        (double thin, double wide) = (Math.Log(LeastWidth), Math.Log(MostWidth));
        (double mu, double logWidth, double error) = (0.5 * (low + high), 0, double.PositiveInfinity);
        for (int round = 0; round < Refinements; round++)
        {
            (double muStep, double widthStep) = ((high - low) / Steps, (wide - thin) / Steps);
            for (int i = 0; i <= Steps; i++)
            {
                for (int j = 0; j <= Steps; j++)
                {
                    double rms = Rms(x, values, low + (i * muStep), Math.Exp(thin + (j * widthStep)));
                    (mu, logWidth, error) = rms < error ? (low + (i * muStep), thin + (j * widthStep), rms) : (mu, logWidth, error);
                }
            }

            (low, high) = (Math.Max(x[0], mu - (2 * muStep)), Math.Min(x[^1], mu + (2 * muStep)));
            (thin, wide) = (Math.Max(Math.Log(LeastWidth), logWidth - (2 * widthStep)), Math.Min(Math.Log(MostWidth), logWidth + (2 * widthStep)));
        }

        // The border itself is reached but for rounding: what is asked is a whole interval of the times away from it.
        bool inside = mu >= x[1] && mu <= x[^2];
        return new SigmoidFit(Math.Exp(mu), Math.Exp(logWidth), inside ? error / range : 1);
    }

    private static double Rms(double[] x, IReadOnlyList<double> y, double mu, double w)
    {
        int n = x.Length;
        double s = 0, ss = 0, sy = 0, sums = 0, squares = 0;
        for (int i = 0; i < n; i++)
        {
            double step = 1 / (1 + Math.Exp(-(x[i] - mu) / w));
            s += step;
            ss += step * step;
            sy += step * y[i];
            sums += y[i];
            squares += y[i] * y[i];
        }

        double spread = ss - (s * s / n);
        double together = sy - (s * sums / n);
        double explained = spread > 1e-12 ? together * together / spread : 0;
        return Math.Sqrt(Math.Max(0, squares - (sums * sums / n) - explained) / n);
    }
}
