using System.Diagnostics;
using Numerics.Runner.Tests.Support;

namespace Numerics.Runner.Tests;

/// <summary>A LAPACK library that works and says of one routine, for matrices of some size, that it did not converge: no number of such a call may be used.</summary>
public sealed class FailingLapackTests : IDisposable
{
    private const string OpenBlas = "libopenblas.so.0";

    // Small matrices pass, so that the library is taken.
    private const string Source = """
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #ifdef FAIL_DGESDD
        typedef void (*gesdd)(char*, int*, int*, double*, int*, double*, double*, int*, double*, int*, double*, int*, int*, int*, long);
        void dgesdd_(char* job, int* m, int* n, double* a, int* lda, double* s, double* u, int* ldu, double* vt, int* ldvt, double* work, int* lwork, int* iwork, int* info, long l)
        {
            ((gesdd)dlsym(RTLD_NEXT, "dgesdd_"))(job, m, n, a, lda, s, u, ldu, vt, ldvt, work, lwork, iwork, info, l);
            if (*lwork != -1 && *m > 20 && *n > 20) *info = 7;
        }
        #endif
        #ifdef FAIL_DSYEVD
        typedef void (*syevd)(char*, char*, int*, double*, int*, double*, double*, int*, int*, int*, int*, long, long);
        void dsyevd_(char* job, char* uplo, int* n, double* a, int* lda, double* w, double* work, int* lwork, int* iwork, int* liwork, int* info, long l1, long l2)
        {
            ((syevd)dlsym(RTLD_NEXT, "dsyevd_"))(job, uplo, n, a, lda, w, work, lwork, iwork, liwork, info, l1, l2);
            if (*lwork != -1 && *n > 20) *info = 7;
        }
        #endif
        #ifdef FAIL_DGEEV
        typedef void (*geev)(char*, char*, int*, double*, int*, double*, double*, double*, int*, double*, int*, double*, int*, int*, long, long);
        void dgeev_(char* jl, char* jr, int* n, double* a, int* lda, double* wr, double* wi, double* vl, int* ldvl, double* vr, int* ldvr, double* work, int* lwork, int* info, long l1, long l2)
        {
            ((geev)dlsym(RTLD_NEXT, "dgeev_"))(jl, jr, n, a, lda, wr, wi, vl, ldvl, vr, ldvr, work, lwork, info, l1, l2);
            if (*lwork != -1 && *n > 20) *info = 7;
        }
        #endif
        """;

    private readonly RunnerCase runner = new();

    public void Dispose() => runner.Dispose();

    [Theory]
    [InlineData("dgesdd", "pencil", "--set", "size=40")]
    [InlineData("dsyevd", "ensembles", "--set", "size=64")]
    [InlineData("dsyevd", "ensembles", "--set", "size=64", "--set", "ensemble=goe")]
    [InlineData("dsyevd", "ensembles", "--set", "size=64", "--set", "ensemble=bbp")]
    [InlineData("dgesdd", "ensembles", "--set", "size=64", "--set", "ensemble=ginibreProduct")]
    [InlineData("dgeev", "ensembles", "--set", "size=64", "--set", "ensemble=ginibre")]
    [InlineData("dsyevd", "extensive-outputs", "--set", "width=60", "--set", "steps=1")]
    [InlineData("dsyevd", "nonlinear-mup", "--set", "width=60", "--set", "matrix=stored", "--set", "steps=2", "--set", "activation=linear")]
    public async Task A_routine_that_did_not_converge_is_named_and_nothing_agrees(string routine, params string[] arguments)
    {
        string library = Build(routine);
        RunnerCase.Answer answer = await runner.RunProgram(["run", .. arguments, "--set", "replicas=2", "--lapack", library]);
        Assert.True(answer.Code == 3, $"{answer.Code}: {answer.Out}{answer.Error}");
        Assert.Matches($"{routine}.*failed on a matrix with \\d+ values: the iteration did not converge in the steps allowed .info 7.", answer.Out + answer.Error);
    }

    private string Build(string routine)
    {
        string source = runner.Write("fail.c", Source);
        string library = runner.PathOf($"lib{routine}.so");
        Process? compiler = null;
        try
        {
            compiler = Process.Start(new ProcessStartInfo("cc", ["-shared", "-fPIC", $"-DFAIL_{routine.ToUpperInvariant()}", source, "-o", library, "-Wl,--no-as-needed", $"-l:{OpenBlas}", "-ldl"]) { UseShellExecute = false, RedirectStandardError = true });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // Told below.
        }

        Assert.SkipWhen(compiler is null, "A failing LAPACK library is not tested: there is no C compiler (cc).");
        string words = compiler!.StandardError.ReadToEnd();
        compiler.WaitForExit();
        Assert.SkipUnless(compiler.ExitCode == 0, $"A failing LAPACK library is not tested: it cannot be linked with {OpenBlas} ({words.Split('\n')[0]}).");
        return library;
    }
}
