using System.Numerics;
using Numerics.Kernels.Drivers;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Shards;

/// <summary>
/// Algebra of tall-skinny panels: everything a matrix-free simulation does to vectors of length N besides elementwise work.
/// Work inside a shard is local; shards meet only in small Gram blocks, added in a fixed binary tree over shard indices.
/// </summary>
/// <typeparam name="T">Element type of the panels, float or double; Gram blocks and coefficients are double always.</typeparam>
/// <param name="executor">Threads.</param>
/// <remarks>
/// Determinism: same bits for any number of threads and ranks. Not thread-safe: one instance per replica (it owns the workspace of partial sums).
/// Of several ranks each receives, per Gram matrix, the sums of the subtrees of the others (one a rank if ranks are a power of two), 8 bytes an entry.
/// </remarks>
public sealed class PanelAlgebra<T>(ShardExecutor executor)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// Most partial sums kept at once (32 MiB of double). Gram blocks with more than this over all shards are taken in groups of columns.
    /// </summary>
    private const int MaximumPartials = 1 << 22;

    private double[] partials = [];

    /// <summary>Threads.</summary>
    public ShardExecutor Executor { get; } = executor;

    /// <summary>gram = a^T b, of size a.Count x b.Count; plain sums over rows, no normalisation.</summary>
    /// <exception cref="ArgumentException">The panels have different rows or the result a wrong size.</exception>
    public void Gram(PanelView<T> a, PanelView<T> b, DenseMatrix<double> gram)
    {
        CheckSizes(a, b, gram);
        int shards = a.Panel.Shards.Count;
        int group = Math.Clamp(MaximumPartials / Math.Max(1, shards * a.Count), 1, Math.Max(1, b.Count));
        for (int first = 0; first < b.Count; first += group)
        {
            int count = Math.Min(group, b.Count - first);
            PanelView<T> columns = b.Slice(first, count);
            int length = a.Count * count;
            double[] sums = Workspace(shards, length);
            Executor.Run(a.Panel.Shards, shard => PanelGram.Accumulate<T>(
                a.Block(shard),
                a.Panel.LeadingDimension(shard),
                a.Count,
                columns.Block(shard),
                columns.Panel.LeadingDimension(shard),
                count,
                a.Panel.Shards.Length(shard),
                sums.AsSpan(shard * length, length)));
            a.Panel.Shards.Tree.Add(sums, length);
            sums.AsSpan(0, length).CopyTo(gram.AsSpan()[(first * a.Count)..]);
        }
    }

    /// <summary>y += a * coefficients, coefficients of size a.Count x y.Count.</summary>
    /// <exception cref="ArgumentException">The panels have different rows or the coefficients a wrong size.</exception>
    public void AddProduct(PanelView<T> a, DenseMatrix<double> coefficients, PanelView<T> y) => Combine(a, coefficients, 1, y);

    /// <summary>v -= Q (Q^T v): what of each column lies in the span of orthonormal columns is taken away, once.</summary>
    /// <param name="basis">Q, orthonormal, at least one column.</param>
    /// <param name="vectors">v, overwritten.</param>
    public void RemoveProjection(PanelView<T> basis, PanelView<T> vectors)
    {
        var coefficients = new DenseMatrix<double>(basis.Count, vectors.Count);
        Gram(basis, vectors, coefficients);
        foreach (ref double coefficient in coefficients.AsSpan())
        {
            coefficient = -coefficient;
        }

        AddProduct(basis, coefficients, vectors);
    }

    /// <summary>y = a * coefficients, coefficients of size a.Count x y.Count; y is not read.</summary>
    /// <exception cref="ArgumentException">The panels have different rows or the coefficients a wrong size.</exception>
    public void Product(PanelView<T> a, DenseMatrix<double> coefficients, PanelView<T> y) => Combine(a, coefficients, 0, y);

    /// <summary>y += a * coefficients, then gram = a^T y, in one sweep over memory: the fused step of re-orthogonalisation.</summary>
    /// <exception cref="ArgumentException">The panels have different rows or a small matrix a wrong size.</exception>
    public void AddProductThenGram(PanelView<T> a, DenseMatrix<double> coefficients, PanelView<T> y, DenseMatrix<double> gram)
    {
        CheckSizes(a, y, coefficients);
        CheckSizes(a, y, gram);
        int shards = a.Panel.Shards.Count;
        int length = a.Count * y.Count;
        double[] sums = Workspace(shards, length);
        Executor.Run(a.Panel.Shards, shard => PanelUpdate.AddThenGram<T>(
            a.Block(shard),
            a.Panel.LeadingDimension(shard),
            a.Count,
            coefficients.AsSpan(),
            y.Block(shard),
            y.Panel.LeadingDimension(shard),
            y.Count,
            a.Panel.Shards.Length(shard),
            sums.AsSpan(shard * length, length)));
        a.Panel.Shards.Tree.Add(sums, length);
        sums.AsSpan(0, length).CopyTo(gram.AsSpan());
    }

    /// <summary>Inner product of two columns.</summary>
    public double Dot(PanelView<T> a, PanelView<T> b)
    {
        var gram = new DenseMatrix<double>(a.Count, b.Count);
        Gram(a, b, gram);
        return gram[0, 0];
    }

    /// <summary>target = factor * source, column by column; the views may be the same, but not overlap otherwise.</summary>
    public void Scale(PanelView<T> source, double factor, PanelView<T> target)
    {
        if (ReferenceEquals(source.Panel, target.Panel) && source.First == target.First)
        {
            ScaleInPlace(factor, target);
            return;
        }

        for (int column = 0; column < source.Count; column++)
        {
            var coefficient = new DenseMatrix<double>(1, 1);
            coefficient[0, 0] = factor;
            Product(source.Slice(column, 1), coefficient, target.Slice(column, 1));
        }
    }

    /// <summary>target = source + factor * target, column by column; the views must not overlap.</summary>
    /// <exception cref="ArgumentException">Different numbers of columns.</exception>
    public void AddScaled(PanelView<T> source, double factor, PanelView<T> target)
    {
        if (source.Count != target.Count)
        {
            throw new ArgumentException($"{source.Count} and {target.Count} columns do not fit.", nameof(target));
        }

        Executor.Run(source.Panel.Shards, shard =>
        {
            ReadOnlySpan<double> one = [1];
            for (int column = 0; column < source.Count; column++)
            {
                PanelView<T> from = source.Slice(column, 1), to = target.Slice(column, 1);
                PanelUpdate.ScaleAndAdd<T>(
                    from.Block(shard), from.Panel.LeadingDimension(shard), 1, one, factor, to.Block(shard), to.Panel.LeadingDimension(shard), 1, from.Panel.Shards.Length(shard));
            }
        });
    }

    /// <summary>target = factors * source entry by entry, with one column of factors for all columns; the views may be the same.</summary>
    public void MultiplyEntries(PanelView<T> source, PanelView<T> factors, PanelView<T> target) => Executor.Run(source.Panel.Shards, shard =>
    {
        ReadOnlySpan<T> factor = factors.Column(shard, 0);
        for (int column = 0; column < source.Count; column++)
        {
            ReadOnlySpan<T> from = source.Column(shard, column);
            Span<T> to = target.Column(shard, column);
            for (int row = 0; row < from.Length; row++)
            {
                to[row] = factor[row] * from[row];
            }
        }
    });

    /// <summary>Copies columns.</summary>
    public void Copy(PanelView<T> source, PanelView<T> target) => Executor.Run(source.Panel.Shards, shard =>
    {
        for (int column = 0; column < source.Count; column++)
        {
            source.Column(shard, column).CopyTo(target.Column(shard, column));
        }
    });

    /// <summary>Sets columns to zero.</summary>
    public void Clear(PanelView<T> target) => Executor.Run(target.Panel.Shards, shard =>
    {
        for (int column = 0; column < target.Count; column++)
        {
            target.Column(shard, column).Clear();
        }
    });

    private void Combine(PanelView<T> a, DenseMatrix<double> coefficients, double beta, PanelView<T> y)
    {
        CheckSizes(a, y, coefficients);
        Executor.Run(a.Panel.Shards, shard => PanelUpdate.ScaleAndAdd<T>(
            a.Block(shard),
            a.Panel.LeadingDimension(shard),
            a.Count,
            coefficients.AsSpan(),
            beta,
            y.Block(shard),
            y.Panel.LeadingDimension(shard),
            y.Count,
            a.Panel.Shards.Length(shard)));
    }

    private void ScaleInPlace(double factor, PanelView<T> target)
    {
        Executor.Run(target.Panel.Shards, shard =>
        {
            int leading = target.Panel.LeadingDimension(shard);
            PanelUpdate.ScaleAndAdd<T>([], leading, 0, [], factor, target.Block(shard), leading, target.Count, target.Panel.Shards.Length(shard));
        });
    }

    private static void CheckSizes(PanelView<T> a, PanelView<T> b, DenseMatrix<double> small)
    {
        if (a.Panel.Rows != b.Panel.Rows)
        {
            throw new ArgumentException($"Panels of {a.Panel.Rows} and {b.Panel.Rows} rows cannot be combined; both need the same rows.");
        }

        if (small.Rows != a.Count || small.Columns != b.Count)
        {
            throw new ArgumentException(
                $"A {small.Rows} x {small.Columns} matrix was given where the panels need {a.Count} x {b.Count}.");
        }
    }

    private double[] Workspace(int shards, int length)
    {
        int needed = checked(shards * length);
        if (partials.Length < needed)
        {
            partials = new double[needed];
        }

        Array.Clear(partials, 0, needed);
        return partials;
    }
}
