using Numerics.LinearAlgebra.Krylov;
using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.TangentKernel;

namespace Numerics.Studies.Catalog.DeepLinear;

/// <summary>From validated parameters to what theory and simulation take.</summary>
public static class DeepLinearModels
{
    /// <summary>
    /// Most applications of the tangent kernel in one step of recording: three times what a leading eigenvalue clear of the bulk needed in the reference sets.
    /// </summary>
    private const int KernelApplications = 40;

    /// <summary>
    /// Scatter of the leading kernel eigenvalue about the edge of its bulk, over edge D^(-2/3): about twice the largest shift seen in the reference sets at D = 1000.
    /// </summary>
    private const double KernelEdgeScatter = 2;

    /// <summary>A leading kernel eigenvalue closer to the bulk than this many scatters moves with it: the window of an edge whose fluctuation law is not known.</summary>
    private const double KernelWindow = 3;

    /// <summary>The parameterization of that name.</summary>
    public static Parameterization Parameterization(string name) =>
        name == Spectra.Models.Parameterization.Ntk.Name ? Spectra.Models.Parameterization.Ntk : Spectra.Models.Parameterization.MuP;

    /// <summary>The model of given parameters at one point of a sweep, or of a single run.</summary>
    public static DeepLinearModel Create(DeepLinearTraining p, string parameterization, double widthRatio, double learningRate)
    {
        ArgumentNullException.ThrowIfNull(p);
        return new DeepLinearModel
        {
            Depth = p.Depth,
            WidthRatio = widthRatio,
            SampleRatio = p.SampleRatio.Value,
            Parameterization = Parameterization(parameterization),
            LearningRate = learningRate,
            OutputScale = p.OutputScale,
            InitialScales = p.InitialScale.For(p.Depth),
            LabelNoise = p.LabelNoise,
            Optimizer = new OptimizerKernel(p.Steps, p.Momentum, p.WeightDecay, p.Schedule),
            Batch = p.Batch.Sampling,
            Covariance = p.Covariance.Spectrum(),
        };
    }

    /// <summary>Accuracy of the tangent kernel's eigenvalue: a third of its scatter between replicas at the edge of the bulk, D^(-2/3), and not finer than 1e-3.</summary>
    public static SymmetricLanczosOptions Kernel(long inputDimension) =>
        new() { Tolerance = Math.Max(1e-3, 0.3 * Math.Pow(inputDimension, -2.0 / 3)), MaximumSteps = KernelApplications };

    /// <summary>Inputs of the tangent kernel; the default follows the data.</summary>
    public static KernelInputs Inputs(DeepLinearTraining p, KernelInputs? chosen)
    {
        ArgumentNullException.ThrowIfNull(p);
        bool fixedSet = p.Batch.Sampling is not BatchSampling.OnePass && double.IsFinite(p.SampleRatio.Value);
        return chosen ?? (fixedSet ? KernelInputs.TrainingSet : KernelInputs.Population);
    }

    /// <summary>The same for the theory.</summary>
    public static NtkOperator Operator(DeepLinearTraining p, KernelInputs? chosen, DeepLinearModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Inputs(p, chosen) switch
        {
            KernelInputs.TrainingSet => NtkOperator.TrainingSet,
            KernelInputs.Population => NtkOperator.Population,
            _ => new NtkOperator.FreshSample(model.Batch is BatchSampling.OnePass fresh ? fresh.Ratio : model.SampleRatio),
        };
    }

    /// <summary>Error of the leading kernel eigenvalue as a prediction for one size: zero for an outlier clear of the bulk, else the scatter of the edge.</summary>
    public static double KernelScatter(double top, double edge, long inputDimension)
    {
        double scatter = KernelEdgeScatter * top * Math.Pow(inputDimension, -2.0 / 3);
        return top - edge > KernelWindow * scatter ? 0 : scatter;
    }

    /// <summary>The same for the simulation.</summary>
    public static TangentKernelInputs Simulated(KernelInputs inputs) => inputs switch
    {
        KernelInputs.TrainingSet => TangentKernelInputs.TrainingSet,
        KernelInputs.Population => TangentKernelInputs.Population,
        _ => TangentKernelInputs.FreshSample,
    };

    /// <summary>About six steps up to the last one.</summary>
    public static int[] DefaultRecordSteps(int steps) =>
        [.. Enumerable.Range(1, 6).Select(i => (int)Math.Round(i * steps / 6.0)).Where(step => step > 0).Distinct()];
}
