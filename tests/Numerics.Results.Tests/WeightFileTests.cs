using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using Numerics.LinearAlgebra.Storage;
using Numerics.Results.Weights;

namespace Numerics.Results.Tests;

/// <summary>Weights of a replica on disk, read back byte by byte by the descriptions of the formats.</summary>
public sealed class WeightFileTests
{
    [Fact]
    public void Matrices_are_written_row_after_row_in_both_formats()
    {
        using var directory = new TemporaryDirectory();
        var files = new WeightFiles(directory.Path);
        using var first = DenseMatrix<double>.FromArray(new[,] { { 1.5, -2, 3 }, { 4, 5, -0.1 } });
        using var second = new DenseMatrix<double>(130, 2);
        for (int i = 0; i < 130; i++)
        {
            (second[i, 0], second[i, 1]) = (i, -i);
        }

        files.Save(7, "W1", first);
        files.Save(7, "W2", second);
        files.Complete(7);
        files.Complete(8); // of which nothing was saved
        byte[] array = File.ReadAllBytes(Path.Combine(directory.Path, "npy", "replica-000007.W1.npy"));
        Assert.Equal([0x93, .. "NUMPY"u8, 1, 0], array[..8]);
        Assert.Equal(118, BinaryPrimitives.ReadUInt16LittleEndian(array.AsSpan(8)));
        Assert.Equal("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }", Encoding.ASCII.GetString(array, 10, 118).Trim());
        Assert.Equal((byte)'\n', array[127]);
        Assert.Equal([1.5, -2, 3, 4, 5, -0.1], Doubles(array.AsSpan(128)));

        byte[] all = File.ReadAllBytes(Path.Combine(directory.Path, "replica-000007.safetensors"));
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(all);
        Assert.Equal(0, length % 8);
        JsonNode header = JsonNode.Parse(Encoding.UTF8.GetString(all, 8, length))!;
        Assert.Equal("[2,3]", header["W1"]!["shape"]!.ToJsonString());
        Assert.Equal("[0,48]", header["W1"]!["data_offsets"]!.ToJsonString());
        Assert.Equal("[48,2128]", header["W2"]!["data_offsets"]!.ToJsonString());
        Assert.Equal("F64", header["W2"]!["dtype"]!.GetValue<string>());
        Assert.Equal([1.5, -2, 3, 4, 5, -0.1], Doubles(all.AsSpan(8 + length, 48)));
        Assert.Equal([.. Enumerable.Range(0, 130).SelectMany(i => new double[] { i, -i })], Doubles(all.AsSpan(8 + length + 48)));
        Assert.Single(Directory.GetFiles(directory.Path));
    }

    private static double[] Doubles(ReadOnlySpan<byte> bytes)
    {
        var values = new double[bytes.Length / 8];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadDoubleLittleEndian(bytes[(8 * i)..]);
        }

        return values;
    }
}
