using Numerics.Kernels.Elementwise;
using Numerics.Kernels.Random;
using Numerics.Spectra.Theory.FiniteWidth;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.FiniteWidth;

/// <summary>The prediction of <c>finite-width</c>: of one hidden layer everything, of two what holds at initialisation and in the lazy limit, of more nothing.</summary>
/// <param name="e">What is predicted.</param>
/// <param name="context">What there is to work with.</param>
internal sealed class FiniteWidthTheory(FiniteWidthExperiment e, TheoryContext context)
{
    private readonly FiniteWidthParameters p = e.Parameters;

    /// <summary>Averages over passes, which hold at every width.</summary>
    public void Predict(Recorder r)
    {
        if (p.Depth > 2)
        {
            context.Say(Fact.Warning("theory", $"There is no theory of the fluctuations of {p.Depth} hidden layers: this is simulation only."));
            return;
        }

        if (p.Depth == 2 && e.Points.Any(point => point > 0))
        {
            context.Say(Fact.Warning(
                "theory", "With two hidden layers there is no theory of outputs and kernels after the start: they are simulation only. Theory holds at initialisation, and lazyOutputVariance is the lazy limit."));
        }

        if (p.Depth == 1 && p.Activation == ActivationKind.Relu)
        {
            context.Say(Fact.Warning("relu", "The linearised theory needs a second derivative, which relu does not have: after the start variances are simulation only; means and lazyOutputVariance are theory."));
        }

        PassAverages passes = context.Once("passes", () => PassAverages.Of(context, e.Observables, e.Passes, Pass));
        context.Say(Fact.Evidence("solver", TwoLayerFluctuations.IsGrid(e.Model) ? "two grids" : $"{p.TheoryNodes} neurons in both signs, {e.Passes} random shifts"));
        passes.Averages.CopyTo(r);
        SayStability(r);
        for (int m = 0; m < e.Model.Samples && e.Points.All(point => point == 0); m++)
        {
            // A mean that is zero everywhere has no scale on which it could be judged.
            r.ShowOnly(e.Output, 0, m);
        }

        if (passes.DivergedAt is { } at)
        {
            r.ShowOnly();
            throw e.Diverged("The infinite-width dynamics", at);
        }
    }

    private int? Pass(int pass, Recorder r, WorkProgress progress)
    {
        StreamKey key = context.Streams(pass).Matrix(0);
        var kernels = InitialKernels.Of(e.Model, p.Depth, pass, p.TheoryNodes, key, context.Cancellation);
        if (e.Points is [0, ..])
        {
            WriteStart(kernels, r);
        }

        double[][] lazy = LazyFluctuations.Variances(e.Model, kernels, e.Points);
        for (int point = 0; point < e.Points.Length; point++)
        {
            if (lazy[point].All(double.IsFinite))
            {
                r.Row(e.LazyOutputVariance, lazy[point], point);
            }
        }

        if (!e.HasWholeTheory)
        {
            return null;
        }

        FluctuationSolution solution = TwoLayerFluctuations.Solve(e.Model, e.Points, pass, p.TheoryNodes, key, progress.Report, context.Cancellation);
        for (int point = 0; solution.DivergedAt is null && point < e.Points.Length; point++)
        {
            Write(solution, point, r);
        }

        return solution.DivergedAt;
    }

    private void Write(FluctuationSolution solution, int point, Recorder r)
    {
        for (int m = 0; m < e.Model.Samples; m++)
        {
            // At the start the mean output vanishes by the parity of the readout; quadrature leaves a rounding error.
            r[e.Output, point, m] = e.Points[point] == 0 ? 0 : solution.Output[point][m].Mean;
            r[e.OutputVariance, point, m] = solution.Output[point][m].Variance;
            for (int n = 0; n < e.Model.Samples; n++)
            {
                r[e.FeatureKernel, point, 0, m, n] = solution.FeatureKernel[point][m, n].Mean;
                r[e.FeatureKernelVariance, point, 0, m, n] = solution.FeatureKernel[point][m, n].Variance;
                r[e.TangentKernel, point, m, n] = solution.TangentKernel[point][m, n].Mean;
                r[e.TangentKernelVariance, point, m, n] = solution.TangentKernel[point][m, n].Variance;
            }
        }
    }

    /// <summary>What holds at initialisation, whatever the output scale.</summary>
    private void WriteStart(InitialKernels kernels, Recorder r)
    {
        for (int m = 0; m < e.Model.Samples; m++)
        {
            r[e.Output, 0, m] = 0;
            r[e.OutputVariance, 0, m] = p.Centred ? 0 : kernels.Features[^1][kernels.Pairs.IndexOf(m, m)].Mean / (p.OutputScale * p.OutputScale);
            for (int n = 0; n < e.Model.Samples; n++)
            {
                int pair = kernels.Pairs.IndexOf(m, n);
                r[e.TangentKernel, 0, m, n] = kernels.Tangent[pair];
                r[e.TangentKernelVariance, 0, m, n] = kernels.Covariance[pair, pair];
                for (int layer = 0; layer < p.Depth; layer++)
                {
                    r[e.FeatureKernel, 0, layer, m, n] = kernels.Features[layer][pair].Mean;
                    r[e.FeatureKernelVariance, 0, layer, m, n] = kernels.Features[layer][pair].Variance;
                }
            }
        }
    }

    /// <summary>Beyond stability finite networks part from the limit within a few steps.</summary>
    private void ShowOnlyAfter(int step, Recorder r)
    {
        foreach (Observable observable in (Observable[])[e.Output, e.OutputVariance, e.FeatureKernel, e.FeatureKernelVariance, e.TangentKernel, e.TangentKernelVariance])
        {
            for (int point = 0; point < e.Points.Length; point++)
            {
                if (e.Points[point] > step)
                {
                    r.ShowOnly(observable, point);
                }
            }
        }
    }

    private void SayStability(Recorder r)
    {
        for (int point = 0; point < e.Points.Length; point++)
        {
            int at = point;
            if (r[e.TangentKernel, at, 0, 0].Value is not null && e.BeyondStability(context.Lapack, e.Points, at, (m, n) => r[e.TangentKernel, at, m, n].Value!.Value) is { } beyond)
            {
                context.Say(Fact.Warning("stability", $"{beyond.Sentence} after {e.Points[point]} steps at infinite width; what comes after step {beyond.Step} is shown and not judged."));
                ShowOnlyAfter(beyond.Step, r);
                return;
            }
        }
    }
}
