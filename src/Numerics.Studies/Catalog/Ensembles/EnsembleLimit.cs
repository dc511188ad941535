using Numerics.LinearAlgebra.Interop;
using Numerics.Spectra.Ensembles;
using Numerics.Spectra.Theory.Bulk.Dyson;
using Numerics.Spectra.Theory.Bulk.Laws;
using Numerics.Spectra.Theory.Bulk.Pencils;
using Numerics.Spectra.Theory.Bulk.Spikes;
using Numerics.Spectra.Theory.Edges;
using Numerics.Studies.Catalog.SampledSpectrum;

namespace Numerics.Studies.Catalog.Ensembles;

/// <summary>Theory of every classical ensemble: closed laws where they exist, Dyson equations otherwise.</summary>
/// <param name="lapack">Provider.</param>
public sealed class EnsembleLimit(Lapack lapack)
{
    /// <summary>The limit of <paramref name="ensemble"/>, with the fluctuations of reference size <paramref name="size"/>.</summary>
    /// <exception cref="DysonException">A Dyson equation was not solved.</exception>
    public LimitSpectrum Of(ClassicalEnsemble ensemble, int size)
    {
        ArgumentNullException.ThrowIfNull(ensemble);
        // Sizes are integers: the ratio that the matrices have.
        double ratio = (double)ensemble.Rows(size) / size;
        return ensemble.Kind switch
        {
            EnsembleKind.Goe => Semicircle(size),
            EnsembleKind.Gue => Semicircle(size) with { Beta = 2 },
            EnsembleKind.Ginibre => new LimitSpectrum(new CircularLaw(1), null),
            EnsembleKind.GinibreProduct => Product(ensemble.Factors, size),
            EnsembleKind.Anticommutator => FromPencil(Anticommutator(), size),
            EnsembleKind.MarchenkoPasturPlusGoe => FromPencil(CovariancePlusOrthogonal(ratio, ensemble.Weight), ensemble.Rows(size)),
            EnsembleKind.Wishart => FromPencil(Covariance(ratio, ensemble.Population), ensemble.Rows(size)),
            EnsembleKind.Bbp => SpikedCovariance(new SpikedCovariance(ratio, ensemble.Spike), size),
            EnsembleKind.RectangularSpike => RectangularSpike(new RectangularSpike(ratio, ensemble.Spike), size),
            EnsembleKind.DeformedGoe => DeformedGoe(new SpikedWigner(1, ensemble.Spike), size),
            _ => throw new ArgumentOutOfRangeException(nameof(ensemble), $"There is no theory of {ensemble.Kind}."),
        };
    }

    /// <summary>rho = sqrt(4 - x^2)/(2 pi) begins as sqrt(2 - x)/pi: amplitude one.</summary>
    private static LimitSpectrum Semicircle(int size) => new(new SemicircleLaw(1), Math.Pow(size, -2.0 / 3));

    private static LimitSpectrum DeformedGoe(SpikedWigner spike, int size) => Semicircle(size) with
    {
        Outliers = spike.Escapes ? [spike.Outlier] : [],
        OutlierDeviation = Deviation(spike.ScaledVariance, size),
        Overlap = spike.Overlap,
    };

    /// <summary>Near b the density sqrt((b - x)(x - a))/(2 pi c x) has amplitude sqrt(b - a)/(2 c b).</summary>
    private static LimitSpectrum SpikedCovariance(SpikedCovariance spike, int size)
    {
        var law = new MarchenkoPasturLaw(spike.Ratio);
        SupportInterval band = law.Support[0];
        double amplitude = Math.Sqrt(band.Upper - band.Lower) / (2 * spike.Ratio * band.Upper);
        return new LimitSpectrum(law, Math.Pow(spike.Ratio * size * amplitude, -2.0 / 3))
        {
            Outliers = spike.Escapes ? [spike.Outlier] : [],
            OutlierDeviation = Deviation(spike.ScaledVariance, size),
            Overlap = spike.Overlap,
        };
    }

    private static LimitSpectrum RectangularSpike(RectangularSpike spike, int size) =>
        new(new MarchenkoPasturSingularValueLaw(1, spike.AspectRatio), new EdgeStatistics((long)Math.Round(spike.AspectRatio * size), size, 1).Scale)
        {
            Outliers = spike.Escapes ? [spike.Outlier] : [],
            OutlierDeviation = Deviation(spike.ScaledVariance, size),
            Overlap = spike.RightOverlap,
        };

    /// <summary>One corner for every population eigenvalue t: X_t is (weight p) x n of variance t/n, and all share the auxiliary block that makes products.</summary>
    private static BlockPencil Covariance(double ratio, IReadOnlyList<(double Value, double Weight)> population)
    {
        var builder = new PencilBuilder();
        DimensionType samples = builder.AddType("samples", 1);
        PencilBlock auxiliary = builder.AddAuxiliary("u", samples);
        builder.AddConstant(auxiliary, auxiliary, -1);
        for (int k = 0; k < population.Count; k++)
        {
            DimensionType variables = builder.AddType($"variables{k}", ratio * population[k].Weight);
            builder.Couple(builder.AddGaussian($"X{k}", variables, samples, population[k].Value), builder.AddCorner($"x{k}", variables), auxiliary);
        }

        return builder.Build();
    }

    /// <summary>Closed law; the amplitude of its edge from the pencil of the product.</summary>
    private LimitSpectrum Product(int factors, int size)
    {
        var program = new MatrixProgram();
        DimensionType n = program.AddType("n", 1);
        ProgramVector vector = program.Input(n);
        for (int k = 0; k < factors; k++)
        {
            vector = program.AddGaussian($"X{k + 1}", n, n, 1).Apply(vector);
        }

        SpectralEdge edge = RealBranch.FromAbove(new MatrixDysonEquation(lapack, program.Hermitize(vector))).Edge;
        return new LimitSpectrum(new RootLaw(new FussCatalanLaw(factors)), edge.FluctuationScale(2.0 * size));
    }

    private static BlockPencil Anticommutator()
    {
        var program = new MatrixProgram();
        DimensionType n = program.AddType("n", 1);
        ProgramMatrix a = program.AddSymmetricGaussian("A", n, 1);
        ProgramMatrix b = program.AddSymmetricGaussian("B", n, 1);
        return program.Symmetrize(a.Apply(b.Apply(program.Input(n))));
    }

    /// <summary>X X^T + b H: an auxiliary block with -1 on its diagonal makes the product.</summary>
    private static BlockPencil CovariancePlusOrthogonal(double ratio, double weight)
    {
        var builder = new PencilBuilder();
        DimensionType variables = builder.AddType("variables", ratio);
        DimensionType samples = builder.AddType("samples", 1);
        PencilBlock corner = builder.AddCorner("x", variables);
        PencilBlock auxiliary = builder.AddAuxiliary("u", samples);
        builder.AddConstant(auxiliary, auxiliary, -1);
        builder.Couple(builder.AddGaussian("X", variables, samples, 1), corner, auxiliary);
        // Off-diagonal variance b^2/p in units of the reference size: b^2/c.
        builder.Couple(builder.AddSymmetricGaussian("H", variables, weight * weight / ratio), corner, corner);
        return builder.Build();
    }

    private LimitSpectrum FromPencil(BlockPencil pencil, int count)
    {
        var spectrum = new DysonSpectrum(new MatrixDysonEquation(lapack, pencil), SpectrumKind.Eigenvalues);
        return new LimitSpectrum(spectrum.Law(), spectrum.UpperEdge.FluctuationScale(count));
    }

    private static double? Deviation(double scaledVariance, int size) => scaledVariance > 0 ? Math.Sqrt(scaledVariance / size) : null;
}
