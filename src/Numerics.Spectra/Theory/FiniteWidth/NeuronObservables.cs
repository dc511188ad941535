using Numerics.Spectra.Models;

namespace Numerics.Spectra.Theory.FiniteWidth;

/// <summary>
/// What one neuron adds to outputs, feature kernel and tangent kernel, for every value of the residual test fields, and how that changes with the neuron's readout and training fields.
/// </summary>
/// <remarks>
/// <code>
/// outputs w phi_n/gamma0;   Phi_mn: phi_m phi_n;   K_mn: phi_m phi_n + K^x_mn w^2 phi'_m phi'_n      (pairs m at most n, row by row)
/// </code>
/// </remarks>
internal sealed class NeuronObservables
{
    private readonly FluctuationModel model;
    private readonly NeuronNodes nodes;
    private readonly (double Value, double First, double Second)[] at;
    private readonly double[] slopes;

    /// <summary>For the neurons of a model.</summary>
    public NeuronObservables(FluctuationModel model, NeuronNodes nodes)
    {
        this.model = model;
        this.nodes = nodes;
        at = new (double, double, double)[model.Samples];
        slopes = new double[model.Samples + 1];
        Pairs = [.. Enumerable.Range(0, model.Samples).SelectMany(m => Enumerable.Range(m, model.Samples - m).Select(n => (m, n)))];
        Values = [.. nodes.ResidualWeights.Select(_ => new double[Count])];
        Slopes = [.. Enumerable.Range(0, Count).Select(_ => new double[1 + model.Training])];
    }

    /// <summary>Pairs of samples.</summary>
    public (int Row, int Column)[] Pairs { get; }

    /// <summary>Number of observables: outputs, then Phi, then K.</summary>
    public int Count => model.Samples + (2 * Pairs.Length);

    /// <summary>Of <see cref="Evaluate(NeuronPath, int, int)"/>: residual value, observable.</summary>
    public double[][] Values { get; }

    /// <summary>Of <see cref="Evaluate(NeuronPath, int, int)"/>: derivatives with respect to readout and training fields, averaged over residual values.</summary>
    public double[][] Slopes { get; }

    /// <summary>Place of an entry of Phi; that of K lies <see cref="Pairs"/> further.</summary>
    public int IndexOf(int pair) => model.Samples + pair;

    /// <summary>Evaluates a neuron.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="node">Its number.</param>
    /// <param name="evaluation">Where on the path.</param>
    public void Evaluate(NeuronPath path, int node, int evaluation)
    {
        double w = path.Readout[evaluation];
        foreach (double[] row in Slopes)
        {
            Array.Clear(row);
        }

        for (int m = 0; m < model.Training; m++)
        {
            at[m] = path.Features[evaluation, m];
        }

        for (int j = 0; j < Values.Length; j++)
        {
            for (int n = model.Training; n < model.Samples; n++)
            {
                double field = nodes.Residual(node, j)[n - model.Training];
                for (int m = 0; m < model.Training; m++)
                {
                    field += nodes.Determined[n - model.Training][m] * path.Fields[evaluation, m];
                }

                at[n] = SmoothActivation.At(model.Activation, field);
            }

            Evaluate(w, Values[j], nodes.ResidualWeights[j]);
        }
    }

    private void Evaluate(double w, double[] values, double weight)
    {
        for (int n = 0; n < model.Samples; n++)
        {
            values[n] = w * at[n].Value / model.OutputScale;
            Array.Clear(slopes);
            slopes[0] = at[n].Value / model.OutputScale;
            slopes[1 + n] = w * at[n].First / model.OutputScale;
            Add(n, weight, n, n);
        }

        for (int pair = 0; pair < Pairs.Length; pair++)
        {
            (int m, int n) = Pairs[pair];
            ((double a, double da, double dda), (double b, double db, double ddb)) = (at[m], at[n]);
            double gram = model.Gram[m][n];
            values[IndexOf(pair)] = a * b;
            values[IndexOf(pair) + Pairs.Length] = (a * b) + (gram * w * w * da * db);
            slopes[0] = slopes[1 + m] = slopes[1 + n] = 0;
            slopes[1 + m] += da * b;
            slopes[1 + n] += a * db;
            Add(IndexOf(pair), weight, m, n);
            slopes[0] = 2 * gram * w * da * db;
            slopes[1 + m] += gram * w * w * dda * db;
            slopes[1 + n] += gram * w * w * da * ddb;
            Add(IndexOf(pair) + Pairs.Length, weight, m, n);
        }
    }

    /// <summary>Adds the derivatives that <see cref="slopes"/> holds for readout and two samples; a test field moves with the training fields.</summary>
    private void Add(int observable, double weight, int m, int n)
    {
        double[] row = Slopes[observable];
        row[0] += weight * slopes[0];
        AddField(row, weight * slopes[1 + m], m);
        if (n != m)
        {
            AddField(row, weight * slopes[1 + n], n);
        }
    }

    private void AddField(double[] row, double slope, int sample)
    {
        if (sample < model.Training)
        {
            row[1 + sample] += slope;
            return;
        }

        for (int m = 0; m < model.Training; m++)
        {
            row[1 + m] += slope * nodes.Determined[sample - model.Training][m];
        }
    }
}
