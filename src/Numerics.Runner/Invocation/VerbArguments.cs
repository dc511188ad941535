using System.CommandLine;
using Numerics.Studies.Configuration;
using Numerics.Studies.Contract;
using Numerics.Studies.Execution;

namespace Numerics.Runner.Invocation;

/// <summary>Parsed arguments of a verb, by name.</summary>
/// <param name="parsed">From the parser.</param>
/// <param name="options">Shared options.</param>
internal sealed class VerbArguments(ParseResult parsed, RunnerOptions options)
{
    /// <summary>Name of the argument that takes a study or a file.</summary>
    public const string StudyOrFile = "STUDY|FILE";

    /// <summary>Name of the argument that takes a directory.</summary>
    public const string Directory = "DIR";

    /// <summary>Whether <c>--json</c> was given.</summary>
    public bool Json => options.Json(parsed);

    /// <summary>Whether <c>--quiet</c> was given.</summary>
    public bool Quiet => options.Quiet(parsed);

    /// <summary>Whether <c>--entries</c> was given.</summary>
    public bool Entries => options.Entries(parsed);

    /// <summary>Whether <c>--strict</c> was given.</summary>
    public bool Strict => options.Strict(parsed);

    /// <summary>Factors of <c>--distort</c>.</summary>
    public IReadOnlyDictionary<string, double> Distortions => options.Distortions(parsed);

    /// <summary>Whether <c>--print-config</c> was given.</summary>
    public bool PrintConfiguration => options.PrintConfiguration(parsed);

    /// <summary>Directory of <c>--out</c>, or null.</summary>
    public string? Out => options.Out(parsed);

    /// <summary>Provider of <c>--lapack</c>, or null.</summary>
    public string? Lapack => options.Lapack(parsed);

    /// <summary>Threads of the run.</summary>
    public int Threads => options.Threads(parsed);

    /// <summary>Threads of one of several processes on this machine.</summary>
    public int ThreadsOf(int processes) => options.Threads(parsed, processes);

    /// <summary>A sentence if fewer threads are used than asked, otherwise null.</summary>
    public string? ThreadsNotice => options.ThreadsNotice(parsed);

    /// <summary>Shard, or null.</summary>
    public ReplicaShard? Shard => options.Shard(parsed);

    /// <summary>Overrides in order.</summary>
    public IReadOnlyList<ConfigurationOverride> Overrides => options.Overrides(parsed);

    /// <summary>Value of a verb's own argument, null if not given.</summary>
    public string? Text(string argument) => parsed.GetValue<string?>(argument);

    /// <summary>Values of a verb's own argument.</summary>
    public IReadOnlyList<string> Texts(string argument) => parsed.GetValue<string[]>(argument) ?? [];

    /// <summary>Whether an option of a verb's own was given.</summary>
    public bool Flag(string option) => parsed.GetValue<bool>(option);

    /// <summary>An argument that takes a study or a file, with completion of study names.</summary>
    public static Argument<string?> StudyArgument(StudyCatalog catalog, bool optional)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        Argument<string?> argument = new(StudyOrFile)
        {
            Description = "Name of a study (see 'list') or a JSON configuration file.",
            HelpName = StudyOrFile,
            Arity = optional ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne,
        };
        argument.CompletionSources.Add(_ => catalog.Names.Select(name => new System.CommandLine.Completions.CompletionItem(name)));
        return argument;
    }

    /// <summary>An argument that takes the directory of a run.</summary>
    public static Argument<string?> DirectoryArgument()
        => new(Directory) { Description = "Directory that a run has written.", Arity = ArgumentArity.ExactlyOne };
}
