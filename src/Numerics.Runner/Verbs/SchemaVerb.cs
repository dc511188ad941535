using System.CommandLine;
using Numerics.Runner.Invocation;
using Numerics.Studies.Configuration;
using Numerics.Studies.Contract;

namespace Numerics.Runner.Verbs;

/// <summary><c>schema STUDY</c>: JSON schema of the configuration, for editors.</summary>
internal sealed class SchemaVerb : IVerb
{
    private const string Name = "STUDY";

    /// <inheritdoc/>
    public Command Command(StudyCatalog catalog)
        => new("schema", "JSON schema of a study's configuration.") { new Argument<string?>(Name) { Arity = ArgumentArity.ExactlyOne } };

    /// <inheritdoc/>
    public IReadOnlyList<string> Options => ["--json"];

    /// <inheritdoc/>
    public ExitCode Run(RunnerContext context, VerbArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(arguments);
        IStudy study = context.Catalog.Find(arguments.Text(Name)!);
        context.Out.WriteLine(ConfigurationSchema.Of(study).ToJsonString(ConfigurationJson.Indented));
        return ExitCode.Ok;
    }
}
