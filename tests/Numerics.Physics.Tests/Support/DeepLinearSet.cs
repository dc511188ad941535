using Numerics.Spectra.Models;
using Numerics.Spectra.Tests.Support;

namespace Numerics.Physics.Tests.Support;

/// <summary>
/// The reference sets of the notes on deep linear networks with what the infinite-size theory says of them, computed once by a program that shares nothing with this one.
/// Losses are at steps 0, 1, 2, 4, 8, 12; outliers of the matrices and of the tangent kernel at steps 4, 8, 12; NaN where there is no outlier or no figure.
/// </summary>
internal sealed record DeepLinearSet(string Name, DeepLinearModel Model, double[] Test, double[] Train, double[][] Outliers, double[] Kernel)
{
    private const double None = double.NaN;

    private const int Steps = 12;

    /// <summary>Layer of the singular vectors whose overlaps at step 8 are known.</summary>
    public int OverlapLayer { get; init; }

    /// <summary>|cos| of its left and right vectors with the gradients and features of steps 0, 4, 7; empty where not known.</summary>
    public (double Left, double Right)[] Overlaps { get; init; } = [];

    public static int[] OverlapPast => [0, 4, 7];

    public static int[] LossSteps => [0, 1, 2, 4, 8, 12];

    public static int[] SpectrumSteps => [4, 8, 12];

    public static IReadOnlyList<DeepLinearSet> All =>
    [
        new(
            "P1",
            DeepLinearSets.Of("P1", Steps),
            [1.0039062500, 0.9091995628, 0.7990538396, 0.4572691076, 0.1404531343, 0.0630577405],
            [1.0039062500, 0.8626957806, 0.7034014518, 0.2684737325, 0.0400707422, 0.0133556292],
            [[1.4262095758, 1.8542829393, 1.9400475911]],
            [7.15611812, 10.94207819, 11.4496]),
        new(
            "P2",
            DeepLinearSets.Of("P2", Steps),
            [1.0147061250, 0.9453594064, 0.8836792853, 0.7143322256, 0.2442876053, 0.0761765965],
            [1.0547061250, 0.9676864834, 0.8900344910, 0.6797028263, 0.1801171576, 0.0623108734],
            [[None, 1.2275093196, 1.2541682421], [None, 1.5598908696, 1.6332584235]],
            [None, 19.17014438, 22.2426]),
        new(
            "P3",
            DeepLinearSets.Of("P3", Steps),
            [1.0070560000, 0.8713890509, 0.7281099748, 0.3107187117, 0.0324723617, 0.0054266896],
            [1.0070560000, 0.8385329208, 0.6654323870, 0.2106585062, 0.0136605206, 0.0019342664],
            [[1.6668755180, 1.9262157905, 1.9562872588], [1.4334877760, 1.5603580489, 1.5784963729]],
            [9.02931968, 14.29986025, 14.6366])
        {
            Overlaps = [(0.5867, 0.9185), (0.9609, 0.8627), (0.9646, 0.2459)],
        },
        new(
            "P4",
            DeepLinearSets.Of("P4", Steps),
            [1.0025000000, 0.9554998815, 0.9034590051, 0.7092635874, 0.0346646761, 0.0017783012],
            [1.0125000000, 0.9654998815, 0.9134590051, 0.7192635874, 0.0446646761, 0.0117783012],
            [[1.0075991727, 1.4795443247, 1.4927775296], [None, 1.5405713021, 1.5483831446]],
            [1.86740080, 12.89801571, 13.2731])
        {
            OverlapLayer = 1,
            Overlaps = [(0.6565, 0.5926), (0.9188, 0.8507), (0.9626, 0.7901)],
        },
        new(
            "P6",
            DeepLinearSets.Of("P6", Steps),
            [1.0039062500, 0.9554299543, 0.8860907130, 0.6647863300, 0.2105956869, 0.0950918111],
            [1.0139062500, 0.9412578293, 0.8384719481, 0.5263489163, 0.0869555330, 0.0275115379],
            [[1.1232532442, 1.8542386370, 1.9155041400]],
            [4.20262636, 11.63425803, 10.7614]),
        new(
            "P7",
            DeepLinearSets.Of("P7", Steps),
            [1.002916, 0.963456, 0.927811, 0.855462, 0.684596, 0.506625],
            [1.012916, 0.965780, 0.922821, 0.834515, 0.620926, 0.399411],
            [[None, None, 1.2572], [None, None, 1.2696]],
            [None, None, None]),
        new(
            "mini-batches 0.3",
            DeepLinearSets.Model(1, 1, 2, Parameterization.MuP, 0.1, 4, [0.5, 0.5], 0.1, Steps) with { Batch = new BatchSampling.Fraction(0.3) },
            [1.00390625, 0.91284, 0.80218, 0.48815, 0.18458, 0.09264],
            [1.01390625, None, None, None, None, 0.03474],
            [[None, None, None]],
            [None, None, None]),
        new(
            "mini-batches 0.5",
            DeepLinearSets.Model(2, 2, 1.5, Parameterization.MuP, 0.05, 3, [0.6, 0.6, 0.6], 0.2, Steps) with { Batch = new BatchSampling.Fraction(0.5) },
            [None, None, None, None, None, 0.28409],
            [None, None, None, None, None, None],
            [[None, None, 1.91759], [None, None, 1.43278]],
            [None, None, None]),
    ];
}
