using Numerics.LinearAlgebra.Sparse;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks.Spatial;
using Numerics.Spectra.Theory.SpatialNetworks;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.SpatialEI;

/// <summary>The rates of the network in time: order parameters, the regime that they show and the autocovariance, against what the spectrum predicts and block mean-field theory.</summary>
internal sealed class SpatialEIDynamics
{
    /// <summary>Streams of the replica beyond those of the connectivity.</summary>
    private const uint InitialStream = 8, NoiseStream = 9, TangentStream = 10;

    /// <summary>Time between two looks at the modes.</summary>
    private const double Look = 0.2;

    /// <summary>Allowance of an autocovariance, in units of its value over the number of neurons.</summary>
    private const double Allowance = 100;

    /// <summary>Least share of the variance at which an autocovariance is judged: below, finite-size fluctuations are as large as it is.</summary>
    private const double LeastShare = 0.3;

    private const int MostFieldTimes = 120;
    private const int FieldPlaces = 80;
    private static readonly ActivityRegime[] All = Enum.GetValues<ActivityRegime>();
    private readonly SpatialEIParameters p;
    private readonly SpatialNetwork network;
    private readonly int fieldTimes;
    private readonly Observable regimeProportion;
    private readonly Observable autocovariance;
    private readonly Observable activity;
    private readonly Observable modeFraction;
    private readonly Observable dominantMode;
    private readonly Observable lineFraction;
    private readonly Observable oneSidedness;
    private readonly Observable peakFrequency;
    private readonly Observable lyapunovExponent;

    public SpatialEIDynamics(SpatialEIParameters p, SpatialNetwork network, Func<string, string, IReadOnlyList<Axis>, Observable> observe)
    {
        (this.p, this.network) = (p, network);
        regimeProportion = observe(
            "regimeProportion",
            "share of networks in each regime of dx/dt = -x + J phi(x) + noise; theory: 1 for the one that the spectrum predicts",
            [Axis.OfLabels("regime", [.. All.Select(Word)])]).Judged(new ComparisonRule(p.Count, 0, 1) { IsShare = true, NaturalScale = 1 });
        autocovariance = observe(
            "autocovariance",
            "C_a(t), mean of x_i(s) x_i(s + t) over time and the neurons of a population; theory: block mean-field theory, where no outlier has a real part of 1 or more",
            [Axis.OfLabels("population", ["excitatory", "inhibitory"]), new Axis("lag", p.Lags)]).Judged(new ComparisonRule(p.Count, Allowance, 1) { Relative = true });
        activity = observe("activity", "root mean square of tanh(x) over time and excitatory neurons; theory: block mean-field theory", []);
        modeFraction = observe("modeFraction", "largest share of the mean square of tanh(x) that one wave number (torus: squared) has", []);
        dominantMode = observe("dominantMode", "wave number (torus: squared) that has the largest share; theory: the outlier of largest real part", []);
        lineFraction = observe("lineFraction", "share of the spectrum in time of the dominant mode within two bins of its peak", []);
        oneSidedness = observe("oneSidedness", "|sum of sgn(f) S(f)| over the sum of S, S the spectrum in time of the dominant mode: 1 for a travelling wave", []);
        peakFrequency = observe("peakFrequency", "frequency of the peak of that spectrum; theory: Im lambda/(2 pi) of the outlier of largest real part, which holds at the onset", []);
        lyapunovExponent = observe("lyapunovExponent", "largest Lyapunov exponent; theory: max(Re lambda, R) - 1 where that is negative", []);
        if (p.ShowFirst && p.Dynamics.Settings is { } settings)
        {
            int places = Math.Min(network.Side(0), FieldPlaces);
            fieldTimes = Math.Min(MostFieldTimes, settings.Steps / 2);
            double[] times = [.. Enumerable.Range(0, fieldTimes).Select(k => FieldStep(settings, k) * settings.Step)];
            Field = observe(
                "activityField",
                "tanh(x) of excitatory neurons of the first network in space and time, mean over the neurons of a place (torus: along the first row of the grid)",
                [new Axis("time", times), new Axis("position", [.. Enumerable.Range(0, places).Select(place => (double)place / places)])]);
        }
    }

    /// <summary>Activity in space and time; null where it is not kept.</summary>
    public Observable? Field { get; }

    /// <summary>The regime of each network.</summary>
    public Observable Regimes => regimeProportion;

    /// <summary>Bytes of the simulation.</summary>
    public long Bytes => p.Dynamics.Settings is { } settings ? 8L * p.Count * (16 + History(settings)) : 0;

    /// <summary>Rough time of the simulation on one core.</summary>
    public double Seconds => p.Dynamics.Settings is { } settings ? settings.Steps * (settings.Scheme == RateScheme.Euler ? 1 : 2) * ((1.5e-9 * network.Synapses) + (40e-9 * p.Count)) : 0;

    /// <summary>The word of a regime in files.</summary>
    public static string Word(ActivityRegime regime) => regime.ToString().ToLowerInvariant();

    public void Predict(TheoryContext context, Recorder r, LinearRegime regime)
    {
        r.Row(regimeProportion, [.. All.Select(other => other == regime.Regime ? 1.0 : 0.0)]);
        if (!regime.IsClear)
        {
            r.ShowOnly(regimeProportion);
            context.Say(Fact.Evidence("regime judged", "no: an onset is near, or another instability competes"));
        }

        if (regime.Leading is { } leading && leading.Value.Real >= 1 && regime.Regime != ActivityRegime.Chaos)
        {
            r[dominantMode] = p.IsRing ? Math.Sqrt(leading.SquaredWaveNumber) : leading.SquaredWaveNumber;
            r[peakFrequency] = Math.Abs(leading.Value.Imaginary) / (2 * Math.PI);
        }

        if (regime.Growth < 1)
        {
            r[lyapunovExponent] = regime.Growth - 1;
        }

        if (regime.Leading is null || regime.Leading.Value.Real < 1)
        {
            PredictFluctuations(context, r);
        }
    }

    public void Simulate(ReplicaContext context, Recorder r, SparseMatrix connectivity)
    {
        if (p.Dynamics.Settings is not { } settings)
        {
            return;
        }

        var rates = new RateNetwork(
            connectivity, network.Excitatory, settings, context.Streams.Matrix(InitialStream), context.Streams.Matrix(NoiseStream), context.Streams.Matrix(TangentStream), context.Executor);
        var observer = new ActivityObserver(network);
        var history = new double[History(settings)][];
        double[,] covariance = new double[2, p.Lags.Length];
        double[] excitatory = new double[network.Excitatory];
        int stride = Stride(settings), start = settings.Steps / 2, looks = 0, fieldRow = 0;
        double growth = 0;
        for (int step = 1; step <= settings.Steps; step++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            double log = rates.Step();
            rates.State.CopyTo(history[step % history.Length] ??= new double[p.Count]);
            if (Field is { } field && context.Replica == 0 && fieldRow < fieldTimes && step == FieldStep(settings, fieldRow))
            {
                rates.ExcitatoryActivity(excitatory);
                r.Row(field, Places(excitatory, field.Shape.Axes[1].Count), fieldRow++);
            }

            if (step <= start)
            {
                continue;
            }

            growth += log;
            if ((step - start) % stride == 0)
            {
                context.Progress.Report((double)step / settings.Steps);
                rates.ExcitatoryActivity(excitatory);
                observer.Watch(excitatory);
                Add(covariance, history, step, settings);
                looks++;
            }
        }

        Write(r, observer.Read(stride * settings.Step), growth / ((settings.Steps - start) * settings.Step));
        r.Row(autocovariance, [.. p.Lags.Select((_, k) => covariance[0, k] / looks)], 0);
        r.Row(autocovariance, [.. p.Lags.Select((_, k) => covariance[1, k] / looks)], 1);
    }

    /// <summary>Mean-field theory; where it does not converge, close to R = 1, its values are missing and the spectrum stays.</summary>
    private void PredictFluctuations(TheoryContext context, Recorder r)
    {
        BlockMeanField field;
        // Modes near their onset or far from normal amplify noise; the theory of silent modes is then of larger networks.
        bool audible = NonNormalLeak.Reach(network) > NonNormalLeak.Visible || ModeNoise.Share(network) > LeastShare * Allowance / p.Count;
        try
        {
            field = BlockMeanField.Solve(ModeMatrices.Variance(network, default), p.Dynamics.Settings?.Noise ?? 0);
        }
        catch (ArithmeticException failure)
        {
            context.Say(Fact.Warning("mean-field theory of the rates", failure.Message));
            return;
        }

        for (int a = 0; a < 2; a++)
        {
            for (int k = 0; k < p.Lags.Length; k++)
            {
                r[autocovariance, a, k] = field.Autocovariance(a, p.Lags[k]);
                if (audible || Math.Abs(field.Autocovariance(a, p.Lags[k])) < LeastShare * field.Autocovariance(a, 0))
                {
                    r.ShowOnly(autocovariance, a, k);
                }
            }
        }

        if (audible)
        {
            context.Say(Fact.Evidence("autocovariance judged", "no: modes of the mean amplify noise at this size"));
        }

        r[activity] = field.Activity();
        context.Say(Fact.Evidence("mean-field theory of the rates", $"{field.Sweeps} sweeps"));
    }

    private void Write(Recorder r, OrderParameters seen, double exponent)
    {
        ActivityRegime? regime = seen.Regime(exponent);
        r.Row(regimeProportion, [.. All.Select(other => other == regime ? 1.0 : 0.0)]);
        if (regime is null)
        {
            r.Remark("The activity is of none of the six regimes: its power is spread over modes without chaos, or its dominant mode is a standing wave.");
        }

        r[activity] = seen.Activity;
        r[modeFraction] = seen.ModeFraction;
        r[dominantMode] = p.IsRing ? Math.Sqrt(seen.SquaredWaveNumber) : seen.SquaredWaveNumber;
        r[lineFraction] = seen.LineFraction;
        r[oneSidedness] = seen.OneSidedness;
        r[peakFrequency] = seen.PeakFrequency;
        r[lyapunovExponent] = exponent;
    }

    /// <summary>Adds the products of one time with the times a lag before.</summary>
    private void Add(double[,] covariance, double[]?[] history, int step, RateSettings settings)
    {
        ReadOnlySpan<double> now = history[step % history.Length];
        for (int k = 0; k < p.Lags.Length; k++)
        {
            ReadOnlySpan<double> before = history[(step - Steps(p.Lags[k], settings)) % history.Length];
            double sum = 0;
            for (int i = 0; i < network.Excitatory; i++)
            {
                sum += now[i] * before[i];
            }

            covariance[0, k] += sum / network.Excitatory;
            sum = 0;
            for (int i = network.Excitatory; i < p.Count; i++)
            {
                sum += now[i] * before[i];
            }

            covariance[1, k] += sum / network.Inhibitory;
        }
    }

    private double[] Places(double[] activity, int places)
    {
        int side = network.Side(0);
        // On the torus: the second axis along the first row.
        return [.. Enumerable.Range(0, places).Select(place =>
        {
            int from = place * side / places, to = Math.Max(from + 1, (place + 1) * side / places);
            return activity.AsSpan(from, to - from).ToArray().Average();
        })];
    }

    private int History(RateSettings settings) => p.Lags.Length == 0 ? 1 : Steps(p.Lags.Max(), settings) + 1;

    private static int Steps(double lag, RateSettings settings) => (int)Math.Round(lag / settings.Step);

    private static int Stride(RateSettings settings) => Math.Max(1, (int)Math.Round(Look / settings.Step));

    /// <summary>Steps of the field: the last third of the time, up to 40.</summary>
    private int FieldStep(RateSettings settings, int k)
    {
        int reach = Math.Clamp((int)(Math.Min(40, settings.Duration / 3) / settings.Step), fieldTimes, settings.Steps - 1);
        return settings.Steps - reach + (int)((long)k * reach / (fieldTimes - 1));
    }
}
