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
/// <param name="Change">The change since initialisation; null without.</param>
internal sealed record WeightAnalysis(double[] Values, BulkAnalysis Spectrum, PictureDecision Decision, WeightChange? Change)
{
    /// <summary>Below this share of the largest value a small one is taken from the bidiagonal form, which costs more but does not square it.</summary>
    private const double GramShare = 1e-3;

    /// <summary>Beyond this excess kurtosis outliers must beat those of the same entries shuffled.</summary>
    private const double HeavyTails = 0.5;

    /// <summary>Analyses.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="number">Its number, for the shuffle.</param>
    /// <param name="p">Parameters.</param>
    /// <param name="lapack">Dense linear algebra.</param>
    public static WeightAnalysis Of(WeightMatrix matrix, int number, TrainedWeightsParameters p, Lapack lapack)
    {
        using DenseMatrix<double> w = Centred(matrix.Read(), matrix, p);
        double kurtosis = Kurtosis(w, matrix.Name);
        double[] values = ValuesOf(lapack, w);
        BulkAnalysis spectrum = BulkAnalysis.Of(values, matrix.Longer, kurtosis, p.FalseAlarmRate);
        WeightChange? change = matrix.ReadInitial is null ? null : Changed(matrix, w, values, p, lapack);
        return new WeightAnalysis(values, spectrum, Decide(spectrum, w, number, p, lapack), change);
    }

    private static PictureDecision Decide(BulkAnalysis spectrum, DenseMatrix<double> w, int number, TrainedWeightsParameters p, Lapack lapack)
    {
        var rule = new PictureRule { FalseAlarmRate = p.FalseAlarmRate, FewShare = p.FewShare };
        PictureDecision raw = rule.Decide(spectrum);
        if (raw.Picture == SpectrumPicture.Restructured && p.NormaliseProfile)
        {
            _ = ScaleProfile.Divide(w);
            double kurtosis = KurtosisOf(w);
            return rule.Decide(spectrum, BulkAnalysis.Of(ValuesOf(lapack, w), spectrum.Longer, kurtosis, p.FalseAlarmRate, EntryNormalization.RowsAndColumns));
        }

        if (raw.Picture == SpectrumPicture.Outliers && spectrum.Kurtosis > HeavyTails)
        {
            Shuffle(w, number);
            int shuffled = OutlierCount.Of(ValuesOf(lapack, w), spectrum.Longer, p.FalseAlarmRate).Total;
            return shuffled < spectrum.Outliers.Total ? raw
                : new(SpectrumPicture.Undecided, $"the same entries shuffled have {shuffled} outliers, too: heavy tails of the entries explain them");
        }

        return raw;
    }

    private static WeightChange Changed(WeightMatrix matrix, DenseMatrix<double> w, double[] values, TrainedWeightsParameters p, Lapack lapack)
    {
        using DenseMatrix<double> before = Centred(matrix.ReadInitial!(), matrix, p);
        double[] initial = ValuesOf(lapack, before);
        BulkAnalysis start = BulkAnalysis.Of(initial, matrix.Longer, Kurtosis(before, matrix.Name), p.FalseAlarmRate);
        for (long j = 0; j < w.Columns; j++)
        {
            SpanProducts.Scale(-1, before.Column(j));
            SpanProducts.Add(1, w.Column(j), before.Column(j));
        }

        double[] difference = ValuesOf(lapack, before);
        return new WeightChange(
            initial, start, new PictureRule { FalseAlarmRate = p.FalseAlarmRate, FewShare = p.FewShare }.Decide(start), difference, SpectrumShape.InterlacingDistance(initial, values));
    }

    private static double[] ValuesOf(Lapack lapack, DenseMatrix<double> w)
    {
        double[] values = SingularValues.Compute(lapack, w).Values;
        return values[^1] > GramShare * values[0] ? values : SingularValues.Compute(lapack, w, SvdMethod.Bidiagonal).Values;
    }

    /// <summary>Means over the first index of the tensor, of each of its columns; the matrix is held transposed when it comes from a file.</summary>
    private static DenseMatrix<double> Centred(DenseMatrix<double> w, WeightMatrix matrix, TrainedWeightsParameters p)
    {
        if (!p.RemoveColumnMean)
        {
            return w;
        }

        bool transposed = w.Rows == matrix.Columns;
        var means = new double[transposed ? w.Rows : w.Columns];
        for (int j = 0; j < w.Columns; j++)
        {
            Span<double> column = w.Column(j);
            for (int i = 0; i < column.Length; i++)
            {
                means[transposed ? i : j] += column[i] / matrix.Rows;
            }
        }

        for (int j = 0; j < w.Columns; j++)
        {
            Span<double> column = w.Column(j);
            for (int i = 0; i < column.Length; i++)
            {
                column[i] -= means[transposed ? i : j];
            }
        }

        return w;
    }

    private static double Kurtosis(DenseMatrix<double> w, string name)
    {
        double kurtosis = KurtosisOf(w);
        return double.IsFinite(kurtosis) ? kurtosis
            : throw new Inputs.InputFileException($"Matrix '{name}' is zero or beyond the range of double precision and has no spectrum to test; leave it out by exclude.");
    }

    /// <summary>Excess kurtosis about the mean of all entries.</summary>
    private static double KurtosisOf(DenseMatrix<double> w)
    {
        double count = (double)w.Rows * w.Columns;
        double mean = 0;
        for (long j = 0; j < w.Columns; j++)
        {
            foreach (double value in w.Column(j))
            {
                mean += value / count;
            }
        }

        double second = 0;
        double fourth = 0;
        for (long j = 0; j < w.Columns; j++)
        {
            foreach (double value in w.Column(j))
            {
                double square = (value - mean) * (value - mean);
                second += square / count;
                fourth += square * square / count;
            }
        }

        return (fourth / (second * second)) - 3;
    }

    private static void Shuffle(DenseMatrix<double> w, int number)
    {
        Span<double> entries = w.AsSpan();
        var keys = new double[entries.Length];
        UniformFill.Fill(StudyStreams.Pilot.Matrix((uint)number), 0, 0, keys);
        keys.AsSpan().Sort(entries);
    }
}

/// <summary>A matrix at initialisation and its change.</summary>
/// <param name="Initial">Singular values at initialisation.</param>
/// <param name="Start">Their analysis.</param>
/// <param name="StartDecision">Their picture, which should be untrained.</param>
/// <param name="Difference">Singular values of the change.</param>
/// <param name="Interlacing">Least rank of a change that explains the new spectrum, rescaling allowed.</param>
internal sealed record WeightChange(double[] Initial, BulkAnalysis Start, PictureDecision StartDecision, double[] Difference, int Interlacing);
