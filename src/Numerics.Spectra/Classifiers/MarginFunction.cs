using Numerics.Spectra.Analysis;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Classifiers;

/// <summary>A convex loss of the margin with its derivatives and its convex conjugate.</summary>
internal abstract class MarginFunction
{
    /// <summary>loss(t).</summary>
    public abstract double Value(double t);

    /// <summary>loss'(t), not positive for logistic and hinge.</summary>
    public abstract double Slope(double t);

    /// <summary>loss''(t), at least 0.</summary>
    public abstract double Curvature(double t);

    /// <summary>loss*(-a) = sup_t [-a t - loss(t)], for a = -loss'(t) of some t and, of l1, for smaller a.</summary>
    public abstract double Conjugate(double a);

    /// <summary>The loss itself.</summary>
    public static MarginFunction Of(MarginLoss loss) => loss switch
    {
        MarginLoss.Square => new SquareFunction(),
        MarginLoss.Logistic => new LogisticFunction(),
        _ => new HingeFunction(0),
    };

    /// <summary>Smooth losses that lead to it, the last one minimised to the end: the hinge is rounded over ever shorter distances.</summary>
    public static IReadOnlyList<MarginFunction> Path(MarginLoss loss) =>
        loss == MarginLoss.Hinge ? [.. HingeFunction.Roundings.Select(width => new HingeFunction(width))] : [Of(loss)];
}

/// <summary>(1 - t)^2/2.</summary>
internal sealed class SquareFunction : MarginFunction
{
    public override double Value(double t) => 0.5 * (1 - t) * (1 - t);

    public override double Slope(double t) => t - 1;

    public override double Curvature(double t) => 1;

    public override double Conjugate(double a) => (0.5 * a * a) - a;
}

/// <summary>log(1 + exp(-t)).</summary>
internal sealed class LogisticFunction : MarginFunction
{
    public override double Value(double t) => LogisticLoss.Value(t);

    public override double Slope(double t) => -LogisticLoss.Force(t);

    public override double Curvature(double t) => LogisticLoss.Curvature(t);

    public override double Conjugate(double a) => Entropy(a) + Entropy(1 - a);

    private static double Entropy(double a) => a <= 0 ? 0 : a * Math.Log(a);
}

/// <summary>max(0, 1 - t), rounded to (1 - t)^2/(2 width) for 0 &lt; 1 - t &lt; width: at most width/2 below it.</summary>
internal sealed class HingeFunction(double width) : MarginFunction
{
    /// <summary>The last one leaves a duality gap of at most width/4 for each support vector on the margin.</summary>
    public static IReadOnlyList<double> Roundings { get; } = [1, 0.1, 0.01, 1e-3, 1e-4, 1e-5, 1e-6];

    public override double Value(double t) => t >= 1 ? 0 : 1 - t < width ? (1 - t) * (1 - t) / (2 * width) : 1 - t - (0.5 * width);

    public override double Slope(double t) => t >= 1 ? 0 : 1 - t < width ? -(1 - t) / width : -1;

    public override double Curvature(double t) => t < 1 && 1 - t < width ? 1 / width : 0;

    public override double Conjugate(double a) => -a;
}
