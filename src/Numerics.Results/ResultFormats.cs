using Numerics.Results.Contract;
using Numerics.Results.Figures;
using Numerics.Results.Files;
using Numerics.Results.Hdf5;
using Numerics.Results.Html;
using Numerics.Results.Json;
using Numerics.Results.Parquet;
using Numerics.Studies.Records;

namespace Numerics.Results;

/// <summary>The list of output formats. A new format is a folder and one line here.</summary>
public static class ResultFormats
{
    /// <summary>How long pictures may take: a hundred times what the largest sweep did. The numbers are written before.</summary>
    public static readonly TimeSpan LongestDrawing = TimeSpan.FromMinutes(10);

    /// <summary>All formats, in the order of writing; JSON first because <c>show</c>, <c>verify</c> and <c>merge</c> read it, the page last because it embeds the figures and links to the files.</summary>
    public static IReadOnlyList<IResultFormat> All { get; } =
    [
        new JsonResultFormat(),
        new Hdf5ResultFormat(),
        new ParquetResultFormat(),
        new FigureResultFormat(),
        new HtmlResultFormat(), // embeds the figures
    ];

    /// <summary>Writes a result in every format. Pictures and the page are for reading: where they cannot be made the numbers stand, and <paramref name="warn"/> is told.</summary>
    /// <param name="result">What to write.</param>
    /// <param name="directory">Existing run directory.</param>
    /// <param name="warn">Gets one sentence for each picture that is missing; null: such a failure is thrown.</param>
    /// <returns>Paths of all files written.</returns>
    /// <exception cref="InvalidOperationException">A number is not finite or an array does not fit its axes: a bug upstream.</exception>
    /// <exception cref="ResultFileException">A file cannot be written.</exception>
    public static IReadOnlyList<string> WriteAll(RunResult result, string directory, Action<string>? warn = null) =>
        [.. All.SelectMany(format => warn is null || format is not (FigureResultFormat or HtmlResultFormat) ? format.Write(result, directory) : Guarded(format, result, directory, warn, LongestDrawing))];

    /// <summary>Writes a format for reading on a thread of its own, which is left behind if it does not end.</summary>
    internal static IReadOnlyList<string> Guarded(IResultFormat format, RunResult result, string directory, Action<string> warn, TimeSpan longest)
    {
        IReadOnlyList<string> written = [];
        ResultFileException? unwritten = null;
        string? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                written = format.Write(result, directory);
            }
            catch (ResultFileException exception)
            {
                unwritten = exception;
            }
#pragma warning disable CA1031 // The numbers are on disk: a picture that cannot be drawn is told, whatever the reason.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                failure = exception.Message.ReplaceLineEndings(" ").TrimEnd('.');
            }
        }) { Name = format.Name, IsBackground = true };
        thread.Start();
        if (!thread.Join(longest))
        {
            warn($"Drawing ({format.Name}) was given up after {longest.TotalSeconds:F0} s; the numbers are written.");
            return [];
        }

        if (failure is not null)
        {
            warn($"Not all of '{format.Name}' could be drawn ({failure}); the numbers are written.");
        }

        return unwritten is null ? written : throw unwritten;
    }
}
