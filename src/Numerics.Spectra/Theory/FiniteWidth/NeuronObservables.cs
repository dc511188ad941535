using Numerics.Spectra.Models;

namespace Numerics.Spectra.Theory.FiniteWidth;

/// <summary>
/// What one neuron adds to outputs, feature kernel and tangent kernel, for every value of the residual test fields, and how that changes with the neuron's readout and training fields.
/// </summary>
/// <remarks>
/// <code>
/// outputs w phi_n/gamma0;   Phi_mn: phi_m phi_n;   K_mn: phi_m phi_n + K^x_mn w^2 phi'_m phi'_n      (pairs m at most n, row by row)
/// </code>
/// <para>Source: B. Bordelon and C. Pehlevan, Advances in Neural Information Processing Systems 36 (2023); derived here, docs/finite-width.md.</para>
/// </remarks>
internal sealed class NeuronObservables
{
    private readonly FluctuationModel model;
    private readonly NeuronNodes nodes;
    private readonly int training;
    private readonly (double Value, double First, double Second)[][] at;
    private readonly (double Value, double First, double Second)[] averages;

    /// <summary>For the neurons of a model.</summary>
    public NeuronObservables(FluctuationModel model, NeuronNodes nodes)
    {
        this.model = model;
        this.nodes = nodes;
        training = model.Training;
        at = [.. nodes.ResidualWeights.Select(_ => new (double, double, double)[model.Samples])];
        averages = new (double, double, double)[model.Samples];
        Pairs = new SamplePairs(model.Samples);
        Values = [.. nodes.ResidualWeights.Select(_ => new double[Count])];
        Slopes = [.. Enumerable.Range(0, Count).Select(_ => new double[1 + training])];
    }

    /// <summary>Pairs of samples.</summary>
    public SamplePairs Pairs { get; }

    /// <summary>Number of observables: outputs, then Phi, then K.</summary>
    public int Count => model.Samples + (2 * Pairs.Count);

    /// <summary>Of <see cref="Measure"/>: residual value, observable. What is of training samples alone stands in the first row only.</summary>
    public double[][] Values { get; }

    /// <summary>Of <see cref="Differentiate"/>: derivatives with respect to readout and training fields, averaged over residual values.</summary>
    public double[][] Slopes { get; }

    /// <summary>Place of an entry of Phi; that of K lies <see cref="Pairs"/> further.</summary>
    public int IndexOf(int pair) => model.Samples + pair;

    /// <summary>Whether an observable does not depend on residual test fields.</summary>
    public bool IsOfTraining(int observable) => observable < model.Samples ? observable < training : Pairs[(observable - model.Samples) % Pairs.Count].Column < training;

    /// <summary>Values of a neuron.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="node">Its number.</param>
    /// <param name="evaluation">Where on the path.</param>
    public void Measure(NeuronPath path, int node, int evaluation)
    {
        double w = path.Readout[evaluation];
        Fill(path, node, evaluation);
        for (int j = 0; j < Values.Length; j++)
        {
            (double Value, double First, double Second)[] phi = at[j];
            double[] values = Values[j];
            for (int n = j == 0 ? 0 : training; n < model.Samples; n++)
            {
                values[n] = w * phi[n].Value / model.OutputScale;
            }

            for (int pair = 0; pair < Pairs.Count; pair++)
            {
                (int m, int n) = Pairs[pair];
                if (j == 0 || n >= training)
                {
                    double feature = phi[m].Value * phi[n].Value;
                    values[IndexOf(pair)] = feature;
                    values[IndexOf(pair) + Pairs.Count] = feature + (model.Gram[m][n] * w * w * phi[m].First * phi[n].First);
                }
            }
        }
    }

    /// <summary>Derivatives of a neuron.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="node">Its number.</param>
    /// <param name="evaluation">Where on the path.</param>
    public void Differentiate(NeuronPath path, int node, int evaluation)
    {
        double w = path.Readout[evaluation];
        Fill(path, node, evaluation);
        Average();
        foreach (double[] row in Slopes)
        {
            Array.Clear(row);
        }

        for (int n = 0; n < model.Samples; n++)
        {
            Slopes[n][0] = averages[n].Value / model.OutputScale;
            AddField(Slopes[n], w * averages[n].First / model.OutputScale, n);
        }

        for (int pair = 0; pair < Pairs.Count; pair++)
        {
            (int m, int n) = Pairs[pair];
            if (m < training)
            {
                Add(pair, w, averages[m], averages[n], 1);
                continue;
            }

            for (int j = 0; j < at.Length; j++)
            {
                Add(pair, w, at[j][m], at[j][n], nodes.ResidualWeights[j]);
            }
        }
    }

    /// <summary>phi and its derivatives of all samples, for every residual value.</summary>
    private void Fill(NeuronPath path, int node, int evaluation)
    {
        for (int m = 0; m < training; m++)
        {
            for (int j = 0; j < at.Length; j++)
            {
                at[j][m] = path.Features[evaluation, m];
            }
        }

        for (int n = training; n < model.Samples; n++)
        {
            double determined = 0;
            for (int m = 0; m < training; m++)
            {
                determined += nodes.Determined[n - training][m] * path.Fields[evaluation, m];
            }

            for (int j = 0; j < at.Length; j++)
            {
                at[j][n] = SmoothActivation.At(model.Activation, determined + nodes.Residual(node, j)[n - training]);
            }
        }
    }

    private void Average()
    {
        Array.Clear(averages);
        for (int j = 0; j < at.Length; j++)
        {
            double weight = nodes.ResidualWeights[j];
            for (int n = training; n < model.Samples; n++)
            {
                (double value, double first, double second) = at[j][n];
                averages[n] = (averages[n].Value + (weight * value), averages[n].First + (weight * first), averages[n].Second + (weight * second));
            }
        }

        at[0].AsSpan(0, training).CopyTo(averages);
    }

    private void Add(int pair, double w, (double Value, double First, double Second) a, (double Value, double First, double Second) b, double weight)
    {
        (int m, int n) = Pairs[pair];
        double[] feature = Slopes[IndexOf(pair)];
        double[] tangent = Slopes[IndexOf(pair) + Pairs.Count];
        double gram = weight * model.Gram[m][n] * w;
        AddField(feature, weight * a.First * b.Value, m);
        AddField(feature, weight * a.Value * b.First, n);
        tangent[0] += 2 * gram * a.First * b.First;
        AddField(tangent, (weight * a.First * b.Value) + (gram * w * a.Second * b.First), m);
        AddField(tangent, (weight * a.Value * b.First) + (gram * w * a.First * b.Second), n);
    }

    /// <summary>A test field moves with the training fields.</summary>
    private void AddField(double[] row, double slope, int sample)
    {
        if (sample < training)
        {
            row[1 + sample] += slope;
            return;
        }

        for (int m = 0; m < training; m++)
        {
            row[1 + m] += slope * nodes.Determined[sample - training][m];
        }
    }
}
