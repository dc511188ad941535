using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Theory.Bulk.ExtensiveOutputs;
using Numerics.Spectra.Theory.Bulk.Laws;
using Numerics.Spectra.Theory.Edges;
using Numerics.Studies.Catalog.ExtensiveOutputs;

namespace Numerics.Studies.Tests.BulkSpectra;

/// <summary>Spectra of replicas at one time, and the statistics that the tables of theory against simulation state.</summary>
internal sealed class SpectrumSamples(double[][] replicas)
{
    // Four standard errors: a false alarm of 6e-5 per comparison; there are about 200 of them.
    private const double Errors = 4;

    // O(1/N) of the mean beyond Tracy-Widom, relative: at most 0.72 +- 0.06 was measured (docs/extensive-outputs.md, section 4).
    private const double Bias = 1;

    private const double Deviation = 1.2679810;

    // Half a unit of the last digit that the tables print.
    private const double Printed = 5e-5;

    /// <summary>Number of singular values of a replica.</summary>
    public int Count => replicas[0].Length;

    /// <summary>Descending values of each replica.</summary>
    public IReadOnlyList<double[]> Replicas => replicas;

    /// <summary>Networks of one width at given times: [time], each with all its replicas.</summary>
    public static SpectrumSamples[] OfTraining(ExtensiveOutputsParameters p, IReadOnlyList<double> times, int replicas, ulong seed)
    {
        using var lapack = Lapack.Load();
        TwoLayerTraining training = p.Training(p.OutputRatio.Values[0]);
        var spectra = new double[times.Count][][];
        for (int time = 0; time < times.Count; time++)
        {
            spectra[time] = new double[replicas][];
        }

        _ = Parallel.For(0, replicas, new ParallelOptions { MaxDegreeOfParallelism = 2 }, replica =>
        {
            using var network = TwoLayerLinearNetwork.Of(lapack, training, p.Width, role => StreamKey.Derive(seed, 5, (uint)replica, role), ShardExecutor.Sequential);
            double last = 0;
            for (int time = 0; time < times.Count; time++)
            {
                network.Train(training.Dynamics, last, times[time], CancellationToken.None);
                last = times[time];
                spectra[time][replica] = network.SingularValues();
            }
        });
        return [.. spectra.Select(samples => new SpectrumSamples(samples))];
    }

    /// <summary>Mean over replicas of one value of each, and its standard error.</summary>
    public (double Mean, double Error) Mean(Func<double[], double> statistic)
    {
        double[] values = [.. replicas.Select(statistic)];
        double mean = values.Average();
        return (mean, Math.Sqrt(values.Sum(x => (x - mean) * (x - mean)) / (values.Length - 1.0) / values.Length));
    }

    /// <summary>Largest distance between the distribution function of the replicas together and a law, in steps 1/D of one replica; zeros are not listed.</summary>
    public double Distance(ISpectralLaw law)
    {
        double[] all = [.. replicas.SelectMany(values => values).Order()];
        double distance = 0;
        for (int i = 0; i < all.Length; i++)
        {
            double theory = (law.CumulativeDistribution(all[i]) - law.AtomAtZero) / (1 - law.AtomAtZero);
            distance = Math.Max(distance, Math.Max(Math.Abs(((i + 1.0) / all.Length) - theory), Math.Abs(((double)i / all.Length) - theory)));
        }

        return Count * distance;
    }

    /// <summary>Whether the mean of the largest value is E with its Tracy-Widom shift, within four standard errors of that law and O(1/N).</summary>
    public bool HasUpperEdge(TrainedSpectrum theory, int width) => HasUpperEdge(theory.UpperEdge, theory.FluctuationScale(Count), width);

    /// <summary>The same for an edge and fluctuation scale given as numbers.</summary>
    public bool HasUpperEdge(double edge, double scale, int width)
    {
        double expected = edge + (TracyWidomMoments.Mean(1) * scale);
        return Math.Abs(Mean(values => values[0]).Mean - expected) < (Errors * Deviation * scale / Math.Sqrt(replicas.Length)) + (Bias * edge / width);
    }

    /// <summary>Whether the mean of the smallest value is the lower edge with its shift.</summary>
    public bool HasLowerEdge(TrainedSpectrum theory, int width)
    {
        double scale = LowerScale(theory);
        double expected = theory.Bands[0].Lower - (TracyWidomMoments.Mean(1) * scale);
        return Math.Abs(Mean(values => values[^1]).Mean - expected) < (Errors * Deviation * scale / Math.Sqrt(replicas.Length)) + (Bias / width);
    }

    /// <summary>Fluctuation scale of the smallest value; the amplitude is read off F(E + e) = (4 a/3 pi) e^(3/2).</summary>
    public double LowerScale(TrainedSpectrum theory)
    {
        double edge = theory.Bands[0].Lower;
        double small = 1e-4 * edge;
        double amplitude = 0.75 * Math.PI * theory.Law.CumulativeDistribution(edge + small) / Math.Pow(small, 1.5);
        return Math.Pow(2 * Count * amplitude, -2.0 / 3);
    }

    /// <summary>Whether the mean of an extreme value agrees with that of a table over <paramref name="tabulatedReplicas"/>: four standard errors of the difference by the Tracy-Widom law.</summary>
    public bool AgreesAtEdge(Func<double[], double> statistic, double tabulated, double scale, int tabulatedReplicas) =>
        Math.Abs(Mean(statistic).Mean - tabulated) < (Errors * Deviation * scale * Math.Sqrt((1.0 / replicas.Length) + (1.0 / tabulatedReplicas))) + Printed;

    /// <summary>Whether a statistic agrees with a tabulated mean and its error: four standard errors of the difference, with the scatter found here.</summary>
    public bool Agrees(Func<double[], double> statistic, double tabulated, double tabulatedError)
    {
        (double mean, double error) = Mean(statistic);
        return Math.Abs(mean - tabulated) < Errors * Math.Sqrt((error * error) + (tabulatedError * tabulatedError));
    }
}
