using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Tests.Storage;

public sealed class DenseMatrixTests
{
    /// <summary>Sides whose matrices are the collector's and native, and the largest and smallest of either.</summary>
    public static TheoryData<long, long> Sides => new()
    {
        { 0, 0 }, { 1, 1 }, { 3, 5 }, { 8, 8 }, { 700, 700 }, { DenseMatrix<double>.CollectedBytes / 8, 1 }, { (DenseMatrix<double>.CollectedBytes / 8) + 1, 1 }, { 800, 700 },
    };

    [Theory]
    [MemberData(nameof(Sides))]
    public void Memory_is_zero_aligned_and_one_behind_spans_and_elements(long rows, long columns)
    {
        for (int attempt = 0; attempt < 5; attempt++)
        {
            using var matrix = new DenseMatrix<double>(rows, columns);
            Assert.True(matrix.AsSpan().IndexOfAnyExcept(0) < 0);
            Assert.Equal(0, Unsafe.ByteOffset(ref Unsafe.NullRef<double>(), ref MemoryMarshal.GetReference(matrix.AsSpan())) % NativeBuffer<double>.Alignment);

            if (rows * columns == 0)
            {
                continue;
            }

            // A block that is handed out again without being cleared would show this.
            matrix.AsSpan().Fill(7);
            matrix[rows - 1, columns - 1] = 3;
            matrix.Column(0)[0] = 2;
            Assert.Equal(rows * columns == 1 ? 2 : 3, matrix[rows - 1, columns - 1]);
            Assert.Equal(2, matrix.AsSpan()[0]);
            Assert.Throws<ArgumentOutOfRangeException>(() => matrix[rows, 0]);
            Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Column(columns).Length);
        }
    }

    [Theory]
    [MemberData(nameof(Sides))]
    public void A_disposed_matrix_is_refused_whatever_its_size(long rows, long columns)
    {
        var matrix = new DenseMatrix<float>(rows + 1, columns + 1);
        matrix.Dispose();
        matrix.Dispose();
        Assert.Throws<ObjectDisposedException>(() => matrix[0, 0]);
        Assert.Throws<ObjectDisposedException>(() => matrix[0, 0] = 1);
        Assert.Throws<ObjectDisposedException>(() => matrix.Column(0).Length);
        Assert.Throws<ObjectDisposedException>(() => matrix.AsSpan().Length);
    }

    [Fact]
    public void A_span_outlives_the_matrix_it_came_from()
    {
        Span<double> left = Orphan();
        for (int i = 0; i < 20; i++)
        {
            _ = Orphan();
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.True(left.IndexOfAnyExcept(5) < 0);
    }

    [Fact]
    public void Large_matrices_that_nobody_disposes_come_back()
    {
        // 200 x 16 MB: without word to the collector nothing would make it run.
        long before = Environment.WorkingSet;
        long most = 0;
        for (int i = 0; i < 200; i++)
        {
            var matrix = new DenseMatrix<double>(1 << 21, 1);
            matrix.AsSpan().Fill(i);
            GC.KeepAlive(matrix);
            most = Math.Max(most, Environment.WorkingSet - before);
        }

        Assert.InRange(most, 0, 1L << 30);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Span<double> Orphan()
    {
        var matrix = new DenseMatrix<double>(50, 50);
        matrix.AsSpan().Fill(5);
        return matrix.AsSpan();
    }
}
