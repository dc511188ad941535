using System.Numerics;

namespace Numerics.LinearAlgebra.Shards;

/// <summary>Consecutive columns of a <see cref="Panel{T}"/>.</summary>
/// <typeparam name="T">Element type, float or double.</typeparam>
public readonly struct PanelView<T>
    where T : unmanaged, INumberBase<T>
{
    /// <summary>Columns <paramref name="first"/> .. <paramref name="first"/> + <paramref name="count"/> - 1 of a panel.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The panel does not have these columns.</exception>
    public PanelView(Panel<T> panel, int first, int count)
    {
        ArgumentNullException.ThrowIfNull(panel);
        if (first < 0 || count < 0 || first + count > panel.Columns)
        {
            throw new ArgumentOutOfRangeException(
                nameof(first), $"Columns [{first}, {first + count}) of a panel with {panel.Columns} columns.");
        }

        Panel = panel;
        First = first;
        Count = count;
    }

    /// <summary>The panel looked at.</summary>
    public Panel<T> Panel { get; }

    /// <summary>First column.</summary>
    public int First { get; }

    /// <summary>Number of columns.</summary>
    public int Count { get; }

    /// <summary>The columns within one shard, leading dimension <see cref="Panel{T}.LeadingDimension"/>.</summary>
    public Span<T> Block(int shard) => Panel.Block(shard, First, Count);

    /// <summary>One column within one shard.</summary>
    public Span<T> Column(int shard, int column) => Panel.Column(shard, First + column);

    /// <summary>A part of the view.</summary>
    public PanelView<T> Slice(int first, int count) => new(Panel, First + first, count);
}
