using Numerics.Spectra.Models;
using System.Text.Json.Serialization;
using System.Text.Json;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Configuration.Values;

/// <summary>Families of covariances.</summary>
public enum CovarianceFamily
{
    /// <summary>The identity.</summary>
    Isotropic,

    /// <summary>Eigenvalues that fall as a power.</summary>
    Power,

    /// <summary>Given eigenvalues.</summary>
    Eigenvalues,
}

/// <summary>The input covariance as a configuration writes it.</summary>
/// <param name="Family">Which of the following count.</param>
/// <param name="Exponent">a of lambda_k ~ k^-a, for a power.</param>
/// <param name="Modes">Number of modes, for a power.</param>
/// <param name="Eigenvalues">lambda_k, where they are given.</param>
[JsonConverter(typeof(CovarianceLaw.Converter))]
public sealed record CovarianceLaw(CovarianceFamily Family, double Exponent, int Modes, IReadOnlyList<double> Eigenvalues)
{
    /// <summary>JSON schema, for <see cref="ParameterAttribute.Schema"/>.</summary>
    public const string Schema =
        """{ "oneOf": [ { "type": "object", "properties": { "law": { "const": "isotropic" } }, "required": ["law"], "additionalProperties": false }, { "type": "object", "properties": { "law": { "const": "power" }, "exponent": { "type": "number", "minimum": -10, "maximum": 10 }, "modes": { "type": "integer", "minimum": 1 } }, "required": ["law", "exponent", "modes"], "additionalProperties": false }, { "type": "object", "properties": { "eigenvalues": { "type": "array", "items": { "type": "number", "minimum": 0, "maximum": 1e9 }, "minItems": 1 } }, "required": ["eigenvalues"], "additionalProperties": false } ] }""";

    /// <summary>The identity.</summary>
    public static CovarianceLaw Isotropic { get; } = new(CovarianceFamily.Isotropic, 0, 1, []);

    /// <summary>The modes.</summary>
    public CovarianceSpectrum Spectrum() => Family switch
    {
        CovarianceFamily.Power => CovarianceSpectrum.PowerLaw(Exponent, Modes),
        CovarianceFamily.Eigenvalues => CovarianceSpectrum.OfEigenvalues(Eigenvalues),
        _ => CovarianceSpectrum.Isotropic,
    };

    /// <summary>What is wrong with the number of modes.</summary>
    /// <param name="path">Path of this value in the configuration.</param>
    /// <param name="inputDimension">D.</param>
    public IEnumerable<ConfigurationError> Errors(string path, long inputDimension)
    {
        int modes = Family == CovarianceFamily.Eigenvalues ? Eigenvalues.Count : Modes;
        if (Family != CovarianceFamily.Isotropic && modes > inputDimension)
        {
            yield return new ConfigurationError(path, $"{modes} modes do not fit inputDimension {inputDimension}; take fewer or raise inputDimension.");
        }
    }

    /// <summary>Reads and writes it.</summary>
    public sealed class Converter : JsonConverter<CovarianceLaw>
    {
        private const string Expected =
            "A covariance is { \"law\": \"isotropic\" }, { \"law\": \"power\", \"exponent\": a, \"modes\": n } or { \"eigenvalues\": [ ... ] }.";

        /// <inheritdoc/>
        public override CovarianceLaw Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new JsonException(Expected);
            }

            Dictionary<string, JsonElement> given = document.RootElement.EnumerateObject().ToDictionary(property => property.Name, property => property.Value);
            string keys = string.Join(", ", given.Keys.Order(StringComparer.Ordinal));
            string law = given.TryGetValue("law", out JsonElement name) && name.ValueKind == JsonValueKind.String ? name.GetString()! : "";
            return (keys, law) switch
            {
                ("law", "isotropic") => CovarianceLaw.Isotropic,
                ("exponent, law, modes", "power") => new CovarianceLaw(CovarianceFamily.Power, Number(given["exponent"]), Modes(given["modes"]), []),
                ("eigenvalues", _) => new CovarianceLaw(CovarianceFamily.Eigenvalues, 0, 0, Eigenvalues(given["eigenvalues"])),
                _ => throw new JsonException(Expected),
            };
        }

        /// <inheritdoc/>
        public override void Write(Utf8JsonWriter writer, CovarianceLaw value, JsonSerializerOptions options)
        {
            ArgumentNullException.ThrowIfNull(writer);
            ArgumentNullException.ThrowIfNull(value);
            writer.WriteStartObject();
            switch (value.Family)
            {
                case CovarianceFamily.Eigenvalues:
                    writer.WritePropertyName("eigenvalues");
                    JsonSerializer.Serialize(writer, value.Eigenvalues, options);
                    break;
                case CovarianceFamily.Power:
                    writer.WriteString("law", "power");
                    writer.WriteNumber("exponent", value.Exponent);
                    writer.WriteNumber("modes", value.Modes);
                    break;
                default:
                    writer.WriteString("law", "isotropic");
                    break;
            }

            writer.WriteEndObject();
        }

        private static double Number(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double exponent) && Math.Abs(exponent) <= 10
            ? exponent
            : throw new JsonException($"The exponent {value} is not a number from -10 to 10.");

        private static int Modes(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int modes) && modes is >= 1 and <= 100_000
            ? modes
            : throw new JsonException($"{value} modes are not an integer from 1 to 100000.");

        private static double[] Eigenvalues(JsonElement value)
        {
            if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0)
            {
                throw new JsonException("The eigenvalues are a list of at least one number.");
            }

            double[] found = [.. value.EnumerateArray().Select((item, k) => item.ValueKind == JsonValueKind.Number && item.TryGetDouble(out double eigenvalue) && (eigenvalue == 0 || eigenvalue is >= 1e-9 and <= 1e9)
                ? eigenvalue
                : throw new JsonException($"Eigenvalue {k} of the covariance is {item}; eigenvalues are 0 or lie between 1e-9 and 1e9."))];
            return found.Any(eigenvalue => eigenvalue > 0) ? found : throw new JsonException("All eigenvalues of the covariance are 0, and inputs would vanish; give a positive one.");
        }
    }
}
