using System.Text;
using Numerics.Results.Contract;
using Numerics.Results.Files;
using Numerics.Studies.Records;
using ScottPlot;

namespace Numerics.Results.Figures;

/// <summary>Writes the figures a study asks for to <c>figures/name.svg</c> and <c>figures/name.png</c>, without a display.</summary>
public sealed class FigureResultFormat : IResultFormat
{
    /// <summary>Width in points; the PNG has twice as many pixels.</summary>
    public const int Width = 900;

    /// <summary>Height in points; the PNG has twice as many pixels.</summary>
    public const int Height = 600;

    /// <inheritdoc/>
    public string Name => "figures";

    /// <inheritdoc/>
    public IReadOnlyList<string> Write(RunResult result, string directory)
    {
        ResultValidation.Check(result);
        string folder = Path.Combine(directory, RunFiles.FigureFolder);
        List<string> written = [];
        foreach (FigureSpecification figure in result.Figures)
        {
            written.AddRange(WriteFigure(figure, result.Observables, folder));
        }

        return written;
    }

    private static IEnumerable<string> WriteFigure(FigureSpecification figure, IReadOnlyList<ObservableResult> observables, string folder)
    {
        using Plot? plot = FigurePlot.Create(figure, observables);
        if (plot is null)
        {
            return [];
        }

        MakeFolder(folder);
        string vector = Path.Combine(folder, figure.Name + ".svg");
        string raster = Path.Combine(folder, figure.Name + ".png");
        AtomicFile.Write(vector, Encoding.UTF8.GetBytes(plot.GetSvgXml(Width, Height)));
        plot.ScaleFactor = 2;
        AtomicFile.Write(raster, plot.GetImage(2 * Width, 2 * Height).GetImageBytes(ImageFormat.Png));
        return [vector, raster];
    }

    private static void MakeFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw ResultFileException.ForWriting(folder, exception);
        }
    }
}
