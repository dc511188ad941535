using Numerics.Studies.Contract;

namespace Numerics.Studies.Catalog.SirenAlignment;

/// <summary>Figures of a training.</summary>
internal static class SirenAlignmentFigures
{
    /// <summary>All of them.</summary>
    /// <param name="p">Parameters.</param>
    /// <param name="named">Order parameters by name.</param>
    /// <param name="transitions">Transition times.</param>
    /// <param name="residuals">Images of the residual.</param>
    /// <param name="eigenvectors">Images of the leading eigenvector.</param>
    public static IEnumerable<Figure> Of(SirenAlignmentParameters p, Func<string, Observable> named, Observable transitions, Observable residuals, Observable eigenvectors)
    {
        string image = $"image {Path.GetFileNameWithoutExtension(p.Image)}";
        Figure OverSteps(string name, string title, string label, params IReadOnlyList<FigurePart> parts) =>
            new(name, new Caption(title, image), "step", "gradient step", label, parts) { LogarithmicHorizontal = true };
        FigurePart[] Drawn(params IReadOnlyList<(string Name, string Label)> quantities) => [.. FigurePart.Compared([.. quantities.Select(one => (named(one.Name), one.Label))])];
        yield return OverSteps("loss", "Loss and transition times", "loss", [.. Drawn(("loss", "training"), ("evaluationLoss", "evaluation")), FigurePart.Rug(transitions, "transition")]) with
        {
            LogarithmicVertical = true,
            Columns = 2,
        };
        yield return OverSteps("loss-rate", "Loss rate and transition times", "loss rate", [.. Drawn(("lossRate", "rate")), FigurePart.Rug(transitions, "transition")]) with { Columns = 2 };
        yield return OverSteps("correlation", "Cosine of the tangent kernel", "cosine", Drawn(("correlationFloor", "floor"), ("minimumCorrelation", "minimum"), ("localMinimum", "minimum of the local form")));
        yield return OverSteps("eigenvalue", "Leading eigenvalue of the tangent kernel", "eigenvalue over points", Drawn(("leadingEigenvalue", "eigenvalue"))) with { LogarithmicVertical = true };
        yield return OverSteps("alignment", "Alignment of the tangent kernel", "alignment", Drawn(("edgeAlignment", "edges"), ("targetAlignment", "target"), ("neighbourCorrelation", "residual of neighbours")));
        yield return new Figure("residual", new Caption("Residual at a few steps", image), "imageColumn", "gradient step", "residual", FigurePart.Image(residuals, "residual")) { Columns = 2 };
        yield return new Figure("eigenvector", new Caption("Leading eigenvector of the tangent kernel at a few steps", image), "imageColumn", "gradient step", "eigenvector", FigurePart.Image(eigenvectors, "eigenvector"))
        {
            Columns = 2,
        };
        yield return new Figure("times", new Caption("Transition times", image), "learningRate", "learning rate", "gradient step", FigurePart.Simulation(transitions, "transition"))
        {
            Sweeping = ["learningRate"],
            LogarithmicHorizontal = true,
            LogarithmicVertical = true,
            Columns = 2,
        };
    }
}
