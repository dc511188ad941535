using Numerics.Results.Contract;
using Numerics.Results.Files;
using Numerics.Results.Json;

namespace Numerics.Results.Tests;

public class ResultDirectoryTests
{
    private const int NoSpace = 28;

    [Fact]
    public void A_new_run_gets_its_folders_and_its_manifest()
    {
        using TemporaryDirectory directory = new();
        ResultDirectory run = ResultDirectory.Create(directory.File("deep", "run"));
        Assert.True(Directory.Exists(run.ReplicaPath));
        run.WriteManifest(SampleResults.Manifest());
        Assert.Equal("c0ffee", ResultDirectory.Open(run.FullPath).ReadManifest().Fingerprint);
        Assert.Equal("replica-000012.h5", RunFiles.Replica(12));
    }

    [Fact]
    public void A_directory_that_is_not_empty_is_refused_unless_resuming()
    {
        using TemporaryDirectory directory = new();
        ResultDirectory.Create(directory.Path).WriteManifest(SampleResults.Manifest());
        ResultFileException exception = Assert.Throws<ResultFileException>(() => ResultDirectory.Create(directory.Path));
        Assert.Contains(directory.Path, exception.Message, StringComparison.Ordinal);
        Assert.Contains("resume", exception.Message, StringComparison.Ordinal);
        Assert.Equal(directory.Path, ResultDirectory.Resume(directory.Path).FullPath);
    }

    [Fact]
    public void A_file_or_a_foreign_directory_is_no_run()
    {
        using TemporaryDirectory directory = new();
        File.WriteAllText(directory.File("note"), "");
        Assert.Throws<ResultFileException>(() => ResultDirectory.Create(directory.File("note")));
        Assert.Throws<ResultFileException>(() => ResultDirectory.Create(directory.File("note", "below")));
        Assert.Throws<ResultFileException>(() => ResultDirectory.Resume(directory.Path));
        Assert.Throws<ResultFileException>(() => ResultDirectory.Open(directory.File("absent")));
    }

    [Fact]
    public void Every_format_writes_its_files_and_nothing_else()
    {
        using TemporaryDirectory directory = new();
        IReadOnlyList<string> written = ResultFormats.WriteAll(SampleResults.Complete(), directory.Path);
        string[] expected =
        [
            "result.json", "result.h5", "result.parquet", "figures/outliers.svg", "figures/outliers.png", "figures/loss.svg", "figures/loss.png",
            "figures/density.svg", "figures/density.png", "report.html",
        ];
        Assert.Equal(expected, written.Select(path => Path.GetRelativePath(directory.Path, path)));
        Assert.Equal(
            expected.Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(directory.Path, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(directory.Path, path)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_format_is_in_the_list()
    {
        Type[] implementers = [.. typeof(IResultFormat).Assembly.GetTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(IResultFormat)))];
        Assert.Equal(
            implementers.Select(type => type.Name).Order(StringComparer.Ordinal),
            ResultFormats.All.Select(format => format.GetType().Name).Order(StringComparer.Ordinal));
        Assert.Equal(ResultFormats.All.Count, ResultFormats.All.Select(format => format.Name).Distinct().Count());
    }

    [Fact]
    public void A_write_that_fails_leaves_the_old_file_and_no_temporary_one()
    {
        using TemporaryDirectory directory = new();
        string path = directory.File("file");
        AtomicFile.Write(path, "old"u8.ToArray());
        ResultFileException full = Assert.Throws<ResultFileException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write("half"u8);
            throw new IOException("No space left on device", NoSpace);
        }));
        Assert.Equal($"Cannot write '{path}': the disk or the quota is full; free space and resume, or choose another output directory.", full.Message);
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, _ => throw new InvalidOperationException("bug")));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(directory.Path));
    }

    [Fact]
    public void The_system_says_full_disk_the_way_it_is_recognized()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "This system has no /dev/full.");
        using TemporaryDirectory directory = new();
        ResultFileException exception = Assert.Throws<ResultFileException>(() => AtomicFile.Write(directory.File("file"), _ =>
        {
            using FileStream full = new("/dev/full", FileMode.Open, FileAccess.Write);
            full.Write(new byte[10_000]);
            full.Flush();
        }));
        Assert.Contains("disk or the quota is full", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_folder_and_a_read_only_one_are_named()
    {
        using TemporaryDirectory directory = new();
        string path = directory.File("absent", "result.json");
        ResultFileException missing = Assert.Throws<ResultFileException>(() => new JsonResultFormat().Write(SampleResults.Complete(), directory.File("absent")));
        Assert.Equal($"Cannot write '{path}': the directory does not exist; create it or choose another output directory.", missing.Message);
        Assert.Contains("read-only", ResultFileException.ForWriting(path, new IOException("Read-only file system", 30)).Message, StringComparison.Ordinal);
        Assert.Contains("access is denied", ResultFileException.ForWriting(path, new UnauthorizedAccessException()).Message, StringComparison.Ordinal);
        Assert.IsAssignableFrom<IOException>(missing);
    }

    [Fact]
    public void A_file_system_that_takes_no_files_is_refused_in_one_sentence()
    {
        Assert.SkipUnless(Directory.Exists("/proc/self"), "This system has no /proc.");
        ResultFileException exception = Assert.Throws<ResultFileException>(() => AtomicFile.Write("/proc/self/result.json", "x"u8.ToArray()));
        Assert.StartsWith("Cannot write '/proc/self/result.json': ", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ResultFileException>(() => ResultDirectory.Create("/proc/self/run"));
    }
}
