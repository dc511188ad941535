using System.Numerics;
using System.Runtime.InteropServices;
using CsCheck;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Tests.Lanes;

/// <summary>Every operation of every lane type gives the bits of the scalar definition.</summary>
public class LaneTypeTests
{
    private static readonly Gen<double[]> DoublePacks = Gen.OneOf(Gen.Double, Gen.Double[-4, 4], Gen.Const(0.0)).Array[24];
    private static readonly Gen<float[]> FloatPacks = Gen.OneOf(Gen.Float, Gen.Float[-4, 4], Gen.Const(0f)).Array[48];

    [Fact]
    public void Floating_operations_agree_with_the_scalar_definition()
    {
        DoublePacks.Sample(data => CompareAll(data, ulongs: false), iter: 300);
        FloatPacks.Sample(data => CompareAll(data, ulongs: false), iter: 300);
    }

    [Fact]
    public void Integer_operations_agree_with_the_scalar_definition() =>
        Gen.ULong.Array[24].Sample(data => CompareAll(data, ulongs: true), iter: 300);

    [Fact]
    public void Multiply_add_is_fused()
    {
        // The product is 1 - 2^-60: rounding it first would lose the answer.
        double x = 1 + Math.ScaleB(1, -30);
        double y = 1 - Math.ScaleB(1, -30);
        double[] data = [.. Enumerable.Repeat(x, 8), .. Enumerable.Repeat(y, 8), .. Enumerable.Repeat(-1.0, 8)];
        foreach (SimdTier tier in Enum.GetValues<SimdTier>())
        {
            Assert.Equal(-Math.ScaleB(1, -60), Operate(tier, data, ulongs: false)[8 * 4]);
        }
    }

    private static void CompareAll<T>(T[] data, bool ulongs)
        where T : unmanaged, INumber<T>
    {
        T[] expected = Operate(SimdTier.Scalar, data, ulongs);
        foreach (SimdTier tier in Enum.GetValues<SimdTier>())
        {
            T[] actual = Operate(tier, data, ulongs);
            for (int i = 0; i < expected.Length; i++)
            {
                bool same = MemoryMarshal.AsBytes(expected.AsSpan(i, 1)).SequenceEqual(MemoryMarshal.AsBytes(actual.AsSpan(i, 1)));
                Assert.True(same || (T.IsNaN(expected[i]) && T.IsNaN(actual[i])), $"{tier}: operation {i * Marshal.SizeOf<T>() / 64}, element {i}");
            }
        }
    }

    private static unsafe T[] Operate<T>(SimdTier tier, T[] data, bool ulongs)
        where T : unmanaged, INumber<T>
    {
        var result = new T[20 * 64 / sizeof(T)];
        fixed (T* d = data, r = result)
        {
            var action = new Operations<T> { Data = d, Result = r, Integers = ulongs };
            LaneDispatch.Run<T, Operations<T>>(tier, ref action);
        }

        return result;
    }

    private unsafe struct Operations<T> : ILaneAction<T>
        where T : unmanaged, INumber<T>
    {
        public T* Data;
        public T* Result;
        public bool Integers;

        public void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes, T>
        {
            int n = TLanes.Count;
            TLanes a = TLanes.Load(Data), b = TLanes.Load(Data + n), c = TLanes.Load(Data + (2 * n));
            Put(a + b);
            Put(a - b);
            Put(a * b);
            Put(Integers ? TLanes.MultiplyLow32(a, b) : a / b);
            Put(Integers ? a : TLanes.MultiplyAdd(a, b, c));
            Put(Integers ? a : TLanes.Sqrt(a));
            Put(TLanes.LessThan(a, b));
            Put(TLanes.Select(TLanes.LessThan(a, b), a, c));
            Put(TLanes.Select(a, b, c));
            Put(TLanes.SelectNegative(a, b, c));
            Put(Integers ? TLanes.SwapHalves(a) : a);
            Put(TLanes.ShiftLeftBits(a, 5));
            Put(TLanes.ShiftRightBits(a, 23));
            Put(TLanes.AddBits(a, b));
            Put(a & b);
            Put(a | b);
            Put(a ^ b);
            Put(~a);
            Put(TLanes.Broadcast(Data[1]));
            Put(typeof(T) == typeof(float) ? TLanes.FromInt32Bits(a) : a);
        }

        private void Put<TLanes>(TLanes value)
            where TLanes : unmanaged, ILanes<TLanes, T>
        {
            TLanes.Store(value, Result);
            Result += TLanes.Count;
        }
    }
}
