namespace Numerics.Spectra.Analysis;

/// <summary>Coordinates a of fields u of L labels whose sum is zero, u = B a: a common shift of the fields changes no probability of the softmax.</summary>
/// <remarks>
/// <code>
/// B: L x (L - 1), orthonormal columns perpendicular to (1, ..., 1) (Helmert):  column j is (1, ..., 1, -(j + 1), 0, ...)/sqrt((j + 1)(j + 2)),  j + 1 ones
/// </code>
/// <para>Another basis B turns all that is written in a; what is reported is in fields of labels, which it does not change.</para>
/// </remarks>
internal sealed class LabelContrasts
{
    private readonly double[] entries;

    /// <summary>The basis of <paramref name="labels"/> labels.</summary>
    public LabelContrasts(int labels)
    {
        Labels = labels;
        Count = labels - 1;
        entries = new double[labels * Count];
        for (int j = 0; j < Count; j++)
        {
            double unit = 1 / Math.Sqrt((j + 1.0) * (j + 2));
            for (int l = 0; l <= j; l++)
            {
                entries[(l * Count) + j] = unit;
            }

            entries[((j + 1) * Count) + j] = -(j + 1) * unit;
        }
    }

    /// <summary>L.</summary>
    public int Labels { get; }

    /// <summary>L - 1.</summary>
    public int Count { get; }

    /// <summary>Row l of B: the coordinates of the field of label l.</summary>
    public ReadOnlySpan<double> Row(int label) => entries.AsSpan(label * Count, Count);

    /// <summary>B a.</summary>
    public double[] ToLabels(ReadOnlySpan<double> a)
    {
        var fields = new double[Labels];
        for (int l = 0; l < Labels; l++)
        {
            fields[l] = SmallMatrix.Dot(Row(l), a);
        }

        return fields;
    }

    /// <summary>B S B^T of a matrix by rows.</summary>
    public double[][] MatrixToLabels(double[] square)
    {
        var rows = new double[Labels][];
        var image = new double[Count];
        for (int l = 0; l < Labels; l++)
        {
            SmallMatrix.Apply(square, Row(l), image);
            rows[l] = ToLabels(image);
        }

        return rows;
    }

    /// <summary>B^T u.</summary>
    public double[] ToContrasts(IReadOnlyList<double> fields)
    {
        var a = new double[Count];
        for (int j = 0; j < Count; j++)
        {
            for (int l = 0; l < Labels; l++)
            {
                a[j] += entries[(l * Count) + j] * fields[l];
            }
        }

        return a;
    }

    /// <summary>B^T U B by rows, U symmetric.</summary>
    public double[] MatrixToContrasts(double[][] square)
    {
        double[][] half = [.. square.Select(ToContrasts)];
        var result = new double[Count * Count];
        for (int j = 0; j < Count; j++)
        {
            ToContrasts([.. half.Select(row => row[j])]).CopyTo(result, j * Count);
        }

        return result;
    }
}
