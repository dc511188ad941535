using Numerics.Kernels.Elementwise;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Networks;

/// <summary>A SIREN at a few hundred points: forward pass, backward pass of any weights of the points, and gradients, all as products of the provider.</summary>
/// <remarks>
/// <code>
/// forward    h_l = sin(z_l),  z_l = omega_0 (W_l h_(l-1) + b_l)
/// backward   delta_d = v,  delta_(d-1) = omega_0 cos(z_(d-1)) (W_d^T v),  delta_l = omega_0 cos(z_l) (W_(l+1)^T delta_(l+1))        v: one number for each point
/// gradient   sum over points of v df/dW_l = sum delta_l h_(l-1)^T,   of v df/db_l = sum delta_l
/// along      sum over parameters of df/dtheta u_theta = sum_l delta_l . (U_l h_(l-1) + u_l)                                            with v = 1
/// </code>
/// <para>Rows are points, columns neurons, so that every elementwise operation runs along memory. Not for several threads at once.</para>
/// </remarks>
public sealed class SirenBlock
{
    private readonly Lapack lapack;
    private readonly SirenModel model;
    private readonly DenseMatrix<double>[] activations;
    private readonly DenseMatrix<double>[] slopes;
    private readonly DenseMatrix<double>[] deltas;
    private readonly DenseMatrix<double>[] columns;
    private readonly DenseMatrix<double> scratch;

    /// <summary>Allocates the work space.</summary>
    /// <param name="model">The network.</param>
    /// <param name="rows">Number of points.</param>
    /// <param name="lapack">Provider of the products.</param>
    public SirenBlock(SirenModel model, int rows, Lapack lapack)
    {
        ArgumentNullException.ThrowIfNull(model);
        this.model = model;
        this.lapack = lapack;
        int hidden = model.Depth - 1;
        DenseMatrix<double> Layer(int _) => new(rows, model.Width);
        activations = [new DenseMatrix<double>(rows, SirenModel.InputDimension), .. Enumerable.Range(0, hidden).Select(Layer)];
        slopes = [.. Enumerable.Range(0, hidden).Select(Layer)];
        deltas = [.. Enumerable.Range(0, hidden).Select(Layer)];
        scratch = Layer(0);
        columns = [new DenseMatrix<double>(rows, 1), new DenseMatrix<double>(rows, 1)];
    }

    /// <summary>Number of points.</summary>
    public int Rows => (int)scratch.Rows;

    /// <summary>f of every point, after <see cref="Forward"/>.</summary>
    public ReadOnlySpan<double> Output => Readout.Column(0);

    private DenseMatrix<double> Readout => columns[0];

    private DenseMatrix<double> Incoming => columns[1];

    /// <summary>h_l of every point, l = 0 .. d-1.</summary>
    internal DenseMatrix<double> Activation(int layer) => activations[layer];

    /// <summary>cos z_l, l = 1 .. d-1.</summary>
    internal DenseMatrix<double> Slope(int layer) => slopes[layer - 1];

    /// <summary>delta_l, l = 1 .. d-1, after <see cref="Backward"/>.</summary>
    internal DenseMatrix<double> Delta(int layer) => deltas[layer - 1];

    /// <summary>Bytes of the work space for a number of points.</summary>
    public static long Bytes(SirenModel model, long rows)
    {
        ArgumentNullException.ThrowIfNull(model);
        return sizeof(double) * rows * ((long)model.Width * ((3 * (model.Depth - 1)) + 1) + SirenModel.InputDimension + 2);
    }

    /// <summary>Computes f at the points.</summary>
    /// <param name="parameters">Weights and biases.</param>
    /// <param name="points">As many points as there are rows.</param>
    public void Forward(SirenParameters parameters, ReadOnlySpan<PlanePoint> points)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        for (int i = 0; i < points.Length; i++)
        {
            activations[0].Column(0)[i] = points[i].First;
            activations[0].Column(1)[i] = points[i].Second;
        }

        for (int l = 1; l < model.Depth; l++)
        {
            DenseMatrix<double> h = activations[l];
            double[] biases = parameters.Biases[l - 1];
            for (int j = 0; j < biases.Length; j++)
            {
                h.Column(j).Fill(model.Frequency * biases[j]);
            }

            Multiply.Into(lapack, false, activations[l - 1], true, parameters.Weights[l - 1], model.Frequency, 1, h, checkFinite: false);
            for (int j = 0; j < biases.Length; j++)
            {
                Activations.ActivateWithDerivative(ActivationKind.Sine, h.Column(j), h.Column(j), slopes[l - 1].Column(j));
            }
        }

        Readout.Column(0).Fill(parameters.Biases[^1][0]);
        Multiply.Into(lapack, false, activations[^1], true, parameters.Weights[^1], 1, 1, Readout, checkFinite: false);
    }

    /// <summary>Computes delta_l for weights of the points; <see cref="Forward"/> goes before.</summary>
    /// <param name="parameters">Weights and biases of the forward pass.</param>
    /// <param name="weights">v, one number for each point.</param>
    public void Backward(SirenParameters parameters, ReadOnlySpan<double> weights)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        weights.CopyTo(Incoming.Column(0));
        for (int l = model.Depth - 1; l > 0; l--)
        {
            DenseMatrix<double> delta = deltas[l - 1];
            DenseMatrix<double> above = l == model.Depth - 1 ? Incoming : deltas[l];
            Multiply.Into(lapack, false, above, false, parameters.Weights[l], model.Frequency, 0, delta, checkFinite: false);
            for (int j = 0; j < delta.Columns; j++)
            {
                SpanProducts.Multiply(1, slopes[l - 1].Column(j), delta.Column(j));
            }
        }
    }

    /// <summary>Adds the gradient of sum v f over the points, after <see cref="Backward"/> with v.</summary>
    public void AddGradient(SirenParameters gradient) => AddGradient(gradient, [], Incoming);

    /// <summary>Adds the gradient of sum w f over the points, after <see cref="Backward"/> with ones.</summary>
    /// <param name="weights">w.</param>
    /// <param name="gradient">Added to.</param>
    public void AddGradient(ReadOnlySpan<double> weights, SirenParameters gradient)
    {
        weights.CopyTo(Readout.Column(0));
        AddGradient(gradient, weights, Readout);
    }

    /// <summary>The derivative of f at every point along a direction, after <see cref="Backward"/> with ones.</summary>
    /// <param name="direction">Direction in the space of parameters.</param>
    /// <param name="along">One number for each point, overwritten.</param>
    public void Along(SirenParameters direction, Span<double> along)
    {
        ArgumentNullException.ThrowIfNull(direction);
        Readout.Column(0).Fill(direction.Biases[^1][0]);
        Multiply.Into(lapack, false, activations[^1], true, direction.Weights[^1], 1, 1, Readout, checkFinite: false);
        Readout.Column(0).CopyTo(along);
        for (int l = 1; l < model.Depth; l++)
        {
            double[] biases = direction.Biases[l - 1];
            for (int j = 0; j < biases.Length; j++)
            {
                scratch.Column(j).Fill(biases[j]);
            }

            Multiply.Into(lapack, false, activations[l - 1], true, direction.Weights[l - 1], 1, 1, scratch, checkFinite: false);
            for (int j = 0; j < biases.Length; j++)
            {
                SpanProducts.AddProduct(1, scratch.Column(j), deltas[l - 1].Column(j), along);
            }
        }
    }

    private void AddGradient(SirenParameters gradient, ReadOnlySpan<double> weights, DenseMatrix<double> readout)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        Multiply.Into(lapack, true, readout, false, activations[^1], 1, 1, gradient.Weights[^1], checkFinite: false);
        gradient.Biases[^1][0] += SpanProducts.Sum(readout.Column(0));
        for (int l = 1; l < model.Depth; l++)
        {
            DenseMatrix<double> delta = weights.IsEmpty ? deltas[l - 1] : Weighted(deltas[l - 1], weights);
            Multiply.Into(lapack, true, delta, false, activations[l - 1], 1, 1, gradient.Weights[l - 1], checkFinite: false);
            double[] biases = gradient.Biases[l - 1];
            for (int j = 0; j < biases.Length; j++)
            {
                biases[j] += SpanProducts.Sum(delta.Column(j));
            }
        }
    }

    private DenseMatrix<double> Weighted(DenseMatrix<double> delta, ReadOnlySpan<double> weights)
    {
        for (int j = 0; j < delta.Columns; j++)
        {
            Span<double> target = scratch.Column(j);
            weights.CopyTo(target);
            SpanProducts.Multiply(1, delta.Column(j), target);
        }

        return scratch;
    }
}
