using System.Diagnostics;
using Numerics.LinearAlgebra.Evidence;
using Numerics.LinearAlgebra.Interop;
using Numerics.Spectra.Models;
using Numerics.Studies.Catalog;
using Numerics.Studies.Configuration;
using Numerics.Studies.Contract;
using Numerics.Studies.Execution;
using Numerics.Studies.Inputs.Images;
using Numerics.Studies.Records;
using Numerics.Studies.Tests.Fakes;
using Numerics.Studies.Tests.Support;
using SkiaSharp;

namespace Numerics.Studies.Tests.Catalog;

/// <summary>The study of SIRENs: images, refusals, theory against networks, and a replica that goes on where it was killed.</summary>
public sealed class SirenAlignmentTests : IDisposable
{
    private const string Trained = """ "imageSize": 8, "width": 12, "depth": 3, "frequency": 10, "learningRate": 0.01, "steps": 120, "recordSteps": [0, 10, 40, 120], "replicas": 2 """;

    private readonly string folder = Directory.CreateTempSubdirectory("siren").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Theory_is_that_of_the_table_and_every_observable_is_there()
    {
        RunResult result = Runs.Theory(Read(""" "steps": 0, "depth": 5, "localPoints": [[0.5, 0.5], [0, 0.3]] """), Providers.Any);
        double?[] kernel = [.. result.Named("initialKernel").Theory!.Value];
        double[] expected = [135.6165, 69.2896, 92.1864, 33.5991, 33.7462];
        Assert.All(kernel.Zip(expected), pair => Assert.Equal(pair.Second, pair.First!.Value, 6e-5));
        Assert.Equal(["pair"], result.Named("initialCorrelationFloor").Shape.Axes.Select(axis => axis.Name));
        Assert.Equal(["point", "row", "column"], result.Named("localMetric").Shape.Axes.Select(axis => axis.Name));
        Assert.Equal(["point", "component"], result.Named("localGradient").Shape.Axes.Select(axis => axis.Name));
        Assert.Equal(135.38, result.Named("localDiagonal").Theory!.Value[0]!.Value, 0.01);
        Assert.All(result.Observables, one => Assert.All(one.Theory!.Value, value => Assert.NotNull(value)));
        Assert.All(result.Named("localMinimumCorrelation").Theory!.Value, value => Assert.InRange(value!.Value, -1, 0));
    }

    [Theory]
    [InlineData(""" "frequency": 0 """, "frequency")]
    [InlineData(""" "frequency": -3 """, "frequency")]
    [InlineData(""" "depth": 1 """, "depth")]
    [InlineData(""" "imageSize": 5000 """, "1024")]
    [InlineData(""" "kernelPairs": [[[0, 0], [1.2, 0]]] """, "Pair 1 has the point (1.2, 0), outside the image")]
    [InlineData(""" "kernelPairs": [[0, 0, 0.1]] """, "Pairs are a list")]
    [InlineData(""" "kernelPairs": [] """, "at least one pair")]
    [InlineData(""" "kernelPairs": [["a", 0, 0, 0]] """, "Pairs are a list")]
    [InlineData(""" "localPoints": [[0, -2]] """, "Point 1, (0, -2), lies outside the image")]
    [InlineData(""" "localPoints": 3 """, "Points are a list")]
    [InlineData(""" "recordSteps": [2000] """, "Step 2000 cannot be recorded")]
    [InlineData(""" "recordSteps": [] """, "no step is recorded")]
    [InlineData(""" "image": "leaves" """, "'leaves' is neither a built-in image (shapes, deadLeaves, digit) nor a file")]
    public void What_cannot_be_run_is_refused_in_a_sentence(string parameters, string words)
    {
        ConfigurationException exception = Assert.Throws<ConfigurationException>(() => Read(parameters));
        Assert.Contains(words, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pairs_may_be_points_or_four_numbers()
    {
        RunResult nested = Runs.Theory(Read(""" "steps": 0, "kernelPairs": [[[0, 0.1], [0.2, 0.3]]] """), Providers.Any);
        RunResult flat = Runs.Theory(Read(""" "steps": 0, "kernelPairs": [[0, 0.1, 0.2, 0.3]] """), Providers.Any);
        Assert.Equal(nested.Named("initialKernel").Theory!.Value, flat.Named("initialKernel").Theory!.Value);
    }

    [Theory]
    [InlineData(false, 5, 5, 255, null)]
    [InlineData(true, 5, 5, 255, "is not grey-scale: the pixel in row 2, column 1 is (10, 200, 10)")]
    [InlineData(false, 5, 4, 255, "5 x 4 pixels; it must be a square")]
    [InlineData(false, 5, 5, 100, "is transparent")]
    public void A_grey_square_PNG_is_read_and_others_are_refused(bool coloured, int width, int height, byte alpha, string? words)
    {
        string path = Path.Combine(folder, "image.png").Replace('\\', '/');
        using (var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul)))
        {
            for (int row = 0; row < height; row++)
            {
                for (int column = 0; column < width; column++)
                {
                    byte grey = (byte)(10 * ((row * width) + column));
                    bitmap.SetPixel(column, row, new SKColor(grey, grey, grey, alpha));
                }
            }

            if (coloured)
            {
                bitmap.SetPixel(1, 2, new SKColor(10, 200, 10));
            }

            using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
            File.WriteAllBytes(path, data.ToArray());
        }

        if (words is null)
        {
            double[] values = TargetImage.Of(path, "").At(new PlaneGrid(5).Points());
            Assert.All(values.Select((value, i) => (value, i)), pair => Assert.Equal((2 * 10 * pair.i / 255.0) - 1, pair.value));
            Assert.Equal(0.5 * (values[0] + values[1]), TargetImage.Of(path, "").At([new PlanePoint(-1, -0.75)])[0], 1e-12);
            return;
        }

        Assert.Contains(words, Assert.Throws<ConfigurationException>(() => Read($""" "image": "{path}" """)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_PNG_or_is_cut_off_is_refused()
    {
        string path = Path.Combine(folder, "text.png").Replace('\\', '/');
        File.WriteAllText(path, "not an image");
        Assert.Contains("is not a PNG", Assert.Throws<ConfigurationException>(() => Read($""" "image": "{path}" """)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_or_a_pipe_is_refused_before_it_is_opened()
    {
        const string words = "is not read: it is a device or a pipe; give a regular file.";
        Assert.Contains($"'/dev/null' {words}", Assert.Throws<ConfigurationException>(() => Read(""" "image": "/dev/null" """)).Message, StringComparison.Ordinal);
        string path = Path.Combine(folder, "pipe.png");
        using (var make = Process.Start("mkfifo", [path]))
        {
            make.WaitForExit();
        }

        // Opening it for reading would wait for a writer for ever.
        Assert.Contains(words, Assert.Throws<ConfigurationException>(() => Read($""" "image": "{path}" """)).Message, StringComparison.Ordinal);
        Assert.Equal(Fingerprint.Of("study", 1, [], [path]), Fingerprint.Of("study", 1, [], [Path.Combine(folder, "none.png")]));
    }

    [Theory]
    [InlineData(TargetImage.Shapes, 244681711068607312UL)]
    [InlineData(TargetImage.DeadLeaves, 0xA1676EBBC287325UL)]
    [InlineData(TargetImage.Digit, 0x77E19A03279E5E73UL)]
    public void Built_in_images_are_the_same_bits_everywhere(string name, ulong expected)
    {
        // FNV-1a over the bits of the values on 32 x 32 points.
        ulong hash = 14695981039346656037;
        foreach (double value in TargetImage.Of(name, "").At(new PlaneGrid(32).Points()))
        {
            Assert.InRange(value, -1, 1);
            hash = (hash ^ BitConverter.DoubleToUInt64Bits(value)) * 1099511628211;
        }

        Assert.Equal(expected, hash);
    }

    [Theory]
    [InlineData(2, 1, Judgement.Agrees)]
    [InlineData(2, 1.2, Judgement.Disagrees)]
    [InlineData(3, 1, Judgement.Agrees)]
    [InlineData(4, 1, Judgement.Agrees)]
    [InlineData(4, 1.2, Judgement.Disagrees)]
    [InlineData(5, 1, Judgement.Agrees)]
    public void A_ladder_of_widths_agrees_with_the_closed_form_and_not_with_a_fifth_more(int depth, double factor, Judgement expected)
    {
        using var lapack = Lapack.Load();
        Experiment experiment = Read($$""" "steps": 0, "depth": {{depth}}, "frequency": 6, "width": [8, 16, 32], "replicas": 1200, "kernelPairs": [[[0.1, 0.2], [0.1, 0.2]], [[0, 0], [0.1, 0]]], "localPoints": [[0.5, 0.5]] """);
        RunRequest request = Runs.Request(experiment, lapack) with { Resolution = new Resolution(0.15, new Dictionary<string, double>()), Distortions = new Dictionary<string, double> { ["initialKernel"] = factor } };
        RunResult result = Runs.Execute(request, new MemoryReplicaStore(), TestContext.Current.CancellationToken);
        Assert.Equal(expected, result.Verdict);
        Assert.Equal(Judgement.Agrees, result.Named("localDiagonal").Comparison!.Verdict);
    }

    [Fact]
    public void Shapes_are_those_of_their_formula()
    {
        PlanePoint[] points = new PlaneGrid(17).Points();
        double[] values = TargetImage.Of(TargetImage.Shapes, "").At(points);
        for (int i = 0; i < points.Length; i++)
        {
            (double x, double y) = (points[i].First, points[i].Second);
            double expected = (0.25 * Math.Sin((2 * x) + 1) * Math.Cos(1.5 * y)) + (Math.Pow(x + 0.35, 2) + Math.Pow(y - 0.25, 2) < 0.16 ? 0.8 : 0)
                - (Math.Abs((0.8 * x) + (0.6 * y) - 0.35) < 0.12 ? 0.7 : 0) + (x < -0.45 && y < -0.35 ? 0.5 : 0);
            Assert.Equal(Math.Clamp(expected, -1, 1), values[i], 1e-15);
        }
    }

    [Fact]
    public void Training_lowers_the_loss_from_its_exact_mean_and_records_what_it_says()
    {
        RunResult result = Runs.Of(Read(Trained), Providers.Any);
        Assert.Equal(Outcome.Ok, result.Outcome);
        IReadOnlyList<double?> loss = result.Named("loss").Simulation!.Mean;
        Assert.Equal(4, loss.Count);
        Assert.True(loss[3] < 0.8 * loss[0]);
        Assert.Equal(result.Named("loss").Theory!.Value[0]!.Value, loss[0]!.Value, 0.3 * loss[0]!.Value);
        Assert.Equal(result.Named("loss").Theory!.Value[1]!.Value, loss[1]!.Value, 0.3 * loss[1]!.Value);
        // d ln L/dt = -(4 eta/P) r^T K r/r^T r, exact as long as the step is small.
        Assert.Equal(4 * 0.01 * result.Named("rayleighQuotient").Simulation!.Mean[1]!.Value, result.Named("lossRate").Simulation!.Mean[1]!.Value, 0.1 * result.Named("lossRate").Simulation!.Mean[1]!.Value);
        Assert.All(result.Named("eigenvectorOverlap").Simulation!.Mean, overlap => Assert.InRange(overlap!.Value, 0, 1.0000001));
        Assert.InRange(result.Named("eigenvectorOverlap").Simulation!.Mean[0]!.Value, 0.8, 1);
        Assert.Equal(["snapshot", "imageRow", "imageColumn"], result.Named("residual").Shape.Axes.Select(axis => axis.Name));
        Assert.Equal(result.Named("loss").Simulation!.Mean[3]!.Value > 0, result.Named("residual").Simulation!.Mean.All(value => value is not null));
    }

    [Fact]
    public void A_killed_replica_goes_on_inside_itself_to_the_same_bits()
    {
        RunResult whole = Runs.Of(Read(Trained), Providers.Any, threads: 1);
        var store = new MemoryReplicaStore();
        RunRequest request = Runs.Request(Read(Trained), Providers.Any, threads: 1);
        using (var stop = new CancellationTokenSource())
        {
            RunResult first = RunExecutor.Execute(request, store, new PhaseClock(), progress => StopAt(progress, stop), stop.Token);
            Assert.Equal(Outcome.Interrupted, first.Outcome);
        }

        byte[] state = store.TryReadState(0, "", out _)!;
        Assert.NotNull(state);
        double least = 2;
        RunResult resumed = RunExecutor.Execute(
            request, store, new PhaseClock(), progress => least = progress.Phase == "simulation" && progress.Done == 0 && progress.Fraction > 0 ? Math.Min(least, progress.Fraction) : least, TestContext.Current.CancellationToken);
        Assert.InRange(least, 0.15, 0.5); // it did not begin again
        Assert.Null(store.TryReadState(0, "", out _));
        foreach (ObservableResult expected in whole.Observables)
        {
            Assert.Equal(expected.Simulation!.Mean, resumed.Named(expected.Shape.Name).Simulation!.Mean);
        }
    }

    [Theory]
    [InlineData(6, "step 22.5, 95 % interval [")]
    [InlineData(6, " (bootstrap), in 6 of 12 replicas.")]
    [InlineData(5, "minimumCorrelationZero at width 12: step 22, too few networks for an interval, in 5 of 12 replicas.")]
    [InlineData(1, "minimumCorrelationZero at width 12: step 20, too few networks for an interval, in 1 of 12 replicas.")]
    public void An_interval_takes_six_networks(int found, string words)
    {
        Experiment experiment = Read(Trained);
        int kinds = experiment.Shapes.Single(shape => shape.Name == "transitionTime").Length;
        IReadOnlyDictionary<string, IReadOnlyList<double?>> Replica(int replica) => new Dictionary<string, IReadOnlyList<double?>>
        {
            ["transitionTime"] = [.. Enumerable.Range(0, kinds).Select(double? (kind) => kind == 0 && replica < found ? 20 + replica : null)],
        };
        var findings = new Findings(new Dictionary<string, ObservableEstimate>(), [.. Enumerable.Range(0, 12).Select(Replica)]);
        Assert.Contains(words, Assert.Single(experiment.Conclude(findings)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_replica_whose_saved_training_is_not_usable_begins_again_and_says_so()
    {
        const string reason = "State file 'x' is not usable.";
        List<string> told = [];
        RunRequest request = Runs.Request(Read(Trained), Providers.Any, threads: 1);
        RunResult result = RunExecutor.Execute(
            request,
            new DamagedStates(reason),
            new PhaseClock(),
            progress =>
            {
                if (progress.Message is { } message)
                {
                    told.Add(message);
                }
            },
            TestContext.Current.CancellationToken);
        Assert.Equal([$"Replica 0 begins again: {reason}", $"Replica 1 begins again: {reason}"], told);
        Assert.Equal(Outcome.Ok, result.Outcome);
        Assert.Equal(Runs.Of(Read(Trained), Providers.Any, threads: 1).Named("loss").Simulation!.Mean, result.Named("loss").Simulation!.Mean);
    }

    [Fact]
    public void Too_large_a_rate_is_a_divergence_with_its_parameter()
    {
        RunResult result = Runs.Of(Read(Trained.Replace("0.01", "1000", StringComparison.Ordinal)), Providers.Any);
        Assert.Equal(Outcome.NumericalFailure, result.Outcome);
        Assert.Contains("lower learningRate (1000)", result.Failures[0].Message, StringComparison.Ordinal);
    }

    private static void StopAt(RunProgress progress, CancellationTokenSource stop)
    {
        if (progress.Phase == "simulation" && progress.Fraction > 0.2)
        {
            stop.Cancel();
        }
    }

    private static Experiment Read(string parameters) => Runs.Read(AllStudies.Catalog, $$"""{ "study": "siren-alignment", {{parameters}} }""").Prepare();

    /// <summary>A store whose states are all damaged.</summary>
    private sealed class DamagedStates(string reason) : IReplicaStore
    {
        private readonly MemoryReplicaStore inner = new();

        public ReplicaRecord? TryRead(int replica, IReadOnlyList<ObservableShape> shapes, out string? rejected) => inner.TryRead(replica, shapes, out rejected);

        public void Write(ReplicaRecord record, IReadOnlyList<ObservableShape> shapes) => inner.Write(record, shapes);

        public byte[]? TryReadState(int replica, string part, out string? rejected)
        {
            rejected = reason;
            return null;
        }

        public void WriteState(int replica, string part, byte[] content) => inner.WriteState(replica, part, content);

        public void DropStates(int replica) => inner.DropStates(replica);
    }
}
