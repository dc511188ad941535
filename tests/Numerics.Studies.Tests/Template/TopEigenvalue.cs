using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Ensembles;
using Numerics.Spectra.Theory.Edges;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Tests.Template;

internal sealed record TopEigenvalueParameters
{
    [Parameter("order of the matrix", Letter = "n", Minimum = 3, Maximum = 1e5)]
    public int Order { get; init; } = 60;

    [Parameter("standard deviation of an entry times sqrt(order)", Letter = "sigma", Minimum = 0, ExclusiveMinimum = true)]
    public double Scale { get; init; } = 1;

    [Parameter("number of matrices", Minimum = 1, Maximum = 1e6)]
    public int Replicas { get; init; } = 200;
}

internal sealed class TopEigenvalueStudy : Study<TopEigenvalueParameters>
{
    public override StudyCard Card { get; } = new(
        "top-eigenvalue", "largest eigenvalues of symmetric Gaussian matrices, Tracy-Widom law against samples", StreamId: 1000, "@article{TracyWidom1996}");

    protected override Experiment Prepare(TopEigenvalueParameters p, string baseDirectory) => new TopEigenvalueExperiment(p);
}

internal sealed class TopEigenvalueExperiment : Experiment
{
    private const int Ranks = 3;
    private readonly TopEigenvalueParameters p;
    private readonly Observable top;

    public TopEigenvalueExperiment(TopEigenvalueParameters p)
    {
        this.p = p;
        top = Observe("topEigenvalue", "largest eigenvalues of H, E H_ij^2 = scale^2/order; theory: mean at this order", Axis.Of("rank", Enumerable.Range(1, Ranks)))
            .Judged(new ComparisonRule(p.Order, AllowanceConstant: 2 * p.Scale, AllowancePower: 1));
    }

    public override int Replicas => p.Replicas;

    public override Cost Cost => new(ReplicaBytes: 8L * p.Order * p.Order, TheoryBytes: 100, ReplicaSeconds: 2e-9 * Math.Pow(p.Order, 3), TheorySeconds: 0);

    public override IReadOnlyList<Figure> Figures =>
        [new Figure("top", "Largest eigenvalues", "rank", "rank", "eigenvalue", FigurePart.Theory(top, "largest"), FigurePart.Simulation(top, "largest"))];

    public override void Predict(TheoryContext context, Recorder r)
    {
        for (int rank = 0; rank < Ranks; rank++)
        {
            r[top, rank] = p.Scale * (2 + (Math.Pow(p.Order, -2.0 / 3) * TracyWidomMoments.Mean(rank + 1)));
        }
    }

    public override void Simulate(ReplicaContext context, Recorder r)
    {
        using DenseMatrix<double> h = GaussianEntries.DrawSymmetric(context.Streams.Matrix(0), p.Order, p.Scale / Math.Sqrt(p.Order), context.Executor);
        double[] ascending = SymmetricEigen.Values(context.Lapack, h, overwrite: true).Values;
        r.Row(top, [.. ascending.Reverse().Take(Ranks)]);
    }
}
