using System.Globalization;
using System.Xml.Linq;
using Numerics.Results.Files;
using Numerics.Studies.Records;

namespace Numerics.Results.Html;

/// <summary>Where a run comes from: program, machine, times, files.</summary>
internal static class ReportProvenance
{
    private static readonly (string File, string What)[] Data =
    [
        (RunFiles.Json, "everything on this page, as JSON"),
        (RunFiles.Hdf5, "arrays with named dimensions"),
        (RunFiles.Parquet, "one long table"),
        (RunFiles.Manifest, "how the run was made"),
    ];

    /// <summary>Program, randomness and machine.</summary>
    public static XElement? Section(RunManifest manifest) => HtmlPart.Section(
        "Provenance",
        HtmlPart.Pairs(
        [
            ("program", manifest.ProgramVersion),
            (".NET", manifest.RuntimeVersion),
            ("schema", manifest.SchemaVersion.ToString(CultureInfo.InvariantCulture)),
            ("fingerprint", manifest.Fingerprint),
            ("seed", manifest.Seed.ToString(CultureInfo.InvariantCulture)),
            ("random numbers", manifest.RandomScheme),
            ("processor", manifest.Processor),
            ("SIMD tier", manifest.SimdTier),
            ("LAPACK", manifest.LapackProvider == RunManifest.NoProvider ? "none loaded" : $"{manifest.LapackProvider}, {Count(manifest.LapackThreads, "thread")} inside"),
            ("threads", string.Create(CultureInfo.InvariantCulture, $"{manifest.Threads}{(manifest.Ranks > 1 ? $" on each of {manifest.Ranks} ranks" : "")}")),
            ("memory limit", Memory(manifest.MemoryLimitBytes)),
            ("operating system", manifest.OperatingSystem),
            .. manifest.Shard is { } shard ? [("shard", shard)] : Array.Empty<(string, string)>(),
            ("started", string.Create(CultureInfo.InvariantCulture, $"{manifest.Started.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC")),
            ("command line", string.Join(' ', manifest.CommandLine)),
        ]));

    /// <summary>Cost by phase, the writing of the files apart; null if it was not measured.</summary>
    public static XElement? Timing(RunManifest manifest) => HtmlPart.Section(
        "Timings",
        HtmlPart.Table(
            ["phase", "wall time", "processor time", "peak memory"],
            1,
            manifest.Timing.Select(timing => new object[] { timing.Phase, Seconds(timing.WallSeconds), Seconds(timing.CpuSeconds), Memory(timing.PeakMemoryBytes) })));

    /// <summary>Links to the data files that are there; null if none is.</summary>
    public static XElement? Files(string directory)
    {
        XElement[] links =
        [
            .. Data.Where(data => File.Exists(Path.Combine(directory, data.File))).Select(data => HtmlPart.Element("li", null, Link(data.File, data.File), $": {data.What}")),
        ];
        return links.Length == 0 ? null : HtmlPart.Section("Data files", HtmlPart.Element("ul", null, links));
    }

    /// <summary>A link to a file of the run's folder.</summary>
    public static XElement Link(string path, string text) => new("a", new XAttribute("href", path), text);

    private static string Count(int number, string what) => string.Create(CultureInfo.InvariantCulture, $"{number} {what}{(number == 1 ? "" : "s")}");

    private static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:F2} s");

    private static string Memory(long bytes) => bytes >= 1L << 30
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):F2} GiB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 20):F1} MiB");
}
