using Numerics.Studies.Contract;

namespace Numerics.Studies.Catalog;

/// <summary>The studies of this program. The list is explicit: a study exists for users when it stands here.</summary>
public static class AllStudies
{
    /// <summary>All of them, in the order in which they are listed.</summary>
    public static StudyCatalog Catalog { get; } = new(
    [
        new NonlinearMup.NonlinearMupStudy(),
        new DeepLinear.DeepLinearStudy(),
        DeepLinear.DeepLinearStudy.LearningRateTransfer,
        DeepLinear.DeepLinearStudy.EdgeOfStability,
        new ExtensiveOutputs.ExtensiveOutputsStudy(),
        new Ensembles.EnsemblesStudy(),
        new Pencil.PencilStudy(),
        new SpatialEI.SpatialEIStudy(),
        new TrainedWeights.TrainedWeightsStudy(),
        new GaussianMixtureGlm.GaussianMixtureGlmStudy(),
        new FiniteWidth.FiniteWidthStudy(),
        new MixtureOfExperts.MixtureOfExpertsStudy(),
        new SirenAlignment.SirenAlignmentStudy(),
    ]);
}
