using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.Results.Files;
using Numerics.Studies.Contract;
using Numerics.Studies.Execution;
using Numerics.Studies.Inputs;

namespace Numerics.Runner.Invocation;

/// <summary>Turns an exception into one clear sentence on standard error and an exit code; never a stack trace unless NUMERICS_DEBUG=1 asks for it.</summary>
internal static class FailureReport
{
    /// <summary>File with the details of an internal error, in the directory of the run.</summary>
    public const string LogFile = "error.log";

    /// <summary>Writes the sentence.</summary>
    /// <param name="exception">What happened.</param>
    /// <param name="log">Standard error.</param>
    /// <param name="speaker">Which of several processes this is, followed by a colon; empty for one.</param>
    public static ExitCode Write(Exception exception, TextWriter log, string speaker = "")
    {
        ArgumentNullException.ThrowIfNull(exception);
        ArgumentNullException.ThrowIfNull(log);
        ExitCode code = CodeOf(exception);
        bool debug = Environment.GetEnvironmentVariable("NUMERICS_DEBUG") == "1";
        string sentence = exception.Message.ReplaceLineEndings(" ").Trim();
        if (exception is ConfigurationException configuration)
        {
            foreach (string line in configuration.Message.Split(Environment.NewLine))
            {
                log.WriteLine($"{speaker}numerics: {line}");
            }
        }
        else if (code == ExitCode.InternalError)
        {
            string where = exception.Data[LogFile] is string file ? $" Details: {file}." : debug ? "" : " NUMERICS_DEBUG=1 shows details.";
            log.WriteLine($"{speaker}numerics: internal error ({exception.GetType().Name}): {sentence}{where}");
        }
        else
        {
            log.WriteLine($"{speaker}numerics: {(exception is OutOfMemoryException ? OutOfMemory() : sentence)}");
        }

        if (debug)
        {
            log.WriteLine(exception);
        }

        return code;
    }

    /// <summary>Writes the details of an internal error beside the results, and remembers where.</summary>
    public static void Keep(Exception exception, string directory)
    {
        ArgumentNullException.ThrowIfNull(exception);
        if (CodeOf(exception) != ExitCode.InternalError)
        {
            return;
        }

        try
        {
            string file = Path.Combine(directory, LogFile);
            File.WriteAllText(file, exception.ToString());
            exception.Data[LogFile] = file;
        }
        catch (Exception second) when (second is IOException or UnauthorizedAccessException)
        {
            // The first failure is the one to report.
        }
    }

    private static string OutOfMemory() => AddressSpace.Detect() is { } space
        ? $"Out of memory: the address space is limited to {MemoryLimit.Format(space.LimitBytes)} (ulimit -v); raise the limit or lift it, or take a smaller size."
        : "Out of memory: use fewer --threads or a smaller size.";

    private static ExitCode CodeOf(Exception exception) => exception switch
    {
        ConfigurationException or InputFileException => ExitCode.Usage,
        ResultFileException { IsOfWriting: false, InnerException: null or FileNotFoundException or DirectoryNotFoundException or not (IOException or UnauthorizedAccessException) } => ExitCode.Usage,
        LapackUnavailableException or MpiUnavailableException or MemoryRefusedException or OutOfMemoryException => ExitCode.Environment,
        IOException or UnauthorizedAccessException => ExitCode.Environment,
        ArithmeticException => ExitCode.NumericalFailure,
        _ => ExitCode.InternalError,
    };
}
