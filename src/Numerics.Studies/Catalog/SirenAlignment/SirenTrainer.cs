using System.Diagnostics;
using Numerics.Spectra.Networks;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Catalog.SirenAlignment;

/// <summary>Trains one SIREN by full-batch gradient descent, records its order parameters, and keeps itself from time to time, so that a killed run goes on inside it.</summary>
internal sealed class SirenTrainer(SirenAlignmentParameters p, SirenScene scene, ReplicaContext context)
{
    /// <summary>Time between two states: at most this much is lost.</summary>
    private static readonly TimeSpan BetweenStates = TimeSpan.FromSeconds(5);

    // A mean square that many times that of the image is no longer training.
    private const double Bound = 1e6;

    /// <summary>Runs to the last step, from the state that is kept or from the beginning.</summary>
    /// <param name="parameters">Initial weights and biases; overwritten.</param>
    /// <param name="steps">Steps to record, increasing.</param>
    /// <param name="snapshots">Recorded steps whose images are kept.</param>
    /// <exception cref="DivergedException">The loss left every bound.</exception>
    public SirenRun Run(SirenParameters parameters, int[] steps, int[] snapshots)
    {
        SirenRun run = SirenRun.Restore(context.State.Read(), parameters) ?? new SirenRun();
        var batch = new SirenBatch(parameters.Model, scene.Points, context.Lapack, context.Executor);
        var gradient = new SirenParameters(parameters.Model);
        double[] residual = new double[scene.Points.Length];
        double factor = 2 * p.LearningRate / scene.Points.Length;
        long saved = Stopwatch.GetTimestamp();
        for (int step = run.Losses.Count; step <= p.Steps; step++)
        {
            if (context.Cancellation.IsCancellationRequested || Stopwatch.GetElapsedTime(saved) > BetweenStates)
            {
                context.State.Write(run.Kept(parameters));
                context.Cancellation.ThrowIfCancellationRequested();
                saved = Stopwatch.GetTimestamp();
            }

            if (Array.BinarySearch(steps, step) >= 0)
            {
                run.Record(SirenOrderParameters.Measure(scene, parameters, context.Lapack, context.Executor), Array.BinarySearch(snapshots, step) >= 0);
            }

            double loss = batch.Gradient(parameters, scene.Image, residual, gradient);
            if (!(loss < Bound))
            {
                throw new DivergedException("Training", $"step {step}", $"the loss is {loss:G3}", "learningRate", p.LearningRate);
            }

            run.Losses.Add(loss);
            parameters.Add(step < p.Steps ? factor : 0, gradient);
            context.Progress.Report((step + 1.0) / (p.Steps + 1.0));
        }

        context.State.Write(run.Kept(parameters));
        run.AddRates(steps);
        return run;
    }
}
