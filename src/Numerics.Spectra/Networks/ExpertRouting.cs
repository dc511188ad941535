using Numerics.Spectra.Models;

namespace Numerics.Spectra.Networks;

/// <summary>Gates of one sample from its router logits, and what comes back through them.</summary>
internal static class ExpertRouting
{
    /// <summary>Gates, the average over active experts included; zero for experts that are not active.</summary>
    /// <param name="kind">Logistic or softmax.</param>
    /// <param name="active">K.</param>
    /// <param name="logits">psi_i.</param>
    /// <param name="gates">G_i; overwritten.</param>
    public static void Gates(ExpertGates kind, int active, ReadOnlySpan<double> logits, Span<double> gates)
    {
        double least = double.NegativeInfinity;
        int ties = logits.Length;
        if (active < logits.Length)
        {
            double[] sorted = logits.ToArray();
            Array.Sort(sorted);
            least = sorted[^active];
            ties = active - sorted.Count(value => value > least);
        }

        double most = logits[0], sum = 0;
        foreach (double logit in logits)
        {
            most = Math.Max(most, logit);
        }

        for (int i = 0; i < logits.Length; i++)
        {
            // Of equal logits (a router that begins at zero) the first ones count.
            bool chosen = logits[i] > least || (logits[i] == least && ties-- > 0);
            gates[i] = !chosen ? 0 : kind == ExpertGates.Softmax ? Math.Exp(logits[i] - most) : 1 / (active * (1 + Math.Exp(-logits[i])));
            sum += gates[i];
        }

        for (int i = 0; kind == ExpertGates.Softmax && i < gates.Length; i++)
        {
            gates[i] /= sum;
        }
    }

    /// <summary>Turns the outputs w_out . W2_i^T e_i of the experts into the gradient of the logits.</summary>
    /// <param name="kind">Logistic or softmax.</param>
    /// <param name="active">K.</param>
    /// <param name="gates">G_i.</param>
    /// <param name="error">Error of the sample.</param>
    /// <param name="outputs">Outputs; overwritten.</param>
    public static void Gradient(ExpertGates kind, int active, ReadOnlySpan<double> gates, double error, Span<double> outputs)
    {
        double mean = 0;
        for (int i = 0; i < outputs.Length; i++)
        {
            mean += gates[i] * outputs[i];
        }

        for (int i = 0; i < outputs.Length; i++)
        {
            // A logistic gate is sigma/K, its derivative sigma (1 - sigma)/K.
            outputs[i] = error * gates[i] * (kind == ExpertGates.Softmax ? outputs[i] - mean : (1 - (active * gates[i])) * outputs[i]);
        }
    }
}
