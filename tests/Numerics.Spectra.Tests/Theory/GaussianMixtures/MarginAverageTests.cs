using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.GaussianMixtures;

namespace Numerics.Spectra.Tests.Theory.GaussianMixtures;

/// <summary>Averages over proximal points against a naive minimisation on a fine grid of the cavity margin.</summary>
public sealed class MarginAverageTests
{
    public static TheoryData<MarginLoss, double, double, double> Cases
    {
        get
        {
            var data = new TheoryData<MarginLoss, double, double, double>();
            foreach (MarginLoss loss in Enum.GetValues<MarginLoss>())
            {
                foreach ((double mean, double deviation, double v) in new[] { (0.3, 0.7, 1.0), (-0.5, 2.0, 0.05), (1.5, 0.4, 4.0), (4.0, 6.0, 31.0), (0.9, 0.2, 0.3), (2.0, 0.05, 1.2) })
                {
                    data.Add(loss, mean, deviation, v);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Are_those_of_a_naive_minimisation(MarginLoss loss, double mean, double deviation, double v)
    {
        MarginAverages found = MarginAverages.Of(loss, mean, deviation, v);
        const int Points = 20_000;
        const double Reach = 9;
        double force = 0, square = 0, value = 0, wrong = 0, response = 0;
        for (int i = 0; i < Points; i++)
        {
            double z = Reach * ((2 * (i + 0.5) / Points) - 1);
            double weight = 2 * Reach / Points * Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI);
            double omega = mean + (deviation * z);
            double p = Proximal(loss, omega, v);
            double g = (p - omega) / v;
            force += weight * g;
            square += weight * g * g;
            value += weight * Loss(loss, p);
            wrong += p < 0 ? weight : 0;
            // By parts: E g' = E g z/deviation.
            response += weight * g * z / deviation;
        }

        Assert.Equal(force, found.Force, 1e-6);
        // The grid misses kinks of slope deviation/V by the square of its step.
        Assert.Equal(square, found.ForceSquare, 1e-6 * Math.Max(1, deviation / v));
        Assert.Equal(response, found.Response, 1e-5);
        Assert.Equal(value, found.Loss, 1e-6 * Math.Max(1, value));
        Assert.Equal(wrong, found.Wrong, 4e-4);
    }

    [Fact]
    public void Logistic_averages_hold_where_a_Gauss_Hermite_rule_does_not()
    {
        // Deviation 300: the sigmoid is a step, and E g is the probability of a negative margin to 1/deviation^2.
        MarginAverages wide = LogisticMargin.Averages(30, 300, 1e-9);
        double step = 0.5 * MathNet.Numerics.SpecialFunctions.Erfc(0.1 / Math.Sqrt(2));
        // Sommerfeld: the first correction is (pi^2/6) d density/d omega at 0.
        double density = Math.Exp(-0.005) / (300 * Math.Sqrt(2 * Math.PI));
        Assert.Equal(step + (Math.PI * Math.PI / 6 * (30.0 / 90_000) * density), wide.Force, 1e-9);
        // Far from the margin g ~ exp(-omega): E g = exp(-mean + deviation^2/2).
        Assert.Equal(Math.Exp(-60 + 2), LogisticMargin.Averages(60, 2, 0.5).Force, 1e-10 * Math.Exp(-58));
    }

    private static double Loss(MarginLoss loss, double t) => loss switch
    {
        MarginLoss.Square => 0.5 * (1 - t) * (1 - t),
        MarginLoss.Hinge => Math.Max(0, 1 - t),
        _ => Math.Log(1 + Math.Exp(-t)),
    };

    /// <summary>Ternary search on the convex function whose minimum the proximal point is.</summary>
    private static double Proximal(MarginLoss loss, double omega, double v)
    {
        double low = omega - (Math.Abs(omega) * v) - v - 1, high = omega + (Math.Abs(omega) * v) + v + 1;
        double F(double t) => ((t - omega) * (t - omega) / (2 * v)) + Loss(loss, t);
        for (int i = 0; i < 60; i++)
        {
            double a = low + ((high - low) / 3), b = high - ((high - low) / 3);
            (low, high) = F(a) < F(b) ? (low, b) : (a, high);
        }

        return 0.5 * (low + high);
    }
}
