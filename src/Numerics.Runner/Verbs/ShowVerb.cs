using System.CommandLine;
using Numerics.Results;
using Numerics.Results.Json;
using Numerics.Runner.Invocation;
using Numerics.Runner.Rendering;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Runner.Verbs;

/// <summary><c>show DIR</c>: the table and the figures of a finished run.</summary>
public sealed class ShowVerb : IVerb
{
    /// <inheritdoc/>
    public Command Command(StudyCatalog catalog)
        => new("show", "Table and figures of a finished run.") { VerbArguments.DirectoryArgument() };

    /// <inheritdoc/>
    public ExitCode Run(RunnerContext context, VerbArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(arguments);
        ResultDirectory directory = ResultDirectory.Open(arguments.Text(VerbArguments.Directory)!);
        RunResult result = RunResultReader.Read(directory.FullPath);
        RunSummary.Write(context, arguments, result, directory);
        if (!arguments.Json && !arguments.Quiet && Directory.Exists(directory.FigurePath))
        {
            foreach (string figure in Directory.EnumerateFiles(directory.FigurePath).Order(StringComparer.Ordinal))
            {
                context.Out.WriteLine($"Figure: {RunSummary.Relative(figure)}");
            }
        }

        return ExitCode.Ok;
    }
}
