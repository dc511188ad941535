using Numerics.Kernels.Random;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Catalog.MixtureOfExperts;

/// <summary>What the experiments with networks at several scales share: streams and the bound beyond which training has diverged.</summary>
internal static class MixtureStreams
{
    private const uint TensorsPerScale = 8;
    private const double DivergenceFactor = 1e6;

    /// <summary>Streams of the tensors of the network at one scale.</summary>
    public static Func<uint, StreamKey> Of(ReplicaContext context, int scale) => tensor => context.Streams.Matrix((TensorsPerScale * (uint)scale) + tensor);

    /// <summary>Refuses a loss that left every bound.</summary>
    /// <exception cref="DivergedException">It did.</exception>
    public static void RequireBounded(double loss, double start, int step, MixtureSettings settings)
    {
        if (!double.IsFinite(loss) || loss > DivergenceFactor * Math.Max(0.5, start))
        {
            throw new DivergedException("Training", $"step {step}", "", "learningRate", settings.LearningRate);
        }
    }
}

/// <summary>Costs of those experiments.</summary>
internal static class MixtureCost
{
    /// <summary>Of networks at all scales, one after the other.</summary>
    public static Cost Of(MixtureSettings settings, int steps)
    {
        using var inputs = new LinearAlgebra.Storage.DenseMatrix<double>(settings.InputDimension, 1);
        int samples = settings.Parameters.InputGram?.Length ?? settings.BuiltInSamples;
        ExpertTask[] tasks = [.. settings.Scales.Select(scale => settings.Task(scale, inputs, new double[samples]))];
        return new Cost((long)tasks.Max(MixtureNetwork.Bytes), 1 << 20, tasks.Sum(task => (steps + 3) * MixtureNetwork.StepOperations(task) / 6e9), 0.1);
    }
}

/// <summary>Least-squares slope of logarithms.</summary>
internal static class LogarithmicSlope
{
    /// <summary>Of ln y against ln x.</summary>
    public static double Of(IReadOnlyList<double> x, IReadOnlyList<double> y) => Linear([.. x.Select(value => Math.Log(value))], [.. y.Select(value => Math.Log(value))]);

    /// <summary>Of y against x.</summary>
    public static double Linear(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        double meanX = x.Average(), meanY = y.Average();
        return x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / x.Sum(a => (a - meanX) * (a - meanX));
    }
}
