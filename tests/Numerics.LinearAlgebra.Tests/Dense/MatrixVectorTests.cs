using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Tests.Dense;

public sealed class MatrixVectorTests
{
    public static TheoryData<string> All => Providers.All;

    /// <summary>Where an array lies is chance; what is computed with it must not be.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void Bits_do_not_follow_where_the_vectors_lie(string provider)
    {
        using Lapack lapack = Providers.LoadOrSkip(provider);
        foreach ((int rows, int columns) in new[] { (5, 3), (37, 29), (203, 150), (150, 301) })
        {
            using DenseMatrix<double> a = Samples.Hashed<double>(rows, columns);
            foreach (bool transpose in new[] { false, true })
            {
                (int inner, int outer) = transpose ? (rows, columns) : (columns, rows);
                double[] x = [.. Enumerable.Range(0, inner).Select(i => Math.Sin(1 + i))];
                double[] old = [.. Enumerable.Range(0, outer).Select(i => Math.Cos(i))];
                double[] expected = At(lapack, transpose, a, x, old, 0, 0);
                for (int i = 0; i < outer; i++)
                {
                    double sum = 0.25 * old[i];
                    for (int j = 0; j < inner; j++)
                    {
                        sum += 1.5 * (transpose ? a[j, i] : a[i, j]) * x[j];
                    }

                    Assert.Equal(sum, expected[i], 1e-12);
                }

                for (int shift = 1; shift < 64; shift++)
                {
                    Assert.Equal(expected, At(lapack, transpose, a, x, old, shift % 8, shift / 8));
                }
            }
        }
    }

    private static double[] At(Lapack lapack, bool transpose, DenseMatrix<double> a, double[] x, double[] old, int shiftOfX, int shiftOfY)
    {
        // Pinned memory that begins at a cache line, and vectors at chosen places in it.
        double[] memory = GC.AllocateArray<double>(x.Length + old.Length + 64, pinned: true);
        int first = (int)((-System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(memory, 0) & 63) / sizeof(double));
        Span<double> from = memory.AsSpan(first + shiftOfX, x.Length);
        Span<double> to = memory.AsSpan(first + ((x.Length + 15) / 8 * 8) + shiftOfY, old.Length);
        x.CopyTo(from);
        old.CopyTo(to);
        MatrixVector.Into(lapack, transpose, a, (int)a.Columns, 1.5, from, 0.25, to);
        return to.ToArray();
    }
}
