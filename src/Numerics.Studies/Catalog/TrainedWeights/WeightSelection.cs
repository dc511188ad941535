using System.IO.Enumeration;
using System.Text.RegularExpressions;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Theory.NullBulk;
using Numerics.Studies.Inputs;
using Numerics.Studies.Inputs.Checkpoints;

namespace Numerics.Studies.Catalog.TrainedWeights;

/// <summary>The matrices of a configuration, and what is left out.</summary>
/// <param name="Matrices">Those analysed.</param>
/// <param name="LeftOut">Those not, each with its shape and the reason.</param>
internal sealed partial record WeightSelection(IReadOnlyList<WeightMatrix> Matrices, IReadOnlyList<(string Name, string Why)> LeftOut)
{
    private const int LeastSide = 16;
    private const long MostSide = 30_000;
    private const long LongestSide = int.MaxValue / 8;
    private const int MostTaps = 4096;

    /// <summary>Selects.</summary>
    /// <exception cref="InputFileException">A checkpoint cannot be used, or nothing is left of it.</exception>
    public static WeightSelection Of(TrainedWeightsParameters p, string baseDirectory)
    {
        if (p.Trained is null)
        {
            return p.Initial is null ? DrawnWeights.Selection() : throw new InputFileException("A checkpoint at initialisation is given without a trained one; name it by trained.");
        }

        IReadOnlyList<StoredTensor> tensors = Tensors(p, baseDirectory);
        Dictionary<string, StoredTensor>? initial = p.Initial is null ? null
            : Checkpoint.Read(Path.Combine(baseDirectory, p.Initial)).ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        var matrices = new List<WeightMatrix>();
        var leftOut = new List<(string, string)>();
        foreach (StoredTensor tensor in tensors)
        {
            if (WhyNot(tensor, p) is { } why)
            {
                leftOut.Add((tensor.Name, $"{tensor.Description}, left out: {why}"));
            }
            else
            {
                matrices.AddRange(Cut(tensor, Initial(tensor, initial), p.Convolution));
            }
        }

        return matrices.Count > 0
            ? new WeightSelection(matrices, leftOut)
            : throw new InputFileException(
                $"None of the {tensors.Count} tensors of '{p.Trained}' is a matrix to analyse{(leftOut.Count > 0 ? $" ('{leftOut[0].Item1}': {leftOut[0].Item2})" : "")}; change include and exclude.");
    }

    /// <summary>All tensors of the trained checkpoint; every pattern of include fits one of them.</summary>
    private static IReadOnlyList<StoredTensor> Tensors(TrainedWeightsParameters p, string baseDirectory)
    {
        IReadOnlyList<StoredTensor> tensors = Checkpoint.Read(Path.Combine(baseDirectory, p.Trained!));
        if (tensors.Count == 0)
        {
            throw new InputFileException($"'{p.Trained}' holds no tensors; name a file or a folder with weights.");
        }

        if (p.Include.FirstOrDefault(pattern => pattern != "*" && !tensors.Any(tensor => Fits(pattern, tensor.Name))) is { } idle)
        {
            throw new InputFileException($"The pattern '{idle}' of include fits none of the {tensors.Count} tensors of '{p.Trained}', the first of which is '{tensors[0].Name}'; correct it or take it out.");
        }

        return tensors;
    }

    private static IEnumerable<WeightMatrix> Cut(StoredTensor tensor, StoredTensor? initial, ConvolutionForm form)
    {
        string name = Label(tensor.Name);
        string network = NetworkOf(tensor.File);
        Func<DenseMatrix<double>, double> noise = tensor.Quantised is { } steps ? _ => steps.Noise : matrix => Noise(tensor.Type, matrix);
        if (!IsCut(tensor, form))
        {
            yield return new WeightMatrix(name, network, tensor.Description, tensor.Rows, tensor.Columns, tensor.ReadTransposed) { ReadInitial = initial is null ? null : initial.ReadTransposed, StorageNoise = noise };
            yield break;
        }

        long inputs = tensor.Shape[1];
        foreach (KernelFrequency frequency in KernelFrequency.Of([.. tensor.Shape.Skip(2).Select(side => (int)side)]))
        {
            double[] weights = [.. frequency.Weights];
            yield return new WeightMatrix(
                $"{name}[{frequency.Name}]", network, $"{tensor.Rows} x {inputs} of {tensor.Description}, kernel frequency {frequency.Name}", tensor.Rows, inputs, () => tensor.ReadCombined(weights))
            {
                ReadInitial = initial is null ? null : () => initial.ReadCombined(weights),
                StorageNoise = noise,
            };
        }
    }

    /// <summary>Mean over the columns, which hold as many entries each.</summary>
    private static double Noise(TensorType type, DenseMatrix<double> matrix)
    {
        double sum = 0;
        for (long j = 0; j < matrix.Columns && type is TensorType.Float16 or TensorType.BFloat16; j++)
        {
            sum += type.RoundingNoise(matrix.Column(j)) / matrix.Columns;
        }

        return sum;
    }

    private static bool IsCut(StoredTensor tensor, ConvolutionForm form) => form == ConvolutionForm.PerFrequency && tensor.Taps > 1;

    /// <summary>Axis labels have no blanks.</summary>
    private static string Label(string name) => name.Length == 0 ? "unnamed" : string.Concat(name.Select(letter => char.IsWhiteSpace(letter) || char.IsControl(letter) ? '_' : letter));

    /// <summary>A file without the number of its shard; tensors in files of their own are of the network of their folder.</summary>
    private static string NetworkOf(string file)
    {
        string stem = Path.GetExtension(file).Equals(".npy", StringComparison.OrdinalIgnoreCase) ? Path.GetFileName(Path.GetDirectoryName(file)) ?? "" : Path.GetFileNameWithoutExtension(file);
        return Label(ShardNumber().Replace(stem, ""));
    }

    private static StoredTensor? Initial(StoredTensor tensor, Dictionary<string, StoredTensor>? initial)
    {
        if (initial is null)
        {
            return null;
        }

        if (!initial.TryGetValue(tensor.Name, out StoredTensor? before))
        {
            throw new InputFileException($"Tensor '{tensor.Name}' of the trained checkpoint is not in the initial one; leave it out by exclude.");
        }

        return before.Shape.SequenceEqual(tensor.Shape) && before.HasNumbers
            ? before
            : throw new InputFileException($"Tensor '{tensor.Name}' is {tensor.Description} trained and {before.Description} at initialisation; shapes must agree.");
    }

    private static string? WhyNot(StoredTensor tensor, TrainedWeightsParameters p)
    {
        bool named = p.Include.Any(pattern => pattern != "*" && Fits(pattern, tensor.Name));
        (long rows, long columns) = (tensor.Rows, IsCut(tensor, p.Convolution) ? tensor.Shape[1] : tensor.Columns);
        return !tensor.HasNumbers ? tensor.Type is TensorType.Int8 or TensorType.UInt8 ? "integers without a scale" : "not a float format"
            : tensor.Shape.Count < 2 ? "not a matrix"
            : !named && !p.Include.Contains("*") ? "no pattern of include fits"
            : p.Exclude.Any(pattern => Fits(pattern, tensor.Name)) ? "a pattern of exclude fits"
            : !named && IsEmbedding(tensor.Name) ? "an embedding, name it by include"
            : Math.Min(rows, columns) < LeastSide ? $"a side below {LeastSide}"
            : Math.Min(rows, columns) > MostSide ? $"both sides above {MostSide}"
            : Math.Max(rows, columns) > LongestSide ? $"a side above {LongestSide}"
            : IsCut(tensor, p.Convolution) && tensor.Taps > MostTaps ? $"a kernel of more than {MostTaps} positions"
            : null;
    }

    private static bool Fits(string pattern, string name) => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);

    private static bool IsEmbedding(string name) =>
        name.Contains("embed", StringComparison.OrdinalIgnoreCase) || name.Contains("wte", StringComparison.Ordinal) || name.Contains("wpe", StringComparison.Ordinal);

    [GeneratedRegex(@"-\d+-of-\d+$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ShardNumber();
}
