using System.Collections.Concurrent;
using Numerics.LinearAlgebra.Interop;
using Numerics.Spectra.Spectrum;
using Numerics.Spectra.Theory.NullBulk;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.TrainedWeights;

/// <summary>The study <c>trained-weights</c> with its matrices known: what is measured is the simulation's one replica, what independent entries would give is the theory.</summary>
public sealed class TrainedWeightsExperiment : Experiment
{
    internal const int Ranks = 3;

    /// <summary>Arrays of the size of a matrix that its analysis holds at once: itself, and its Gram matrix or a copy.</summary>
    private const int Copies = 2;

    /// <summary>With one at initialisation: both, and a Gram matrix, its vectors and their workspace.</summary>
    private const int CopiesOfPair = 6;

    private const double MostUnits = 4;

    private readonly TrainedWeightsParameters p;
    private readonly WeightSelection selection;
    private readonly TrainedWeightsObservables o;
    private readonly ConcurrentDictionary<int, Lazy<WeightAnalysis>> analyses = new();

    internal TrainedWeightsExperiment(TrainedWeightsParameters p, WeightSelection selection)
    {
        this.p = p;
        this.selection = selection;
        o = new TrainedWeightsObservables(Observe, selection, new SpectrumGrid(0, MostUnits));
    }

    /// <inheritdoc/>
    public override int Replicas => 1;

    /// <inheritdoc/>
    public override Cost Cost
    {
        get
        {
            double seconds = selection.Matrices.Sum(one => 0.01 + (5 * Math.Pow(one.Shorter, 2) * one.Longer / 8e9));
            return new Cost(Lanes.Budget, Lanes.Budget, seconds, 0);
        }
    }

    /// <inheritdoc/>
    public override string? WhyNoLadder => "The matrices are those of a file and have no size to choose.";

    /// <inheritdoc/>
    public override string? Decides => "which picture holds of every matrix";

    /// <inheritdoc/>
    public override string? WhyNoWeights => "This study reads weights and trains none: take nonlinear-mup with matrix stored.";

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Plan =>
        [.. selection.Matrices.Select(one => Fact.Evidence(one.Name, one.Description)), .. selection.LeftOut.Select(one => Fact.Evidence(one.Name, one.Why))];

    /// <inheritdoc/>
    public override IReadOnlyList<Figure> Figures => o.Figures;

    /// <inheritdoc/>
    public override IReadOnlyList<TableSpecification> Tables => [o.Table];

    /// <inheritdoc/>
    internal override FactKind RemarkKind => FactKind.Statistic;

    /// <summary>Matrices side by side while they fit.</summary>
    private MatrixLanes Lanes => new([.. selection.Matrices.Select(one => one.Bytes * (one.ReadInitial is null ? Copies : CopiesOfPair))]);

    /// <inheritdoc/>
    public override void Predict(TheoryContext context, Recorder r)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(r);
        Lanes.Run(context.Executor, context.Progress, i => o.Null(r, i, Analysis(i, context.Lapack)), context.Cancellation);
        context.Say(Fact.Evidence("null law", "independent entries of the measured variance of the bulk; largest and smallest values by their Tracy-Widom means"));
        foreach ((string name, string why) in selection.LeftOut)
        {
            context.Say(Fact.Evidence($"left out {name}", why));
        }
    }

    /// <inheritdoc/>
    public override void Simulate(ReplicaContext context, Recorder r)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(r);
        Lanes.Run(context.Executor, context.Progress, i => o.Measured(r, i, Analysis(i, context.Lapack)), context.Cancellation);
        o.Profiles(r, i => Analysis(i, context.Lapack));
        for (int i = 0; i < selection.Matrices.Count; i++)
        {
            WeightAnalysis analysis = Analysis(i, context.Lapack);
            if (analysis.Decision.Picture == SpectrumPicture.Undecided)
            {
                r.Remark($"{selection.Matrices[i].Name} is undecided: {analysis.Decision.Reason}.");
            }
            else if (!analysis.ResolvesSmallest)
            {
                r.Remark($"{selection.Matrices[i].Name} has small values below the noise of the storage format, of which nothing is said.");
            }
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<Fact> Conclude(Findings findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        var restructured = new List<double>();
        var pictures = new List<string>();
        for (int i = 0; i < selection.Matrices.Count; i++)
        {
            int matrix = i;
            string picture = TrainedWeightsObservables.Pictures[Enumerable.Range(0, 4).First(k => findings.Samples(o.Picture, matrix, k) is [> 0])];
            pictures.Add(picture);
            restructured.AddRange(picture == "restructured" ? findings.Samples(o.BulkPValue, matrix) : []);
        }

        double[] ordered = [.. restructured.Order()];
        int holm = ordered.TakeWhile((value, k) => value <= p.FalseAlarmRate / (ordered.Length - k)).Count();
        string counts = string.Join(", ", TrainedWeightsObservables.Pictures.Select(word => (Word: word, Count: pictures.Count(word.Equals))).Where(pair => pair.Count > 0).Select(pair => $"{pair.Count} {pair.Word}"));
        string all = pictures.Count == 1 ? $"The matrix is called {pictures[0]}." : $"Of {pictures.Count} matrices {counts}";
        string also = pictures.Count == 1 ? "" : $"; {holm} of the restructured ones also at the level {p.FalseAlarmRate:G2} of all of them together (Holm).";
        yield return Fact.Answer(
            "network",
            ordered.Length == 0 ? $"{all.TrimEnd('.')}." : $"{all}{also} What restructured a matrix, many outputs, the optimiser or its initialisation, the spectrum does not say.");
    }

    private WeightAnalysis Analysis(int i, Lapack lapack) =>
        analyses.GetOrAdd(i, _ => new Lazy<WeightAnalysis>(() => WeightAnalysis.Of(selection.Matrices[i], i, p, lapack))).Value;
}
