using Numerics.Studies.Configuration;
using Numerics.Studies.Contract;
using Spectre.Console;

namespace Numerics.Runner.Invocation;

/// <summary>What every verb works with: streams, studies, demonstration.</summary>
/// <param name="Out">Results for the user.</param>
/// <param name="Error">Progress, notices, errors.</param>
/// <param name="Catalog">Studies.</param>
/// <param name="Demonstration">What <c>run</c> alone runs.</param>
/// <param name="CommandLine">Arguments as given.</param>
internal sealed record RunnerContext(
    TextWriter Out, TextWriter Error, StudyCatalog Catalog, DefaultDemonstration Demonstration, IReadOnlyList<string> CommandLine)
{
    /// <summary>How this process was started.</summary>
    public MpiLaunch Launch { get; init; } = MpiLaunch.None;

    // Width of texts in a file or pipe; tables of numbers take what they need.
    private const int RedirectedWidth = 160;

    /// <summary>Whether standard output is a terminal that may be coloured.</summary>
    public bool IsOutTerminal => Launch.Size == 1 && ReferenceEquals(Raw(Out), Console.Out) && !Console.IsOutputRedirected && !NoColor;

    /// <summary>Whether standard error is a terminal that may be redrawn.</summary>
    public bool IsErrorTerminal => Launch.Size == 1 && ReferenceEquals(Raw(Error), Console.Error) && !Console.IsErrorRedirected && !NoColor;

    private static bool NoColor => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>Reader of configurations.</summary>
    public ConfigurationReader Reader => new(Catalog);

    /// <summary>Console for tables on standard output.</summary>
    public IAnsiConsole OutConsole => Create(Out, IsOutTerminal);

    /// <summary>Console for the live bar on standard error.</summary>
    public IAnsiConsole ErrorConsole => Create(Error, IsErrorTerminal);

    private static TextWriter Raw(TextWriter writer) => (writer as GuardedWriter)?.Inner ?? writer;

    private static IAnsiConsole Create(TextWriter writer, bool terminal)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(terminal ? Raw(writer) : writer),
            Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = terminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = terminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!console.Profile.Out.IsTerminal)
        {
            console.Profile.Width = RedirectedWidth;
        }

        return console;
    }
}
