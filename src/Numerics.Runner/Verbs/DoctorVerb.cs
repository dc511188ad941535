using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Numerics.Kernels.Lanes;
using Numerics.LinearAlgebra.Diagnostics;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.Runner.Invocation;
using Numerics.Studies.Configuration;
using Numerics.Studies.Contract;
using Numerics.Studies.Execution;
using Spectre.Console;

namespace Numerics.Runner.Verbs;

/// <summary><c>doctor</c>: what this machine offers, which LAPACK is taken and why not the others, and whether it computes correctly.</summary>
internal sealed class DoctorVerb : IVerb
{
    /// <inheritdoc/>
    public Command Command(StudyCatalog catalog)
        => new("doctor", "Processor, LAPACK provider and why the others were not taken, threads, memory; a small self-test.");

    /// <inheritdoc/>
    public IReadOnlyList<string> Options => ["--json", "--lapack"];

    /// <inheritdoc/>
    public ExitCode Run(RunnerContext context, VerbArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(arguments);
        MemoryLimit limit = MemoryLimit.Detect();
        using Lapack lapack = Lapack.Load(arguments.Lapack);
        IReadOnlyList<SelfTestRow> rows = ResidualSelfTest.Run(lapack);
        bool passed = rows.All(row => row.Passed);
        if (arguments.Json)
        {
            context.Out.WriteLine(Json(limit, lapack, rows, passed).ToJsonString(ConfigurationJson.Options));
        }
        else
        {
            Write(context, limit, lapack, rows);
            context.Out.WriteLine(passed
                ? "The self-test passed."
                : $"The self-test FAILED with provider '{lapack.Name}': choose another with --lapack.");
        }

        return passed ? ExitCode.Ok : ExitCode.Environment;
    }

    private static string Mpi => MpiCommunicator.Describe(out string missing) ?? $"not usable: {missing}";

    private static string Scalapack => BlockCyclicMatrix.IsAvailable(out string missing) ? "usable" : $"not usable: {missing}";

    private static void Write(RunnerContext context, MemoryLimit limit, Lapack lapack, IReadOnlyList<SelfTestRow> rows)
    {
        TextWriter output = context.Out;
        output.WriteLine($"program     {ManifestBuilder.ProgramVersion}, {System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}");
        output.WriteLine($"processor   {ManifestBuilder.Processor}");
        output.WriteLine($"SIMD tier   {SimdTiers.Name(SimdTiers.Current)}{(SimdTiers.WhyNotWider is { } reason ? $" ({reason})" : "")}");
        output.WriteLine($"processors  {Environment.ProcessorCount} in the affinity mask");
        output.WriteLine($"memory      {MemoryLimit.Format(limit.Bytes)} ({limit.Source})");
        output.WriteLine($"MPI         {Mpi}");
        output.WriteLine($"ScaLAPACK   {Scalapack}");
        output.WriteLine($"LAPACK      {lapack.Name} {lapack.Version} {lapack.Path}");
        Table attempts = new Table().Border(TableBorder.Simple).AddColumns("provider", "path", "taken", "reason");
        foreach (ProviderAttempt attempt in lapack.Attempts)
        {
            attempts.AddRow([.. new[] { attempt.Name, attempt.Path, attempt.Taken ? "yes" : "no", attempt.Reason }.Select(Markup.Escape)]);
        }

        context.OutConsole.Write(attempts);
        Table test = new Table().Border(TableBorder.Simple).AddColumns("self-test", "residual", "limit", "verdict");
        foreach (SelfTestRow row in rows)
        {
            test.AddRow([.. new[] { row.Name, Scientific(row.Residual), Scientific(row.Limit), row.Passed ? "passed" : "FAILED" }.Select(Markup.Escape)]);
        }

        context.OutConsole.Write(test);
    }

    private static string Scientific(double value) => value.ToString("0.0E+00", CultureInfo.InvariantCulture);

    private static JsonObject Json(MemoryLimit limit, Lapack lapack, IReadOnlyList<SelfTestRow> rows, bool passed)
    {
        JsonNode[] attempts = [.. lapack.Attempts.Select(attempt => new JsonObject
        {
            ["name"] = attempt.Name, ["path"] = attempt.Path, ["taken"] = attempt.Taken, ["reason"] = attempt.Reason,
        })];
        JsonNode[] tests = [.. rows.Select(row => new JsonObject
        {
            ["name"] = row.Name,
            ["residual"] = double.IsFinite(row.Residual) ? row.Residual : null,
            ["limit"] = row.Limit,
            ["passed"] = row.Passed,
        })];
        return new JsonObject
        {
            ["program"] = ManifestBuilder.ProgramVersion,
            ["processor"] = ManifestBuilder.Processor,
            ["simdTier"] = SimdTiers.Name(SimdTiers.Current),
            ["simdNote"] = SimdTiers.WhyNotWider,
            ["processors"] = Environment.ProcessorCount,
            ["memoryLimitBytes"] = limit.Bytes,
            ["memoryLimitSource"] = limit.Source,
            ["mpi"] = Mpi,
            ["scalapack"] = Scalapack,
            ["lapack"] = new JsonObject { ["name"] = lapack.Name, ["version"] = lapack.Version, ["path"] = lapack.Path },
            ["attempts"] = new JsonArray(attempts),
            ["selfTest"] = new JsonArray(tests),
            ["passed"] = passed,
        };
    }
}
