using System.Numerics;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Evidence;
using Numerics.LinearAlgebra.Krylov;
using Numerics.LinearAlgebra.Sparse;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks.Spatial;
using Numerics.Spectra.Theory.SpatialNetworks;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.SpatialEI;

/// <summary>The study <c>spatial-ei</c> with its parameters fixed.</summary>
/// <remarks>
/// Up to <see cref="LargestDense"/> neurons all eigenvalues are computed; beyond, the outliers alone, from the sparse matrix. Judged are outliers beyond 1.2 R that are well apart from all
/// others; allowances are about twice the largest deviations measured (docs/spatial-ei.md, section 4).
/// </remarks>
public sealed class SpatialEIExperiment : Experiment
{
    /// <summary>Most neurons whose whole spectrum is computed.</summary>
    public const int LargestDense = 4000;

    private const double ClearOfBulk = 1.2;
    private const double ReachedByArnoldi = 1.1;
    private const double Apart = 4;

    /// <summary>Points of the theoretical radial law: enough for a smooth line.</summary>
    private const int CurvePoints = 20;

    private static readonly int[] Signs = [1, -1];
    private static readonly string[] Branches = ["plus", "minus"];

    private readonly SpatialEIParameters p;
    private readonly SpatialNetwork network;
    private readonly int[] squares;
    private readonly double[] radii;
    private readonly Lazy<IReadOnlyList<SpatialOutlier>> outliers;
    private readonly VarianceProfileBulk bulk;
    private readonly Observable outlierReal;
    private readonly Observable outlierImaginary;
    private readonly Observable outlierScatter;
    private readonly Observable bulkRadius;
    private readonly Observable radialCdf;
    private readonly Observable radialQuantile;
    private readonly Observable largestRealPart;
    private readonly Observable modeRealPart;
    private readonly Observable? eigenvalueReal;
    private readonly Observable? eigenvalueImaginary;
    private readonly SpatialEIDynamics dynamics;

    /// <summary>Fixes a run.</summary>
    public SpatialEIExperiment(SpatialEIParameters parameters)
    {
        p = parameters ?? throw new ArgumentNullException(nameof(parameters));
        network = p.Network();
        bulk = VarianceProfileBulk.Of(network);
        outliers = new(() => SpatialOutliers.Find(network));
        squares = p.IsRing ? [.. p.WaveNumbers.Select(k => k * k)] : p.SquaredWaveNumbers;
        Axis[] modes = [Axis.Of(p.IsRing ? "waveNumber" : "squaredWaveNumber", p.IsRing ? p.WaveNumbers : p.SquaredWaveNumbers), Axis.OfLabels("branch", Branches)];
        const string Mean = "of the mean over the wave vectors of one length; null where |lambda| is not above bulkRadius";
        // A single network is judged by the scatter that theory states, of the outlier that has most of it; that of imaginary parts of real outliers, zero by symmetry, is in the scatter.
        double scatter = Recorded().Where(recorded => IsClear(recorded.Outlier)).Select(recorded => recorded.Outlier.Scatter).DefaultIfEmpty().Max();
        var place = new ComparisonRule(p.Count, 4, 1) { ReplicaDeviation = scatter > 0 ? scatter : null };
        outlierReal = Observe("outlierReal", $"real part of the outlier (T +- sqrt(T^2 - 4 D))/2, {Mean}", modes).Judged(place);
        outlierImaginary = Observe("outlierImaginary", $"imaginary part of the outlier, {Mean}", modes).Judged(place);
        // A scatter falls as N^-1/2: brought to one size its deviations have an error that does not fall.
        const string Scatter = $"root of E|lambda - theory|^2 at this size, {Mean}; simulation: root mean square over networks";
        outlierScatter = Declare(new ObservableShape("outlierScatter", "1", Scatter, modes) { IsRootMeanSquare = true })
            .Judged(new ComparisonRule(p.Count, 100, 1) { Relative = true, GrowthPower = -0.5, VariancePower = 0, ReplicaDeviation = Math.Sqrt(0.5) });
        bulkRadius = Observe("bulkRadius", "radius R of the disk at this size");
        // Three eigenvalues more or less, relative to the smallest number that is counted: at least that of a uniform disk.
        double fewest = Math.Max(1, p.Count * p.RelativeRadii[0] * p.RelativeRadii[0]);
        var law = new ComparisonRule(p.Count, 30, 1) { Relative = true, VariancePower = 2, ReplicaDeviation = 3 / fewest };
        radii = [.. Enumerable.Range(1, CurvePoints).Select(k => k / (double)CurvePoints).Union(p.RelativeRadii).Order()];
        const string Law = "fraction of the eigenvalues without outliers with |lambda| below relativeRadius times bulkRadius; simulation at the parameter relativeRadii";
        radialCdf = Observe("radialCdf", Law, new Axis("relativeRadius", radii)).Judged(law);
        radialQuantile = Observe("radialQuantile", "modulus below which a fraction of the eigenvalues without outliers lies", new Axis("probability", p.Probabilities)).Judged(law);
        largestRealPart = Observe("largestRealPart", "largest real part of an eigenvalue; theory: max(Re lambda, R), whose onset is 1");
        modeRealPart = Observe("modeRealPart", "larger real part of the two eigenvalues of a wave number's mode matrix, outlier or not; theory only, the onset of this mode is 1", modes[0]);
        dynamics = new SpatialEIDynamics(p, network, (name, definition, axes) => Observe(name, definition, axes));
        if (p.ShowFirst && p.Spectrum && IsDense)
        {
            Axis each = Axis.Of("eigenvalue", Enumerable.Range(1, p.Count));
            eigenvalueReal = Observe("eigenvalueReal", "real parts of the eigenvalues of the first network, largest modulus first", each);
            eigenvalueImaginary = Observe("eigenvalueImaginary", "imaginary parts of the same", each);
        }
    }

    /// <inheritdoc/>
    public override int Replicas => p.Replicas;

    /// <inheritdoc/>
    public override Cost Cost
    {
        get
        {
            double synapses = network.Synapses, n = p.Count, wanted = IsDense || !p.Spectrum ? 0 : Wanted();
            double subspace = (3 * wanted) + 80;
            double matrix = 16 * synapses;
            double solver = !p.Spectrum ? 0 : IsDense ? 16 * n * n : 8 * n * subspace;
            double draw = 2.5e-9 * n * n;
            double eigenvalues = !p.Spectrum ? 0 : IsDense ? 3e-9 * n * n * n : (5 * subspace) * ((1.5e-9 * synapses) + (2e-9 * n * subspace));
            return new((long)(matrix + Math.Max(solver, dynamics.Bytes)), 1_000_000, draw + eigenvalues + dynamics.Seconds, 0.1);
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Plan =>
    [
        Fact.Evidence("neurons", $"{network.Excitatory} excitatory, {network.Inhibitory} inhibitory"),
        Fact.Evidence("synapses", $"{network.Synapses:G4}"),
        Fact.Evidence("spectrum", !p.Spectrum ? "theory only" : IsDense ? "all eigenvalues, dense" : $"{Wanted()} leading eigenvalues, sparse"),
        Fact.Evidence("dynamics", p.Dynamics.Settings is { } settings ? $"{settings.Steps} steps to time {ReadableNumber.Of(settings.Duration)}" : "off"),
        .. SpatialEIWarnings.Of(network),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<Figure> Figures =>
    [
        .. SpatialEIFigures.OfPlane(eigenvalueReal, eigenvalueImaginary, outlierReal, outlierImaginary, bulkRadius),
        .. SpatialEIFigures.Of(p, outlierReal, outlierImaginary, radialCdf),
        .. SpatialEIFigures.OfRates(dynamics, largestRealPart, modeRealPart, bulkRadius),
    ];

    private bool IsDense => p.Count <= LargestDense;

    /// <inheritdoc/>
    public override void Predict(TheoryContext context, Recorder r)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(r);
        PredictOutliers(r);
        PredictLaw(context, r);
        LinearRegime regime = LinearRegime.Of(outliers.Value, bulk.Radius);
        r[largestRealPart] = regime.Growth;
        dynamics.Predict(context, r, regime);
        context.Say(Fact.Evidence("outliers", $"{outliers.Value.Sum(outlier => outlier.Multiplicity)} eigenvalues outside the disk"));
        context.Say(Fact.Evidence("regime", $"{SpatialEIDynamics.Word(regime.Regime)}: max(Re lambda, R) = {regime.Growth:G6}"));
        foreach (Fact warning in SpatialEIWarnings.Of(network))
        {
            context.Say(warning);
        }
    }

    private void PredictOutliers(Recorder r)
    {
        foreach ((SpatialOutlier outlier, int mode, int branch) in Recorded())
        {
            r[outlierReal, mode, branch] = outlier.Value.Real;
            r[outlierImaginary, mode, branch] = outlier.Value.Imaginary;
            if (double.IsFinite(outlier.Variance))
            {
                // With fixed row sums a uniform state is an exact eigenvector; what they do to other modes is not known.
                r[outlierScatter, mode, branch] = p.FixRowSums && outlier.SquaredWaveNumber == 0 ? 0 : outlier.Scatter;
            }

            bool clear = IsClear(outlier);
            ShowOnlyIf(!clear, outlierReal);
            ShowOnlyIf(!clear || outlier.Value.Imaginary == 0, outlierImaginary);
            // One network tells nothing of a scatter that it may lie within.
            ShowOnlyIf(!clear || p.FixRowSums || p.Replicas < 2, outlierScatter);
            void ShowOnlyIf(bool shown, Observable observable)
            {
                if (shown)
                {
                    r.ShowOnly(observable, mode, branch);
                }
            }
        }

        r.Row(modeRealPart, [.. squares.Select(square => ModeMatrices.Mean(network, square).Eigenvalue(1).Real)]);
    }

    private void PredictLaw(TheoryContext context, Recorder r)
    {
        r[bulkRadius] = bulk.Radius;
        r.Row(radialCdf, [.. radii.Select(relative => bulk.Fraction(relative * bulk.Radius))]);
        r.Row(radialQuantile, [.. p.Probabilities.Select(bulk.Quantile)]);
        if (NonNormalLeak.Reach(network) > NonNormalLeak.Visible)
        {
            r.ShowOnly(radialCdf);
            r.ShowOnly(radialQuantile);
            context.Say(Fact.Evidence("radial law judged", "no: the mean is so far from normal that eigenvalues leak out of the disk at this size"));
        }
    }

    /// <inheritdoc/>
    public override void Simulate(ReplicaContext context, Recorder r)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(r);
        SparseMatrix connectivity = SpatialConnectivity.Draw(network, context.Streams.Matrix, p.FixRowSums, context.Executor);
        context.Cancellation.ThrowIfCancellationRequested();
        if (p.Spectrum)
        {
            IReadOnlyList<Complex> eigenvalues = IsDense ? All(context, connectivity) : Leading(context, connectivity, r);
            (IReadOnlyList<Complex?> means, IReadOnlyList<Complex> rest) = OutlierMatch.Match(outliers.Value, eigenvalues);
            WriteOutliers(r, means);
            if (IsDense)
            {
                WriteBulk(context, r, eigenvalues, rest);
            }
        }

        dynamics.Simulate(context, r, connectivity);
    }

    private void WriteOutliers(Recorder r, IReadOnlyList<Complex?> means)
    {
        foreach ((SpatialOutlier outlier, int mode, int branch) in Recorded())
        {
            if (means[outliers.Value.ToList().IndexOf(outlier)] is { } measured && (IsDense || outlier.Value.Magnitude > ReachedByArnoldi * bulk.Radius))
            {
                r[outlierReal, mode, branch] = measured.Real;
                r[outlierImaginary, mode, branch] = measured.Imaginary;
                r[outlierScatter, mode, branch] = (measured - outlier.Value).Magnitude;
            }
        }
    }

    private void WriteBulk(ReplicaContext context, Recorder r, IReadOnlyList<Complex> eigenvalues, IReadOnlyList<Complex> rest)
    {
        r[largestRealPart] = eigenvalues.Max(value => value.Real);
        if (context.Replica == 0 && eigenvalueReal is not null && eigenvalueImaginary is not null)
        {
            Complex[] ranked = [.. eigenvalues.OrderByDescending(value => value.Magnitude).ThenByDescending(value => value.Imaginary)];
            r.Row(eigenvalueReal, [.. ranked.Select(value => value.Real)]);
            r.Row(eigenvalueImaginary, [.. ranked.Select(value => value.Imaginary)]);
        }

        double[] moduli = [.. rest.Select(value => value.Magnitude).Order()];
        foreach (double relative in p.RelativeRadii)
        {
            r[radialCdf, Array.IndexOf(radii, relative)] = moduli.Count(modulus => modulus < relative * bulk.Radius) / (double)moduli.Length;
        }

        r.Row(radialQuantile, [.. p.Probabilities.Select(probability => moduli[Math.Min(moduli.Length - 1, (int)(probability * moduli.Length))])]);
    }

    private static Complex[] All(ReplicaContext context, SparseMatrix connectivity)
    {
        using DenseMatrix<double> dense = connectivity.ToDense();
        ComplexSpectrum spectrum = GeneralEigen.Values(context.Lapack, dense);
        return spectrum.Evidence.Outcome == Outcome.Ok
            ? spectrum.Values
            : throw new ArithmeticException($"The eigenvalues of the connectivity did not converge ({spectrum.Evidence.Routine}); take another seed.");
    }

    private IReadOnlyList<Complex> Leading(ReplicaContext context, SparseMatrix connectivity, Recorder r)
    {
        int wanted = Wanted();
        if (wanted == 0)
        {
            r.Remark($"No outlier lies beyond {ReachedByArnoldi} R, and above {LargestDense} neurons the bulk is not computed.");
            return [];
        }

        ArnoldiSpectrum found = ArnoldiEigenvalues.Find(
            context.Lapack,
            connectivity.Rows,
            (x, y) =>
            {
                context.Cancellation.ThrowIfCancellationRequested();
                connectivity.Multiply(context.Executor, x, y);
            },
            wanted);
        return found.Outcome == Outcome.Ok
            ? found.Values
            : throw new ArithmeticException($"{wanted} leading eigenvalues did not converge within {found.Applications} products; use at most {LargestDense} neurons.");
    }

    /// <summary>Eigenvalues that the sparse route computes.</summary>
    private int Wanted() => outliers.Value.Where(outlier => outlier.Value.Magnitude > ReachedByArnoldi * bulk.Radius).Sum(outlier => outlier.Multiplicity);

    /// <summary>Outliers that have a place on the axes.</summary>
    private IEnumerable<(SpatialOutlier Outlier, int Mode, int Branch)> Recorded() =>
        from outlier in outliers.Value
        let mode = Array.IndexOf(squares, outlier.SquaredWaveNumber)
        where mode >= 0
        select (outlier, mode, Array.IndexOf(Signs, outlier.Sign));

    /// <summary>Whether the matching of eigenvalues and the formula of the scatter can be trusted: clear of the bulk and of all other outliers.</summary>
    private bool IsClear(SpatialOutlier outlier) =>
        outlier.Value.Magnitude > ClearOfBulk * bulk.Radius && outliers.Value.All(other =>
            ReferenceEquals(other, outlier) || (other.Value - outlier.Value).Magnitude > Apart * (Spread(other) + Spread(outlier)));

    /// <summary>Scatter of a single member of a degenerate group; near a coalescence, where the formula diverges, of the order of N^(-1/4).</summary>
    private double Spread(SpatialOutlier outlier) => Math.Min(outlier.Scatter, bulk.Radius * Math.Pow(p.Count, -0.25)) * Math.Sqrt(outlier.Multiplicity);
}
