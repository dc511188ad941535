using System.CommandLine;
using System.Text.Json.Nodes;
using Numerics.Runner.Invocation;
using Numerics.Studies.Configuration;
using Numerics.Studies.Contract;
using Spectre.Console;

namespace Numerics.Runner.Verbs;

/// <summary><c>list</c>: the studies, one line each; <c>list STUDY</c>: its parameters.</summary>
internal sealed class ListVerb : IVerb
{
    private const string Name = "STUDY";

    /// <inheritdoc/>
    public Command Command(StudyCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        Argument<string?> name = new(Name) { Description = "Study whose parameters are listed.", HelpName = Name, Arity = ArgumentArity.ZeroOrOne };
        name.CompletionSources.Add(_ => catalog.Names.Select(study => new System.CommandLine.Completions.CompletionItem(study)));
        return new Command("list", "The studies, one line each; with a name, its parameters with default, unit and range.") { name };
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Options => ["--json"];

    /// <inheritdoc/>
    public ExitCode Run(RunnerContext context, VerbArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(arguments);
        if (arguments.Text(Name) is { } name)
        {
            Write(context, context.Catalog.Find(name), arguments.Json);
            return ExitCode.Ok;
        }

        if (arguments.Json)
        {
            JsonNode[] studies =
                [.. context.Catalog.Studies.Select(study => new JsonObject { ["name"] = study.Card.Name, ["summary"] = study.Card.Summary })];
            context.Out.WriteLine(new JsonObject { ["studies"] = new JsonArray(studies) }.ToJsonString(ConfigurationJson.Options));
            return ExitCode.Ok;
        }

        int width = context.Catalog.Names.Select(study => study.Length).DefaultIfEmpty().Max();
        foreach (IStudy study in context.Catalog.Studies)
        {
            context.Out.WriteLine($"{study.Card.Name.PadRight(width)}  {study.Card.Summary}");
        }

        return ExitCode.Ok;
    }

    private static void Write(RunnerContext context, IStudy study, bool json)
    {
        IReadOnlyList<ParameterListing> parameters = ParameterListing.Of(study);
        if (json)
        {
            JsonNode[] nodes = [.. parameters.Select(parameter => Json(parameter))];
            JsonObject root = new() { ["name"] = study.Card.Name, ["summary"] = study.Card.Summary, ["parameters"] = new JsonArray(nodes) };
            context.Out.WriteLine(root.ToJsonString(ConfigurationJson.Options));
            return;
        }

        context.Out.WriteLine($"{study.Card.Name}: {study.Card.Summary}");
        Table table = new Table().Border(TableBorder.Simple).AddColumns("parameter", "default", "unit", "range", "letter", "description");
        foreach (ParameterListing parameter in parameters)
        {
            string[] cells =
                [parameter.Path, parameter.Default, parameter.Unit, parameter.Range, parameter.Letter, parameter.Description];
            table.AddRow([.. cells.Select(Markup.Escape)]);
        }

        context.OutConsole.Write(table);
    }

    private static JsonObject Json(ParameterListing parameter) => new JsonObject
    {
        ["path"] = parameter.Path,
        ["default"] = JsonNode.Parse(parameter.Default),
        ["unit"] = parameter.Unit,
        ["range"] = parameter.Range,
        ["letter"] = parameter.Letter,
        ["description"] = parameter.Description,
    };
}
