using Numerics.LinearAlgebra.Interop;
using Numerics.Physics.Tests.Support;
using Numerics.Studies.Catalog.NonlinearMup;
using Numerics.Studies.Comparison;
using Numerics.Studies.Tests.Support;

namespace Numerics.Physics.Tests;

/// <summary>
/// The study's own verdict at a small width, where finite-size corrections are far above the statistical error: theory and simulation agree within the
/// stated allowances (family-wise false alarm rate 1e-3 plus none from bias), and a theory for 20% more learning rate is refused.
/// </summary>
public sealed class VerdictTests
{
    private const int Count = 300;

    [Theory]
    [InlineData("R1")]
    [InlineData("R2")]
    [InlineData("R3")]
    [InlineData("R4")]
    [InlineData("R5")]
    [Trait("speed", "slow")]
    public void Agrees_at_width_250_and_notices_another_learning_rate(string name)
    {
        using var lapack = Lapack.Load();
        NonlinearMupParameters set = ReferenceSets.Named(name) with { Width = 250, Replicas = Count, TheorySites = 10_000, TheorySeeds = 8 };
        NonlinearMupExperiment run = Replicas.Prepare(set);
        var simulation = ReplicaAverages.Of(run.Shapes, Replicas.Records(lapack, run, 51, Count));
        Verdict verdict = TheoryComparison.Judge(new(run.Shapes, run.Rule, Replicas.Predict(lapack, set, 51), simulation));
        string worst = string.Join("; ", verdict.Observables.Where(o => o.WithinLimits == false).Select(o =>
            $"{o.Shape.Name}: {o.Comparison!.ZScore.Select((z, i) => (Size: Math.Abs(z ?? 0), i)).Max()}"));
        Assert.True(verdict.WithinLimits, worst);

        Verdict other = TheoryComparison.Judge(new(run.Shapes, run.Rule, Replicas.Predict(lapack, set with { LearningRate = 1.2 * set.LearningRate }, 51), simulation));
        Assert.False(other.WithinLimits);
    }
}
