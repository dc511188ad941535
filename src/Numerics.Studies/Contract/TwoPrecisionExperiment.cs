namespace Numerics.Studies.Contract;

/// <summary>An experiment whose replicas run in double or single precision; the theory is always double.</summary>
/// <param name="precision">Precision of the simulated fields.</param>
/// <remarks>
/// Two methods that call one generic method of the experiment, not one overridden generic method: those are chosen at run time, so that whatever they use, all of a network, would
/// not be compiled ahead of time.
/// </remarks>
public abstract class TwoPrecisionExperiment(FloatingPrecision precision) : Experiment
{
    /// <summary>Bytes of one simulated number.</summary>
    protected int ElementBytes { get; } = precision == FloatingPrecision.Single ? sizeof(float) : sizeof(double);

    /// <inheritdoc/>
    public sealed override void Simulate(ReplicaContext context, Recorder r)
    {
        if (precision == FloatingPrecision.Single)
        {
            SimulateSingle(context, r);
        }
        else
        {
            SimulateDouble(context, r);
        }
    }

    /// <summary>One replica with fields in double precision.</summary>
    protected abstract void SimulateDouble(ReplicaContext context, Recorder r);

    /// <summary>One replica with fields in single precision.</summary>
    protected abstract void SimulateSingle(ReplicaContext context, Recorder r);
}
