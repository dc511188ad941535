using System.Text.RegularExpressions;

namespace Numerics.Studies.Contract;

/// <summary>The letter of a parameter as figures print it: Greek letters and subscripts instead of their names.</summary>
internal static partial class ParameterSymbol
{
    private static readonly Dictionary<string, string> Greek = new(StringComparer.Ordinal)
    {
        ["alpha"] = "α", ["beta"] = "β", ["gamma"] = "γ", ["delta"] = "δ", ["epsilon"] = "ε", ["zeta"] = "ζ", ["eta"] = "η", ["theta"] = "θ",
        ["iota"] = "ι", ["kappa"] = "κ", ["lambda"] = "λ", ["mu"] = "μ", ["nu"] = "ν", ["xi"] = "ξ", ["pi"] = "π", ["rho"] = "ρ", ["sigma"] = "σ",
        ["tau"] = "τ", ["phi"] = "φ", ["chi"] = "χ", ["psi"] = "ψ", ["omega"] = "ω",
        ["Gamma"] = "Γ", ["Delta"] = "Δ", ["Theta"] = "Θ", ["Lambda"] = "Λ", ["Xi"] = "Ξ", ["Pi"] = "Π", ["Sigma"] = "Σ", ["Phi"] = "Φ", ["Psi"] = "Ψ", ["Omega"] = "Ω",
    };

    /// <summary>"gamma0" as "γ₀", "eta_t/eta" as "ηₜ/η"; letters that are no Greek ones stay.</summary>
    public static string Of(string letter) => Letter().Replace(letter, found =>
    {
        string name = found.Groups["name"].Value;
        string index = string.Concat(found.Groups["index"].Value.Select(digit => (char)('₀' + (digit - '0'))));
        return Greek.GetValueOrDefault(name, name) + index + (found.Groups["step"].Success ? "ₜ" : "");
    });

    [GeneratedRegex("(?<name>[A-Za-z]+)(_?(?<index>[0-9]+)|(?<step>_t(?![A-Za-z])))?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Letter();
}
