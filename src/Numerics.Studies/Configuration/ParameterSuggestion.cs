using Numerics.Studies.Contract;

namespace Numerics.Studies.Configuration;

/// <summary>What a key that is no parameter was probably meant to be: the parameters of that letter in the papers, else the nearest name.</summary>
internal static class ParameterSuggestion
{
    /// <summary>"Did you mean 'outputScale' (gamma0)?" with a leading space; without a letter as <see cref="NearestName.Suggestion"/>.</summary>
    /// <param name="key">The key; "omega_0" and "ω₀" are the letter "omega0".</param>
    /// <param name="parameters">Names and letters of the parameters.</param>
    /// <param name="known">All that may stand here.</param>
    public static string Of(string key, IEnumerable<(string Name, string Letter)> parameters, IReadOnlyCollection<string> known)
    {
        string[] meant = [.. parameters.Where(parameter => IsLetter(key, parameter.Letter)).Select(parameter => $"'{parameter.Name}' ({parameter.Letter})")];
        return meant.Length == 0 ? NearestName.Suggestion(key, known) : $" Did you mean {string.Join(" or ", meant)}?";
    }

    private static bool IsLetter(string key, string letter) =>
        letter.Length > 0 && (Plain(key) == Plain(letter) || key == ParameterSymbol.Of(letter));

    private static string Plain(string letter) => letter.Replace("_", "", StringComparison.Ordinal);
}
