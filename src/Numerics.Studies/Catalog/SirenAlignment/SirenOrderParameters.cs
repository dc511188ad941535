using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Alignment;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Theory.TangentKernel;

namespace Numerics.Studies.Catalog.SirenAlignment;

/// <summary>Order parameters of a SIREN at one step of its training.</summary>
internal sealed record SirenOrderParameters
{
    /// <summary>Kernels between all points are formed on at most this many points along a side.</summary>
    public const int KernelSide = 32;

    /// <summary>Names and definitions of the order parameters over steps, in the order of <see cref="Values"/>.</summary>
    public static IReadOnlyList<(string Name, string Definition)> Declared { get; } =
    [
        ("loss", "mean of (I - f)^2 over the training grid; theory: mean over initial outputs, frozen at the mean initial kernel"),
        ("evaluationLoss", "mean of (I - f)^2 over the evaluation grid of twice as many pixels along a side"),
        ("leadingEigenvalue", "lambda_0/P, largest eigenvalue of the tangent kernel over the training grid, over its number of points; theory at step 0: of the mean kernel"),
        ("lossRate", "-d ln loss/dt per step, central difference of the loss"),
        ("rayleighQuotient", "r^T K r/(P r^T r) of the residual r on the kernel grid"),
        ("correlationFloor", "c_inf: cosine of the kernel at large distances"),
        ("correlationLength", "xi: half width at half maximum of the cosine of the kernel above its floor, over sqrt(2 ln 2)"),
        ("minimumCorrelation", "least cosine of the kernel over pairs of points"),
        ("localMinimum", "least minimum of the local form of the cosine, over points of the kernel grid"),
        ("edgeAlignment", "P(|v_0| at an edge of the image > elsewhere), v_0 the leading eigenvector; 1/2 says nothing"),
        ("targetAlignment", "centred alignment of the kernel with exp(-50 (I - I')^2)"),
        ("gradientDeviation", "standard deviation over points of the gradients of the loss, sqrt(mean r^2 a^2 - r^T K r/P^2)"),
        ("gradientAnisotropy", "norm of the mean of grad(a^2)/a^2 over points"),
        ("residualDrift", "mean residual times c_inf mean a^2"),
        ("eigenvectorOverlap", "|cos(v_0, K 1)|"),
        ("residualWavenumber", "centroid of the power spectrum of the residual, Hann window, on [-1, 1] x [-1, 1]"),
        ("neighbourCorrelation", "correlation of residuals of neighbouring pixels"),
    ];

    /// <summary>Values, in the order of <see cref="Declared"/>; null where one does not exist.</summary>
    public required double?[] Values { get; init; }

    /// <summary>Residuals on the kernel grid, row after row.</summary>
    public required double[] Residual { get; init; }

    /// <summary>Leading eigenvector on the kernel grid, times sqrt P; empty where it was not found.</summary>
    public required double[] Eigenvector { get; init; }

    /// <summary>Index of an order parameter.</summary>
    public static int Index(string name) => Declared.ToList().FindIndex(one => one.Name == name);

    /// <summary>Measures; the loss rate is left out, which takes the neighbouring steps.</summary>
    /// <param name="scene">Grids and images.</param>
    /// <param name="parameters">Weights and biases.</param>
    /// <param name="lapack">Provider.</param>
    /// <param name="executor">Threads.</param>
    public static SirenOrderParameters Measure(SirenScene scene, SirenParameters parameters, Lapack lapack, ShardExecutor executor)
    {
        var full = new SirenTangentKernel(parameters, scene.Points, lapack, executor);
        double[] residual = [.. scene.Image.Zip(full.Output, (target, output) => target - output)];
        (double Value, double[] Vector)? leading = full.Leading();
        SirenTangentKernel few = scene.IsThinned ? new SirenTangentKernel(parameters, scene.KernelPoints, lapack, executor) : full;
        using DenseMatrix<double> kernel = few.Matrix();
        double[] thin = scene.Thinned(residual);
        double[] diagonal = [.. Enumerable.Range(0, thin.Length).Select(i => kernel[i, i])];
        var correlation = KernelCorrelation.Of(kernel, scene.KernelPoints);
        LocalKernel[] local = SirenLocalKernel.At(parameters, scene.KernelPoints, lapack);
        double squares = SpanProducts.Dot(thin, thin);
        double quadratic = SpanProducts.Dot(thin, few.Apply(thin));
        double count = thin.Length;
        var waves = ResidualWaves.Of(residual, scene.Grid.Side);
        double?[] minima = [.. local.Select(one => one.MinimumCorrelation)];
        return new SirenOrderParameters
        {
            Residual = thin,
            Eigenvector = leading is { } found ? [.. scene.Thinned(found.Vector).Select(value => value * Math.Sqrt(residual.Length))] : [],
            Values =
            [
                SpanProducts.Dot(residual, residual) / residual.Length,
                scene.EvaluationLoss(parameters, lapack, executor),
                leading?.Value / residual.Length,
                null,
                squares > 0 ? quadratic / (count * squares) : null,
                correlation.Floor,
                correlation.Length,
                correlation.Minimum,
                minima.All(one => one is not null) ? minima.Min() : null,
                leading is null ? null : scene.Edges.Alignment([.. leading.Value.Vector.Select(Math.Abs)]),
                KernelCorrelation.AlignmentWith(kernel, scene.Thinned(scene.Image)),
                Math.Sqrt(Math.Max(0, (thin.Zip(diagonal, (r, a) => r * r * a).Sum() / count) - (quadratic / (count * count)))),
                Anisotropy(local),
                thin.Average() * diagonal.Average() * correlation.Floor,
                leading is null ? null : Overlap(leading.Value.Vector, full.Apply([.. Enumerable.Repeat(1.0, residual.Length)])),
                waves.Wavenumber,
                waves.NeighbourCorrelation,
            ],
        };
    }

    private static double Anisotropy(LocalKernel[] local)
    {
        double first = local.Average(one => one.Gradient.First / one.Diagonal);
        double second = local.Average(one => one.Gradient.Second / one.Diagonal);
        return Math.Sqrt((first * first) + (second * second));
    }

    private static double? Overlap(double[] unit, double[] other)
    {
        double norm = SpanProducts.Norm(other);
        return norm > 0 ? Math.Abs(SpanProducts.Dot(unit, other)) / norm : null;
    }
}
