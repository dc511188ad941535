using System.CommandLine;
using Numerics.Results;
using Numerics.Results.Files;
using Numerics.Results.Html;
using Numerics.Results.Json;
using Numerics.Runner.Invocation;
using Numerics.Runner.Rendering;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Runner.Verbs;

/// <summary><c>show DIR</c>: the table and the figures of a finished run; <c>--html</c> writes its page once more.</summary>
internal sealed class ShowVerb : IVerb
{
    private const string Html = "--html";

    /// <inheritdoc/>
    public Command Command(StudyCatalog catalog)
        => new("show", "Table and figures of a finished run.")
        {
            VerbArguments.DirectoryArgument(),
            new Option<bool>(Html) { Arity = ArgumentArity.Zero, Description = $"Write {RunFiles.Report} once more, from the result and the figures that are there." },
        };

    /// <inheritdoc/>
    public IReadOnlyList<string> Options => ["--json", "--quiet", "--entries"];

    /// <inheritdoc/>
    public ExitCode Run(RunnerContext context, VerbArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(arguments);
        ResultDirectory directory = ResultDirectory.Open(arguments.Text(VerbArguments.Directory)!);
        RunResult result = RunResultReader.Read(directory.FullPath);
        if (arguments.Flag(Html))
        {
            using DirectoryLock held = directory.Lock();
            new HtmlResultFormat().Write(result, directory.FullPath);
        }

        RunSummary.Write(context, arguments, result, directory);
        if (!arguments.Json && !arguments.Quiet)
        {
            WriteFiles(context, directory);
        }

        return ExitCode.Ok;
    }

    private static void WriteFiles(RunnerContext context, ResultDirectory directory)
    {
        string report = Path.Combine(directory.FullPath, RunFiles.Report);
        if (File.Exists(report))
        {
            context.Out.WriteLine($"Report: {RunSummary.Relative(report)}");
        }

        if (Directory.Exists(directory.FigurePath))
        {
            foreach (string figure in Directory.EnumerateFiles(directory.FigurePath).Order(StringComparer.Ordinal))
            {
                context.Out.WriteLine($"Figure: {RunSummary.Relative(figure)}");
            }
        }
    }
}
