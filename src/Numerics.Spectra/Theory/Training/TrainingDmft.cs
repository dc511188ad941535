using Numerics.Kernels.Elementwise;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Theory.Outliers;

namespace Numerics.Spectra.Theory.Training;

/// <summary>
/// LEVEL ONE of the two-level theory: the infinite-width limit of training, as single-site averages over populations coupled through Gaussian sources. What it knows of every
/// hidden matrix is the input of level two, <see cref="OutlierEquation"/>.
/// </summary>
/// <remarks>
/// Site laws (sigma^2 = variance of the entries of W, C_i = kap Delta_i, i = (step, sample)):
/// <c>chi_j = ze_j + sigma^2 sum_i R1_ji g_i</c>, <c>xi_j = zb_j + sigma^2 sum_i R2_ji phi_i</c>, ze ~ GP(0, sigma^2 Phi), zb ~ GP(0, sigma^2 G).
/// By Stein's lemma the response terms are projections on whitened past queries, so that one forward sweep in time closes the equations:
/// <c>A q = Uhat (A^T Uhat)^T q + (1 - Uhat Uhat^T) n</c> over a population of sites, n fresh. Hence the solver is the network of
/// <see cref="NonlinearNetwork{T}"/> itself with revealed matrices over sites; only the sources of n differ.
/// Equation: training-dmft
/// Source: Bordelon and Pehlevan, arXiv 2205.09653 (site laws); Bolthausen (2014) (conditioning).
/// Validity: any activation; standard error of losses and outliers O(sites^-1/2) per seed, bias O(1/sites); exact for linear activations.
/// </remarks>
public static class TrainingDmft
{
    /// <summary>Sources of the exact linear solver for few samples: far more than the Krylov spaces of linear networks ever have directions, which saturate.</summary>
    private const int MostExactSources = 6000;

    /// <summary>Memory of one pass in bytes: panels over the sites, of as many columns as <see cref="QueryRank"/> expects directions, and small tables.</summary>
    /// <param name="options">Architecture and training; the width is ignored.</param>
    /// <param name="set">Data.</param>
    /// <param name="sites">Number of sites; ignored for linear activations, which need as many as queries.</param>
    public static double Bytes(NetworkOptions options, TrainingSet set, long sites)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(set);
        double queries = QueryRank.Asked(options, set);
        double directions = QueryRank.Of(options, set).Total;
        double population = options.Activation == ActivationKind.Linear ? ExactPopulation(options, set) : sites;
        return ((options.Depth - 1) * (NonlinearCost.TableBytes(directions) + NonlinearCost.CoordinateBytes(directions, queries))) + (8 * population * ((2 * directions * (options.Depth - 1)) + (directions * options.Depth)));
    }

    /// <summary>Rough time of one pass: the panels of all queries move at 8 GB/s.</summary>
    /// <param name="options">Architecture and training; the width is ignored.</param>
    /// <param name="set">Data.</param>
    /// <param name="sites">Number of sites.</param>
    /// <param name="elementBytes">8 for double precision.</param>
    public static double Seconds(NetworkOptions options, TrainingSet set, long sites, int elementBytes)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(set);
        double queries = QueryRank.Asked(options, set);
        return (options.Depth - 1) * 2 * 4 * QueryRank.Of(options, set).Total * queries / Math.Max(1, set.Samples) * elementBytes / 8e9 * sites;
    }

    /// <summary>One pass.</summary>
    /// <param name="options">Architecture and training; the width is ignored.</param>
    /// <param name="set">Data.</param>
    /// <param name="solver">How site averages are taken.</param>
    /// <param name="sites">Number of sites; ignored by the exact linear solver.</param>
    /// <param name="streams">Random streams of this pass.</param>
    /// <param name="executor">Threads.</param>
    /// <param name="firstSite">Row of the streams that the first site has, a multiple of <see cref="RowShards.Alignment"/>; half of a population is solved with its own numbers.</param>
    /// <param name="report">Called with the fraction done.</param>
    /// <param name="cancellation">Checked before every step.</param>
    /// <exception cref="ArgumentException">The exact linear solver was asked for a nonlinear activation.</exception>
    /// <exception cref="ArithmeticException">Training asks for more directions than there are sites.</exception>
    public static DmftSolution Solve(
        NetworkOptions options,
        TrainingSet set,
        DmftSolver solver,
        long sites,
        NetworkStreams streams,
        ShardExecutor executor,
        long firstSite = 0,
        Action<double>? report = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(executor);
        if (solver == DmftSolver.ExactLinear && options.Activation != ActivationKind.Linear)
        {
            throw new ArgumentException($"The exact solver needs the linear activation, not {options.Activation}; use moment-matched sites.");
        }

        (int forward, int backward) = QueryRank.Capacity(options, set);
        int sources = forward + backward + set.Samples + set.Outputs;
        long population = solver == DmftSolver.ExactLinear ? ExactPopulation(options, set) : sites;
        RowShards shards = executor.Cut(population);
        ISiteSource<double>[] populations = [.. Enumerable.Range(0, options.Depth).Select(_ => Source(solver, shards, sources, executor, firstSite))];
        RevealedGaussian<double> Hidden(int layer) => new(
            new GaussianOptions(shards, shards, options.OperatorScale, forward, backward, streams.Right(layer), streams.Left(layer))
            {
                RankTolerance = options.RankTolerance, FewDirections = true, Remedy = RemedyOf(solver),
            },
            populations[layer], populations[layer - 1], executor);
        RevealedGaussian<double>[] revealed = [.. Enumerable.Range(1, options.Depth - 1).Select(Hidden)];
        LowRankPlus<double>[] matrices = [.. revealed.Select(matrix => new LowRankPlus<double>(matrix))];

        try
        {
            using NonlinearNetwork<double> network = TrainingRoute.Plain(options with { Width = population }, set, matrices, populations, streams, executor, isInfinite: solver == DmftSolver.MomentMatched);
            TrainingTrajectory trajectory = network.Train(report, cancellation);
            HiddenLayerHistory[] layers = [.. matrices.Select((m, l) => HiddenLayerHistory.Of(revealed[l], m.Spikes, trajectory.Marks[l], options.Optimizer))];
            return new DmftSolution(trajectory, layers, population, solver);
        }
        finally
        {
            foreach (IDisposable owned in revealed.Concat(populations.OfType<IDisposable>()))
            {
                owned.Dispose();
            }
        }
    }

    /// <summary>Coordinates of the exact linear solver: one for every source, as far as the vectors asked are foreseen to have directions.</summary>
    private static long ExactPopulation(NetworkOptions options, TrainingSet set)
    {
        (int forward, int backward) = QueryRank.Capacity(options, set);
        long other = set.Samples + set.Outputs;
        return Math.Min((long)forward + backward + other, Math.Max(MostExactSources, QueryRank.Of(options, set).Total + other)) + 1;
    }

    private static string RemedyOf(DmftSolver solver) =>
        solver == DmftSolver.ExactLinear ? "raise rankTolerance or train for fewer steps" : "raise theorySites or rankTolerance, or train for fewer steps";

    private static ISiteSource<double> Source(DmftSolver solver, RowShards shards, int capacity, ShardExecutor executor, long firstSite) => solver switch
    {
        DmftSolver.ExactLinear => new CoordinateSites<double>(executor),
        DmftSolver.MomentMatched => new MomentMatchedSites<double>(shards, capacity, executor, firstSite),
        _ => new IndependentSites<double>(executor, firstSite),
    };
}
