using System.Numerics;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Elementwise;

/// <summary>
/// A nonlinearity phi of a network, in lanes. One file per activation; every one is listed in <see cref="ActivationKind"/>.
/// </summary>
internal interface IActivation
{
    /// <summary>phi(h) and phi'(h). What the caller does not use is not computed.</summary>
    static abstract TLanes Evaluate<TLanes, T>(TLanes h, out TLanes derivative)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>;
}
