using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Theory.NullBulk;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Catalog.TrainedWeights;

/// <summary>All that is computed of one matrix: its spectrum and what it says, with the controls.</summary>
/// <param name="Values">Singular values, descending.</param>
/// <param name="Spectrum">The analysis.</param>
/// <param name="Decision">The picture.</param>
/// <param name="StorageNoise">Mean square of the noise of the storage format.</param>
/// <param name="Change">The change since initialisation; null without.</param>
internal sealed record WeightAnalysis(double[] Values, BulkAnalysis Spectrum, PictureDecision Decision, double StorageNoise, WeightChange? Change)
{
    /// <summary>
    /// Below this share of the largest value a small one is taken from the bidiagonal form, which costs twice as much but does not square it: the Gram matrix leaves a relative error of about
    /// 1e-16 over the square of the share, here 1e-7. The smallest value of a square matrix of 4096 rows is at 1e-4.
    /// </summary>
    private const double GramShare = 3e-5;

    /// <summary>Beyond this excess kurtosis outliers must beat those of the same entries shuffled.</summary>
    private const double HeavyTails = 0.5;

    /// <summary>Whether the smallest values are above what the noise of the storage format makes of zeros: otherwise nothing is said of outliers below.</summary>
    public bool ResolvesSmallest =>
        Spectrum.Outliers.Below == 0 || Values[^1] > Math.Sqrt(StorageNoise) * (Math.Sqrt(Spectrum.Longer) + Math.Sqrt(Values.Length));

    /// <summary>Analyses.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="number">Its number, for the shuffle.</param>
    /// <param name="p">Parameters.</param>
    /// <param name="lapack">Dense linear algebra.</param>
    public static WeightAnalysis Of(WeightMatrix matrix, int number, TrainedWeightsParameters p, Lapack lapack)
    {
        using DenseMatrix<double> w = matrix.Read();
        double noise = matrix.StorageNoise(w);
        ColumnMeans.Remove(w, matrix, p);
        double kurtosis = EntryKurtosis.Of(w, matrix.Name);
        double[] values = ValuesOf(lapack, w);
        BulkAnalysis spectrum = BulkAnalysis.Of(values, matrix.Longer, kurtosis, p.FalseAlarmRate);
        WeightChange? change = matrix.ReadInitial is null ? null : WeightChange.Of(matrix, w, values, spectrum.Outliers.Above, p, lapack);
        var analysis = new WeightAnalysis(values, spectrum, Decide(spectrum, w, number, p, lapack), noise, change);
        return analysis.ResolvesSmallest || analysis.Decision.Picture != SpectrumPicture.Outliers || spectrum.Outliers.Above > 0 ? analysis
            : analysis with { Decision = new(SpectrumPicture.Undecided, "its small values are below the noise of the storage format") };
    }

    /// <summary>Singular values by the Gram matrix, or where that would square away the small ones by the bidiagonal form.</summary>
    internal static double[] ValuesOf(Lapack lapack, DenseMatrix<double> w)
    {
        double[] values = SingularValues.Compute(lapack, w).Values;
        return values[^1] > GramShare * values[0] ? values : SingularValues.Compute(lapack, w, SvdMethod.Bidiagonal).Values;
    }

    private static PictureDecision Decide(BulkAnalysis spectrum, DenseMatrix<double> w, int number, TrainedWeightsParameters p, Lapack lapack)
    {
        PictureRule rule = p.Rule;
        PictureDecision raw = rule.Decide(spectrum);
        if (raw.Picture == SpectrumPicture.Restructured && p.NormaliseProfile)
        {
            return rule.Decide(spectrum, ScaledDistance.Of(lapack, w, rule));
        }

        if (raw.Picture == SpectrumPicture.Outliers && spectrum.Kurtosis > HeavyTails && w.Rows * w.Columns <= Array.MaxLength)
        {
            Shuffle(w, number);
            int shuffled = OutlierCount.Of(ValuesOf(lapack, w), spectrum.Longer, p.FalseAlarmRate).Total;
            return shuffled < spectrum.Outliers.Total ? raw
                : new(SpectrumPicture.Undecided, $"the same entries shuffled have {shuffled} outliers, too: heavy tails of the entries explain them");
        }

        return raw;
    }

    private static void Shuffle(DenseMatrix<double> w, int number)
    {
        Span<double> entries = w.AsSpan();
        var keys = new double[entries.Length];
        UniformFill.Fill(StudyStreams.Pilot.Matrix((uint)number), 0, 0, keys);
        keys.AsSpan().Sort(entries);
    }
}
