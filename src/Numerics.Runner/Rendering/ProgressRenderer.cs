using System.Diagnostics;
using System.Globalization;
using Numerics.Runner.Invocation;
using Numerics.Studies.Execution;
using Spectre.Console;

namespace Numerics.Runner.Rendering;

/// <summary>Shows where a run stands on standard error: a live bar on a terminal, otherwise one plain line per interval.</summary>
/// <param name="context">Streams.</param>
/// <param name="quiet">Show nothing.</param>
internal sealed class ProgressRenderer(RunnerContext context, bool quiet)
{
    /// <summary>Seconds between plain lines: an hour of a batch job then fills six pages of its log, not six hundred.</summary>
    public const double PlainIntervalSeconds = 10;

    private long lastLine;
    private string phase = "";
    private bool complete;

    /// <summary>Runs the work and shows its progress.</summary>
    /// <param name="work">Gets the function to report to.</param>
    public T Run<T>(Func<Action<RunProgress>, T> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (quiet)
        {
            return work(_ => { });
        }

        return context.IsErrorTerminal ? RunLive(work) : work(WritePlain);
    }

    private T RunLive<T>(Func<Action<RunProgress>, T> work)
    {
        IAnsiConsole console = context.ErrorConsole;
        Dictionary<string, ProgressTask> tasks = [];
        Progress bar = console.Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn());
        return bar.Start(live => work(progress =>
        {
            if (!tasks.TryGetValue(progress.Phase, out ProgressTask? task))
            {
                tasks[progress.Phase] = task = live.AddTask(progress.Phase, maxValue: 1);
            }

            task.Value = progress.Fraction;
            task.Description = Markup.Escape(Describe(progress));
            if (progress.Message is { } message)
            {
                console.WriteLine(message);
            }
        }));
    }

    private void WritePlain(RunProgress progress)
    {
        if (progress.Message is { } message)
        {
            context.Error.WriteLine(message);
        }

        bool begins = progress.Phase != phase;
        bool ends = progress.Fraction >= 1 && (progress.Total == 0 || progress.Done == progress.Total);
        complete &= !begins;
        if (complete || (!begins && !ends && Stopwatch.GetElapsedTime(lastLine).TotalSeconds < PlainIntervalSeconds))
        {
            return;
        }

        phase = progress.Phase;
        complete = ends;
        lastLine = Stopwatch.GetTimestamp();
        context.Error.WriteLine($"{Describe(progress)}, {(100 * progress.Fraction).ToString("F0", CultureInfo.InvariantCulture)} %");
    }

    private static string Describe(RunProgress progress)
    {
        if (progress.Total == 0)
        {
            return progress.Remaining is { } left && progress.Fraction < 1 ? $"{progress.Phase}, {Duration(left)} left" : progress.Phase;
        }

        string rate = progress.ReplicasPerSecond switch
        {
            0 => "",
            >= 1 => $", {progress.ReplicasPerSecond:F1} replicas/s",
            _ => $", {progress.ReplicasPerSecond * 60:F1} replicas/min",
        };
        string remaining = progress.Remaining is { } time && progress.Done < progress.Total ? $", {Duration(time)} left" : "";
        return $"{progress.Phase} {progress.Done}/{progress.Total}{rate}{remaining}";
    }

    /// <summary>A duration as people say it: 12 s, 3 min 20 s, 5 h 10 min.</summary>
    public static string Duration(TimeSpan time) => time.TotalSeconds < 60 ? $"{Math.Ceiling(time.TotalSeconds):F0} s"
        : time.TotalMinutes < 60 ? $"{(int)time.TotalMinutes} min {time.Seconds} s"
        : $"{(int)time.TotalHours} h {time.Minutes} min";
}
