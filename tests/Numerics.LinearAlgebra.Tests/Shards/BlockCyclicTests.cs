using System.Diagnostics;
using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Tests.Shards;

/// <summary>ScaLAPACK on two ranks against LAPACK on one, for a matrix that the ranks generate in place.</summary>
public sealed class BlockCyclicTests(ITestOutputHelper output)
{
    private const int Order = 2000;

    private static readonly StreamKey Key = StreamKey.Derive(3, 900, 0, 4);

    [Fact]
    [Trait("speed", "slow")]
    public async Task Two_ranks_give_the_values_of_LAPACK()
    {
        Assert.SkipWhen(MpiCommunicator.Describe(out string missing) is null, $"ScaLAPACK is not tested: {missing}");
        Assert.SkipUnless(BlockCyclicMatrix.IsAvailable(out missing), $"ScaLAPACK is not tested: {missing}");
        Assert.SkipUnless(
            (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "mpirun"))),
            "ScaLAPACK is not tested: there is no mpirun on the path.");
        string assembly = typeof(BlockCyclicTests).Assembly.Location;
        var start = new ProcessStartInfo("mpirun")
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetDirectoryName(assembly),
        };
        foreach (string argument in new[] { "--oversubscribe", "-n", "2", "dotnet", assembly, "-noColor", "-explicit", "only", "-method", $"*{nameof(Child_compares_on_its_ranks)}", "-showLiveOutput" })
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["OMPI_ALLOW_RUN_AS_ROOT"] = "1";
        start.Environment["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1";
        start.Environment["OPENBLAS_NUM_THREADS"] = "1";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string text = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken) + await errors;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        output.WriteLine(text);
        Assert.Equal(0, process.ExitCode);
        Assert.Equal(2, text.Split("differences of rank").Length - 1);
    }

    /// <summary>The ranks' part of the test above.</summary>
    [Fact(Explicit = true)]
    public void Child_compares_on_its_ranks()
    {
        using MpiCommunicator world = MpiCommunicator.Join();
        double deviation = 1 / Math.Sqrt(Order);
        using var matrix = new BlockCyclicMatrix(world, Order, Order - 300);
        Assert.InRange(matrix.LocalElements, 1, (long)(0.6 * Order * (Order - 300)));
        matrix.FillGaussian(Key, deviation);
        double[] singular = matrix.SingularValues();
        using var symmetric = new BlockCyclicMatrix(world, Order, Order);
        symmetric.FillGaussian(Key, deviation);
        double[] eigen = symmetric.Eigenvalues();

        using var whole = new DenseMatrix<double>(Order, Order);
        for (int column = 0; column < Order; column++)
        {
            GaussianFill.Fill(Key, (uint)column, 0, deviation, whole.Column(column));
        }

        using DenseMatrix<double> part = whole.Leading(Order, Order - 300);
        using Lapack lapack = Lapack.Load(null);
        double singularError = Difference(singular, LinearAlgebra.Dense.SingularValues.Compute(lapack, part, SvdMethod.Bidiagonal).Values);
        for (int column = 0; column < Order; column++)
        {
            for (int row = 0; row < column; row++)
            {
                whole[row, column] = whole[column, row];
            }
        }

        double eigenError = Difference(eigen, SymmetricEigen.Values(lapack, whole).Values);
        Console.WriteLine($"differences of rank {world.Rank}: singular values {singularError:G3}, eigenvalues {eigenError:G3}");
        Assert.InRange(singularError, 0, 1e-10);
        Assert.InRange(eigenError, 0, 1e-10);
    }

    private static double Difference(double[] a, double[] b)
    {
        Assert.Equal(a.Length, b.Length);
        return a.Zip(b, (x, y) => Math.Abs(x - y)).Max();
    }
}
