using System.CommandLine;
using Numerics.Results.Files;
using Numerics.Results.Html;
using Numerics.Results.Json;
using Numerics.Runner.Invocation;
using Numerics.Runner.Rendering;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Runner.Verbs;

/// <summary><c>overview DIR</c>: one page of all runs whose directories lie in a folder.</summary>
internal sealed class OverviewVerb : IVerb
{
    /// <inheritdoc/>
    public Command Command(StudyCatalog catalog)
        => new("overview", $"One page ({OverviewPage.File}) of all runs whose directories lie in DIR.") { VerbArguments.DirectoryArgument() };

    /// <inheritdoc/>
    public IReadOnlyList<string> Options => ["--quiet"];

    /// <inheritdoc/>
    public ExitCode Run(RunnerContext context, VerbArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(arguments);
        string folder = arguments.Text(VerbArguments.Directory)!;
        if (!Directory.Exists(folder))
        {
            throw new ResultFileException($"The folder '{folder}' does not exist; give the folder that holds the directories of runs.");
        }

        (string Name, RunResult Result)[] runs =
        [
            .. Directory.EnumerateDirectories(folder)
                .Where(directory => File.Exists(Path.Combine(directory, RunFiles.Json)))
                .Order(StringComparer.Ordinal)
                .Select(directory => (Path.GetFileName(directory), RunResultReader.Read(directory))),
        ];
        if (runs.Length == 0)
        {
            throw new ResultFileException($"No directory in '{folder}' holds a {RunFiles.Json}; give the folder that holds the directories of runs.");
        }

        string page = OverviewPage.Write(folder, runs);
        if (!arguments.Quiet)
        {
            context.Out.WriteLine($"Page: {RunSummary.Relative(page)}");
        }

        return ExitCode.Ok;
    }
}
