using System.IO.Compression;
using Numerics.LinearAlgebra.Storage;
using Numerics.Studies.Inputs;
using Numerics.Studies.Inputs.Checkpoints;

namespace Numerics.Studies.Tests.Inputs;

/// <summary>Checkpoints written byte by byte are read bit for bit; damaged ones are refused in a sentence.</summary>
public sealed class CheckpointTests
{
    private static readonly double[] Numbers = [1.5, -2, 0.25, 3, -0.0078125, 96];

    [Theory]
    [InlineData("F64")]
    [InlineData("F32")]
    [InlineData("F16")]
    [InlineData("BF16")]
    public void Every_format_is_read_bit_for_bit(string type)
    {
        using var files = new CheckpointFiles();
        byte[] data = [.. Numbers.SelectMany(value => Bytes(type, value))];
        string file = files.Write("a.safetensors", CheckpointFiles.Safetensors($$"""{ "w": { "dtype": "{{type}}", "shape": [2, 3], "data_offsets": [0, {{data.Length}}] } }""", data));
        AssertNumbers(Checkpoint.Read(file), "w");
        if (type != "BF16")
        {
            string npy = type switch { "F64" => "<f8", "F32" => "<f4", _ => "<f2" };
            AssertNumbers(Checkpoint.Read(files.Write("w.npy", CheckpointFiles.Npy(npy, "(2, 3)", data))), "w");
            using (ZipArchive archive = ZipFile.Open(files.Path("all.npz"), ZipArchiveMode.Create))
            {
                using Stream entry = archive.CreateEntry("layer/w.npy").Open();
                entry.Write(CheckpointFiles.Npy(npy, "(2, 3)", data));
            }

            AssertNumbers(Checkpoint.Read(files.Path("all.npz")), "layer/w");
        }

        int code = type switch { "F64" => 11, "F32" => 1, "F16" => 10, _ => 16 };
        AssertNumbers(Checkpoint.Read(files.Write("a.onnx", CheckpointFiles.Onnx("w", code, [2, 3], data))), "w");
        _ = files.Write("weights.bin", [0, 0, .. data]);
        AssertNumbers(Checkpoint.Read(files.Write("b.onnx", CheckpointFiles.Onnx("w", code, [2, 3], null, [("location", "weights.bin"), ("offset", "2")]))), "w");
    }

    [Fact]
    public void A_convolution_is_flattened_and_an_order_of_Fortran_is_a_transpose()
    {
        using var files = new CheckpointFiles();
        float[] values = [.. Enumerable.Range(0, 48).Select(i => (float)i)];
        StoredTensor tensor = Checkpoint.Read(files.Write("c.safetensors", CheckpointFiles.Safetensors(("conv", [4, 3, 2, 2], values)))).Single();
        using DenseMatrix<double> matrix = tensor.ReadTransposed();
        Assert.Equal((4, 12), (tensor.Rows, tensor.Columns));
        Assert.Equal(Enumerable.Range(12, 12).Select(i => (double)i), matrix.Column(1).ToArray());
        byte[] data = [.. Enumerable.Range(0, 6).SelectMany(i => BitConverter.GetBytes((float)i))];
        StoredTensor fortran = Checkpoint.Read(files.Write("f.npy", CheckpointFiles.Npy("<f4", "(2, 3)", data, fortran: true))).Single();
        Assert.Equal([3, 2], fortran.Shape);
    }

    [Fact]
    public void Typed_data_of_onnx_are_read_bit_for_bit()
    {
        using var files = new CheckpointFiles();
        AssertNumbers(Model(("w", 1, [2, 3], 4, [.. Numbers.SelectMany(value => Bytes("F32", value))])), "w");
        AssertNumbers(Model(("w", 11, [2, 3], 10, [.. Numbers.SelectMany(value => Bytes("F64", value))])), "w");
        AssertNumbers(Model(("w", 10, [2, 3], 5, CheckpointFiles.Packed([.. Numbers.Select(value => (int)BitConverter.HalfToUInt16Bits((Half)value))]))), "w");
        AssertNumbers(Model(("w", 16, [2, 3], 5, CheckpointFiles.Packed([.. Numbers.Select(value => (int)(BitConverter.SingleToUInt32Bits((float)value) >> 16))]))), "w");
        StoredTensor few = Model(("w", 10, [2, 3], 5, CheckpointFiles.Packed(300, 300, 300, 300, 1))).Single();
        Assert.Contains("5 numbers instead of 6", Assert.Throws<InputFileException>(() => few.ReadTransposed()).Message, StringComparison.Ordinal);

        IReadOnlyList<StoredTensor> Model((string, int, long[], int, byte[]) tensor) => Checkpoint.Read(files.Write("t.onnx", CheckpointFiles.OnnxGraph([tensor], [])));
    }

    [Fact]
    public void Kernel_positions_are_summed_with_weights()
    {
        using var files = new CheckpointFiles();
        float[] values = [.. Enumerable.Range(0, 48).Select(i => (float)i)];
        StoredTensor tensor = Checkpoint.Read(files.Write("c.safetensors", CheckpointFiles.Safetensors(("conv", [4, 3, 2, 2], values)))).Single();
        Assert.Equal(4, tensor.Taps);
        using DenseMatrix<double> matrix = tensor.ReadCombined([1, 10, 100, 1000]);
        Assert.Equal((3L, 4L), (matrix.Rows, matrix.Columns));
        // Output 2, input 1: entries 28, 29, 30, 31.
        Assert.Equal(28 + 290 + 3000 + 31_000, matrix[1, 2]);
    }

    [Fact]
    public void A_folder_and_an_index_of_shards_are_one_checkpoint()
    {
        using var files = new CheckpointFiles();
        _ = files.Write("one.safetensors", CheckpointFiles.Safetensors(("a", [2, 2], [1, 2, 3, 4])));
        _ = files.Write("two.safetensors", CheckpointFiles.Safetensors(("b", [1, 2], [1, 2])));
        File.WriteAllText(files.Path("m.safetensors.index.json"), """{ "weight_map": { "a": "one.safetensors", "b": "two.safetensors" } }""");
        Assert.Equal(["a", "b"], Checkpoint.Read(files.Folder).Select(tensor => tensor.Name));
        Assert.Equal(["a", "b"], Checkpoint.Read(files.Path("m.safetensors.index.json")).Select(tensor => tensor.Name));
        File.WriteAllText(files.Path("m.safetensors.index.json"), """{ "weight_map": { "a": "../one.safetensors" } }""");
        CheckpointFiles.Refused(files.Path("m.safetensors.index.json"), "no file beside it");
        File.WriteAllText(files.Path("m.safetensors.index.json"), """{ "weight_map": { "z": "one.safetensors" } }""");
        CheckpointFiles.Refused(files.Path("m.safetensors.index.json"), "tensor 'z' in 'one.safetensors', which does not hold it");
        _ = files.Write("three.safetensors", CheckpointFiles.Safetensors(("a", [2, 2], [1, 2, 3, 4])));
        CheckpointFiles.Refused(files.Folder, "names must differ");
    }

    [Fact]
    public void Damaged_files_are_refused_in_a_sentence()
    {
        using var files = new CheckpointFiles();
        byte[] good = CheckpointFiles.Safetensors(("w", [2, 2], [1, 2, 3, 4]));
        CheckpointFiles.Refused(files.Write("truncated.safetensors", good[..^3]), "truncated or damaged");
        CheckpointFiles.Refused(files.Write("short.safetensors", good[..5]), "5 bytes");
        CheckpointFiles.Refused(files.Write("header.safetensors", [0, 0, 0, 0x80, 0, 0, 0, 0, 1]), "states a header of 2147483648 bytes");
        CheckpointFiles.Refused(Header("""{ "w": { "dtype": "F31", "shape": [1], "data_offsets": [0, 4] } }"""), "unknown dtype 'F31'");
        CheckpointFiles.Refused(Header("""{ "w": { "dtype": "F32", "shape": [1], "data_offsets": [4, 12] } }"""), "truncated or damaged");
        CheckpointFiles.Refused(Header("""{ "w": { "dtype": "F32", "shape": [3], "data_offsets": [0, 8] } }"""), "does not fill");
        CheckpointFiles.Refused(Header("""{ "w": { "dtype": "F32", "shape": [4611686018427387904, 4], "data_offsets": [0, 8] } }"""), "does not fill");
        CheckpointFiles.Refused(Header("""{ "a": { "dtype": "F32", "shape": [1], "data_offsets": [0, 4] }, "b": { "dtype": "F32", "shape": [1], "data_offsets": [2, 6] } }"""), "overlap");
        CheckpointFiles.Refused(Header("""{ "a": { "dtype": "F32", "shape": [1], "data_offsets": [0, 4] }, "a": { "dtype": "F32", "shape": [1], "data_offsets": [4, 8] } }"""), "stands twice");
        CheckpointFiles.Refused(Header("""{ "a": { "dtype": "F32", "dtype": "F64", "shape": [1], "data_offsets": [0, 8] } }"""), "states one twice");
        CheckpointFiles.Refused(Header("{ nonsense"), "no JSON");
        CheckpointFiles.Refused(Header("[]"), "no JSON object");
        CheckpointFiles.Refused(files.Write("model.pt", [1, 2, 3]), "convert_checkpoint.py");
        CheckpointFiles.Refused(files.Write("model.what", [1, 2, 3]), "unknown format");
        CheckpointFiles.Refused(files.Path("none.safetensors"), "does not exist");
        CheckpointFiles.Refused(files.Write("t.npy", CheckpointFiles.Npy("<f4", "(2, 3)", new byte[20])), "is damaged: an array of shape (2, 3) has 24 bytes and the file holds 20");
        CheckpointFiles.Refused(files.Write("b.npy", CheckpointFiles.Npy(">f4", "(2, 3)", new byte[24])), "little-endian");
        CheckpointFiles.Refused(files.Write("o.onnx", CheckpointFiles.Onnx("w", 1, [2, 3], null, [("location", "../w.bin")])), "outside the folder");
        _ = files.Write("there.bin", new byte[24]);
        CheckpointFiles.Refused(files.Write("n.onnx", CheckpointFiles.Onnx("w", 1, [2, 3], null, [("location", "there.bin"), ("offset", "-5")])), "should lie at -5 with 24 bytes in 'there.bin', which has 24");
        _ = File.CreateSymbolicLink(files.Path("link.bin"), files.Path("there.bin"));
        CheckpointFiles.Refused(files.Write("l.onnx", CheckpointFiles.Onnx("w", 1, [2, 3], null, [("location", "link.bin")])), "where a link leads to");
        CheckpointFiles.Refused(files.Write("r.onnx", CheckpointFiles.Onnx("w", 1, [2, 3], new byte[20])), "does not fill");
        CheckpointFiles.Refused(files.Write("e.onnx", CheckpointFiles.Onnx("w", 1, [2, 3], new byte[24])[..^5]), "cannot be read");

        string Header(string text) => files.Write("h.safetensors", CheckpointFiles.Safetensors(text, new byte[8]));
    }

    [Fact]
    public void An_entry_that_is_not_finite_is_named_with_its_place()
    {
        using var files = new CheckpointFiles();
        StoredTensor tensor = Checkpoint.Read(files.Write("n.safetensors", CheckpointFiles.Safetensors(("w", [2, 2], [1, 2, 3, float.NaN])))).Single();
        string message = Assert.Throws<InputFileException>(() => tensor.ReadTransposed()).Message;
        Assert.Contains("'w'", message, StringComparison.Ordinal);
        Assert.Contains("entry 3", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mutated_files_are_read_or_refused() => Fuzz(300);

    [Fact]
    [Trait("speed", "slow")]
    public void Ten_thousand_mutated_files_are_read_or_refused() => Fuzz(10_000);

    private static void Fuzz(int count)
    {
        using var files = new CheckpointFiles();
        float[] values = [.. Enumerable.Range(0, 12).Select(i => (float)i)];
        byte[] data = [.. values.SelectMany(BitConverter.GetBytes)];
        (string Name, byte[] Bytes)[] seeds =
        [
            ("f.safetensors", CheckpointFiles.Safetensors(("a", [3, 2], values[..6]), ("b", [6], values[6..]))),
            ("f.npy", CheckpointFiles.Npy("<f4", "(3, 4)", data)),
            ("f.onnx", CheckpointFiles.Onnx("w", 1, [3, 4], data)),
            ("q.onnx", CheckpointFiles.OnnxGraph(
            [
                ("w", 3, [3, 4], 9, data[..12]), ("s", 1, [4], 4, data[..16]), ("z", 3, [4], 9, data[..4]), ("h", 10, [2, 2], 5, CheckpointFiles.Packed(1, 300, 20_000, 65_535)),
            ], [("DequantizeLinear", ["w", "s", "z"], 1)])),
            ("f.npz", Archive(data)),
        ];
        uint state = 12345;
        for (int k = 0; k < count; k++)
        {
            (string name, byte[] seed) = seeds[k % seeds.Length];
            byte[] bytes = [.. seed];
            for (uint change = Next() % 4; change < 4; change++)
            {
                bytes[Next() % bytes.Length] = (byte)Next();
            }

            string file = files.Write(name, Next() % 4 == 0 ? bytes[..(int)(Next() % bytes.Length)] : bytes);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                foreach (StoredTensor tensor in Checkpoint.Read(file).Where(tensor => tensor.HasNumbers && tensor.Length > 0))
                {
                    tensor.ReadTransposed().Dispose();
                }
            }
            catch (InputFileException exception)
            {
                Assert.NotEmpty(exception.Message);
            }

            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 4 << 20, $"mutation {k} of {name}");
        }

        uint Next()
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            return state;
        }
    }

    private static byte[] Archive(byte[] data)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream entry = archive.CreateEntry("w.npy", CompressionLevel.Fastest).Open();
            entry.Write(CheckpointFiles.Npy("<f4", "(3, 4)", data));
        }

        return stream.ToArray();
    }

    private static void AssertNumbers(IReadOnlyList<StoredTensor> tensors, string name)
    {
        StoredTensor tensor = Assert.Single(tensors);
        Assert.Equal(name, tensor.Name);
        Assert.Equal([2, 3], tensor.Shape);
        using DenseMatrix<double> matrix = tensor.ReadTransposed();
        Assert.Equal(Numbers.Select(BitConverter.DoubleToInt64Bits), matrix.AsSpan().ToArray().Select(BitConverter.DoubleToInt64Bits));
    }

    private static byte[] Bytes(string type, double value) => type switch
    {
        "F64" => BitConverter.GetBytes(value),
        "F32" => BitConverter.GetBytes((float)value),
        "F16" => BitConverter.GetBytes((Half)value),
        _ => BitConverter.GetBytes((float)value)[2..],
    };
}
