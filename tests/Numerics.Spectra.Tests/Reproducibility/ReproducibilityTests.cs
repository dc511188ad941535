using System.Diagnostics;
using Numerics.Kernels.Lanes;
using Numerics.LinearAlgebra.Shards;

namespace Numerics.Spectra.Tests.Reproducibility;

/// <summary>One hash of a whole training run over {SIMD tiers} x {1, 2, 4 threads} x {orders of shards}; and a wrong sum that is caught.</summary>
public sealed class ReproducibilityTests(ITestOutputHelper output)
{
    private const string FileVariable = "NUMERICS_FINGERPRINT_FILE";
    private const string TierVariable = "NUMERICS_EXPECT_TIER";

    private static readonly (SimdTier Tier, string Switch)[] Tiers =
    [
        (SimdTier.Avx512, ""), (SimdTier.Avx2, "DOTNET_EnableAVX512"), (SimdTier.Vector128, "DOTNET_EnableAVX2"), (SimdTier.Scalar, "DOTNET_EnableHWIntrinsic"),
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Threads_and_order_of_shards_leave_every_bit(bool single)
    {
        (HashSet<string> right, HashSet<string> wrong) = Hashes(single);
        Assert.Single(right);

        // The same comparison must notice a sum over shards in the order of their completion.
        Assert.True(wrong.Count > 1, "A sum in completion order was not noticed.");
    }

    [Fact]
    [Trait("speed", "slow")]
    public void Every_tier_with_any_threads_and_order_gives_one_hash()
    {
        string? reference = null;
        foreach ((SimdTier tier, string variable) in Tiers.Where(t => t.Tier <= SimdTiers.Current))
        {
            string hashes = RunChild(SimdTiers.Name(tier), variable);
            output.WriteLine($"{SimdTiers.Name(tier)}: {hashes}");
            reference ??= hashes;
            Assert.Equal(reference, hashes);
        }
    }

    /// <summary>The child's part of the test above: asserts its tier, runs the matrix of threads and orders, writes its hashes.</summary>
    [Fact(Explicit = true)]
    public void Child_writes_the_hashes_of_its_tier()
    {
        Assert.Equal(Environment.GetEnvironmentVariable(TierVariable), SimdTiers.Name(SimdTiers.Current));
        string file = Environment.GetEnvironmentVariable(FileVariable) ?? throw new InvalidOperationException($"{FileVariable} is not set; the slow test starts this one.");
        (HashSet<string> doubles, _) = Hashes(single: false);
        (HashSet<string> singles, _) = Hashes(single: true);
        Assert.Single(doubles);
        Assert.Single(singles);
        File.WriteAllText(file, $"{doubles.Single()} {singles.Single()}");
    }

    private static (HashSet<string> Right, HashSet<string> Wrong) Hashes(bool single)
    {
        var right = new HashSet<string>();
        var wrong = new HashSet<string>();
        Func<int, IReadOnlyList<int>>?[] orders = [null, n => [.. Enumerable.Range(0, n).Reverse()], n => Shuffled(n, 5), n => Shuffled(n, 3)];
        foreach (int threads in new[] { 1, 2, 4 })
        {
            foreach (Func<int, IReadOnlyList<int>>? order in orders)
            {
                var executor = new ShardExecutor(threads, order: order);
                right.Add(single ? TrainingFingerprint.Of<float>(executor, false) : TrainingFingerprint.Of<double>(executor, false));
                if (threads == 1)
                {
                    wrong.Add(single ? TrainingFingerprint.Of<float>(executor, true) : TrainingFingerprint.Of<double>(executor, true));
                }
            }
        }

        return (right, wrong);
    }

    /// <summary>i -> multiplier i + 1 modulo n, for n a power of two and an odd multiplier.</summary>
    private static int[] Shuffled(int n, int multiplier) => [.. Enumerable.Range(0, n).Select(i => ((multiplier * i) + 1) % n)];

    private static string RunChild(string tier, string variable)
    {
        string file = Path.GetTempFileName();
        try
        {
            string assembly = typeof(ReproducibilityTests).Assembly.Location;
            var start = new ProcessStartInfo("dotnet")
            {
                UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetDirectoryName(assembly),
            };
            foreach (string argument in new[] { assembly, "-noLogo", "-noColor", "-explicit", "only", "-method", $"*{nameof(Child_writes_the_hashes_of_its_tier)}" })
            {
                start.ArgumentList.Add(argument);
            }

            start.Environment[TierVariable] = tier;
            start.Environment[FileVariable] = file;
            if (variable.Length > 0)
            {
                start.Environment[variable] = "0";
            }

            using Process child = Process.Start(start)!;
            Task<string> errors = child.StandardError.ReadToEndAsync();
            string text = child.StandardOutput.ReadToEnd() + errors.Result;
            child.WaitForExit();
            string hashes = File.ReadAllText(file);
            Assert.True(hashes.Length > 0, $"The process of tier {tier} wrote nothing:\n{text}");
            return hashes;
        }
        finally
        {
            File.Delete(file);
        }
    }
}
