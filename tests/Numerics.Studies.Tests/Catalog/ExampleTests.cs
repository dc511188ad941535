using Numerics.Studies.Catalog;
using Numerics.Studies.Configuration;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Tests.Catalog;

/// <summary>The configurations in <c>examples</c> are accepted, and their printed form is the same run.</summary>
public sealed class ExampleTests
{
    private static readonly string Folder = Path.Combine(Root(), "examples");

    public static TheoryData<string> Files => new(
        new[] { Folder, Path.Combine(Folder, "claims"), Path.Combine(Folder, "reference-sets") }.SelectMany(folder => Directory.GetFiles(folder, "*.json")).Select(file => Path.GetRelativePath(Folder, file)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Files))]
    public void An_example_is_read_and_prepared_and_printed_as_the_same_run(string file)
    {
        string path = Path.Combine(Folder, file);
        if (file.EndsWith("trained-weights.json", StringComparison.Ordinal))
        {
            Assert.SkipUnless(Directory.Exists(Path.Combine(Folder, "..", "artifacts", "weights")), "The networks of trained-weights.json are not there: ./build.sh weights restores them.");
        }

        var reader = new ConfigurationReader(AllStudies.Catalog);
        StudyConfiguration read = reader.Read(path, []);
        StudyConfiguration again = reader.FromJson(ConfigurationJson.Parse(read.Print(), file), [], file, Path.GetDirectoryName(path)!);
        Assert.Equal(read.Fingerprint, again.Fingerprint);
        Experiment experiment = read.Prepare();
        Assert.NotEmpty(experiment.Observables);
        Assert.All(experiment.Figures.SelectMany(figure => figure.Layers), layer => Assert.NotNull(layer.Observable));
        Assert.True(experiment.Cost.ReplicaSeconds > 0);
    }

    /// <summary>The folder of the sources.</summary>
    internal static string Root()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Numerics.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Numerics.sln is in no folder above the tests.");
        }

        return folder;
    }
}
