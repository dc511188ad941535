using Numerics.Spectra.Alignment;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Theory.TangentKernel;
using Numerics.Studies.Contract;
using Numerics.Studies.Inputs.Images;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.SirenAlignment;

/// <summary>The study <c>siren-alignment</c> with its parameters fixed.</summary>
public sealed class SirenAlignmentExperiment : Experiment
{
    private const int MostSnapshots = 4;

    // Mean kernels at depth 4 and widths 32 to 256 (examples/siren-kernel.json) deviate by 0.65 +- 0.07 of theory (d - 2)/N between distant points, by 0 to 0.2 between near ones.
    private const double KernelDeviation = 0.75;

    private readonly SirenAlignmentParameters p;
    private readonly SirenModel model;
    private readonly SirenKernel theory;
    private readonly Lazy<SirenScene> scene;
    private readonly int[] steps;
    private readonly int[] snapshots;
    private readonly Observable kernel;
    private readonly Observable floor;
    private readonly Observable diagonal;
    private readonly Observable gradient;
    private readonly Observable metric;
    private readonly Observable length;
    private readonly Observable minimum;
    private readonly Observable[] orders = [];
    private readonly Observable? transitions;
    private readonly Observable? residuals;
    private readonly Observable? eigenvectors;

    internal SirenAlignmentExperiment(SirenAlignmentParameters p, TargetImage image)
    {
        this.p = p;
        model = p.Model;
        theory = new SirenKernel(model);
        scene = new Lazy<SirenScene>(() => new SirenScene(image, p.ImageSize));
        steps = p.Recorded();
        Axis pair = Axis.Of("pair", Enumerable.Range(1, p.KernelPairs.Pairs.Count));
        Axis point = Axis.Of("point", Enumerable.Range(1, p.LocalPoints.Points.Count));
        var rule = new ComparisonRule(p.Width, KernelDeviation * (p.Depth - 2), 1) { Relative = true, GrowthPower = 1 };
        kernel = Observe("initialKernel", "K(x, x') of the network at initialisation; theory: its mean in closed form, exact for depth 2", pair).Judged(rule);
        floor = Observe("initialCorrelationFloor", "cosine of the closed-form kernel of the pair with S = 0 between its points: that of points far from each other", pair);
        diagonal = Observe("localDiagonal", "a^2 = K(x, x) at initialisation; theory: its mean in closed form", point).Judged(rule);
        gradient = Observe("localGradient", "D = grad a^2 at initialisation; theory: of the closed form", point, Axis.Of("component", [1, 2]));
        metric = Observe("localMetric", "H_ij = d_(x_i) d_(x'_j) K at x' = x at initialisation; theory: of the closed form", point, Axis.Of("row", [1, 2]), Axis.Of("column", [1, 2]));
        length = Observe("localCorrelationLength", "xi: radius of the circle of the area of the ellipse on which the local form of the closed-form cosine is (1 + floor)/2", point);
        minimum = Observe("localMinimumCorrelation", "least value of the local form of the closed-form cosine, -d/(8 a^2 - d), d = D^T H^-1 D", point);
        snapshots = Snapshots();
        if (steps.Length == 0)
        {
            return;
        }

        Axis step = Axis.Of("step", steps);
        orders = [.. SirenOrderParameters.Declared.Select(one => Observe(one.Name, one.Definition, step))];
        // What deviates is the variance of the initial outputs, at most 1/omega_0^2, as the kernel does.
        orders[0].Judged(new ComparisonRule(p.Width, KernelDeviation * (p.Depth - 2) / (p.Frequency * p.Frequency), 1, [.. steps.Select(one => one == 0)]) { VariancePower = 0 });
        transitions = Observe("transitionTime", "step of a transition of this training; missing where it is not found", Axis.OfLabels("kind", SirenTransitions.Kinds));
        int side = Math.Min(p.ImageSize, SirenOrderParameters.KernelSide);
        Axis[] pixels = [Axis.Of("snapshot", snapshots), Axis.Of("imageRow", Enumerable.Range(1, side)), Axis.Of("imageColumn", Enumerable.Range(1, side))];
        residuals = Observe("residual", "I - f on the kernel grid at a few steps", pixels);
        eigenvectors = Observe("principalEigenvector", "leading eigenvector of the tangent kernel on the kernel grid, mean square 1 over the training grid, positive sum", pixels);
    }

    /// <inheritdoc/>
    public override int Replicas => p.Replicas;

    /// <inheritdoc/>
    public override Cost Cost
    {
        get
        {
            long points = (long)p.ImageSize * p.ImageSize;
            double side = Math.Min(p.ImageSize, SirenOrderParameters.KernelSide);
            double kernelPoints = side * side;
            double pass = 1e-9 * points * p.Width * (10 + (0.5 * p.Width * p.Depth));
            double record = (15 * pass) + (2e-10 * kernelPoints * kernelPoints * p.Depth * p.Width) + 0.02;
            long few = p.KernelPairs.Pairs.Count + p.LocalPoints.Points.Count;
            long bytes = (SirenBlock.Bytes(model, 2 * few) * 3) + (4 * 8 * model.Parameters);
            if (steps.Length > 0)
            {
                bytes += SirenBatch.Bytes(model, points) + SirenBatch.Bytes(model, 1 << 16) + SirenTangentKernel.Bytes(model, points) + (16 * 8 * points)
                    + (long)(kernelPoints * ((6 * 8 * kernelPoints) + (8.0 * p.Width * p.Depth * 6))) + (8L * p.Steps);
            }

            long matrices = IsFrozenTheoryKnown ? 5 * 8 * points * points : 0;
            return new Cost(bytes, matrices + (8 * 16 * points), (steps.Length == 0 ? 0 : (p.Steps * 0.5 * pass) + (steps.Length * record)) + 2e-3 + (1e-8 * model.Parameters), 1e-9 * matrices);
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Plan =>
    [
        Fact.Evidence("parameters of the network", $"{model.Parameters}"),
        Fact.Evidence("recorded steps", $"{steps.Length}"),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<Figure> Figures
    {
        get
        {
            Figure initial = new("kernel", new Caption("Tangent kernel at initialisation", $"depth {p.Depth}"), "pair", "pair", "K(x, x')", [.. FigurePart.Compared((kernel, "kernel"))]) { Residuals = true };
            return transitions is null ? [initial] : [initial, .. SirenAlignmentFigures.Of(p, Named, transitions, residuals!, eigenvectors!)];
        }
    }

    /// <summary>Whether the frozen mean kernel is decomposed: up to the points of the kernel grid.</summary>
    private bool IsFrozenTheoryKnown => steps.Length > 0 && p.ImageSize <= SirenOrderParameters.KernelSide;

    /// <inheritdoc/>
    public override void Predict(TheoryContext context, Recorder r)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(r);
        for (int i = 0; i < p.KernelPairs.Pairs.Count; i++)
        {
            (PlanePoint x, PlanePoint y) = p.KernelPairs.Pairs[i];
            r[kernel, i] = theory.At(x, y);
            r[floor, i] = theory.Floor(x, y);
        }

        for (int i = 0; i < p.LocalPoints.Points.Count; i++)
        {
            PlanePoint x = p.LocalPoints.Points[i];
            LocalKernel local = theory.Local(x);
            Write(r, i, local);
            r[length, i] = local.CorrelationLength(theory.Floor(x, x));
            r[minimum, i] = local.MinimumCorrelation;
        }

        if (IsFrozenTheoryKnown)
        {
            new SirenFrozenKernel(p, theory, scene.Value).Predict(context, r, steps, Named);
        }
        else if (steps.Length > 0 && steps[0] == 0)
        {
            r[orders[0], 0] = SirenFrozenKernel.InitialLoss(theory, scene.Value);
            context.Say(Fact.Evidence("frozen kernel", $"not decomposed: more than {SirenOrderParameters.KernelSide} x {SirenOrderParameters.KernelSide} points"));
        }
    }

    /// <inheritdoc/>
    public override void Simulate(ReplicaContext context, Recorder r)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(r);
        var parameters = SirenParameters.Draw(model, context.Streams.Matrix);
        PlanePoint[] points = [.. p.KernelPairs.Pairs.SelectMany(pair => new[] { pair.First, pair.Second })];
        r.Row(kernel, SirenLocalKernel.Between(parameters, points, context.Lapack));
        LocalKernel[] local = SirenLocalKernel.At(parameters, p.LocalPoints.Points, context.Lapack);
        for (int i = 0; i < local.Length; i++)
        {
            Write(r, i, local[i]);
        }

        if (steps.Length == 0)
        {
            return;
        }

        SirenRun run = new SirenTrainer(p, scene.Value, context).Run(parameters, steps, snapshots);
        for (int k = 0; k < steps.Length; k++)
        {
            for (int one = 0; one < orders.Length; one++)
            {
                r[orders[one], k] = run.Values[k][one];
            }
        }

        double?[] times = SirenTransitions.Of(run.Losses, steps, run.Values);
        for (int kind = 0; kind < times.Length; kind++)
        {
            r[transitions!, kind] = times[kind];
        }

        for (int k = 0; k < snapshots.Length; k++)
        {
            Image(r, residuals!, k, run.Residuals[k]);
            Image(r, eigenvectors!, k, run.Eigenvectors[k]);
        }

        if (run.Values.Count(values => values[SirenOrderParameters.Index("leadingEigenvalue")] is null) is > 0 and var missing)
        {
            r.Remark($"At {missing} of {steps.Length} steps the leading eigenvalue was not found in {SirenTangentKernel.MostProducts} products: the largest ones are nearly equal.");
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<Fact> Conclude(Findings findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        for (int kind = 0; transitions is not null && kind < SirenTransitions.Kinds.Count; kind++)
        {
            double[] times = findings.Samples(transitions, kind);
            if (times.Length > 0)
            {
                var interval = BootstrapInterval.OfMean(times);
                string name = SirenTransitions.Kinds[kind];
                string range = times.Length < BootstrapInterval.FewestSamples ? "too few networks for an interval" : $"95 % interval [{interval.Lower:G4}, {interval.Upper:G4}] (bootstrap)";
                yield return Fact.Statistic(name, $"{name} at width {p.Width}: step {interval.Mean:G4}, {range}, in {times.Length} of {findings.Replicas} replicas.");
            }
        }
    }

    private Observable Named(string name) => orders[SirenOrderParameters.Index(name)];

    /// <summary>First, last and two steps between, those nearest to a third and two thirds in the order of recording.</summary>
    private int[] Snapshots() => [.. Enumerable.Range(0, MostSnapshots).Select(k => k * (steps.Length - 1) / (MostSnapshots - 1)).Where(_ => steps.Length > 0).Distinct().Select(index => steps[index])];

    private void Write(Recorder r, int point, LocalKernel local)
    {
        r[diagonal, point] = local.Diagonal;
        r.Row(gradient, [local.Gradient.First, local.Gradient.Second], point);
        for (int row = 0; row < SirenModel.InputDimension; row++)
        {
            r.Row(metric, [local.Metric(row, 0), local.Metric(row, 1)], point, row);
        }
    }

    private void Image(Recorder r, Observable observable, int snapshot, double[] field)
    {
        int side = Math.Min(p.ImageSize, SirenOrderParameters.KernelSide);
        for (int row = 0; row < side && field.Length > 0; row++)
        {
            r.Row(observable, field[(row * side)..((row + 1) * side)], snapshot, row);
        }
    }
}
