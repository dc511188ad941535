using System.Numerics;
using Numerics.Kernels.Elementwise;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Tests.Lanes;

/// <summary>The lane functions as elementwise operations, so that the project's own loop evaluates them.</summary>
internal static class FloatFunctions
{
    internal readonly struct Log : IElementwise
    {
        public static bool ReadsSecond => false;

        public static bool WritesSecond => false;

        public static TLanes Apply<TLanes, T>(TLanes first, TLanes second, out TLanes secondResult)
            where TLanes : unmanaged, ILanes<TLanes, T>
            where T : unmanaged, INumber<T> => LaneLog.Log<TLanes, T>(secondResult = first);
    }

    internal readonly struct Exp : IElementwise
    {
        public static bool ReadsSecond => false;

        public static bool WritesSecond => false;

        public static TLanes Apply<TLanes, T>(TLanes first, TLanes second, out TLanes secondResult)
            where TLanes : unmanaged, ILanes<TLanes, T>
            where T : unmanaged, INumber<T> => LaneExp.Exp<TLanes, T>(secondResult = first);
    }

    internal readonly struct Tanh : IElementwise
    {
        public static bool ReadsSecond => false;

        public static bool WritesSecond => false;

        public static TLanes Apply<TLanes, T>(TLanes first, TLanes second, out TLanes secondResult)
            where TLanes : unmanaged, ILanes<TLanes, T>
            where T : unmanaged, INumber<T> => LaneTanh.Tanh<TLanes, T>(secondResult = first);
    }

    internal readonly struct Erf : IElementwise
    {
        public static bool ReadsSecond => false;

        public static bool WritesSecond => false;

        public static TLanes Apply<TLanes, T>(TLanes first, TLanes second, out TLanes secondResult)
            where TLanes : unmanaged, ILanes<TLanes, T>
            where T : unmanaged, INumber<T> => LaneErf.Erf<TLanes, T>(first, out secondResult);
    }

    internal readonly struct SineOfTurns : IElementwise
    {
        public static bool ReadsSecond => false;

        public static bool WritesSecond => false;

        public static TLanes Apply<TLanes, T>(TLanes first, TLanes second, out TLanes secondResult)
            where TLanes : unmanaged, ILanes<TLanes, T>
            where T : unmanaged, INumber<T>
        {
            LaneSinCos.OfTurns<TLanes, T>(first, out TLanes sine, out secondResult);
            return sine;
        }
    }

    internal readonly struct CosineOfTurns : IElementwise
    {
        public static bool ReadsSecond => false;

        public static bool WritesSecond => false;

        public static TLanes Apply<TLanes, T>(TLanes first, TLanes second, out TLanes secondResult)
            where TLanes : unmanaged, ILanes<TLanes, T>
            where T : unmanaged, INumber<T>
        {
            LaneSinCos.OfTurns<TLanes, T>(first, out secondResult, out TLanes cosine);
            return cosine;
        }
    }
}
