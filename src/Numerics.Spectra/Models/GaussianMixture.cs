using Numerics.Spectra.Analysis;

namespace Numerics.Spectra.Models;

/// <summary>
/// Labelled clusters of Gaussian points x = mu_k/sqrt(d) + Sigma_k^(1/2) z in d dimensions, in the limit of large d: coordinates fall into classes.
/// </summary>
/// <remarks>
/// Within a class c the variance of cluster k is s_kc on every coordinate, and the means have the Gram matrix G^c_kl = mean over the class of mu_ki mu_li.
/// <para>Source: B. Loureiro et al., Learning Gaussian Mixtures with Generalised Linear Models, NeurIPS 2021 (diagonal covariances).</para>
/// </remarks>
/// <param name="ClusterProbabilities">r_k, positive, sum 1.</param>
/// <param name="Labels">y_k, +1 or -1; of the softmax 1, 2, ...</param>
/// <param name="CoordinateFractions">u_c, fraction of the coordinates in class c, positive, sum 1.</param>
/// <param name="Variances">s_kc, [cluster][class], not negative.</param>
/// <param name="MeanGram">G^c_kl, [class][k][l], each symmetric and positive semidefinite.</param>
public sealed record GaussianMixture(
    IReadOnlyList<double> ClusterProbabilities,
    IReadOnlyList<int> Labels,
    IReadOnlyList<double> CoordinateFractions,
    double[][] Variances,
    double[][][] MeanGram)
{
    /// <summary>Most clusters and most classes: the fixed point takes the cube of their number.</summary>
    public const int Most = 32;

    private const double SumTolerance = 1e-9;

    /// <summary>K.</summary>
    public int Clusters => ClusterProbabilities.Count;

    /// <summary>Number of classes of coordinates.</summary>
    public int Classes => CoordinateFractions.Count;

    /// <summary>Whether both labels occur.</summary>
    public bool HasBothLabels => Labels.Contains(1) && Labels.Contains(-1);

    /// <summary>What is wrong with it where labels are signs, nothing if it is a mixture. Sizes first: the others are told when they fit.</summary>
    public IEnumerable<MixtureFault> Faults() => Faults("1 or -1", SignFaults);

    /// <summary>What is wrong with it where labels are the numbers 1, 2, ... of classes, each of at least one cluster.</summary>
    public IEnumerable<MixtureFault> FaultsOfNumberedLabels() => Faults("1, 2, ... without gaps", NumberFaults);

    private IEnumerable<MixtureFault> Faults(string labels, Func<IEnumerable<MixtureFault>> ofLabels)
    {
        MixtureFault[] sizes = [.. SizeFaults(labels)];
        return sizes.Length > 0 ? sizes : ValueFaults(ofLabels());
    }

    private IEnumerable<MixtureFault> SizeFaults(string labels)
    {
        if (Clusters is 0 or > Most)
        {
            yield return new("clusterProbabilities", $"There are {Clusters} clusters; give 1 to {Most} probabilities.");
        }

        if (Labels.Count != Clusters)
        {
            yield return new("labels", $"There are {Labels.Count} labels for {Clusters} clusters; give one label, {labels}, for each entry of clusterProbabilities.");
        }

        if (Classes is 0 or > Most)
        {
            yield return new("coordinateFractions", $"There are {Classes} classes of coordinates; give 1 to {Most} fractions, [1] if all coordinates are alike.");
        }

        if (Variances.Length != Clusters || Variances.Any(row => row.Length != Classes))
        {
            yield return new("variances", $"Variances are a list for each of {Clusters} clusters of one number for each of {Classes} classes of coordinates; got {Shape(Variances)}.");
        }

        if (MeanGram.Length != Classes || MeanGram.Any(gram => gram.Length != Clusters || gram.Any(row => row.Length != Clusters)))
        {
            string got = MeanGram.Length == 0 ? "none" : $"{MeanGram.Length} of {string.Join(", ", MeanGram.Select(Shape).Distinct())}";
            yield return new("meanGram", $"The Gram matrices of the means are one {Clusters} x {Clusters} matrix for each of {Classes} classes of coordinates; got {got}.");
        }
    }

    private IEnumerable<MixtureFault> ValueFaults(IEnumerable<MixtureFault> ofLabels) =>
    [
        .. FractionFaults("clusterProbabilities", "probabilities", ClusterProbabilities),
        .. ofLabels,
        .. FractionFaults("coordinateFractions", "fractions", CoordinateFractions),
        .. VarianceFaults(),
        .. GramFaults(),
    ];

    private IEnumerable<MixtureFault> SignFaults() =>
        Labels.Where(label => label is not (1 or -1)).Take(1).Select(label => new MixtureFault("labels", $"A label is {label}; labels are 1 or -1."));

    private IEnumerable<MixtureFault> NumberFaults()
    {
        int most = Labels.Max();
        if (Labels.Min() < 1 || most > Clusters)
        {
            int wrong = Labels.First(label => label < 1 || label > Clusters);
            yield return new("labels", $"A label is {wrong}; with {Clusters} clusters labels of the softmax are 1 to at most {Clusters}.");
        }
        else if (Enumerable.Range(1, most).Where(label => !Labels.Contains(label)).Select(label => (int?)label).FirstOrDefault() is { } missing)
        {
            yield return new("labels", $"No cluster has label {missing}, and one has label {most}; number the labels of the softmax without gaps.");
        }
    }

    private static IEnumerable<MixtureFault> FractionFaults(string parameter, string name, IReadOnlyList<double> values)
    {
        if (values.Any(value => !(value > 0)))
        {
            yield return new(parameter, $"One of the {name} is {values.First(value => !(value > 0)):R}; they must be positive: leave out what has none.");
        }
        else if (!(Math.Abs(values.Sum() - 1) <= SumTolerance))
        {
            yield return new(parameter, $"The {name} sum to {values.Sum():G10}; they must sum to 1: rescale them.");
        }
    }

    private IEnumerable<MixtureFault> VarianceFaults()
    {
        if (Variances.SelectMany(row => row).Where(value => !(value >= 0) || double.IsInfinity(value)).Select(value => (double?)value).FirstOrDefault() is { } wrong)
        {
            yield return new("variances", $"A variance is {wrong:R}; variances must not be negative: give the square of the deviation.");
        }
        else if (Variances.Any(row => row.All(value => value == 0)))
        {
            yield return new("variances", "A cluster has variance 0 in every class; give it a positive variance in one.");
        }
    }

    private IEnumerable<MixtureFault> GramFaults()
    {
        for (int c = 0; c < Classes; c++)
        {
            double[][] gram = MeanGram[c];
            double largest = gram.Max(row => row.Max(Math.Abs));
            (int K, int L)[] asymmetric = [.. from k in Enumerable.Range(0, Clusters) from l in Enumerable.Range(0, k) where !(Math.Abs(gram[k][l] - gram[l][k]) <= SumTolerance * largest) select (l, k)];
            if (asymmetric.Length > 0)
            {
                (int k, int l) = asymmetric[0];
                yield return new($"meanGram[{c}]", $"The Gram matrix is not symmetric: entries [{k}][{l}] and [{l}][{k}] are {gram[k][l]:G6} and {gram[l][k]:G6}; they must be equal.");
            }
            else if (SemidefiniteRoot.Of(gram) is { IsSemidefinite: false } root)
            {
                yield return new($"meanGram[{c}]", $"The Gram matrix is not positive semidefinite: its smallest eigenvalue is {root.Least:G4}, and means with it do not exist; at least 0 is needed.");
            }
        }
    }

    private static string Shape(double[][] rows) =>
        rows.Length == 0 ? "none" : rows.All(row => row.Length == rows[0].Length) ? $"{rows.Length} x {rows[0].Length}" : $"rows of {string.Join(", ", rows.Select(row => row.Length))}";
}

/// <summary>One thing wrong with a mixture or a model on it.</summary>
/// <param name="Parameter">The parameter, in camelCase.</param>
/// <param name="Sentence">Value, limit, remedy.</param>
public sealed record MixtureFault(string Parameter, string Sentence);
