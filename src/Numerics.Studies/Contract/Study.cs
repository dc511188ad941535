namespace Numerics.Studies.Contract;

/// <summary>
/// A study draws replicas of a large random system, computes the theory of its infinite limit, and lets the two be compared. Derived classes state the card,
/// check what ranges of single parameters cannot say, and prepare the experiment.
/// </summary>
/// <typeparam name="TParameters">A record with <see cref="ParameterAttribute"/>s whose initial values are the defaults.</typeparam>
public abstract class Study<TParameters> : IStudy
    where TParameters : class, new()
{
    /// <inheritdoc/>
    public abstract StudyCard Card { get; }

    /// <inheritdoc/>
    public Type ParametersType => typeof(TParameters);

    /// <inheritdoc/>
    IReadOnlyList<ConfigurationError> IStudy.Check(object parameters, string baseDirectory) => [.. Check((TParameters)parameters, baseDirectory)];

    /// <inheritdoc/>
    IReadOnlyList<string> IStudy.InputFiles(object parameters, string baseDirectory) => InputFiles((TParameters)parameters, baseDirectory);

    /// <inheritdoc/>
    Experiment IStudy.Prepare(object parameters, string baseDirectory) => Prepare((TParameters)parameters, baseDirectory);

    /// <summary>Everything wrong with the parameters beyond types and ranges.</summary>
    protected virtual IEnumerable<ConfigurationError> Check(TParameters p, string baseDirectory) => [];

    /// <summary>Files whose contents belong to the run.</summary>
    protected virtual IReadOnlyList<string> InputFiles(TParameters p, string baseDirectory) => [];

    /// <summary>The experiment; simulates and solves nothing.</summary>
    protected abstract Experiment Prepare(TParameters p, string baseDirectory);
}
