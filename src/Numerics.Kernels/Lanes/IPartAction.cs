using System.Numerics;

namespace Numerics.Kernels.Lanes;

/// <summary>A kernel with its arguments bound, to be run register by register: see <see cref="IPackPart{TSelf, T}"/>.</summary>
/// <typeparam name="T">Element type: float or double.</typeparam>
internal interface IPartAction<T>
    where T : unmanaged, INumber<T>
{
    /// <summary>Runs the kernel with the register type chosen by <see cref="LaneDispatch"/>.</summary>
    void Run<TPart>()
        where TPart : unmanaged, IPackPart<TPart, T>;
}
