using System.IO.Enumeration;
using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Ensembles;
using Numerics.Studies.Contract;
using Numerics.Studies.Inputs;
using Numerics.Studies.Inputs.Checkpoints;

namespace Numerics.Studies.Catalog.TrainedWeights;

/// <summary>One matrix of the study, read when it is asked for.</summary>
/// <param name="Name">Name in the file.</param>
/// <param name="Description">Shape and type in words.</param>
/// <param name="Rows">Rows.</param>
/// <param name="Columns">Columns.</param>
/// <param name="Read">Reads it; which way round is left open.</param>
/// <param name="ReadInitial">Reads it at initialisation, the same way round; null without.</param>
internal sealed record WeightMatrix(string Name, string Description, long Rows, long Columns, Func<DenseMatrix<double>> Read, Func<DenseMatrix<double>>? ReadInitial)
{
    /// <summary>n.</summary>
    public long Shorter => Math.Min(Rows, Columns);

    /// <summary>m.</summary>
    public long Longer => Math.Max(Rows, Columns);
}

/// <summary>The matrices of a configuration, and what is left out.</summary>
/// <param name="Matrices">Those analysed.</param>
/// <param name="LeftOut">Those not, each with its shape and the reason.</param>
internal sealed record WeightSelection(IReadOnlyList<WeightMatrix> Matrices, IReadOnlyList<(string Name, string Why)> LeftOut)
{
    private const int LeastSide = 16;
    private const long MostSide = 30_000;

    /// <summary>Selects.</summary>
    /// <exception cref="InputFileException">A checkpoint cannot be used, or nothing is left of it.</exception>
    public static WeightSelection Of(TrainedWeightsParameters p, string baseDirectory)
    {
        if (p.Trained is null)
        {
            return p.Initial is null ? Demonstration() : throw new InputFileException("A checkpoint at initialisation is given without a trained one; name it by trained.");
        }

        IReadOnlyList<StoredTensor> tensors = Checkpoint.Read(Path.Combine(baseDirectory, p.Trained));
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
                matrices.Add(new WeightMatrix(Label(tensor.Name), tensor.Description, tensor.Rows, tensor.Columns, tensor.ReadTransposed, Initial(tensor, initial)));
            }
        }

        return matrices.Count > 0
            ? new WeightSelection(matrices, leftOut)
            : throw new InputFileException(
                $"None of the {tensors.Count} tensors of '{p.Trained}' is a matrix to analyse{(leftOut.Count > 0 ? $" ('{leftOut[0].Item1}': {leftOut[0].Item2})" : "")}; change include and exclude.");
    }

    /// <summary>Axis labels have no blanks.</summary>
    private static string Label(string name) => name.Length == 0 ? "unnamed" : string.Concat(name.Select(letter => char.IsWhiteSpace(letter) || char.IsControl(letter) ? '_' : letter));

    private static Func<DenseMatrix<double>>? Initial(StoredTensor tensor, Dictionary<string, StoredTensor>? initial)
    {
        if (initial is null)
        {
            return null;
        }

        if (!initial.TryGetValue(tensor.Name, out StoredTensor? before))
        {
            throw new InputFileException($"Tensor '{tensor.Name}' of the trained checkpoint is not in the initial one; leave it out by exclude.");
        }

        return before.Shape.SequenceEqual(tensor.Shape) && before.Type != TensorType.Other
            ? before.ReadTransposed
            : throw new InputFileException($"Tensor '{tensor.Name}' is {tensor.Description} trained and {before.Description} at initialisation; shapes must agree.");
    }

    private static string? WhyNot(StoredTensor tensor, TrainedWeightsParameters p)
    {
        bool named = p.Include.Any(pattern => pattern != "*" && Fits(pattern, tensor.Name));
        return tensor.Type == TensorType.Other ? "not a float format"
            : tensor.Shape.Count < 2 ? "not a matrix"
            : !named && !p.Include.Contains("*") ? "no pattern of include fits"
            : p.Exclude.Any(pattern => Fits(pattern, tensor.Name)) ? "a pattern of exclude fits"
            : !named && IsEmbedding(tensor.Name) ? "an embedding, name it by include"
            : Math.Min(tensor.Rows, tensor.Columns) < LeastSide ? $"a side below {LeastSide}"
            : Math.Min(tensor.Rows, tensor.Columns) > MostSide ? $"both sides above {MostSide}"
            : null;
    }

    private static bool Fits(string pattern, string name) => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);

    private static bool IsEmbedding(string name) =>
        name.Contains("embed", StringComparison.OrdinalIgnoreCase) || name.Contains("wte", StringComparison.Ordinal) || name.Contains("wpe", StringComparison.Ordinal);

    /// <summary>Three matrices of known truth: independent entries, the same with a spike, the same with a change of a quarter of its rank.</summary>
    private static WeightSelection Demonstration()
    {
        const int Rows = 128;
        const int Columns = 256;
        WeightMatrix Make(string name, uint number, int rank, double strength) => new(name, $"{Rows} x {Columns}, drawn", Rows, Columns, () => Draw(number, rank, strength), null);
        double edge = Math.Sqrt(Rows) + Math.Sqrt(Columns);
        return new WeightSelection([Make("independent", 0, 0, 0), Make("spiked", 1, 1, 1.5 * edge), Make("changed", 2, Rows / 4, 0.9 * edge)], []);

        static DenseMatrix<double> Draw(uint number, int rank, double strength)
        {
            StreamKey Key(uint role) => StudyStreams.Pilot.Matrix((1000 * (number + 1)) + role);
            DenseMatrix<double> matrix = GaussianEntries.Draw(Key(0), Rows, Columns, 1, ShardExecutor.Sequential);
            for (uint r = 0; r < rank; r++)
            {
                GaussianEntries.AddSpike(matrix, strength, GaussianEntries.Direction(Key(1 + (2 * r)), Rows), GaussianEntries.Direction(Key(2 + (2 * r)), Columns));
            }

            return matrix;
        }
    }
}
