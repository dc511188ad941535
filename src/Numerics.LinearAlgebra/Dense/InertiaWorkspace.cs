using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Dense;

/// <summary>Memory for repeated inertia counts of one order, e.g. along a bisection. Not for two threads at once.</summary>
public sealed class InertiaWorkspace : IDisposable
{
    /// <summary>Reserves memory for matrices of <paramref name="order"/>: one copy, pivots; LAPACK's part is added at first use.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or beyond 32 bits.</exception>
    public InertiaWorkspace(long order)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        WorkspaceLimits.RequireShape("sytrf", order, order, order, "use a smaller matrix");
        Order = (int)order;
        Copy = new DenseMatrix<double>(order, order);
        Pivots = new NativeBuffer<int>(order);
    }

    /// <summary>Order of the matrices.</summary>
    public int Order { get; }

    internal DenseMatrix<double> Copy { get; }

    internal NativeBuffer<int> Pivots { get; }

    internal NativeBuffer<double>? Work { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Copy.Dispose();
        Pivots.Dispose();
        Work?.Dispose();
    }

    internal NativeBuffer<double> RequireWork(int length)
    {
        if (Work is null || Work.Length < length)
        {
            Work?.Dispose();
            Work = new NativeBuffer<double>(length);
        }

        return Work;
    }
}
