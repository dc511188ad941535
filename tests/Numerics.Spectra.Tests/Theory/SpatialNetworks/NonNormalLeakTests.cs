using System.Numerics;
using Numerics.Spectra.Models;
using Numerics.Spectra.Tests.Support;
using Numerics.Spectra.Theory.SpatialNetworks;

namespace Numerics.Spectra.Tests.Theory.SpatialNetworks;

/// <summary>How far a mean that is not normal pushes eigenvalues out of the disk: which radial laws are judged.</summary>
public sealed class NonNormalLeakTests
{
    /// <summary>
    /// Against sums over the grid: modes and variances from the density of connections, R from powers of the matrix, the entry above the diagonal from an eigenvector and the vector at right angles to it.
    /// </summary>
    [Theory]
    [InlineData("A")]
    [InlineData("B")]
    [InlineData("torus")]
    [InlineData("narrow torus")]
    [InlineData("async")]
    [InlineData("chaos")]
    public void Is_the_largest_entry_above_the_diagonal_of_a_mode_inside_the_disk(string set)
    {
        SpatialNetwork network = Set(set);
        double radius = Radius(network);
        int sides = network.LargestWaveNumber;
        double largest = 0;
        for (int x = 0; x <= sides; x++)
        {
            for (int y = 0; y <= (network.Dimension == 1 ? 0 : sides); y++)
            {
                double[,] mode = Mode(network, x, y);
                (Complex first, Complex second) = Eigenvalues(mode);
                largest = Math.Max(first.Magnitude, second.Magnitude) < radius ? Math.Max(largest, AboveTheDiagonal(mode, first)) : largest;
            }
        }

        Assert.Equal(Math.Sqrt(largest / (radius * Math.Sqrt(network.Count))), NonNormalLeak.Reach(network), 1e-9);
    }

    /// <summary>Numbers of another program; without judging, the quantiles of "async" would be refused (docs/spatial-ei.md, section 5).</summary>
    [Theory]
    [InlineData("A", 0.10836243380)]
    [InlineData("B", 0.21041160745)]
    [InlineData("torus", 0.08798429669)]
    [InlineData("narrow torus", 0.10006861637)]
    [InlineData("async", 0.69140041428)]
    public void Reference_reaches(string set, double reach)
    {
        Assert.Equal(reach, NonNormalLeak.Reach(Set(set)), 1e-9);
        Assert.Equal(set == "async", NonNormalLeak.Reach(Set(set)) > NonNormalLeak.Visible);
    }

    /// <summary>Rows [J, -J] in both populations are nilpotent at wave number 0, with the entry 2 J above the diagonal.</summary>
    [Fact]
    public void A_mean_without_eigenvalues_reaches_as_the_root_of_twice_its_strength()
    {
        SpatialNetwork network = SpatialSets.Regime("chaos");
        Assert.Equal(Math.Sqrt(2 / (VarianceProfileBulk.Of(network).Radius * Math.Sqrt(1000))), NonNormalLeak.Reach(network), 1e-7);
    }

    [Fact]
    public void Without_variance_or_with_a_normal_mean_nothing_leaks()
    {
        // The difference of the squares is zero up to rounding, of which the reach is the fourth root.
        PopulationMatrix range = PopulationMatrix.Uniform(0.1);
        Assert.Equal(0, NonNormalLeak.Reach(SpatialSets.Ring(1000, range, new(0.3, 0.2, 0.2, -0.1), PopulationMatrix.Uniform(1), 0.5)), 1e-4);
        Assert.Equal(0, NonNormalLeak.Reach(SpatialSets.Ring(1000, range, PopulationMatrix.Uniform(0), PopulationMatrix.Uniform(0), 0.5)));
    }

    /// <summary>Of the narrow torus the number 3, of which there is no wave vector, would lie inside the disk and reach further than any that exists.</summary>
    private static SpatialNetwork Set(string name) => name switch
    {
        "A" => SpatialSets.A(1000),
        "B" => SpatialSets.B(1000),
        "torus" => SpatialSets.Torus,
        "narrow torus" => SpatialSets.Torus with { ProjectionRange = PopulationMatrix.Uniform(0.17), PeakProbability = PopulationMatrix.Uniform(0.4) },
        _ => SpatialSets.Regime(name),
    };

    /// <summary>Probability of a connection times the mean strength, summed over the sources with a plane wave.</summary>
    private static double[,] Mode(SpatialNetwork network, int x, int y)
    {
        double[,] mode = new double[2, 2];
        for (int a = 0; a < 2; a++)
        {
            for (int b = 0; b < 2; b++)
            {
                double along = Mean(network, a, b, x);
                mode[a, b] = network.MeanStrength[a, b] * along * (network.Dimension == 1 ? 1 : Mean(network, a, b, y));
            }
        }

        return mode;
    }

    private static double Mean(SpatialNetwork network, int a, int b, int k) =>
        Grid(network, b).Average(position => Gaussian(position, network.ProjectionRange[a, b]) * Math.Cos(2 * Math.PI * k * position));

    /// <summary>Root of the largest eigenvalue of the summed variances of entries, by powers.</summary>
    private static double Radius(SpatialNetwork network)
    {
        double[,] variance = new double[2, 2];
        for (int a = 0; a < 2; a++)
        {
            for (int b = 0; b < 2; b++)
            {
                double range = network.ProjectionRange[a, b];
                double[] line = [.. Grid(network, b).Select(position => Gaussian(position, range))];
                double inputs = network.PeakProbability[a, b] * Math.Pow(Math.Sqrt(2 * Math.PI) * range, network.Dimension) * network.Size(b);
                double mean = network.MeanStrength[a, b] / inputs, scatter = network.Heterogeneity[a, b] * network.Heterogeneity[a, b] / inputs;
                IEnumerable<double> densities = network.Dimension == 1 ? line : line.SelectMany(one => line.Select(other => one * other));
                foreach (double density in densities)
                {
                    double probability = inputs / network.Size(b) * density;
                    variance[a, b] += (probability * ((mean * mean) + scatter)) - (probability * probability * mean * mean);
                }
            }
        }

        (double first, double second, double growth) = (1, 1, 0);
        for (int power = 0; power < 500; power++)
        {
            (first, second) = ((variance[0, 0] * first) + (variance[0, 1] * second), (variance[1, 0] * first) + (variance[1, 1] * second));
            growth = first + second;
            (first, second) = (first / growth, second / growth);
        }

        return Math.Sqrt(growth);
    }

    private static IEnumerable<double> Grid(SpatialNetwork network, int population) =>
        Enumerable.Range(0, network.Side(population)).Select(i => (double)i / network.Side(population));

    private static double Gaussian(double position, double range) =>
        Enumerable.Range(-6, 13).Sum(turn => Math.Exp(-(position + turn) * (position + turn) / (2 * range * range))) / (Math.Sqrt(2 * Math.PI) * range);

    private static (Complex First, Complex Second) Eigenvalues(double[,] m)
    {
        double trace = m[0, 0] + m[1, 1];
        Complex root = Complex.Sqrt((trace * trace) - (4 * ((m[0, 0] * m[1, 1]) - (m[0, 1] * m[1, 0]))));
        return ((trace + root) / 2, (trace - root) / 2);
    }

    /// <summary>|q* M p| with a normed eigenvector q and p at right angles to it.</summary>
    private static double AboveTheDiagonal(double[,] m, Complex eigenvalue)
    {
        // Of the two rows of M - lambda the longer one gives the eigenvector; a multiple of the identity has any.
        (Complex u, Complex v) = (m[0, 0] - eigenvalue, m[0, 1]);
        (Complex s, Complex t) = (m[1, 0], m[1, 1] - eigenvalue);
        bool upper = Square(u) + Square(v) >= Square(s) + Square(t);
        (Complex q0, Complex q1) = upper ? (v, -u) : (t, -s);
        double norm = Square(q0) + Square(q1);
        if (norm == 0)
        {
            return 0;
        }

        (Complex p0, Complex p1) = (-Complex.Conjugate(q1), Complex.Conjugate(q0));
        Complex entry = (Complex.Conjugate(q0) * ((m[0, 0] * p0) + (m[0, 1] * p1))) + (Complex.Conjugate(q1) * ((m[1, 0] * p0) + (m[1, 1] * p1)));
        return entry.Magnitude / norm;

        static double Square(Complex z) => (z.Real * z.Real) + (z.Imaginary * z.Imaginary);
    }
}
