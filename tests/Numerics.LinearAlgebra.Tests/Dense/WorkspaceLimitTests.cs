using Numerics.LinearAlgebra.Dense;

namespace Numerics.LinearAlgebra.Tests.Dense;

/// <summary>Boundaries by size computation: no memory is touched.</summary>
public sealed class WorkspaceLimitTests
{
    [Fact]
    public void Eigenvectors_end_at_32766() => Assert.Equal(32_766, WorkspaceLimits.LargestOrder(WorkspaceLimits.SymmetricEigenvectors));

    [Fact]
    public void Eigenvalues_end_where_2n_plus_1_leaves_32_bits() =>
        Assert.Equal(1_073_741_823, WorkspaceLimits.LargestOrder(WorkspaceLimits.SymmetricEigenvalues));

    [Fact]
    public void Square_singular_vectors_end_at_23169() => Assert.Equal(23_169, WorkspaceLimits.LargestOrder(n => WorkspaceLimits.SingularVectors(n, n)));

    [Fact]
    public void General_eigenvalues_end_at_a_third() => Assert.Equal(715_827_882, WorkspaceLimits.LargestOrder(WorkspaceLimits.GeneralEigenvalues));

    [Fact]
    public void Managed_matrices_end_at_46340() =>
        Assert.Equal(46_340, WorkspaceLimits.LargestOrder(n => WorkspaceLimits.ManagedMatrix(n, n), WorkspaceLimits.ManagedMaximum));

    [Fact]
    public void Beyond_the_limit_the_sentence_names_it()
    {
        WorkspaceLimits.RequireOrder("syevd('V')", 32_766, WorkspaceLimits.SymmetricEigenvectors, "remedy");
        var error = Assert.Throws<ArgumentOutOfRangeException>(
            () => WorkspaceLimits.RequireOrder("syevd('V')", 32_767, WorkspaceLimits.SymmetricEigenvectors, "ask for values only"));
        Assert.Contains("32767", error.Message, StringComparison.Ordinal);
        Assert.Contains("32766", error.Message, StringComparison.Ordinal);
        Assert.Contains("ask for values only", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => WorkspaceLimits.RequireManaged(46_341, 46_341));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => WorkspaceLimits.RequireShape("gesdd('S')", 23_170, 23_170, WorkspaceLimits.SingularVectors(23_170, 23_170), "remedy"));
        Assert.Throws<ArgumentOutOfRangeException>(() => WorkspaceLimits.RequireShape("gemm", 1L << 31, 1, 0, "remedy"));
    }

    [Fact]
    public void Query_answers_rounded_in_single_precision_are_rounded_up()
    {
        const int Exact = (1 << 24) + 1;
        Assert.True(WorkspaceLimits.FromQuery((float)Exact, 1) >= Exact);
        Assert.Equal(500, WorkspaceLimits.FromQuery(3.0, 500));
        Assert.Equal(int.MaxValue, WorkspaceLimits.FromQuery(1e300, 1));
    }

    [Fact]
    public void Counts_do_not_overflow_where_64_bits_would() => Assert.True(WorkspaceLimits.SymmetricEigenvectors(1L << 60) > long.MaxValue);
}
