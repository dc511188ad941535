using System.Diagnostics;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Diagnostics;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Tests.Interop;

public sealed class LapackTests
{
    public static TheoryData<string> All => Providers.All;

    [Fact]
    public void Default_choice_follows_the_environment_and_records_every_attempt()
    {
        using Lapack lapack = Lapack.Load();
        string? wanted = Environment.GetEnvironmentVariable("NUMERICS_LAPACK");
        string expected = string.IsNullOrEmpty(wanted) ? lapack.Name : wanted.Contains('/', StringComparison.Ordinal) ? "file" : wanted;
        Assert.Equal(expected, lapack.Name);
        Assert.True(lapack.Attempts[^1].Taken);
        Assert.All(lapack.Attempts.SkipLast(1), attempt => Assert.False(attempt.Taken));
        Assert.All(lapack.Attempts, attempt => Assert.NotEmpty(attempt.Reason));
        Assert.NotEmpty(lapack.Version);
        foreach (ProviderAttempt attempt in lapack.Attempts)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{attempt.Name} {attempt.Path}: {attempt.Reason}");
        }
    }

    [Theory]
    [InlineData("managed")]
    [InlineData("openblas")]
    public async Task A_process_with_the_environment_variable_takes_that_provider(string provider)
    {
        using (Providers.LoadOrSkip(provider))
        {
        }

        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true };
        start.ArgumentList.Add(typeof(LapackTests).Assembly.Location);
        start.ArgumentList.Add("-method");
        start.ArgumentList.Add("*Default_choice_follows_the_environment*");
        start.Environment["NUMERICS_LAPACK"] = provider;
        using Process child = Process.Start(start)!;
        string output = await child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(child.ExitCode == 0, output);
        Assert.Contains("Total: 1,", output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_automatic_choice_waits_for_its_first_use_and_is_then_the_same()
    {
        using Lapack eager = Lapack.Load();
        using Lapack waiting = Lapack.OnDemand();
        using Lapack begun = Lapack.OnDemand();
        Assert.Equal(!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NUMERICS_LAPACK")), waiting.IsLoaded);
        begun.BeginLoading();
        using DenseMatrix<double> one = DenseMatrix<double>.Identity(2);
        using DenseMatrix<double> product = Multiply.Product(waiting, one, one);
        Assert.Equal(1, product[1, 1]);
        Assert.True(waiting.IsLoaded);
        Assert.Equal((eager.Name, eager.Version, eager.Path), (waiting.Name, waiting.Version, waiting.Path));
        Assert.Equal((eager.Name, eager.Version, eager.Path), (begun.Name, begun.Version, begun.Path));
    }

    [Fact]
    public void Many_threads_may_need_it_first_and_it_may_be_given_up_while_it_loads()
    {
        using Lapack wanted = Lapack.OnDemand();
        string[] names = new string[8];
        Parallel.For(0, names.Length, i => names[i] = wanted.Name);
        Assert.All(names, name => Assert.Equal(wanted.Name, name));
        Lapack begun = Lapack.OnDemand();
        begun.BeginLoading();
        begun.Dispose();
        Assert.Throws<ObjectDisposedException>(begun.BeginLoading);
        Lapack never = Lapack.OnDemand();
        never.Dispose();
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NUMERICS_LAPACK")))
        {
            Assert.Throws<ObjectDisposedException>(() => never.Name);
        }
    }

    [Fact]
    public void An_explicit_choice_never_waits()
    {
        using Lapack managed = Lapack.OnDemand("managed");
        Assert.True(managed.IsLoaded);
        Assert.Throws<LapackUnavailableException>(() => Lapack.OnDemand("/nowhere/liblapack_absent.so.3"));
    }

    [Theory]
    [InlineData("/nowhere/liblapack_absent.so.3")]
    [InlineData("/nowhere/libtorch_cpu.so")]
    [InlineData("opemblas")]
    public void An_absent_explicit_choice_is_an_error_with_the_loaders_words(string choice)
    {
        var error = Assert.Throws<LapackUnavailableException>(() => Lapack.Load(choice));
        Assert.Contains(choice, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("strace", error.Message, StringComparison.Ordinal);
        Assert.False(Assert.Single(error.Attempts).Taken);
        if (choice.Contains("torch", StringComparison.Ordinal))
        {
            return; // The guard may speak before the loader if another test has loaded libtorch.
        }

        Assert.Contains("cannot open shared object file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_library_is_an_error_with_the_loaders_words()
    {
        string path = System.IO.Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "this is a text file and not a shared library, long enough to hold an ELF header");
            var error = Assert.Throws<LapackUnavailableException>(() => Lapack.Load(path));
            Assert.Contains("ELF header", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_library_without_LAPACK_is_told_what_it_lacks()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs libm.so.6");
        var error = Assert.Throws<LapackUnavailableException>(() => Lapack.Load("libm.so.6"));
        Assert.Contains("dsyevd_", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/opt/mkl/libmkl_rt.so", "/packages/libtorch_cpu.so", true)]
    [InlineData("libmkl_rt.so.2", "/packages/libtorch_cpu.so", true)]
    [InlineData("/packages/libtorch_cpu.so", "/opt/mkl/libmkl_core.so.2", true)]
    [InlineData("/a/libtorch_cpu.so", "/b/libtorch_cpu.so", true)]
    [InlineData("/a/libtorch_cpu.so", "/a/libtorch_cpu.so", false)]
    [InlineData("/a/libmkl_rt.so", "/a/libmkl_core.so.2", false)]
    [InlineData("libmkl_gf_lp64.so", "/usr/lib/libmkl_core.so", false)]
    [InlineData("/a/libtorch_cpu.so", "/usr/lib/libopenblas.so.0", false)]
    public void Two_MKLs_in_one_process_are_refused(string candidate, string mapped, bool refused) =>
        Assert.Equal(refused, MklGuard.Conflict(candidate, [mapped]) is not null);

    [Theory]
    [MemberData(nameof(All))]
    public void Every_provider_passes_its_self_test(string provider)
    {
        using Lapack lapack = Providers.LoadOrSkip(provider);
        TestContext.Current.TestOutputHelper?.WriteLine($"{lapack.Name} | {lapack.Version} | {lapack.Path} | lacks {string.Join(' ', lapack.MissingOptionalSymbols)}");
        IReadOnlyList<SelfTestRow> rows = ResidualSelfTest.Run(lapack);
        Assert.True(rows.Count >= 14);
        foreach (SelfTestRow row in rows)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{row.Name}: {row.Residual:E1} of {row.Limit:E1}");
        }

        Assert.All(rows, row => Assert.True(row.Passed, row.ToString()));
        Assert.Equal(provider == "managed", lapack.IsManaged);
    }

    [Fact]
    public void A_residual_that_is_no_number_does_not_pass()
    {
        Assert.False(new SelfTestRow("x", double.NaN, 1).Passed);
        Assert.False(new SelfTestRow("x", 2, 1).Passed);
        Assert.True(new SelfTestRow("x", 1, 1).Passed);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Thread_counts_can_be_set_and_results_agree(string provider)
    {
        using Lapack lapack = Providers.LoadOrSkip(provider);
        Assert.Throws<ArgumentOutOfRangeException>(() => lapack.SetThreadsForCurrentThread(0));
        if (provider is "openblas" or "reference")
        {
            Assert.False(lapack.ThreadCountIsPerThread); // Process-wide: not changed here, other tests are inside it.
            return;
        }

        using DenseMatrix<double> a = Samples.Symmetric<double>(80);
        double[] one = SymmetricEigen.Values(lapack, a).Values;
        lapack.SetThreadsForCurrentThread(2);
        double[] two = SymmetricEigen.Values(lapack, a).Values;
        lapack.SetThreadsForCurrentThread(1);
        Assert.InRange(Samples.Distance(one, two), 0, 1e-12);
    }

    [Fact]
    public void A_disposed_provider_refuses_to_work()
    {
        Lapack lapack = Providers.LoadOrSkip("openblas");
        lapack.Dispose();
        using DenseMatrix<double> a = Samples.SecondDifference<double>(3);
        Assert.Throws<ObjectDisposedException>(() => SymmetricEigen.Values(lapack, a));
    }

    [Fact]
    public void Loader_words_lose_the_runtimes_advice() =>
        Assert.Equal("x.so: no such file", NativeLoader.LoaderWords("Unable to load, consider using strace:\nx.so: no such file\nx.so: no such file"));
}
