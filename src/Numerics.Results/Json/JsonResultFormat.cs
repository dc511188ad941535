using System.Text;
using Numerics.Results.Contract;
using Numerics.Results.Files;
using Numerics.Studies.Records;

namespace Numerics.Results.Json;

/// <summary>Writes <c>result.json</c>: the object of <c>--json</c> and, at its end, the figures that the study asks for.</summary>
public sealed class JsonResultFormat : IResultFormat
{
    /// <inheritdoc/>
    public string Name => "json";

    /// <inheritdoc/>
    public IReadOnlyList<string> Write(RunResult result, string directory)
    {
        string path = Path.Combine(directory, RunFiles.Json);
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(RunResultJson.ToText(result, indented: true, figures: true) + "\n"));
        return [path];
    }
}
