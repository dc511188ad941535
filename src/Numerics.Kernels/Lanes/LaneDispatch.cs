using System.Numerics;

namespace Numerics.Kernels.Lanes;

/// <summary>The one place where a tier becomes a type of packs or of their registers.</summary>
internal static class LaneDispatch
{
    /// <summary>Runs <paramref name="action"/> on a given tier; every tier works on every processor (in software if need be).</summary>
    public static void Run<T, TAction>(SimdTier tier, ref TAction action)
        where T : unmanaged, INumber<T>
        where TAction : struct, ILaneAction<T>
    {
        switch (tier)
        {
            case SimdTier.Avx512:
                action.Run<Lanes512<T>>();
                break;
            case SimdTier.Avx2:
                action.Run<Lanes256<T>>();
                break;
            case SimdTier.Vector128:
                action.Run<Lanes128<T>>();
                break;
            default:
                action.Run<LanesScalar<T>>();
                break;
        }
    }

    /// <summary>The same for a kernel that works register by register.</summary>
    public static void RunParts<T, TAction>(SimdTier tier, ref TAction action)
        where T : unmanaged, INumber<T>
        where TAction : struct, IPartAction<T>
    {
        switch (tier)
        {
            case SimdTier.Avx512:
                action.Run<Lanes512<T>>();
                break;
            case SimdTier.Avx2:
                action.Run<PackPart256<T>>();
                break;
            case SimdTier.Vector128:
                action.Run<PackPart128<T>>();
                break;
            default:
                action.Run<SingleLane<T>>();
                break;
        }
    }
}
