using Numerics.Spectra.Models;
using Numerics.Studies.Configuration.Values;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.SpatialEI;

/// <summary>What is allowed and yet unlikely to be meant.</summary>
internal static class SpatialEIWarnings
{
    /// <summary>Mean number of inputs below which the law of the disk is a rough one.</summary>
    private const double ManyInputs = 10;

    /// <summary>Strengths of the other population's sign, and blocks of few inputs.</summary>
    public static IEnumerable<Fact> Of(SpatialNetwork network)
    {
        for (int block = 0; block < 4; block++)
        {
            (int target, int source) = (block / 2, block % 2);
            string name = BlockMatrix.Name(target, source);
            double strength = network.MeanStrength[target, source], inputs = network.InDegree(target, source);
            if (source == 0 ? strength < 0 : strength > 0)
            {
                yield return Fact.Warning(
                    $"sign {name}", $"The mean strength {ReadableNumber.Of(strength)} of block {name} has the sign of the other population; the second letter is the source.");
            }

            if (inputs < ManyInputs)
            {
                yield return Fact.Warning(
                    $"inputs {name}",
                    $"Neurons have {ReadableNumber.Of(inputs, 3)} inputs of block {name} on average; theory takes many, at least about {ManyInputs}: raise peakProbability, projectionRange or populationSizes.");
            }
        }
    }
}
