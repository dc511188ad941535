using Numerics.Runner.Invocation;
using Numerics.Studies.Tests.Fakes;
using Xunit.Runner.InProc.SystemConsole;

namespace Numerics.Runner.Tests.Support;

/// <summary>Runs the tests, or, with the first argument below, the runner on the tests' study.</summary>
internal static class TestProgram
{
    public const string AsRunner = "--as-runner";

    public static int Main(string[] args)
        => args is [AsRunner, .. string[] rest]
            ? RunnerApplication.Run(rest, Console.Out, Console.Error, FakeStudy.Catalog, new DefaultDemonstration([]))
            : ConsoleRunner.Run(args).GetAwaiter().GetResult();
}
