using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;
using Numerics.Studies.Configuration.Values;
using Numerics.Studies.Contract;
using Numerics.Studies.Inputs;

namespace Numerics.Studies.Catalog.MixtureOfExperts;

/// <summary>The parameters with what stands for null: sizes, data, rates.</summary>
/// <param name="p">Parameters.</param>
internal sealed class MixtureSettings(MixtureOfExpertsParameters p)
{
    /// <summary>Matrix of the pilot streams that holds the built-in inputs: one set for every seed.</summary>
    private const uint DataMatrix = 20;

    private const int TransferSamples = 48;
    private const int CheckSamples = 12;

    private const string Origin = "configuration";

    /// <summary>The parameters.</summary>
    public MixtureOfExpertsParameters Parameters { get; } = p;

    /// <summary>Whether the theory is the limit of training.</summary>
    public bool IsInfinite => Parameters.Experiment == MixtureExperiment.InfiniteScale;

    /// <summary>Scales, ascending.</summary>
    public IReadOnlyList<double> Scales => Parameters.Scales?.Values ?? (!IsInfinite ? [1, 2, 4, 8] : [Parameters.Regime == ExpertRegime.III ? 4 : 8]);

    /// <summary>eta.</summary>
    public double LearningRate => Parameters.LearningRate ?? (Parameters.Experiment, Parameters.Optimizer) switch
    {
        (MixtureExperiment.InfiniteScale, _) => 0.5,
        (MixtureExperiment.CoordinateCheck, ExpertOptimizer.Sgd) => 0.3,
        (MixtureExperiment.CoordinateCheck, _) => 0.02,
        (_, ExpertOptimizer.Sgd) => 1,
        _ => 0.1,
    };

    /// <summary>T.</summary>
    public int Steps => Parameters.Steps ?? Parameters.Experiment switch
    {
        MixtureExperiment.InfiniteScale => 12,
        MixtureExperiment.CoordinateCheck => 3,
        MixtureExperiment.EscapeTime => 100,
        _ => 25,
    };

    /// <summary>Recorded steps, increasing.</summary>
    public int[] RecordSteps => Parameters.RecordSteps is null && Steps <= RecordedSteps.CurvePoints
        ? [.. Enumerable.Range(0, Steps + 1)]
        : RecordedSteps.Of(Parameters.RecordSteps, Steps);

    /// <summary>Whether w_out begins at zero.</summary>
    public bool ZeroReadout => (Parameters.Readout ?? (Parameters.Experiment is MixtureExperiment.EscapeTime or MixtureExperiment.LearningRateTransfer ? InitialReadout.Zero : InitialReadout.Gaussian)) == InitialReadout.Zero;

    /// <summary>D.</summary>
    public int InputDimension => Parameters.InputDimension ?? (IsInfinite ? 8 : 16);

    /// <summary>The rule that is right for the regime: what theory says.</summary>
    public ExpertParameterization Right => new(Parameters.Regime, Parameters.Parameterization);

    /// <summary>The rule that is simulated.</summary>
    public ExpertParameterization Simulated => new(Parameters.ParameterizationRegime ?? Parameters.Regime, Parameters.Parameterization);

    /// <summary>rho_e.</summary>
    public double ExpertWidthRatio => Parameters.ExpertWidthRatio ?? 1;

    /// <summary>rho.</summary>
    public double ExpertCountRatio => Parameters.ExpertCountRatio ?? (Parameters.Regime == ExpertRegime.III ? (IsInfinite ? 1 : 0.25) : 0.5);

    /// <summary>M in regime I.</summary>
    public int ExpertCount => Parameters.ExpertCount ?? 4;

    /// <summary>N_e in regime II.</summary>
    public int ExpertWidth => Parameters.ExpertWidth ?? (IsInfinite ? 2 : 4);

    /// <summary>Sites of the theory.</summary>
    public int TheorySites => Parameters.TheorySites ?? Math.Max(LeastSites, Parameters.Regime switch { ExpertRegime.I => 8192, ExpertRegime.II => 4096, _ => 256 });

    /// <summary>Fewest sites: the noise of every step is made orthogonal to that of all earlier ones.</summary>
    public int LeastSites => 4 * (Steps + 1);

    /// <summary>Experts of the theory in III.</summary>
    public int TheoryExperts => Parameters.TheoryExperts ?? 128;

    /// <summary>Number of samples without looking at data.</summary>
    public int BuiltInSamples => IsInfinite ? 4 : Parameters.Experiment == MixtureExperiment.LearningRateTransfer ? TransferSamples : CheckSamples;

    /// <summary>Sizes at a scale that <see cref="SizeErrors"/> accepts.</summary>
    public ExpertSizes Sizes(double scale) => Checked(scale, _ => { });

    /// <summary>What is wrong with the sizes of all scales.</summary>
    public IEnumerable<ConfigurationError> SizeErrors()
    {
        List<ConfigurationError> errors = [];
        foreach (double scale in Scales)
        {
            if (scale <= 0)
            {
                errors.Add(new ConfigurationError("scales", $"Scale {scale:R} is not positive; scales multiply the sizes of scale 1."));
                continue;
            }

            Checked(scale, errors.Add);
        }

        // One scale that does not divide tells the reader enough.
        return errors.Take(2);
    }

    /// <summary>The limit model.</summary>
    public ExpertLimitModel Model(TrainingSet set) => new()
    {
        Parameterization = Right,
        Set = set,
        InputDimension = InputDimension,
        LearningRate = LearningRate,
        Steps = Steps,
        ReadoutScale = Parameters.Readout == InitialReadout.Zero ? 0 : Parameters.ReadoutScale,
        RouterScale = Parameters.RouterScale,
        Experts = ExpertCount,
        ExpertWidth = ExpertWidth,
        ExpertCountRatio = ExpertCountRatio,
        ExpertWidthRatio = ExpertWidthRatio,
    };

    /// <summary>The network at a scale.</summary>
    public ExpertTask Task(double scale, DenseMatrix<double> inputs, IReadOnlyList<double> targets) => new()
    {
        Sizes = Sizes(scale),
        Parameterization = Simulated,
        Inputs = inputs,
        Targets = targets,
        LearningRate = LearningRate,
        Optimizer = Parameters.Optimizer,
        Gates = Parameters.Gates,
        ZeroReadout = ZeroReadout,
    };

    /// <summary>The training set of infiniteScale, by its Gram matrix; built in: four inputs in eight dimensions.</summary>
    /// <exception cref="ConfigurationException">The data contradict each other.</exception>
    public TrainingSet Set()
    {
        if (Parameters.InputGram is null && Parameters.Targets is null)
        {
            DenseMatrix<double> inputs = Harmonics(8, 4);
            double[][] gram = [.. Enumerable.Range(0, 4).Select(m => Enumerable.Range(0, 4).Select(n => Dot(inputs, m, n) / 8).ToArray())];
            return TrainingSetFactory.Create(gram, TargetTable.Of([1, -1, 0.5, -0.5]), null, "", null, Steps);
        }

        if (Parameters.InputGram is null)
        {
            throw new ConfigurationException(Origin, "targets", "targets are given without inputGram; give the Gram matrix of the inputs, or leave both out.");
        }

        TrainingSet set = TrainingSetFactory.Create(Parameters.InputGram, Parameters.Targets is { } targets ? TargetTable.Of(targets) : null, null, "", null, Steps);
        int rank = Enumerable.Range(0, set.Samples).Count(k => set.InputFactor[k, k] > 0);
        if (rank > InputDimension)
        {
            throw new ConfigurationException(Origin, "inputDimension", $"The Gram matrix has rank {rank}, inputs of dimension {InputDimension} have at most {InputDimension}; raise inputDimension.");
        }

        return set;
    }

    /// <summary>Inputs as columns and targets of the other experiments.</summary>
    /// <exception cref="ConfigurationException">The data contradict each other.</exception>
    public (DenseMatrix<double> Inputs, IReadOnlyList<double> Targets) Data()
    {
        if (Parameters.InputGram is null && Parameters.Targets is null)
        {
            return BuiltIn(InputDimension, BuiltInSamples);
        }

        TrainingSet set = Set();
        var inputs = new DenseMatrix<double>(InputDimension, set.Samples);
        int row = 0;
        for (int k = 0; k < set.Samples; k++)
        {
            if (set.InputFactor[k, k] > 0)
            {
                for (int b = 0; b < set.Samples; b++)
                {
                    inputs[row, b] = Math.Sqrt(InputDimension) * set.InputFactor[b, k];
                }

                row++;
            }
        }

        return (inputs, set.Targets);
    }

    /// <summary>Gaussian inputs of length sqrt(D), one set for all seeds; targets linear in them, of mean square 1.</summary>
    private static (DenseMatrix<double> Inputs, IReadOnlyList<double> Targets) BuiltIn(int dimension, int samples)
    {
        var inputs = new DenseMatrix<double>(dimension, samples);
        StreamKey key = StudyStreams.Pilot.Matrix(DataMatrix);
        for (int b = 0; b < samples; b++)
        {
            GaussianFill.Fill(key, (uint)b, 0, 1, inputs.Column(b));
            double length = Math.Sqrt(Dot(inputs, b, b) / dimension);
            for (int d = 0; d < dimension; d++)
            {
                inputs[d, b] /= length;
            }
        }

        double[] targets = [.. Enumerable.Range(0, samples).Select(b => inputs.Column(b).ToArray().Sum())];
        double scale = Math.Sqrt(targets.Sum(y => y * y) / samples);
        return (inputs, [.. targets.Select(y => y / scale)]);
    }

    private static DenseMatrix<double> Harmonics(int dimension, int samples)
    {
        var inputs = new DenseMatrix<double>(dimension, samples);
        for (int p = 0; p < samples; p++)
        {
            for (int d = 0; d < dimension; d++)
            {
                inputs[d, p] = Math.Cos(1.7 * (p + 1) * (d + 1));
            }

            double length = Math.Sqrt(Dot(inputs, p, p) / dimension);
            for (int d = 0; d < dimension; d++)
            {
                inputs[d, p] /= length;
            }
        }

        return inputs;
    }

    private static double Dot(DenseMatrix<double> inputs, int m, int n)
    {
        double sum = 0;
        for (int d = 0; d < inputs.Rows; d++)
        {
            sum += inputs[d, m] * inputs[d, n];
        }

        return sum;
    }

    private ExpertSizes Checked(double scale, Action<ConfigurationError> refuse)
    {
        int baseWidth = Parameters.BaseWidth ?? (Parameters.Regime == ExpertRegime.III ? (IsInfinite ? 24 : 16) : 32);
        bool many = Parameters.Regime != ExpertRegime.I, wide = Parameters.Regime != ExpertRegime.II;
        int width = Whole("width N", "scales", scale * baseWidth, $"{baseWidth} x {scale:R}", scale, refuse);
        int experts = many ? Whole("number of experts M", "expertCountRatio", ExpertCountRatio * scale * baseWidth, $"{ExpertCountRatio:R} x {scale * baseWidth:R}", scale, refuse) : ExpertCount;
        int expertWidth = wide ? Whole("expert width N_e", "expertWidthRatio", ExpertWidthRatio * scale * baseWidth, $"{ExpertWidthRatio:R} x {scale * baseWidth:R}", scale, refuse) : ExpertWidth;
        int active = Parameters.ActiveExperts is not { } given ? experts
            : many && !IsInfinite ? Whole("number of active experts K", "activeExperts", given * scale, $"{given} x {scale:R}", scale, refuse) : given;
        if (active > experts && experts > 0)
        {
            refuse(new ConfigurationError("activeExperts", $"{active} active experts at scale {scale:R} are more than the {experts} experts there are; lower activeExperts to at most {Math.Max(1, Math.Floor(experts / (many ? scale : 1))):R}."));
            active = experts;
        }

        if ((double)width * experts * expertWidth > int.MaxValue)
        {
            refuse(new ConfigurationError("scales", $"At scale {scale:R} the experts have {(double)width * experts * expertWidth:G3} weights in a layer, more than {int.MaxValue}; lower the scale."));
        }

        return new ExpertSizes(width, experts, expertWidth, active);
    }

    private static int Whole(string what, string path, double value, string how, double scale, Action<ConfigurationError> refuse)
    {
        double whole = Math.Round(value);
        if (whole is >= 1 and <= 1_000_000 && Math.Abs(value - whole) <= 1e-9 * whole)
        {
            return (int)whole;
        }

        refuse(whole > 1_000_000
            ? new ConfigurationError("scales", $"At scale {scale:R} the {what} would be {value:G6}, at most 1000000 is possible; lower the scale.")
            : new ConfigurationError(path, $"At scale {scale:R} the {what} would be {how} = {value:G6}, which is not a whole number from 1 on; choose scales, baseWidth and ratios that divide."));
        return 1;
    }
}
