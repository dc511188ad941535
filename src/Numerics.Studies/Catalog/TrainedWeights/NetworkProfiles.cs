using Numerics.Spectra.Theory.NullBulk;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.TrainedWeights;

/// <summary>Networks as wholes, side by side: the distance of their matrices in the order of the file, and the typical shape of their spectra against independent entries.</summary>
internal sealed class NetworkProfiles
{
    /// <summary>Shares of the values above, dense where outliers are.</summary>
    private static readonly double[] Shares = [.. Enumerable.Range(0, 48).Select(i => 5e-4 * Math.Pow(0.98 / 5e-4, i / 47.0))];

    private readonly WeightSelection selection;
    private readonly (int Network, int Layer)[] places;

    public NetworkProfiles(Func<string, string, IReadOnlyList<Axis>, Observable> observe, WeightSelection selection)
    {
        this.selection = selection;
        string[] names = [.. selection.Matrices.Select(one => one.Network).Distinct(StringComparer.Ordinal)];
        var counts = new int[names.Length];
        places = [.. selection.Matrices.Select(one => Array.IndexOf(names, one.Network)).Select(network => (network, counts[network]++))];
        Axis network = Axis.OfLabels("network", names);
        Distance = observe("networkDistance", "distance of the matrices of each file in their order; theory: 99 % quantile for independent entries", [network, Axis.Of("layer", Enumerable.Range(1, counts.Max()))]);
        Shape = observe(
            "networkShape", "singular value at a share of the ranks over that of independent entries of the variance of the bulk, median over the matrices of each file; theory: 1", [network, new Axis("share", Shares)]);
    }

    /// <summary>Axes network, layer.</summary>
    public Observable Distance { get; }

    /// <summary>Axes network, share.</summary>
    public Observable Shape { get; }

    /// <summary>Writes what independent entries would give.</summary>
    public void Null(Recorder r, int i, double distance)
    {
        (int network, int layer) = places[i];
        r[Distance, network, layer] = distance;
        r.Row(Shape, [.. Shares.Select(_ => 1.0)], network);
    }

    /// <summary>Writes what was measured.</summary>
    public void Measured(Recorder r, Func<int, WeightAnalysis> analysis)
    {
        for (int network = 0; network < Shape.Shape.Axes[0].Count; network++)
        {
            int[] own = [.. Enumerable.Range(0, places.Length).Where(i => places[i].Network == network)];
            double[][] ratios = [.. own.Select(i => Ratios(analysis(i), selection.Matrices[i]))];
            foreach (int i in own)
            {
                r[Distance, network, places[i].Layer] = analysis(i).Spectrum.Distance.Share;
            }

            // A rank stands once, at the first share that falls on it.
            foreach (int k in Enumerable.Range(0, Shares.Length).Where(k => k == 0 || own.Any(i => Rank(k, i) != Rank(k - 1, i))))
            {
                r[Shape, network, k] = Median([.. ratios.Select(row => row[k])]);
            }
        }
    }

    private int Rank(int share, int i) => (int)(Shares[share] * selection.Matrices[i].Shorter);

    private static double[] Ratios(WeightAnalysis analysis, WeightMatrix matrix)
    {
        var law = new MarchenkoPasturShare(matrix.Shorter / (double)matrix.Longer);
        double unit = Math.Sqrt(analysis.Spectrum.Outliers.BulkVariance * matrix.Longer);
        int n = analysis.Values.Length;
        return [.. Shares.Select(share =>
        {
            int rank = (int)(share * n);
            return analysis.Values[rank] / (unit * Math.Sqrt(law.Quantile((rank + 0.5) / n)));
        })];
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return 0.5 * (values[(values.Length - 1) / 2] + values[values.Length / 2]);
    }
}
