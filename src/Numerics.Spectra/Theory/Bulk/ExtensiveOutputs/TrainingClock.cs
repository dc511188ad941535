namespace Numerics.Spectra.Theory.Bulk.ExtensiveOutputs;

/// <summary>How far the linear dynamics with frozen readout have decayed a mode: lambda^t of gradient descent, its flow, or the end of training.</summary>
/// <remarks>
/// <code>
/// descent: (1 - eta a s)^t,   flow: exp(-a s tau),   end: 1 if a s = 0, else 0
/// </code>
/// <para>Source: derived here, docs/bulk.md, section 8: gradient descent of a linear model, mode by mode.</para>
/// </remarks>
internal abstract record TrainingClock
{
    private TrainingClock()
    {
    }

    /// <summary>After t steps of gradient descent at rate eta.</summary>
    public static TrainingClock Descent(double learningRate, int steps) => new DescentClock(learningRate, steps);

    /// <summary>After time tau of gradient flow.</summary>
    public static TrainingClock Flow(double time) => new FlowClock(time);

    /// <summary>At the end of gradient flow.</summary>
    public static TrainingClock End() => new EndClock();

    /// <summary>The factor by which a mode of rate <paramref name="product"/> = a s has decayed.</summary>
    public abstract double Decay(double product);

    /// <summary>(1 - decay)^2/product without loss of digits; 0 at product 0 except at the end of training, where it is 1/product.</summary>
    public virtual double LearnedSquare(double product)
    {
        double learned = 1 - Decay(product);
        return product == 0 ? 0 : learned * learned / product;
    }

    private sealed record DescentClock(double LearningRate, int Steps) : TrainingClock
    {
        public override double Decay(double product) => Math.Pow(1 - (LearningRate * product), Steps);
    }

    private sealed record FlowClock(double Time) : TrainingClock
    {
        public override double Decay(double product) => Math.Exp(-product * Time);
    }

    private sealed record EndClock : TrainingClock
    {
        public override double Decay(double product) => product == 0 ? 1 : 0;
    }
}
