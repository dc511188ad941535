using System.Numerics;

namespace Numerics.Studies.Contract;

/// <summary>An experiment whose replicas run in double or single precision; the theory is always double.</summary>
/// <param name="precision">Precision of the simulated fields.</param>
public abstract class TwoPrecisionExperiment(FloatingPrecision precision) : Experiment
{
    /// <summary>Bytes of one simulated number.</summary>
    protected int ElementBytes { get; } = precision == FloatingPrecision.Single ? sizeof(float) : sizeof(double);

    /// <inheritdoc/>
    public sealed override void Simulate(ReplicaContext context, Recorder r)
    {
        if (precision == FloatingPrecision.Single)
        {
            Simulate<float>(context, r);
        }
        else
        {
            Simulate<double>(context, r);
        }
    }

    /// <summary>One replica with fields of type <typeparamref name="T"/>.</summary>
    protected abstract void Simulate<T>(ReplicaContext context, Recorder r)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
