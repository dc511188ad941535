using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Numerics.Studies.Contract;
using Numerics.Studies.Inputs;

namespace Numerics.Studies.Configuration;

/// <summary>How configurations are written as JSON: camelCase, strict, comments and trailing commas allowed on reading.</summary>
public static class ConfigurationJson
{
    /// <summary>Options for parameter records. Properties that cannot be set are left out: they are consequences, not parameters.</summary>
    public static JsonSerializerOptions Options { get; } = Create(indented: false);

    /// <summary>The same with line breaks, for people.</summary>
    public static JsonSerializerOptions Indented { get; } = Create(indented: true);

    /// <summary>Reads a configuration file of bounded length.</summary>
    /// <exception cref="ConfigurationException">It cannot be read, is too long or no regular file, or as for <see cref="Parse"/>.</exception>
    public static JsonObject Read(string file) => Parse(ReadText(file), file);

    /// <summary>Parses the text of a configuration.</summary>
    /// <exception cref="ConfigurationException">Malformed text (with line and column), a key given twice, or not an object.</exception>
    public static JsonObject Parse(string text, string origin)
    {
        if (JsonDamage.Find(Encoding.UTF8.GetBytes(text)) is { } damage)
        {
            throw new ConfigurationException(origin, "", $"{damage}.");
        }

        JsonDocumentOptions document = new()
        {
            CommentHandling = JsonCommentHandling.Skip,
            AllowTrailingCommas = true,
            AllowDuplicateProperties = false,
        };
        return JsonNode.Parse(text, nodeOptions: null, document) as JsonObject
            ?? throw new ConfigurationException(origin, "", "A configuration is a JSON object { ... }, and this is not.");
    }

    private static string ReadText(string file)
    {
        if (BoundedFile.Refusal(file, BoundedFile.Configuration) is { } refusal)
        {
            throw new ConfigurationException(file, "", $"This configuration is not read: {refusal}");
        }

        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            string reason = exception switch
            {
                FileNotFoundException or DirectoryNotFoundException => "There is no such file.",
                _ when Directory.Exists(file) => "This is a directory; give a configuration file or the name of a study.",
                UnauthorizedAccessException => "Access to the file is denied; change its permissions.",
                _ => $"The file cannot be read, the system says '{exception.Message.TrimEnd('.')}'; give another file.",
            };
            throw new ConfigurationException(file, "", reason);
        }
    }

    private static JsonSerializerOptions Create(bool indented)
    {
        DefaultJsonTypeInfoResolver resolver = new();
        resolver.Modifiers.Add(DropComputedProperties);
        JsonSerializerOptions options = new()
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            RespectNullableAnnotations = true,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            WriteIndented = indented,
            TypeInfoResolver = resolver,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        };
        options.MakeReadOnly();
        return options;
    }

    private static void DropComputedProperties(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        for (int i = type.Properties.Count - 1; i >= 0; i--)
        {
            if (type.Properties[i].Set is null && type.Properties[i].AssociatedParameter is null)
            {
                type.Properties.RemoveAt(i);
            }
        }
    }
}
