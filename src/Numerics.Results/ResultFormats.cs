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
    /// <summary>All formats, in the order of writing; JSON first because <c>show</c>, <c>verify</c> and <c>merge</c> read it, the page last because it embeds the figures and links to the files.</summary>
    public static IReadOnlyList<IResultFormat> All { get; } =
    [
        new JsonResultFormat(),
        new Hdf5ResultFormat(),
        new ParquetResultFormat(),
        new FigureResultFormat(),
        new HtmlResultFormat(), // embeds the figures
    ];

    /// <summary>Writes a result in every format.</summary>
    /// <returns>Paths of all files written.</returns>
    /// <exception cref="InvalidOperationException">A number is not finite or an array does not fit its axes: a bug upstream.</exception>
    /// <exception cref="ResultFileException">A file cannot be written.</exception>
    public static IReadOnlyList<string> WriteAll(RunResult result, string directory) =>
        [.. All.SelectMany(format => format.Write(result, directory))];
}
