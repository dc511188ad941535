using Numerics.Studies.Contract;

namespace Numerics.Studies.Configuration;

/// <summary>What is refused at the points of a sweep, or at the sizes of a ladder: each sentence once, with the number of places that it holds for.</summary>
/// <param name="count">Number of places, refused or not.</param>
/// <param name="kind">What they are, in the plural.</param>
internal sealed class RepeatedErrors(int count, string kind)
{
    // A sentence that names a value differs from point to point: a few of thousands tell enough.
    private const int MostSentences = 3;

    private readonly OrderedDictionary<ConfigurationError, (string First, int Places)> found = [];

    /// <summary>Adds what one place is refused for.</summary>
    /// <param name="place">In words, as in "at ... :".</param>
    /// <param name="errors">None where nothing is wrong.</param>
    public void Add(string place, IEnumerable<ConfigurationError> errors)
    {
        foreach (ConfigurationError error in errors.Distinct())
        {
            found[error] = found.TryGetValue(error, out (string First, int Places) seen) ? (seen.First, seen.Places + 1) : (place, 1);
        }
    }

    /// <summary>The first few sentences, and where they hold.</summary>
    public IEnumerable<ConfigurationError> Told => found.Take(MostSentences).Select(pair => pair.Key with { Message = $"at {Where(pair.Value.First, pair.Value.Places)}: {pair.Key.Message}" });

    private string Where(string first, int places) => places == 1 ? first
        : places == count ? $"all {count} {kind}"
        : $"{places} of {count} {kind}, the first of them {first}";
}
