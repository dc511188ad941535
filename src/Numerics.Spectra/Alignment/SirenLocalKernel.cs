using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Theory.TangentKernel;

namespace Numerics.Spectra.Alignment;

/// <summary>The tangent kernel of a SIREN near its diagonal at given points, by tangents of the forward and the backward pass: no differences.</summary>
/// <remarks>
/// <code>
/// h^i = dh/dx_i,  delta^i = ddelta/dx_i:   h_l^i = cos(z_l) z_l^i,   delta_l^i = omega_0 [cos(z_l) (W^T delta_(l+1)^i) - sin(z_l) z_l^i (W^T delta_(l+1))]
/// a^2  = sum_l (delta.delta)(h.h + 1)
/// D_i  = 2 sum_l [(delta.delta^i)(h.h + 1) + (delta.delta)(h.h^i)]
/// H_ij = sum_l [(delta^i.delta^j)(h.h + 1) + (delta.delta)(h^i.h^j) + (delta^i.delta)(h.h^j) + (delta.delta^j)(h^i.h)]
/// </code>
/// <para>Source: docs/siren-alignment.md, section 3.</para>
/// </remarks>
public static class SirenLocalKernel
{
    private const int Coordinates = SirenModel.InputDimension;

    /// <summary>a^2, D and H at every point.</summary>
    /// <param name="parameters">Weights and biases.</param>
    /// <param name="points">Points.</param>
    /// <param name="lapack">Provider.</param>
    public static LocalKernel[] At(SirenParameters parameters, IReadOnlyList<PlanePoint> points, Lapack lapack)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(points);
        var found = new List<LocalKernel>(points.Count);
        foreach (PlanePoint[] some in points.Chunk(SirenBatch.BlockRows))
        {
            found.AddRange(Of(parameters, some, lapack));
        }

        return [.. found];
    }

    /// <summary>K(x, x') of consecutive pairs of points: (0, 1), (2, 3), ...</summary>
    /// <param name="parameters">Weights and biases.</param>
    /// <param name="points">An even number of points.</param>
    /// <param name="lapack">Provider.</param>
    public static double[] Between(SirenParameters parameters, IReadOnlyList<PlanePoint> points, Lapack lapack)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(points);
        SirenModel model = parameters.Model;
        var kernels = new List<double>(points.Count / 2);
        foreach (PlanePoint[] some in points.Chunk(SirenBatch.BlockRows))
        {
            var block = new SirenBlock(model, some.Length, lapack);
            block.Forward(parameters, some);
            double[] ones = new double[some.Length];
            Array.Fill(ones, 1);
            block.Backward(parameters, ones);
            for (int pair = 0; pair < some.Length; pair += 2)
            {
                double sum = 1 + Dot(block.Activation(model.Depth - 1), pair);
                for (int l = 1; l < model.Depth; l++)
                {
                    sum += Dot(block.Delta(l), pair) * (1 + Dot(block.Activation(l - 1), pair));
                }

                kernels.Add(sum);
            }
        }

        return [.. kernels];
    }

    /// <summary>Scalar product of two consecutive rows.</summary>
    private static double Dot(DenseMatrix<double> rows, int first)
    {
        double sum = 0;
        for (int j = 0; j < rows.Columns; j++)
        {
            Span<double> column = rows.Column(j);
            sum += column[first] * column[first + 1];
        }

        return sum;
    }

    private static LocalKernel[] Of(SirenParameters parameters, PlanePoint[] points, Lapack lapack)
    {
        SirenModel model = parameters.Model;
        int rows = points.Length;
        var block = new SirenBlock(model, rows, lapack);
        block.Forward(parameters, points);
        double[] ones = new double[rows];
        Array.Fill(ones, 1);
        block.Backward(parameters, ones);
        (DenseMatrix<double>[,] h, DenseMatrix<double>[,] z) = ForwardTangents(parameters, block, lapack);
        var sums = new LocalSums(rows);
        // The readout: delta_d = 1 does not move.
        sums.Add(block.Activation(model.Depth - 1), [h[model.Depth - 1, 0], h[model.Depth - 1, 1]], null, []);
        DenseMatrix<double>[]? above = null;
        for (int l = model.Depth - 1; l > 0; l--)
        {
            DenseMatrix<double>[] own = [.. Enumerable.Range(0, Coordinates).Select(i => BackwardTangent(parameters, block, z[l, i], above?[i], l, lapack))];
            sums.Add(block.Activation(l - 1), [h[l - 1, 0], h[l - 1, 1]], block.Delta(l), own);
            above = own;
        }

        return sums.Kernels();
    }

    /// <summary>h_l^i and z_l^i; h_0^i is a unit vector at every point.</summary>
    private static (DenseMatrix<double>[,] H, DenseMatrix<double>[,] Z) ForwardTangents(SirenParameters parameters, SirenBlock block, Lapack lapack)
    {
        SirenModel model = parameters.Model;
        var h = new DenseMatrix<double>[model.Depth, Coordinates];
        var z = new DenseMatrix<double>[model.Depth, Coordinates];
        for (int i = 0; i < Coordinates; i++)
        {
            h[0, i] = new DenseMatrix<double>(block.Rows, Coordinates);
            h[0, i].Column(i).Fill(1);
            for (int l = 1; l < model.Depth; l++)
            {
                z[l, i] = new DenseMatrix<double>(block.Rows, model.Width);
                Multiply.Into(lapack, false, h[l - 1, i], true, parameters.Weights[l - 1], model.Frequency, 0, z[l, i], checkFinite: false);
                h[l, i] = z[l, i].Clone();
                SpanProducts.Multiply(1, block.Slope(l).AsSpan(), h[l, i].AsSpan());
            }
        }

        return (h, z);
    }

    /// <summary>delta_l^i from delta_(l+1)^i; omega_0 cos z_l is the factor of delta_l, so that sin z_l takes its place in the second part.</summary>
    private static DenseMatrix<double> BackwardTangent(SirenParameters parameters, SirenBlock block, DenseMatrix<double> z, DenseMatrix<double>? above, int layer, Lapack lapack)
    {
        SirenModel model = parameters.Model;
        var tangent = new DenseMatrix<double>(block.Rows, model.Width);
        using var incoming = new DenseMatrix<double>(block.Rows, model.Width);
        using DenseMatrix<double> upper = layer == model.Depth - 1 ? Ones(block.Rows) : block.Delta(layer + 1).Clone();
        Multiply.Into(lapack, false, upper, false, parameters.Weights[layer], -model.Frequency, 0, incoming, checkFinite: false);
        SpanProducts.Multiply(1, block.Activation(layer).AsSpan(), incoming.AsSpan());
        SpanProducts.Multiply(1, z.AsSpan(), incoming.AsSpan());
        if (above is not null)
        {
            Multiply.Into(lapack, false, above, false, parameters.Weights[layer], model.Frequency, 0, tangent, checkFinite: false);
            SpanProducts.Multiply(1, block.Slope(layer).AsSpan(), tangent.AsSpan());
        }

        SpanProducts.Add(1, incoming.AsSpan(), tangent.AsSpan());
        return tangent;
    }

    private static DenseMatrix<double> Ones(int rows)
    {
        var ones = new DenseMatrix<double>(rows, 1);
        ones.AsSpan().Fill(1);
        return ones;
    }

    /// <summary>Sums over layers of the six quantities, point by point.</summary>
    private sealed class LocalSums(int rows)
    {
        private readonly double[] diagonal = new double[rows];
        private readonly double[][] gradient = [new double[rows], new double[rows]];
        private readonly double[][] metric = [new double[rows], new double[rows], new double[rows]];

        /// <summary>One layer; no delta stands for one that is 1 everywhere.</summary>
        public void Add(DenseMatrix<double> h, DenseMatrix<double>[] hi, DenseMatrix<double>? delta, DenseMatrix<double>[] di)
        {
            double[] Of(DenseMatrix<double>? a, DenseMatrix<double>? b)
            {
                double[] dots = new double[rows];
                for (int j = 0; j < (a?.Columns ?? 0) && b is not null; j++)
                {
                    SpanProducts.AddProduct(1, a!.Column(j), b.Column(j), dots);
                }

                return dots;
            }

            double[] hh = Of(h, h);
            double[] dd = delta is null ? [.. Enumerable.Repeat(1.0, rows)] : Of(delta, delta);
            double[][] hhi = [Of(h, hi[0]), Of(h, hi[1])];
            double[][] ddi = [Of(delta, di.ElementAtOrDefault(0)), Of(delta, di.ElementAtOrDefault(1))];
            int entry = 0;
            for (int i = 0; i < Coordinates; i++)
            {
                for (int p = 0; p < rows; p++)
                {
                    gradient[i][p] += 2 * ((ddi[i][p] * (hh[p] + 1)) + (dd[p] * hhi[i][p]));
                }

                for (int j = i; j < Coordinates; j++, entry++)
                {
                    double[] didj = Of(di.ElementAtOrDefault(i), di.ElementAtOrDefault(j));
                    double[] hihj = Of(hi[i], hi[j]);
                    for (int p = 0; p < rows; p++)
                    {
                        metric[entry][p] += (didj[p] * (hh[p] + 1)) + (dd[p] * hihj[p]) + (ddi[i][p] * hhi[j][p]) + (ddi[j][p] * hhi[i][p]);
                    }
                }
            }

            for (int p = 0; p < rows; p++)
            {
                diagonal[p] += dd[p] * (hh[p] + 1);
            }
        }

        public LocalKernel[] Kernels() => [.. Enumerable.Range(0, rows).Select(p =>
            new LocalKernel(diagonal[p], new PlanePoint(gradient[0][p], gradient[1][p]), metric[0][p], metric[1][p], metric[2][p]))];
    }
}
