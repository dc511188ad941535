using System.Numerics;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Configuration.Values;

/// <summary>Points z of the closed upper half-plane as a configuration writes them: a list of [real part, imaginary part].</summary>
internal static class ComplexPoints
{
    /// <summary>The points.</summary>
    public static Complex[] Of(IReadOnlyList<double[]> given) => [.. given.Select(z => new Complex(z[0], z[1]))];

    /// <summary>How each is named on an axis: "z=1+0.1i".</summary>
    public static string[] Labels(IReadOnlyList<double[]> given) => [.. given.Select(z => $"z={z[0]:R}{(z[1] < 0 ? "-" : "+")}{Math.Abs(z[1]):R}i")];

    /// <summary>What is wrong with points at which a resolvent is asked for.</summary>
    /// <param name="path">Path of the list in the configuration.</param>
    /// <param name="given">What it writes.</param>
    public static IEnumerable<ConfigurationError> Errors(string path, IReadOnlyList<double[]> given)
    {
        for (int k = 0; k < given.Count; k++)
        {
            double[] z = given[k];
            if (z.Length != 2)
            {
                yield return new ConfigurationError($"{path}[{k}]", $"[{string.Join(", ", z.Select(part => ReadableNumber.Of(part)))}] is not a point [real part, imaginary part].");
            }
            else if (z[1] < 0)
            {
                yield return new ConfigurationError(
                    $"{path}[{k}]", $"Im z = {ReadableNumber.Of(z[1])} is negative; give the conjugate point, whose resolvent is the conjugate.");
            }
            else if (z[0] == 0 && z[1] == 0)
            {
                yield return new ConfigurationError($"{path}[{k}]", "The resolvent has a pole at z = 0 wherever W has a kernel; take another point.");
            }
        }

        if (given.Select(z => string.Join(",", z)).Distinct(StringComparer.Ordinal).Count() != given.Count)
        {
            yield return new ConfigurationError(path, "A point is given twice; name each once.");
        }
    }
}
