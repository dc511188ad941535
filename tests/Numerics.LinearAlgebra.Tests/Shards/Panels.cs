using System.Numerics;
using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Shards;

namespace Numerics.LinearAlgebra.Tests.Shards;

/// <summary>Panels for tests: reproducible entries, and plain loops over global rows.</summary>
internal static class Panels
{
    public static Panel<T> Gaussian<T>(long rows, int columns, uint seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var panel = new Panel<T>(new RowShards(rows), columns);
        var key = StreamKey.Derive(seed, 900, 0, 0);
        for (int column = 0; column < columns; column++)
        {
            for (int shard = 0; shard < panel.Shards.Count; shard++)
            {
                Span<T> target = panel.Column(shard, column);
                long start = panel.Shards.Start(shard);
                for (int row = 0; row < target.Length; row++)
                {
                    target[row] = T.CreateChecked(GaussianFill.GaussianAt(key, (uint)column, start + row));
                }
            }
        }

        return panel;
    }

    /// <summary>A column as an array of double, by global row.</summary>
    public static double[] Column<T>(PanelView<T> view, int column)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var values = new List<double>();
        for (int shard = 0; shard < view.Panel.Shards.Count; shard++)
        {
            foreach (T value in view.Column(shard, column))
            {
                values.Add(double.CreateChecked(value));
            }
        }

        return [.. values];
    }

    public static double[][] Columns<T>(PanelView<T> view)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [.. Enumerable.Range(0, view.Count).Select(column => Column(view, column))];

    public static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    public static void Set<T>(PanelView<T> view, int column, Func<long, double> value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int shard = 0; shard < view.Panel.Shards.Count; shard++)
        {
            Span<T> target = view.Column(shard, column);
            for (int row = 0; row < target.Length; row++)
            {
                target[row] = T.CreateChecked(value(view.Panel.Shards.Start(shard) + row));
            }
        }
    }
}
