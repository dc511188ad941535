using Numerics.Studies.Catalog.Citations;
using Numerics.Studies.Contract;
using Numerics.Studies.Inputs;
using Numerics.Studies.Inputs.Images;

namespace Numerics.Studies.Catalog.SirenAlignment;

/// <summary>Image regression by a SIREN: the tangent kernel at initialisation in closed form, and its alignment with the image in training.</summary>
public sealed class SirenAlignmentStudy : Study<SirenAlignmentParameters>
{
    /// <inheritdoc/>
    public override StudyCard Card { get; } = new(
        "siren-alignment",
        "SIREN learning an image: tangent kernel at initialisation in closed form, and the transition times of its alignment in training",
        StreamId: 14,
        Bibliography.Of(Bibliography.Sitzmann2020, Bibliography.Jacot2018, Bibliography.Castiglione2025));

    /// <inheritdoc/>
    protected override IReadOnlyList<string> InputFiles(SirenAlignmentParameters p, string baseDirectory) =>
        TargetImage.BuiltIn.Contains(p.Image) ? [] : [Path.Combine(baseDirectory, p.Image)];

    /// <inheritdoc/>
    protected override Experiment Prepare(SirenAlignmentParameters p, string baseDirectory) => new SirenAlignmentExperiment(p, TargetImage.Of(p.Image, baseDirectory));

    /// <inheritdoc/>
    protected override IEnumerable<ConfigurationError> Check(SirenAlignmentParameters p, string baseDirectory)
    {
        ConfigurationError? image = null;
        try
        {
            _ = TargetImage.Of(p.Image, baseDirectory);
        }
        catch (InputFileException exception)
        {
            image = new ConfigurationError("image", exception.Message);
        }

        return
        [
            .. image is null ? Array.Empty<ConfigurationError>() : [image],
            .. p.KernelPairs.Errors("kernelPairs"),
            .. p.LocalPoints.Errors("localPoints"),
            .. RecordedSteps.Errors("recordSteps", p.RecordSteps, p.Steps),
            .. p.Steps > 0 ? RecordedSteps.EmptyErrors("recordSteps", p.RecordSteps, "null for about 33, or set steps to 0") : [],
        ];
    }
}
