using System.Text.Json;
using System.Text.Json.Serialization;
using Numerics.Spectra.Networks.Spatial;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Configuration.Values;

/// <summary>Whether and how rates are simulated, as a configuration writes it: "off", or { "noise", "step", "duration", "initialAmplitude", "scheme" } with a default for each.</summary>
/// <param name="Settings">The settings; null for "off".</param>
[JsonConverter(typeof(RateDynamics.Converter))]
public sealed record RateDynamics(RateSettings? Settings)
{
    /// <summary>JSON schema, for <see cref="ParameterAttribute.Schema"/>.</summary>
    public const string Schema =
        """{ "oneOf": [ { "const": "off" }, { "type": "object", "properties": { "noise": { "type": "number", "minimum": 0, "maximum": 100, "default": 0.02 }, "step": { "type": "number", "exclusiveMinimum": 0, "maximum": 2, "default": 0.05 }, "duration": { "type": "number", "minimum": 10, "maximum": 100000, "default": 150 }, "initialAmplitude": { "type": "number", "minimum": 0, "maximum": 1000, "default": 0.5 }, "scheme": { "enum": ["heun", "euler"], "default": "heun" } }, "additionalProperties": false } ] }""";

    /// <summary>No simulation.</summary>
    public static RateDynamics Off { get; } = new((RateSettings?)null);

    /// <summary>The defaults of what an object leaves out.</summary>
    public static RateSettings Default { get; } = new(Noise: 0.02, Step: 0.05, Duration: 150, InitialAmplitude: 0.5);

    /// <summary>Reads and writes it.</summary>
    public sealed class Converter : JsonConverter<RateDynamics>
    {
        private const string Needed = "are no dynamics; give \"off\" or { \"noise\": 0.02, \"step\": 0.05, \"duration\": 150, \"initialAmplitude\": 0.5 }, each key with its default.";
        private static readonly string[] Keys = ["noise", "step", "duration", "initialAmplitude", "scheme"];

        /// <inheritdoc/>
        public override RateDynamics Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            JsonElement root = document.RootElement;
            if (root.ValueKind == JsonValueKind.String && root.GetString() == "off")
            {
                return Off;
            }

            if (root.ValueKind != JsonValueKind.Object)
            {
                throw new JsonException($"{root.GetRawText()} {Needed}");
            }

            if (root.EnumerateObject().Select(entry => entry.Name).FirstOrDefault(name => !Keys.Contains(name, StringComparer.Ordinal)) is { } unknown)
            {
                throw new JsonException($"Unknown key 'dynamics.{unknown}'.{NearestName.Suggestion(unknown, Keys)}");
            }

            return new RateDynamics(new RateSettings(
                Number(root, "noise", Default.Noise, value => value is >= 0 and <= 100, "from 0 to 100"),
                Number(root, "step", Default.Step, value => value is > 0 and <= 2, "above 0 and at most 2"),
                Number(root, "duration", Default.Duration, value => value is >= 10 and <= 100_000, "from 10 to 100000"),
                Number(root, "initialAmplitude", Default.InitialAmplitude, value => value is >= 0 and <= 1000, "from 0 to 1000"),
                Scheme(root)));
        }

        /// <inheritdoc/>
        public override void Write(Utf8JsonWriter writer, RateDynamics value, JsonSerializerOptions options)
        {
            ArgumentNullException.ThrowIfNull(writer);
            ArgumentNullException.ThrowIfNull(value);
            if (value.Settings is not { } settings)
            {
                writer.WriteStringValue("off");
                return;
            }

            writer.WriteStartObject();
            writer.WriteNumber("noise", settings.Noise);
            writer.WriteNumber("step", settings.Step);
            writer.WriteNumber("duration", settings.Duration);
            writer.WriteNumber("initialAmplitude", settings.InitialAmplitude);
            writer.WriteString("scheme", settings.Scheme == RateScheme.Euler ? "euler" : "heun");
            writer.WriteEndObject();
        }

        private static double Number(JsonElement root, string key, double standard, Func<double, bool> allowed, string range) =>
            !root.TryGetProperty(key, out JsonElement element) ? standard
            : element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out double value) && allowed(value) ? value
            : throw new JsonException($"dynamics.{key} is {element.GetRawText()}; a number {range} is needed.");

        private static RateScheme Scheme(JsonElement root) =>
            !root.TryGetProperty("scheme", out JsonElement element) ? RateScheme.Heun
            : element.ValueKind != JsonValueKind.String ? throw new JsonException($"dynamics.scheme is {element.GetRawText()}; \"heun\" or \"euler\" is needed.")
            : element.GetString() switch
            {
                "heun" => RateScheme.Heun,
                "euler" => RateScheme.Euler,
                _ => throw new JsonException($"dynamics.scheme is {element.GetRawText()}; \"heun\" or \"euler\" is needed."),
            };
    }
}
