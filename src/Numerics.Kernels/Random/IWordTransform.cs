using System.Numerics;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Random;

/// <summary>
/// Turns two packs of random words into two packs of random numbers. A lane is 64 random bits for double and 32 for float.
/// </summary>
/// <remarks>Two stages, because one loop over both has more temporaries than the compiler keeps in registers on the 128-bit tier.</remarks>
internal interface IWordTransform
{
    /// <summary>Counter domain of the words, see <see cref="CounterDomain"/>.</summary>
    public static abstract uint Domain { get; }

    /// <summary>First stage: what can be computed from the first words x0, x1 of the blocks alone.</summary>
    public static abstract TLanes Prepare<TLanes, T>(TLanes wordsA)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>;

    /// <summary>Second stage: the numbers.</summary>
    /// <param name="prepared">Result of <see cref="Prepare"/>.</param>
    /// <param name="wordsB">Second words x2, x3 of the blocks, as bits.</param>
    /// <param name="scale">Factor of the result.</param>
    /// <param name="first">Numbers of the first half of the group.</param>
    /// <param name="second">Numbers of the second half of the group.</param>
    public static abstract void Combine<TLanes, T>(TLanes prepared, TLanes wordsB, TLanes scale, out TLanes first, out TLanes second)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>;
}
