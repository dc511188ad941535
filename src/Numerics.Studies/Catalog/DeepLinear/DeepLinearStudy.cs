using Numerics.Spectra.Models;

namespace Numerics.Studies.Catalog.DeepLinear;

/// <summary>
/// Deep linear networks with width, input dimension and samples growing together: losses, outliers of the weights and of the tangent kernel over training,
/// theory of the proportional limit against exact finite-size simulation.
/// </summary>
public sealed class DeepLinearStudy : IStudy
{
    /// <summary>BibTeX of the studies of deep linear networks.</summary>
    internal const string References = """
        @article{LauditiPehlevanBordelon2026,
          title  = {Spectral Dynamics in Deep Networks},
          author = {Lauditi, Clarissa and Pehlevan, Cengiz and Bordelon, Blake},
          year   = {2026}
        }
        @article{Bolthausen2014,
          title   = {An Iterative Construction of Solutions of the TAP Equations for the Sherrington-Kirkpatrick Model},
          author  = {Bolthausen, Erwin},
          journal = {Communications in Mathematical Physics},
          volume  = {325},
          pages   = {333--366},
          year    = {2014}
        }
        @article{BenaychGeorgesNadakuditi2012,
          title   = {The Singular Values and Vectors of Low Rank Perturbations of Large Rectangular Random Matrices},
          author  = {Benaych-Georges, Florent and Nadakuditi, Raj Rao},
          journal = {Journal of Multivariate Analysis},
          volume  = {111},
          pages   = {120--135},
          year    = {2012}
        }
        """;

    /// <inheritdoc/>
    public string Name => "deep-linear";

    /// <inheritdoc/>
    public string Summary => "deep linear networks in the proportional limit: losses, outliers of the weights, edge of the tangent kernel";

    /// <inheritdoc/>
    public uint StreamId => 2;

    /// <inheritdoc/>
    public string Citation => References;

    /// <inheritdoc/>
    public Type ParametersType => typeof(DeepLinearParameters);

    /// <inheritdoc/>
    public IReadOnlyList<ConfigurationError> Validate(object parameters, string baseDirectory)
    {
        var p = (DeepLinearParameters)parameters;
        List<ConfigurationError> errors =
        [
            .. DeepLinearValidationRules.Training(p),
            .. DeepLinearValidationRules.Steps("recordSteps", p.RecordSteps, p.Steps),
            .. DeepLinearValidationRules.Steps("ntkSteps", p.NtkSteps, p.Steps),
        ];
        if (p.RecordSteps is { Length: 0 })
        {
            errors.Add(new ConfigurationError("recordSteps", "No step is recorded; name at least one, or null for about six."));
        }

        bool fixedSet = p.Batch.Sampling is not BatchSampling.OnePass && double.IsFinite(p.SampleRatio.Value);
        if (p.Ntk == KernelInputs.TrainingSet && !fixedSet)
        {
            errors.Add(new ConfigurationError("ntk", "There is no fixed training set; take \"population\" or \"freshSample\"."));
        }

        bool finite = fixedSet || p.Batch.Sampling is BatchSampling.OnePass { Ratio: < double.PositiveInfinity };
        if (p.Ntk == KernelInputs.FreshSample && !finite)
        {
            errors.Add(new ConfigurationError("ntk", "A fresh sample needs a finite sampleRatio or batch.onePass; take \"population\"."));
        }

        if (errors.Count == 0)
        {
            DeepLinearModel model = DeepLinearModels.Create(p, p.Parameterization, p.WidthRatio, p.LearningRate);
            int queries = p.Steps + 1 + DeepLinearRun.Measurements(p, new DeepLinearShapes(p)).KernelQueries;
            errors.AddRange(DeepLinearValidationRules.Sizes(p, model, queries));
        }

        return errors;
    }

    /// <inheritdoc/>
    public IStudyRun Prepare(object parameters, string baseDirectory) => new DeepLinearRun((DeepLinearParameters)parameters, StreamId);
}
