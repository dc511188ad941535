using Numerics.Results.Contract;
using Numerics.Results.Files;
using Numerics.Studies.Records;
using ScottPlot;

namespace Numerics.Results.Figures;

/// <summary>Writes the figures a study asks for to <c>figures/name.svg</c> and <c>figures/name.png</c>, without a display.</summary>
public sealed class FigureResultFormat : IResultFormat
{
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
            using FigureSheet? sheet = Sheet(figure, result.Observables);
            if (sheet is not null)
            {
                written.AddRange(Write(sheet, figure.Name, folder));
            }
        }

        foreach ((string name, FigureSheet sheet) in LadderFigures.Of(result))
        {
            using (sheet)
            {
                written.AddRange(Write(sheet, name, folder));
            }
        }

        return written;
    }

    /// <summary>A figure with all its panels; null if the run has none of its numbers.</summary>
    internal static FigureSheet? Sheet(FigureSpecification figure, IReadOnlyList<ObservableResult> observables) => figure.Kind switch
    {
        FigureKind.Plane => PlanePlot.Sheet(figure, observables),
        FigureKind.Map => MapPlot.Sheet(figure, observables),
        FigureKind.Field => FieldPlot.Sheet(figure, observables),
        _ => CurveSheet(figure, observables),
    };

    private static FigureSheet? CurveSheet(FigureSpecification figure, IReadOnlyList<ObservableResult> observables)
    {
        if (figure.Layers.Any(layer => layer.Source == FigureSource.Image))
        {
            return FigureImages.Sheet(figure, observables);
        }

        IReadOnlyList<FigureSeries> series = FigureSeries.Of(figure, observables);
        if (series.All(curve => curve.IsPlaces))
        {
            return null;
        }

        var styles = new FigureStyles(figure, series);
        Plot upper = FigurePlot.Create(figure, series, styles);
        Plot? lower = FigureResiduals.Create(figure, series, styles, upper);
        return new FigureSheet(upper, lower, figure.Columns, FigureLegend.Note(series, lower is not null), figure.Title);
    }

    /// <summary>Writes one figure as SVG and as PNG.</summary>
    internal static IEnumerable<string> Write(FigureSheet sheet, string name, string folder)
    {
        MakeFolder(folder);
        string vector = Path.Combine(folder, name + ".svg");
        string raster = Path.Combine(folder, name + ".png");
        AtomicFile.Write(vector, sheet.Svg());
        AtomicFile.Write(raster, sheet.Png());
        return [vector, raster];
    }

    private static void MakeFolder(string folder)
    {
        ResultFileException.RefuseLink(folder);
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
