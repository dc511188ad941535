namespace Numerics.Kernels.Tests.Drivers;

/// <summary>An entry of a Gram matrix in the order that the documentation states, in single steps.</summary>
internal static class PanelOrder
{
    /// <summary>Sixteen lanes of a block of 1024 rows, one fused multiply-add after the other; lanes 8 apart meet in double, the rest as for double.</summary>
    public static double Sum(ReadOnlySpan<float> a, ReadOnlySpan<float> b, int rows)
    {
        double sum = 0;
        for (int start = 0; start < rows; start += 1024)
        {
            var lanes = new float[16];
            for (int r = start; r < Math.Min(rows, start + 1024); r++)
            {
                lanes[(r - start) % 16] = MathF.FusedMultiplyAdd(a[r], b[r], lanes[(r - start) % 16]);
            }

            double[] eight = [.. Enumerable.Range(0, 8).Select(l => (double)lanes[l] + lanes[l + 8])];
            sum += (eight[0] + eight[4] + (eight[2] + eight[6])) + (eight[1] + eight[5] + (eight[3] + eight[7]));
        }

        return sum;
    }

    /// <summary>Eight lanes of a block of 512 rows, one fused multiply-add after the other, folded by the tree; blocks in turn.</summary>
    public static double Sum(ReadOnlySpan<double> a, ReadOnlySpan<double> b, int rows)
    {
        double sum = 0;
        for (int start = 0; start < rows; start += 512)
        {
            var lanes = new double[8];
            for (int r = start; r < Math.Min(rows, start + 512); r++)
            {
                lanes[(r - start) % 8] = Math.FusedMultiplyAdd(a[r], b[r], lanes[(r - start) % 8]);
            }

            sum += (lanes[0] + lanes[4] + (lanes[2] + lanes[6])) + (lanes[1] + lanes[5] + (lanes[3] + lanes[7]));
        }

        return sum;
    }
}
