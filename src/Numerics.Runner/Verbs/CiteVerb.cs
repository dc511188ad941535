using System.CommandLine;
using System.Text.Json.Nodes;
using Numerics.Runner.Invocation;
using Numerics.Studies.Configuration;
using Numerics.Studies.Contract;

namespace Numerics.Runner.Verbs;

/// <summary><c>cite STUDY</c>: BibTeX of what to cite.</summary>
internal sealed class CiteVerb : IVerb
{
    private const string Name = "STUDY";

    /// <inheritdoc/>
    public Command Command(StudyCatalog catalog)
        => new("cite", "BibTeX of what to cite for a study.") { new Argument<string?>(Name) { Arity = ArgumentArity.ExactlyOne } };

    /// <inheritdoc/>
    public IReadOnlyList<string> Options => ["--json"];

    /// <inheritdoc/>
    public ExitCode Run(RunnerContext context, VerbArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(arguments);
        IStudy study = context.Catalog.Find(arguments.Text(Name)!);
        context.Out.WriteLine(arguments.Json
            ? new JsonObject { ["study"] = study.Card.Name, ["bibtex"] = study.Card.Citation }.ToJsonString(ConfigurationJson.Options)
            : study.Card.Citation);
        return ExitCode.Ok;
    }
}
