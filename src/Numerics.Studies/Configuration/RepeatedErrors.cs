using Numerics.Studies.Contract;

namespace Numerics.Studies.Configuration;

/// <summary>What is refused at the points of a sweep, or at the sizes of a ladder: each sentence once, with the number of places that it holds for.</summary>
/// <param name="count">Number of places, refused or not.</param>
/// <param name="kind">What they are, in the plural.</param>
internal sealed class RepeatedErrors(int count, string kind)
{
    // A sentence that names a value differs from point to point: a few of thousands tell enough of one parameter.
    private const int MostSentences = 3;

    // Checks may solve equations; a hundred refused points of a sweep say what thousands would.
    private const int MostPlaces = 100;

    private readonly OrderedDictionary<ConfigurationError, (string First, int Places)> found = [];
    private int seen;
    private int refused;

    /// <summary>Whether no further places need be checked.</summary>
    public bool IsEnough => refused >= MostPlaces;

    /// <summary>Adds what one place is refused for.</summary>
    /// <param name="place">In words, as in "at ... :".</param>
    /// <param name="errors">None where nothing is wrong.</param>
    public void Add(string place, IReadOnlyCollection<ConfigurationError> errors)
    {
        seen++;
        refused += errors.Count > 0 ? 1 : 0;
        foreach (ConfigurationError error in errors.Distinct())
        {
            found[error] = found.TryGetValue(error, out (string First, int Places) before) ? (before.First, before.Places + 1) : (place, 1);
        }
    }

    /// <summary>The first few sentences about each parameter, and where they hold.</summary>
    public IEnumerable<ConfigurationError> Told => found.GroupBy(pair => pair.Key.Path).SelectMany(path => path.Take(MostSentences)
        .Select((pair, i) => pair.Key with { Message = $"at {Where(pair.Value.First, pair.Value.Places)}: {pair.Key.Message}{More(i == MostSentences - 1 ? path.Count() - MostSentences : 0)}" }));

    private static string More(int sentences) => sentences > 0 ? $" ({sentences} more {(sentences == 1 ? "sentence" : "sentences")} of this kind left out)" : "";

    private string Where(string first, int places) => places == 1 ? first
        : places == count ? count == 2 ? $"both {kind}" : $"all {count} {kind}"
        : $"{places}{(seen < count ? " or more" : "")} of {count} {kind}, first at {first}";
}
