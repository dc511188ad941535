using Numerics.Results.Contract;
using Numerics.Results.Files;
using Numerics.Studies.Records;

namespace Numerics.Results.Html;

/// <summary>
/// Writes <c>report.html</c>: the run as one page that needs neither network nor scripts, the figures inside. Equal results and equal figures give equal bytes.
/// </summary>
public sealed class HtmlResultFormat : IResultFormat
{
    /// <inheritdoc/>
    public string Name => "html";

    /// <inheritdoc/>
    /// <remarks>Figures and links are those of the files that are in the directory: it is written after the other formats.</remarks>
    public IReadOnlyList<string> Write(RunResult result, string directory)
    {
        ResultValidation.Check(result);
        string path = Path.Combine(directory, RunFiles.Report);
        AtomicFile.Write(path, HtmlText.Bytes(ReportPage.Of(result, directory)));
        return [path];
    }
}
