using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Ensembles;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Catalog.TrainedWeights;

/// <summary>Three matrices of known truth, for a run without a checkpoint: independent entries, the same with a spike, the same with a change of a quarter of its rank.</summary>
internal static class DrawnWeights
{
    private const int Rows = 128;
    private const int Columns = 256;

    public static WeightSelection Selection()
    {
        double edge = Math.Sqrt(Rows) + Math.Sqrt(Columns);
        return new WeightSelection([Of("independent", 0, 0, 0), Of("spiked", 1, 1, 1.5 * edge), Of("changed", 2, Rows / 4, 0.9 * edge)], []);
    }

    private static WeightMatrix Of(string name, uint number, int rank, double strength) =>
        new(name, "drawn", $"{Rows} x {Columns}, drawn", Rows, Columns, () => Draw(number, rank, strength));

    private static DenseMatrix<double> Draw(uint number, int rank, double strength)
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
