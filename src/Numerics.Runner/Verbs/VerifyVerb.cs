using System.CommandLine;
using Numerics.Results.Contract;
using Numerics.Results.Json;
using Numerics.Runner.Execution;
using Numerics.Runner.Invocation;
using Numerics.Runner.Rendering;
using Numerics.Studies.Comparison;
using Numerics.Studies.Configuration;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Runner.Verbs;

/// <summary>
/// <c>verify DIR</c>: averages the replica files that are there again, compares them with the theory of the result file again, and gives the verdict as exit code; says which are missing.
/// </summary>
internal sealed class VerifyVerb : IVerb
{
    /// <inheritdoc/>
    public Command Command(StudyCatalog catalog)
        => new("verify", "Verdict on a finished run again from its files; exit code 0 or 2, 4 where replica files are missing.") { VerbArguments.DirectoryArgument() };

    /// <inheritdoc/>
    public IReadOnlyList<string> Options => ["--set", "--json", "--quiet", "--entries", "--strict", "--distort"];

    /// <inheritdoc/>
    public ExitCode Run(RunnerContext context, VerbArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(arguments);
        (StoredRun stored, RunResult written, Fact? resolution) = Open(context, arguments);
        (IReadOnlyList<ObservableShape> shapes, Func<string, ComparisonRule?> rule) = Rules(stored, written);
        Dictionary<string, ObservableEstimate> theory = written.Observables
            .Where(observable => observable.Theory is not null)
            .ToDictionary(observable => observable.Shape.Name, observable => observable.Theory!);
        StoredReplicas replicas = StoredReplicas.Read(stored, shapes, written, context.Error);
        Distortion.Check(arguments.Distortions, [.. shapes.Where(shape => rule(shape.Name) is not null).Select(shape => shape.Name)]);
        Verdict verdict = TheoryComparison.Judge(new ComparisonQuestion(shapes, rule, Distortion.Apply(theory, arguments.Distortions), replicas.Averages)
        {
            Records = replicas.Records,
            Ladder = written.Ladder,
            FalseAlarmRate = written.FamilyWiseFalseAlarmRate,
            Resolution = written.Resolution,
        });
        IReadOnlyDictionary<string, double> distortions = Distortion.Combine(written.Distortions, arguments.Distortions);
        RunResult result = written with
        {
            Observables = verdict.Observables,
            Verdict = verdict.Overall,
            Facts = verdict.Replace(written.Facts, written.Distortions, distortions),
            Distortions = distortions,
        };
        Fact[] caveats = [.. new[] { resolution, replicas.Caveat(RunSummary.Relative(stored.Directory.FullPath)) }.OfType<Fact>()];
        if (arguments.Distortions.Count == 0 && caveats.Length == 0 && verdict.Overall != written.Verdict)
        {
            context.Error.WriteLine("The verdict differs from the one in the result file.");
        }

        ExitCode code = RunSummary.Write(context, arguments, result with { Facts = [.. result.Facts, .. caveats] }, stored.Directory, caveats: caveats);
        return code == ExitCode.Ok && replicas.Missing > 0 ? ExitCode.Environment : code;
    }

    /// <summary>Rules are stored with the result; those of results before schema 2 are the study's, which must still have the same observables.</summary>
    private static (IReadOnlyList<ObservableShape> Shapes, Func<string, ComparisonRule?> Rule) Rules(StoredRun stored, RunResult written)
    {
        ObservableShape[] shapes = [.. written.Observables.Select(observable => observable.Shape)];
        if (written.Manifest.SchemaVersion >= 2)
        {
            return (shapes, name => written.Observables.First(observable => observable.Shape.Name == name).Rule);
        }

        Experiment experiment = stored.Configuration.Prepare();
        if (!experiment.Shapes.Select(shape => (shape.Name, shape.Length)).SequenceEqual(shapes.Select(shape => (shape.Name, shape.Length))))
        {
            throw new ConfigurationException(
                stored.Directory.FullPath, "", $"The result is of schema {written.Manifest.SchemaVersion} with observables that this version has no rules for; show prints its verdict, run it again for a new one.");
        }

        return (shapes, name => experiment.Observables.First(observable => observable.Name == name).Rule);
    }

    /// <summary>The run with what the command line changes: its resolution and nothing else, since that changes no number of a run.</summary>
    private static (StoredRun Stored, RunResult Written, Fact? Caveat) Open(RunnerContext context, VerbArguments arguments)
    {
        IReadOnlyList<ConfigurationOverride> changes = arguments.Overrides;
        if (changes.FirstOrDefault(change => !ResolutionReader.IsOf(change)) is { } other)
        {
            throw new ConfigurationException(
                "command line", $"--set {other.Path}", $"'verify' judges the numbers of a finished run again and takes no other setting than resolution; run again for another '{other.Path}'.");
        }

        StoredRun stored = StoredRun.Open(context.Reader, arguments.Text(VerbArguments.Directory)!, changes);
        RunResult written = RunResultReader.Read(stored.Directory.FullPath);
        if (stored.WhyForeign(written) is { } reason)
        {
            throw new ConfigurationException(stored.Directory.FullPath, "", reason);
        }

        if (changes.Count == 0)
        {
            return (stored, written, null);
        }

        stored.Configuration.CheckResolution([.. written.Observables.Select(observable => observable.Shape.Name)]);
        Resolution asked = stored.Configuration.Resolution;
        return (stored, written with { Resolution = asked }, Fact.Warning(
            "resolution", $"Judged with another resolution than the run, as asked by --set: {Words(asked)} in place of {Words(written.Resolution)}."));
    }

    private static string Words(Resolution resolution) =>
        NumberText.Percent(resolution.Relative) + string.Concat(resolution.Own.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $", {pair.Key} {NumberText.Percent(pair.Value)}"));
}
