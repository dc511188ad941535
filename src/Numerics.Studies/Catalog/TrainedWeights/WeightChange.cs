using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Theory.NullBulk;

namespace Numerics.Studies.Catalog.TrainedWeights;

/// <summary>A matrix at initialisation and its change.</summary>
/// <param name="Initial">Singular values at initialisation.</param>
/// <param name="Start">Their analysis.</param>
/// <param name="StartDecision">Their picture, which should be untrained.</param>
/// <param name="Difference">Singular values of the change.</param>
/// <param name="Interlacing">Least rank of a change that explains the new spectrum, rescaling allowed.</param>
/// <param name="Directions">How many leading directions are compared.</param>
/// <param name="WithInitial">Overlap of the leading directions of the trained matrix with those of the initial one.</param>
/// <param name="WithDifference">With those of the change.</param>
internal sealed record WeightChange(
    double[] Initial,
    BulkAnalysis Start,
    PictureDecision StartDecision,
    double[] Difference,
    int Interlacing,
    int Directions,
    SubspaceOverlap WithInitial,
    SubspaceOverlap WithDifference)
{
    private const int MostDirections = 32;

    /// <summary>Compares.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="trained">Its entries.</param>
    /// <param name="values">Its singular values.</param>
    /// <param name="outliers">How many of them are outliers above: so many leading directions are compared, 1 to 32.</param>
    /// <param name="p">Parameters.</param>
    /// <param name="lapack">Dense linear algebra.</param>
    public static WeightChange Of(WeightMatrix matrix, DenseMatrix<double> trained, double[] values, int outliers, TrainedWeightsParameters p, Lapack lapack)
    {
        using DenseMatrix<double> before = matrix.ReadInitial!();
        ColumnMeans.Remove(before, matrix, p);
        double[] initial = WeightAnalysis.ValuesOf(lapack, before);
        BulkAnalysis start = BulkAnalysis.Of(initial, matrix.Longer, EntryKurtosis.Of(before, $"{matrix.Name} at initialisation"), p.FalseAlarmRate);
        int count = Math.Clamp(outliers, 1, MostDirections);
        using var now = LeadingDirections.Of(lapack, trained, count);
        SubspaceOverlap withInitial = Overlap(lapack, now, before, count);
        for (long j = 0; j < trained.Columns; j++)
        {
            SpanProducts.Scale(-1, before.Column(j));
            SpanProducts.Add(1, trained.Column(j), before.Column(j));
        }

        double[] difference = WeightAnalysis.ValuesOf(lapack, before);
        SubspaceOverlap withDifference = difference[0] > 0 ? Overlap(lapack, now, before, count) : default;
        return new WeightChange(
            initial, start, p.Rule.Decide(start), difference, SpectrumShape.InterlacingDistance(initial, values), count, withInitial, withDifference);
    }

    private static SubspaceOverlap Overlap(Lapack lapack, LeadingDirections one, DenseMatrix<double> matrix, int count)
    {
        using var other = LeadingDirections.Of(lapack, matrix, count);
        return SubspaceOverlap.Of(one, other);
    }
}
