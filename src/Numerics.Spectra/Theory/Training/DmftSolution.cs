using Numerics.Spectra.Networks;
using Numerics.Spectra.Theory.Outliers;

namespace Numerics.Spectra.Theory.Training;

/// <summary>One pass of the training DMFT: trajectory of losses and outputs, and the history of every hidden matrix.</summary>
/// <param name="Trajectory">Losses and outputs of the infinite network.</param>
/// <param name="Layers">Histories of W_1 .. W_(L-1), index 0 .. L-2.</param>
/// <param name="Sites">Number of sites the averages were taken over.</param>
/// <param name="Solver">How they were taken.</param>
public sealed record DmftSolution(
    TrainingTrajectory Trajectory, IReadOnlyList<HiddenLayerHistory> Layers, long Sites, DmftSolver Solver);
