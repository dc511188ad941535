namespace Numerics.Studies.Inputs.Checkpoints;

/// <summary>One operation of an ONNX graph, as far as it says how integers become numbers.</summary>
/// <param name="Operation">Type of the operation.</param>
/// <param name="Inputs">Names of its inputs.</param>
/// <param name="Axis">Its attribute axis; null without.</param>
internal sealed record OnnxNode(string Operation, IReadOnlyList<string> Inputs, long? Axis);

/// <summary>Finds the scale and the zero point of every integer matrix of a model.</summary>
/// <remarks>
/// By the operations that take them (onnx.ai/onnx/operators: DequantizeLinear, QLinearConv, QLinearMatMul, and QGemm of its contributed ones); for those that multiply integers and scale the
/// product afterwards (MatMulInteger, ConvInteger) by the names that quantisers give: W_quantized, W_scale, W_zero_point.
/// </remarks>
internal static class OnnxQuantisation
{
    private const long MostScales = 1 << 24;

    /// <summary>The tensors, those of integers with their scales where these are found.</summary>
    /// <exception cref="InputFileException">Scales that do not fit their matrix.</exception>
    public static IReadOnlyList<StoredTensor> Resolve(IReadOnlyList<StoredTensor> tensors, IReadOnlyList<OnnxNode> nodes)
    {
        if (!tensors.Any(IsInteger))
        {
            return tensors;
        }

        var byName = tensors.GroupBy(tensor => tensor.Name, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.First(), StringComparer.Ordinal);
        var sources = new Dictionary<string, (string Scale, string? Zero, long Axis)>(StringComparer.Ordinal);
        foreach (OnnxNode node in nodes)
        {
            if (Source(node) is var (weight, scale, zero, axis))
            {
                _ = sources.TryAdd(weight, (scale, zero, axis));
            }
        }

        return [.. tensors.Select(tensor => IsInteger(tensor) ? Resolved(tensor, byName, sources) : tensor)];
    }

    private static bool IsInteger(StoredTensor tensor) => tensor.Type is TensorType.Int8 or TensorType.UInt8 && tensor.Shape.Count >= 2;

    private static (string Weight, string Scale, string? Zero, long Axis)? Source(OnnxNode node)
    {
        IReadOnlyList<string> inputs = node.Inputs;
        string? At(int i) => i < inputs.Count && inputs[i].Length > 0 ? inputs[i] : null;
        (int first, long axis) = node.Operation switch
        {
            "DequantizeLinear" => (0, node.Axis ?? 1),
            "QLinearConv" => (3, 0),
            "QLinearMatMul" or "QGemm" => (3, -1),
            _ => (-1, 0L),
        };
        return first >= 0 && At(first) is { } weight && At(first + 1) is { } scale ? (weight, scale, At(first + 2), axis) : null;
    }

    private static StoredTensor Resolved(StoredTensor tensor, Dictionary<string, StoredTensor> byName, Dictionary<string, (string Scale, string? Zero, long Axis)> sources)
    {
        string stem = tensor.Name.EndsWith("_quantized", StringComparison.Ordinal) ? tensor.Name[..^"_quantized".Length] : tensor.Name;
        (string scaleName, string? zeroName, long axis) = sources.TryGetValue(tensor.Name, out (string, string?, long) source) ? source : ($"{stem}_scale", $"{stem}_zero_point", -1);
        if (!byName.TryGetValue(scaleName, out StoredTensor? scale) || !scale.Type.IsFloat() || scale.Length is < 1 or > MostScales)
        {
            return tensor;
        }

        double[] scales = scale.ReadAll();
        double[] zeros = zeroName is not null && byName.TryGetValue(zeroName, out StoredTensor? zero) && zero.Type.Size() > 0 && zero.Length <= MostScales ? zero.ReadAll() : [];
        zeros = zeros.Length switch
        {
            0 => new double[scales.Length],
            1 => [.. Enumerable.Repeat(zeros[0], scales.Length)],
            _ => zeros,
        };
        int side = Side(tensor, scales.Length, axis);
        return side >= 0 && zeros.Length == scales.Length && scales.All(double.IsFinite)
            ? tensor with { Quantised = new Dequantisation(scales, zeros, side) }
            : throw new InputFileException(
                $"Initializer '{tensor.Name}' of '{tensor.File}' of shape {string.Join(" x ", tensor.Shape)} has {scales.Length} scales and {zeros.Length} zero points, which fit none of its sides; export the model again.");
    }

    /// <summary>The side that has as many places as there are scales: the one stated, counted from the end if negative, or else the first that fits; -1 for none.</summary>
    private static int Side(StoredTensor tensor, int count, long axis)
    {
        long stated = axis < 0 ? axis + tensor.Shape.Count : axis;
        return count == 1 ? 0
            : stated >= 0 && stated < tensor.Shape.Count && tensor.Shape[(int)stated] == count ? (int)stated
            : tensor.Shape.ToList().IndexOf(count);
    }
}
