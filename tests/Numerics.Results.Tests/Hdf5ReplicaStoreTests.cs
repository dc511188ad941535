using CsCheck;
using Numerics.LinearAlgebra.Evidence;
using Numerics.Studies.Records;
using Numerics.Results.Hdf5;

namespace Numerics.Results.Tests;

public class Hdf5ReplicaStoreTests
{
    private static readonly ObservableShape[] Shapes =
    [
        new("outlier", "1", "d", [Axis.Of("step", [0, 1, 2]), Axis.Of("rank", [1, 2])]),
        new("edge", "1", "d", []),
    ];

    private static readonly RunManifest Manifest = SampleResults.Manifest();

    [Fact]
    public void A_replica_reads_back_with_the_same_bits()
    {
        using TemporaryDirectory directory = new();
        ReplicaRecord record = Finished(12, [1.0 / 3, null, -0.0, double.MaxValue, 5e-324, null], [Math.PI]);
        Store(directory).Write(record, Shapes);
        Assert.True(File.Exists(directory.File("replica-000012.h5")));
        ReplicaRecord? back = Store(directory).TryRead(12, Shapes, out string? rejected);
        Assert.Null(rejected);
        AssertSame(record, back);
    }

    [Fact]
    public void Any_record_reads_back_with_the_same_bits()
    {
        using TemporaryDirectory directory = new();
        Hdf5ReplicaStore store = Store(directory);
        Gen.Select(Gen.Int[0, 2_000_000], Gen.Double.Array[7], Gen.Double[0, 1e9]).Sample(
            (replica, raw, seconds) =>
            {
                double?[] numbers = [.. raw.Select(v => double.IsFinite(v) ? v : (double?)null)];
                ReplicaRecord record = Finished(replica, numbers[..6], numbers[6..]) with { WallSeconds = seconds };
                store.Write(record, Shapes);
                AssertSame(record, store.TryRead(replica, Shapes, out _));
            },
            iter: 100,
            threads: 1);
    }

    [Fact]
    public void A_failure_is_kept_with_its_message()
    {
        using TemporaryDirectory directory = new();
        string message = "Loss became NaN at step 17 (λ = 3), " + new string('x', 5000);
        ReplicaRecord record = new(4, SampleResults.Seed, Outcome.Diverged, message, new Dictionary<string, IReadOnlyList<double?>>(), 2.5);
        Store(directory).Write(record, Shapes);
        AssertSame(record, Store(directory).TryRead(4, Shapes, out _));
    }

    [Fact]
    public void What_is_not_there_is_not_rejected()
    {
        using TemporaryDirectory directory = new();
        Assert.Null(Store(directory).TryRead(0, Shapes, out string? rejected));
        Assert.Null(rejected);
    }

    [Fact]
    public void A_truncated_file_is_rejected_at_every_tenth_byte()
    {
        using TemporaryDirectory directory = new();
        byte[] whole = WriteOne(directory);
        for (int length = 0; length < whole.Length; length += 10)
        {
            AssertRejected(directory, whole[..length], "checksum");
        }
    }

    [Fact]
    public void Every_flipped_bit_is_rejected()
    {
        using TemporaryDirectory directory = new();
        byte[] whole = WriteOne(directory);
        for (int bit = 0; bit < 8 * whole.Length; bit += 13)
        {
            byte[] damaged = [.. whole];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            AssertRejected(directory, damaged, "checksum");
        }
    }

    [Fact]
    public void Bytes_appended_zeros_and_foreign_files_are_rejected()
    {
        using TemporaryDirectory directory = new();
        byte[] whole = WriteOne(directory);
        AssertRejected(directory, [.. whole, 0], "checksum");
        AssertRejected(directory, new byte[whole.Length], "checksum");
        AssertRejected(directory, "not HDF5"u8.ToArray(), "checksum");
        AssertRejected(directory, [.. whole[..^64], .. new byte[64]], "checksum");
    }

    [Fact]
    public void A_sealed_file_that_is_no_HDF5_is_rejected_without_an_exception()
    {
        using TemporaryDirectory directory = new();
        WriteOne(directory);
        byte[] content = new byte[300];
        byte[] bytes = new byte[512 + content.Length];
        System.Text.Encoding.ASCII.GetBytes(
            $"numerics replica sha256 {Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content))}\n").CopyTo(bytes, 0);
        AssertRejected(directory, bytes, "cannot be read");
    }

    [Fact]
    public void A_file_of_another_replica_seed_configuration_or_shape_is_rejected()
    {
        using TemporaryDirectory directory = new();
        byte[] whole = WriteOne(directory);
        File.WriteAllBytes(directory.File("replica-000008.h5"), whole);
        AssertRejects(Store(directory), 8, Shapes, "holds replica 7, not 8");
        AssertRejects(new(directory.Path, Manifest with { Seed = 1 }), 7, Shapes, "is of seed");
        AssertRejects(new(directory.Path, Manifest with { Fingerprint = "other" }), 7, Shapes, "another configuration");
        AssertRejects(Store(directory), 7, [Shapes[0]], "other observables");
        AssertRejects(Store(directory), 7, [Shapes[0], Shapes[1], Shapes[1] with { Name = "more" }], "other observables");
        AssertRejects(Store(directory), 7, [Shapes[0] with { Axes = [Axis.Of("step", [0, 1]), Axis.Of("rank", [1, 2, 3])] }, Shapes[1]], "another shape");
        AssertRejects(Store(directory), 7, [Shapes[0] with { Axes = [Axis.Of("rank", [0, 1, 2]), Axis.Of("step", [1, 2])] }, Shapes[1]], "another shape");
        AssertRejects(Store(directory), 7, [Shapes[0], Shapes[1] with { Axes = [Axis.Of("step", [0])] }], "another shape");
    }

    [Fact]
    public void Leftover_temporary_files_are_ignored_and_none_is_left_by_a_write()
    {
        using TemporaryDirectory directory = new();
        byte[] whole = WriteOne(directory);
        File.Move(directory.File("replica-000007.h5"), directory.File(".replica-000007.h5.0123.tmp"));
        Assert.Null(Store(directory).TryRead(7, Shapes, out string? rejected));
        Assert.Null(rejected);
        WriteOne(directory);
        Assert.Equal(whole, File.ReadAllBytes(directory.File("replica-000007.h5")));
        Assert.Equal(2, Directory.GetFiles(directory.Path).Length);
    }

    [Fact]
    public void A_rejected_file_is_replaced_by_the_next_write()
    {
        using TemporaryDirectory directory = new();
        byte[] whole = WriteOne(directory);
        AssertRejected(directory, whole[..100], "checksum");
        WriteOne(directory);
        Assert.NotNull(Store(directory).TryRead(7, Shapes, out _));
    }

    [Fact]
    public void Replicas_are_written_from_several_threads()
    {
        using TemporaryDirectory directory = new();
        Hdf5ReplicaStore store = Store(directory);
        Parallel.For(0, 40, i => store.Write(Finished(i, [i, null, i + 0.5, 3, 4, 5], [i]), Shapes));
        for (int i = 0; i < 40; i++)
        {
            AssertSame(Finished(i, [i, null, i + 0.5, 3, 4, 5], [i]), store.TryRead(i, Shapes, out _));
        }
    }

    [Fact]
    public void A_record_that_does_not_fit_is_a_bug_and_writes_nothing()
    {
        using TemporaryDirectory directory = new();
        Hdf5ReplicaStore store = Store(directory);
        ReplicaRecord good = Finished(1, [1, 2, 3, 4, 5, 6], [1]);
        ReplicaRecord[] bad =
        [
            good with { Seed = 1 },
            good with { WallSeconds = double.NaN },
            good with { Outcome = Outcome.Diverged },
            Finished(1, [1, 2, 3], [1]),
            Finished(1, [1, 2, 3, double.NaN, 5, 6], [1]),
            good with { Values = new Dictionary<string, IReadOnlyList<double?>> { ["outlier"] = good.Values["outlier"] } },
        ];
        foreach (ReplicaRecord record in bad)
        {
            Assert.ThrowsAny<InvalidOperationException>(() => store.Write(record, Shapes));
        }

        Assert.Empty(Directory.GetFiles(directory.Path));
    }

    [Fact]
    public void The_same_record_gives_the_same_bytes()
    {
        using TemporaryDirectory first = new();
        using TemporaryDirectory second = new();
        Assert.Equal(WriteOne(first), WriteOne(second));
    }

    [Fact]
    public void A_state_is_read_by_its_own_run_alone_and_dropped_with_its_replica()
    {
        using TemporaryDirectory directory = new();
        Hdf5ReplicaStore store = Store(directory);
        byte[] content = [1, 2, 3, 250];
        Assert.Null(store.TryReadState(7, "", out string? rejected));
        Assert.Null(rejected);
        store.WriteState(7, "", content);
        store.WriteState(7, "point-3", [9]);
        store.WriteState(8, "", []);
        Assert.Equal(content, store.TryReadState(7, "", out rejected));
        Assert.Null(rejected);
        Assert.Equal([9], store.TryReadState(7, "point-3", out _));
        Assert.Empty(store.TryReadState(8, "", out _)!);
        Assert.Null(new Hdf5ReplicaStore(directory.Path, Manifest with { Seed = Manifest.Seed + 1 }).TryReadState(7, "", out _));
        Assert.Null(new Hdf5ReplicaStore(directory.Path, Manifest with { Fingerprint = Manifest.Fingerprint + "x" }).TryReadState(7, "", out _));
        byte[] damaged = File.ReadAllBytes(directory.File("replica-000007.state"));
        damaged[^1] ^= 1;
        File.WriteAllBytes(directory.File("replica-000007.state"), damaged);
        Assert.Null(store.TryReadState(7, "", out rejected));
        Assert.StartsWith("State file '", rejected, StringComparison.Ordinal);
        Assert.EndsWith("or it is of another run.", rejected, StringComparison.Ordinal);
        File.WriteAllBytes(directory.File("replica-000007.state"), damaged[..10]);
        Assert.Null(store.TryReadState(7, "", out rejected));
        Assert.NotNull(rejected);
        store.DropStates(7);
        Assert.Null(store.TryReadState(7, "point-3", out _));
        Assert.NotNull(store.TryReadState(8, "", out _));
    }

    private static Hdf5ReplicaStore Store(TemporaryDirectory directory) => new(directory.Path, Manifest);

    private static ReplicaRecord Finished(int replica, double?[] outlier, double?[] edge) => new(
        replica,
        SampleResults.Seed,
        Outcome.Ok,
        null,
        new Dictionary<string, IReadOnlyList<double?>> { ["outlier"] = outlier, ["edge"] = edge },
        1.5);

    private static byte[] WriteOne(TemporaryDirectory directory)
    {
        Store(directory).Write(Finished(7, [0.1, null, 0.3, 0.4, 0.5, 0.6], [2]), Shapes);
        return File.ReadAllBytes(directory.File("replica-000007.h5"));
    }

    private static void AssertRejected(TemporaryDirectory directory, byte[] bytes, string reason)
    {
        File.WriteAllBytes(directory.File("replica-000007.h5"), bytes);
        AssertRejects(Store(directory), 7, Shapes, reason);
    }

    private static void AssertRejects(Hdf5ReplicaStore store, int replica, IReadOnlyList<ObservableShape> shapes, string reason)
    {
        Assert.Null(store.TryRead(replica, shapes, out string? rejected));
        Assert.NotNull(rejected);
        Assert.Contains(reason, rejected, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', rejected);
        Assert.EndsWith(".", rejected, StringComparison.Ordinal);
    }

    private static void AssertSame(ReplicaRecord expected, ReplicaRecord? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(
            (expected.Replica, expected.Seed, expected.Outcome, expected.Message, expected.WallSeconds),
            (actual.Replica, actual.Seed, actual.Outcome, actual.Message, actual.WallSeconds));
        Assert.Equal(expected.Values.Keys.Order(StringComparer.Ordinal), actual.Values.Keys.Order(StringComparer.Ordinal));
        foreach ((string name, IReadOnlyList<double?> values) in expected.Values)
        {
            Assert.Equal(
                values.Select(v => v is double d ? BitConverter.DoubleToInt64Bits(d) : (long?)null),
                actual.Values[name].Select(v => v is double d ? BitConverter.DoubleToInt64Bits(d) : (long?)null));
        }
    }
}
