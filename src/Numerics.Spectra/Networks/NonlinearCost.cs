using Numerics.LinearAlgebra.Operators;
using Numerics.Spectra.Models;
using Numerics.Spectra.Spectrum;

namespace Numerics.Spectra.Networks;

/// <summary>Memory and work of one replica of a nonlinear network, known before it is run.</summary>
/// <remarks>
/// Memory: panels of P columns, the matrices with the directions of their queries (<see cref="QueryRank"/>), tables of directions, coordinates of all queries of revealed matrices, and where whole spectra are held the copies in which they are taken. Work at
/// rates measured on one core of 2022 (Zen 4): 8 GB/s of panel traffic, 30 GFlop/s of dense algebra. Estimates for planning, not flop counts.
/// </remarks>
public sealed class NonlinearCost
{
    private const double BytesPerSecond = 8e9;
    private const double OperationsPerSecond = 30e9;

    /// <summary>States and slopes that an integration of gradient flow keeps of w and h^1: the state at the beginning of a step, seven slopes, and the difference of both orders.</summary>
    private const int FlowColumns = 9;

    private readonly NetworkOptions options;
    private readonly TrainingSet set;
    private readonly MatrixPolicy policy;
    private readonly SpectrumRequest request;
    private readonly int elementBytes;

    /// <summary>A replica.</summary>
    /// <param name="options">Architecture and training.</param>
    /// <param name="set">Data.</param>
    /// <param name="kind">Kind of the Gaussian matrices.</param>
    /// <param name="request">Which singular values are measured.</param>
    /// <param name="elementBytes">8 for double, 4 for single precision.</param>
    public NonlinearCost(NetworkOptions options, TrainingSet set, MatrixKind kind, SpectrumRequest request, int elementBytes)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(request);
        this.options = options;
        this.set = set;
        this.request = request;
        this.elementBytes = elementBytes;
        policy = MatrixPolicy.Of(kind);
        Queries = QueryRank.Asked(options, set);
        QueryRank rank = QueryRank.Of(options, set, elementBytes == 4);
        Right = policy.HoldsWholeSpectrum ? set.ForwardQueries(options.Steps) : rank.Right;
        Left = policy.HoldsWholeSpectrum ? set.BackwardQueries(options.Steps) : rank.Left;
    }

    /// <summary>Bytes of an element of a direction or noise column.</summary>
    private int HistoryBytes => options.HistoryInSingle && policy.AnswersInSweeps && SweptNetwork<double>.Serves(options, set) ? sizeof(float) : elementBytes;

    private double Width => options.Width;

    private double Matrices => options.Depth - 1;

    private double Right { get; }

    private double Left { get; }

    private double Queries { get; }

    /// <summary>Vectors held: directions of revealed matrices, queries of stored ones.</summary>
    private double Directions => Right + Left;

    /// <summary>Most bytes held at once by the vectors and matrices of a replica.</summary>
    public long StateBytes
    {
        get
        {
            double fields = Width * elementBytes * ((set.Samples * (options.Depth + 5)) + (2 * (set.Outputs - 1)) + (options.Optimizer is null ? 0 : set.Samples + set.Outputs) + (options.FlowTolerance > 0 ? FlowColumns * (set.Samples + set.Outputs) : 0));
            double matrices = Matrices * policy.Bytes(Width, Width, Right, Left, HistoryBytes);
            double copies = policy.HoldsWholeSpectrum ? 8 * ((3 * Width * Width) + (Matrices * Width * Queries)) : 0;
            double coordinates = policy.HoldsWholeSpectrum ? 0 : Matrices * CoordinateBytes(Directions, Queries);
            return (long)(fields + TableBytes(Directions) + coordinates + matrices + copies);
        }
    }

    /// <summary>Time of training and spectra on one core.</summary>
    public double Seconds
    {
        get
        {
            double blocks = Queries / Math.Max(1, set.Samples);
            double training = policy.Traffic(Width, Width, Directions, blocks, HistoryBytes) / BytesPerSecond;
            double largest = request.Steps.Count * LayerSpectrum.Operations(policy, Width, Width, Directions) / OperationsPerSecond;
            double whole = policy.HoldsWholeSpectrum ? 2 * Width * Width * Width / OperationsPerSecond : 0;
            return Matrices * (training + largest + whole);
        }
    }

    /// <summary>Gram matrices and what is made of them, all in double: 16 tables of directions against directions.</summary>
    internal static double TableBytes(double directions) => 8 * 16 * directions * directions;

    /// <summary>Coordinates of all queries of one matrix, in double; each in the basis of its side.</summary>
    internal static double CoordinateBytes(double directions, double queries) => 8 * 0.5 * directions * queries;
}
