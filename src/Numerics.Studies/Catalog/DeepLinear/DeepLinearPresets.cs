using Numerics.Studies.Configuration;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Catalog.DeepLinear;

/// <summary>Sweeps of <c>deep-linear</c> with a name of their own.</summary>
public static class DeepLinearPresets
{
    // Their configurations once had a key "grid" with the swept parameters.
    private static readonly Dictionary<string, string> Grid = new(StringComparer.Ordinal) { ["grid"] = "sweep" };

    /// <summary>Loss after a fixed number of steps against the learning rate, at several widths, in muP and NTK parameterization side by side.</summary>
    public static IStudy LearningRateTransfer { get; } = new Preset(
        new DeepLinearStudy(),
        new StudyCard(
            "learning-rate-transfer",
            "loss against learning rate at several widths, muP and NTK side by side: where the best learning rate carries over",
            StreamId: 3,
            $$"""
            {{DeepLinearStudy.References}}
            @article{YangHu2022,
              title         = {Tensor Programs V: Tuning Large Neural Networks via Zero-Shot Hyperparameter Transfer},
              author        = {Yang, Greg and Hu, Edward J. and others},
              year          = {2022},
              eprint        = {2203.03466},
              archivePrefix = {arXiv}
            }
            """),
        parameters: """{ "depth": 2, "outputScale": 2, "initialScale": 0.6, "labelNoise": 0.3, "inputDimension": 200, "recordSteps": [] }""",
        sweep: """{ "parameterization": ["muP", "NTK"], "widthRatio": [0.5, 2, 8], "learningRate": { "from": 0.03, "to": 1.5, "points": 24 } }""",
        Grid);

    /// <summary>Sharpness over training at several widths and learning rates, in muP and NTK parameterization, against the limit of stability.</summary>
    public static IStudy EdgeOfStability { get; } = new Preset(
        new DeepLinearStudy(),
        new StudyCard(
            "edge-of-stability",
            "sharpness of deep linear networks over training at several widths, muP and NTK side by side, up to the edge of stability",
            StreamId: 4,
            $$"""
            {{DeepLinearStudy.References}}
            @article{Cohen2021,
              title         = {Gradient Descent on Neural Networks Typically Occurs at the Edge of Stability},
              author        = {Cohen, Jeremy M. and Kaur, Simran and Li, Yuanzhi and Kolter, J. Zico and Talwalkar, Ameet},
              year          = {2021},
              eprint        = {2103.00065},
              archivePrefix = {arXiv}
            }
            """),
        parameters: """
            {
              "depth": 2, "sampleRatio": 4, "outputScale": 2, "initialScale": 0.6, "labelNoise": 0.1, "steps": 32,
              "inputDimension": 300, "recordSteps": [0, 4, 8, 16, 32]
            }
            """,
        sweep: """{ "parameterization": ["muP", "NTK"], "widthRatio": [0.5, 2, 8], "learningRate": [0.1, 0.2] }""",
        Grid);
}
