using System.CommandLine;
using Numerics.Runner.Invocation;
using Numerics.Studies.Contract;

namespace Numerics.Runner.Verbs;

/// <summary>One verb of the command line.</summary>
internal interface IVerb
{
    /// <summary>Name, description and arguments, without action and shared options.</summary>
    /// <param name="catalog">Studies, for completion.</param>
    Command Command(StudyCatalog catalog);

    /// <summary>Names of the shared options that mean something to it; the others are refused.</summary>
    IReadOnlyList<string> Options { get; }

    /// <summary>Does it.</summary>
    /// <param name="context">Streams and studies.</param>
    /// <param name="arguments">Parsed arguments.</param>
    ExitCode Run(RunnerContext context, VerbArguments arguments);
}
