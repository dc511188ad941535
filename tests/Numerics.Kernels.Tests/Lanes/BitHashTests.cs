using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Numerics.Kernels.Drivers;
using Numerics.Kernels.Elementwise;
using Numerics.Kernels.Random;
using Numerics.Kernels.Reductions;

namespace Numerics.Kernels.Tests.Lanes;

/// <summary>
/// A fixed set of outputs of all kernels, hashed: the same on every tier, processor and runtime. The suite is run with
/// DOTNET_EnableAVX512=0, DOTNET_EnableAVX2=0 and DOTNET_EnableHWIntrinsic=0 to show it.
/// </summary>
public class BitHashTests
{
    // Changes only when a kernel is meant to give other bits; then every stored result of the project changes too.
    private const string Expected = "523ff1fa89a0c87e475016a65773ab9d93949de0c6d86cc8c4db61f6893c3248";

    [Fact]
    public void Outputs_of_all_kernels_have_the_committed_bits()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        AddRandom(hash);
        AddVectors<double>(hash);
        AddVectors<float>(hash);
        string actual = Convert.ToHexStringLower(hash.GetHashAndReset());
        Assert.True(Expected == actual, $"The kernels give other bits than committed: {actual}");
    }

    private static void AddRandom(IncrementalHash hash)
    {
        StreamKey key = StreamKey.Derive(0x0123_4567_89AB_CDEF, 1, 2, 3);
        var numbers = new double[3001];
        var floats = new float[3001];
        GaussianFill.Fill(key, 4, (1L << 33) + 5, 0.3, numbers);
        GaussianFill.Fill(key, 4, (1L << 33) + 5, 0.3, floats);
        Add<double>(hash, numbers);
        Add<float>(hash, floats);
        UniformFill.Fill(key, 4, 5, numbers);
        UniformFill.Fill(key, 4, 5, floats);
        Add<double>(hash, numbers);
        Add<float>(hash, floats);
        for (int row = 0; row < 300; row++)
        {
            Add<double>(hash, [ChiSampler.ChiAt(key, 1, row, 0.5 + row), GaussianFill.GaussianAt(key, 2, row)]);
        }
    }

    private static void AddVectors<T>(IncrementalHash hash)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int Rows = 1031;
        const int Ka = 6;
        const int Kb = 3;
        T[] a = [.. Enumerable.Range(0, Rows * Ka).Select(i => T.CreateTruncating(((i * 7919L % 200_003) - 100_001) / 16384.0))];
        T[] y = a.AsSpan(100, Rows * Kb).ToArray();
        var result = new T[a.Length];
        var slope = new T[a.Length];
        foreach (ActivationKind kind in Enum.GetValues<ActivationKind>())
        {
            Activations.ActivateWithDerivative<T>(kind, a, result, slope);
            Add<T>(hash, result);
            Add<T>(hash, slope);
            Activations.MultiplyByDerivative<T>(kind, a, slope, result);
            Add<T>(hash, result);
        }

        Add<double>(hash, [Reduction.Sum<T>(a), Reduction.Dot<T>(a, slope), Reduction.SumOfSquares<T>(a)]);
        double[] c = [.. Enumerable.Range(0, Ka * Kb).Select(i => (i - 7) / 64.0)];
        var gram = new double[Ka * Kb];
        PanelGram.Accumulate<T>(a, Rows, Ka, y, Rows, Kb, Rows, gram);
        PanelUpdate.ScaleAndAdd<T>(a, Rows, Ka, c, 0.3, y, Rows, Kb, Rows);
        PanelUpdate.AddThenGram<T>(a, Rows, Ka, c, y, Rows, Kb, Rows, gram);
        Add<T>(hash, y);
        Add<double>(hash, gram);
    }

    private static void Add<T>(IncrementalHash hash, ReadOnlySpan<T> values)
        where T : unmanaged => hash.AppendData(MemoryMarshal.AsBytes(values));
}
