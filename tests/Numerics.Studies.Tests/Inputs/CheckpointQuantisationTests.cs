using Numerics.LinearAlgebra.Storage;
using Numerics.Studies.Inputs.Checkpoints;

namespace Numerics.Studies.Tests.Inputs;

/// <summary>Integers of a checkpoint become numbers by their scales and zero points, and the noise of the rounding is that of its step.</summary>
public sealed class CheckpointQuantisationTests
{
    [Theory]
    [InlineData("DequantizeLinear", 1L, false)]
    [InlineData("DequantizeLinear", 0L, true)]
    [InlineData("QLinearConv", null, true)]
    [InlineData("QLinearMatMul", null, false)]
    [InlineData("", null, false)]
    public void Integers_become_numbers_by_their_scales_and_zero_points(string operation, long? axis, bool byRows)
    {
        using var files = new CheckpointFiles();
        sbyte[] stored = [-128, 0, 127, 5, -7, 64];
        double[] scales = byRows ? [0.5, 0.25] : [0.5, 0.25, 2];
        sbyte[] zeros = byRows ? [1, -3] : [1, -3, 0];
        string name = operation.Length == 0 ? "layer_quantized" : "w";
        (string, string[], long?)[] nodes = operation switch
        {
            "" => [("MatMulInteger", ["a", name, "az", "layer_zero_point"], null)],
            "DequantizeLinear" => [(operation, [name, "layer_scale", "layer_zero_point"], axis)],
            _ => [(operation, ["a", "as", "az", name, "layer_scale", "layer_zero_point", "ys", "yz"], null)],
        };
        byte[] scaleBytes = [.. scales.SelectMany(value => BitConverter.GetBytes((float)value))];
        StoredTensor tensor = Checkpoint.Read(files.Write("q.onnx", CheckpointFiles.OnnxGraph(
        [
            (name, 3, [2, 3], 9, [.. stored.Select(value => (byte)value)]),
            ("layer_scale", 1, [scales.Length], 9, scaleBytes),
            ("layer_zero_point", 3, [zeros.Length], 9, [.. zeros.Select(value => (byte)value)]),
        ], nodes))).Single(one => one.Name == name);
        Assert.True(tensor.HasNumbers);
        Assert.Contains($"int8, dequantised by {scales.Length} scales", tensor.Description, StringComparison.Ordinal);
        using DenseMatrix<double> matrix = tensor.ReadTransposed();
        for (int i = 0; i < 2; i++)
        {
            for (int j = 0; j < 3; j++)
            {
                int place = byRows ? i : j;
                Assert.Equal(scales[place] * (stored[(3 * i) + j] - zeros[place]), matrix[j, i]);
            }
        }

        Assert.Equal(scales.Average(scale => scale * scale / 12), tensor.Quantised!.Noise, 1e-12);
    }

    [Fact]
    public void Bytes_with_one_scale_and_integers_without_any()
    {
        using var files = new CheckpointFiles();
        IReadOnlyList<StoredTensor> tensors = Checkpoint.Read(files.Write("u.onnx", CheckpointFiles.OnnxGraph(
        [
            ("w", 2, [1, 3], 5, CheckpointFiles.Packed(0, 128, 255)),
            ("s", 1, [], 9, BitConverter.GetBytes(0.5f)),
            ("z", 2, [], 9, [128]),
            ("plain", 3, [1, 3], 9, [1, 2, 3]),
        ], [("DequantizeLinear", ["w", "s", "z"], null)])));
        using DenseMatrix<double> matrix = tensors.Single(one => one.Name == "w").ReadTransposed();
        Assert.Equal([-64, 0, 63.5], matrix.AsSpan().ToArray());
        Assert.False(tensors.Single(one => one.Name == "plain").HasNumbers);
        string wrong = files.Write("v.onnx", CheckpointFiles.OnnxGraph(
            [("w", 3, [2, 3], 9, [1, 2, 3, 4, 5, 6]), ("s", 1, [4], 9, new byte[16])], [("DequantizeLinear", ["w", "s"], 1)]));
        CheckpointFiles.Refused(wrong, "fit none of its sides");
    }

    [Fact]
    public void Rounding_of_half_precision_is_a_twelfth_of_the_squared_step()
    {
        // Steps of 2^-10 from 1 to 2, of 2^-9 from 2 to 4; of 2^-24 below the normal numbers; none is counted of single precision.
        Assert.Equal((Math.Pow(2, -20) + Math.Pow(2, -18)) / 24, TensorType.Float16.RoundingNoise([1.5, -3]), 1e-20);
        Assert.Equal(Math.Pow(2, -48) / 12, TensorType.Float16.RoundingNoise([0]), 1e-25);
        Assert.Equal(Math.Pow(2, -14) / 12, TensorType.BFloat16.RoundingNoise([1]), 1e-15);
        Assert.Equal(0, TensorType.Float32.RoundingNoise([1]));
    }
}
