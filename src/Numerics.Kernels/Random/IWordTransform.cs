using System.Numerics;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Random;

/// <summary>Turns two packs of random words into two packs of random numbers. A lane is 64 random bits for double and 32 for float.</summary>
internal interface IWordTransform
{
    /// <summary>Counter domain of the words, see <see cref="CounterDomain"/>.</summary>
    static abstract uint Domain { get; }

    /// <summary>Numbers from words.</summary>
    /// <param name="wordsA">First words x0, x1 of the blocks, as bits.</param>
    /// <param name="wordsB">Second words x2, x3 of the blocks, as bits.</param>
    /// <param name="scale">Factor of the result.</param>
    /// <param name="first">Numbers of the first half of the group.</param>
    /// <param name="second">Numbers of the second half of the group.</param>
    static abstract void Transform<TLanes, T>(TLanes wordsA, TLanes wordsB, TLanes scale, out TLanes first, out TLanes second)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>;
}
