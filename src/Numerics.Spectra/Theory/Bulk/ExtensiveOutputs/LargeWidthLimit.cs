using Numerics.Spectra.Models;

namespace Numerics.Spectra.Theory.Bulk.ExtensiveOutputs;

/// <summary>
/// The limit of width N to infinity at fixed numbers of inputs and outputs (mean-field scaling): two numbers per singular value of the teacher.
/// </summary>
/// <remarks>
/// <code>
/// q &lt;- K q K,   K = [[1, e r],[e r, 1]],   e = eta gamma,   r = s - q_12/gamma,   q_0 = 1;   singular value of W_t = sqrt(q_11)
/// </code>
/// <para>Source: derived here, docs/bulk.md, section 10; the question is that of C. Lauditi, C. Pehlevan and B. Bordelon, Spectral Dynamics in Deep Networks, arXiv 2605.07870 (2026).</para>
/// <para>s: singular value of Theta; population, sw = sv = 1. Finite N moves a trained edge by O(D/N), an untrained one by sqrt(D/N).</para>
/// Equation: large-width-limit
/// </remarks>
public static class LargeWidthLimit
{
    /// <summary>Singular values of W after 0, 1, ... <paramref name="steps"/> steps belonging to a singular value of the teacher.</summary>
    public static IReadOnlyList<double> SingularValues(double teacherSingularValue, double learningRate, double outputScale, int steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputScale);
        (double q11, double q12, double q22) = (1, 0, 1);
        var values = new double[steps + 1];
        values[0] = 1;
        double e = learningRate * outputScale;
        for (int t = 1; t <= steps; t++)
        {
            double k = e * (teacherSingularValue - (q12 / outputScale));
            double next11 = q11 + (2 * k * q12) + (k * k * q22);
            double next12 = (k * q11) + ((1 + (k * k)) * q12) + (k * q22);
            double next22 = q22 + (2 * k * q12) + (k * k * q11);
            (q11, q12, q22) = (next11, next12, next22);
            values[t] = Math.Sqrt(q11);
        }

        return values;
    }

    /// <summary>The edge after <paramref name="steps"/> steps: the largest value over the support of the teacher's singular values.</summary>
    /// <param name="model">Ratios enter as C/D = kappa/alpha only.</param>
    /// <param name="steps">T, from 0.</param>
    public static double UpperEdge(TwoLayerLinearModel model, int steps)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.Validate();
        double ratio = Math.Sqrt(model.OutputRatio / model.InputRatio);
        double low = model.TeacherScale * Math.Abs(1 - ratio);
        double high = model.TeacherScale * (1 + ratio);
        double Top(double s) => SingularValues(s, model.LearningRate, model.OutputScale, steps)[steps];

        // Usually the end of the support; an overshooting mode can put the largest value inside, where a parabola through a fine grid finds it.
        const int Grid = 2000;
        double best = Math.Max(Top(low), Top(high));
        double h = (high - low) / Grid;
        for (int k = 1; k < Grid && h > 0; k++)
        {
            (double left, double middle, double right) = (Top(low + ((k - 1) * h)), Top(low + (k * h)), Top(low + ((k + 1) * h)));
            if (middle >= left && middle >= right)
            {
                double bend = left - (2 * middle) + right;
                best = Math.Max(best, bend < 0 ? middle - ((right - left) * (right - left) / (8 * bend)) : middle);
            }
        }

        return best;
    }
}
