using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Tests.Support;

namespace Numerics.Spectra.Tests.Networks;

/// <summary>A finite mixture of experts against a naive implementation and finite differences.</summary>
public sealed class MixtureNetworkTests
{
    [Theory]
    [InlineData(ExpertGates.Sigmoid, 5)]
    [InlineData(ExpertGates.Sigmoid, 2)]
    [InlineData(ExpertGates.Softmax, 5)]
    [InlineData(ExpertGates.Softmax, 3)]
    public void A_step_is_along_the_finite_difference_of_a_naive_loss(ExpertGates gates, int active)
    {
        using var lapack = Lapack.Load();
        ExpertTask task = Task(new ExpertParameterization(ExpertRegime.II, ExpertScaling.Mssp), new ExpertSizes(12, 5, 3, active)) with { Gates = gates, LearningRate = 0.05 };
        using var network = new MixtureNetwork(lapack, task, ExpertCase.Keys(3));
        DenseMatrix<double>[] before = [.. Enum.GetValues<ExpertTensor>().Select(tensor => network[tensor].Clone())];
        Assert.Equal(Loss(before, task), network.Loss, 1e-13);
        network.Step();
        foreach (ExpertTensor tensor in Enum.GetValues<ExpertTensor>())
        {
            double rate = task.LearningRate * ExpertParameterization.LearningRate(tensor, ExpertOptimizer.Sgd).At(task.Sizes) / (tensor == ExpertTensor.Input ? task.Inputs.Rows : 1);
            DenseMatrix<double> weight = before[(int)tensor];
            for (int k = 0; k < 6; k++)
            {
                (long i, long j) = (k * 5 % weight.Rows, k * 3 % weight.Columns);
                double start = weight[i, j], step = 1e-5 * Math.Max(1e-2, Math.Abs(start));
                weight[i, j] = start + step;
                double up = Loss(before, task);
                weight[i, j] = start - step;
                double down = Loss(before, task);
                weight[i, j] = start;
                Assert.Equal(-rate * (up - down) / (2 * step), network[tensor][i, j] - start, 1e-6 * Math.Max(1e-3, Math.Abs(rate * (up - down) / (2 * step))) + 1e-10);
            }
        }
    }

    [Fact]
    public void Parts_add_up_and_are_those_of_the_definition_at_the_start()
    {
        using var lapack = Lapack.Load();
        using var network = new MixtureNetwork(lapack, Task(new ExpertParameterization(ExpertRegime.III, ExpertScaling.MuP), new ExpertSizes(16, 4, 16, 4)), ExpertCase.Keys(4));
        ExpertParts start = network.Parts();
        Assert.Equal(start.Initial, start.Aggregate, 1e-14);
        Assert.Equal(0, start.Effective, 1e-14);
        Assert.Equal(0, start.Propagating, 1e-14);
        Assert.Equal(0, start.BackwardUpdated, 1e-14);
        network.Step();
        network.Step();
        ExpertParts later = network.Parts();
        Assert.True(later.Effective > 0 && later.Propagating > 0 && later.BackwardUpdated > 0);
        Assert.InRange(later.Aggregate, Math.Abs(later.Initial - later.Effective - later.Propagating), later.Initial + later.Effective + later.Propagating);
    }

    [Fact]
    public void Shared_experts_begin_equal_and_the_first_step_of_Adam_moves_every_entry_by_its_rate()
    {
        using var lapack = Lapack.Load();
        ExpertTask task = Task(new ExpertParameterization(ExpertRegime.III, ExpertScaling.Mssp), new ExpertSizes(16, 4, 8, 4)) with { Optimizer = ExpertOptimizer.Adam, LearningRate = 0.01 };
        using var network = new MixtureNetwork(lapack, task, ExpertCase.Keys(5));
        DenseMatrix<double> start = network[ExpertTensor.ExpertIn].Clone();
        Assert.Equal(start[3, 2], start[3, 2 + 8]);
        Assert.Equal(network[ExpertTensor.ExpertOut][1, 5], network[ExpertTensor.ExpertOut][1 + 24, 5]);
        network.Step();
        Assert.Equal(0.01 / 16, Math.Abs(network[ExpertTensor.ExpertIn][3, 2] - start[3, 2]), 1e-5);
    }

    private static ExpertTask Task(ExpertParameterization parameterization, ExpertSizes sizes)
    {
        var inputs = new DenseMatrix<double>(ExpertCase.Dimension, 4);
        for (int b = 0; b < 4; b++)
        {
            ExpertCase.Inputs[b].CopyTo(inputs.Column(b));
        }

        return new ExpertTask { Sizes = sizes, Parameterization = parameterization, Inputs = inputs, Targets = ExpertCase.Targets, LearningRate = 0.3 };
    }

    /// <summary>The loss written out by loops.</summary>
    private static double Loss(DenseMatrix<double>[] w, ExpertTask task)
    {
        ExpertSizes sizes = task.Sizes;
        double loss = 0;
        for (int b = 0; b < task.Targets.Count; b++)
        {
            double[] h = [.. Enumerable.Range(0, sizes.Width).Select(n => Math.Tanh(Enumerable.Range(0, (int)task.Inputs.Rows).Sum(d => w[0][d, n] * task.Inputs[d, b])))];
            double[] psi = [.. Enumerable.Range(0, sizes.Experts).Select(i => Enumerable.Range(0, sizes.Width).Sum(n => w[1][n, i] * h[n]))];
            int[] chosen = [.. Enumerable.Range(0, sizes.Experts).OrderByDescending(i => psi[i]).Take(sizes.Active)];
            double total = chosen.Sum(i => Math.Exp(psi[i]));
            double f = 0;
            foreach (int i in chosen)
            {
                double gate = task.Gates == ExpertGates.Softmax ? Math.Exp(psi[i]) / total : 1 / (1 + Math.Exp(-psi[i])) / sizes.Active;
                for (int a = 0; a < sizes.ExpertWidth; a++)
                {
                    int j = (i * sizes.ExpertWidth) + a;
                    double e = Math.Tanh(Enumerable.Range(0, sizes.Width).Sum(n => w[2][n, j] * h[n]));
                    f += gate * e * Enumerable.Range(0, sizes.Width).Sum(n => w[3][j, n] * w[4][n, 0]);
                }
            }

            loss += (f - task.Targets[b]) * (f - task.Targets[b]) / (2 * task.Targets.Count);
        }

        return loss;
    }
}
