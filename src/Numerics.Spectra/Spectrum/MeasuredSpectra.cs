using System.Numerics;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Spectrum;

/// <summary>Singular values of the matrices of one trained network. Processes that share its rows train together; only rank 0 has singular values.</summary>
public sealed class MeasuredSpectra
{
    private readonly Dictionary<(int Layer, int Step), TopSingularValues> largest = [];
    private readonly Dictionary<(int Layer, int Step), double[]> all = [];

    /// <summary>The largest singular values with overlaps, by (layer, step), layer from 0.</summary>
    public IReadOnlyDictionary<(int Layer, int Step), TopSingularValues> Largest => largest;

    /// <summary>All singular values, descending, by (layer, step); missing where the matrices do not hold them.</summary>
    public IReadOnlyDictionary<(int Layer, int Step), double[]> All => all;

    /// <summary>Measures every matrix after training.</summary>
    /// <typeparam name="T">Element type of the vectors.</typeparam>
    /// <param name="lapack">Provider.</param>
    /// <param name="matrices">The matrices, matrix l from 0 with completion stream l + 1.</param>
    /// <param name="marks">How much of each was there before each step.</param>
    /// <param name="optimizer">rho and m; null for plain gradient descent.</param>
    /// <param name="streams">Streams of the replica.</param>
    /// <param name="request">What is measured.</param>
    /// <param name="communicator">Processes that share the rows.</param>
    /// <param name="report">Called with the fraction done.</param>
    /// <param name="cancellation">Checked before every decomposition.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    internal static MeasuredSpectra Of<T>(
        Lapack lapack,
        IReadOnlyList<ISpikedMatrix<T>> matrices,
        IReadOnlyList<LayerMark[]> marks,
        OptimizerMemory? optimizer,
        NetworkStreams streams,
        SpectrumRequest request,
        Communicator communicator,
        Action<double> report,
        CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var measured = new MeasuredSpectra();
        if (request.IsEmpty)
        {
            return measured;
        }

        // Reading off what is known takes all processes that share the rows; the spectra are then rank 0's alone.
        LayerSpectrum[] spectra = [.. matrices.Select((matrix, layer) =>
            LayerSpectrum.Of(lapack, matrix, marks[layer], streams.Completion(layer + 1), optimizer))];
        communicator.OnRoot(() =>
        {
            for (int layer = 0; layer < spectra.Length; layer++)
            {
                measured.Add(layer, spectra[layer], request, cancellation);
                report((layer + 1.0) / spectra.Length);
            }
        });
        return measured;
    }

    private void Add(int layer, LayerSpectrum spectrum, SpectrumRequest request, CancellationToken cancellation)
    {
        foreach (int step in request.WholeSteps)
        {
            cancellation.ThrowIfCancellationRequested();
            if (request.Matrices is { } take)
            {
                using DenseMatrix<double>? matrix = spectrum.Matrix(step);
                if (matrix is not null)
                {
                    take(layer, step, matrix);
                }
            }

            if (spectrum.All(step) is { } whole)
            {
                all[(layer, step)] = whole.Values;
            }
        }

        foreach (int step in request.Steps)
        {
            cancellation.ThrowIfCancellationRequested();
            largest[(layer, step)] = spectrum.Largest(step, request.Count);
        }
    }
}
