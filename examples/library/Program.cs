using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.Spectra.Ensembles;
using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.Bulk.Dyson;
using Numerics.Spectra.Theory.Bulk.Laws;
using Numerics.Spectra.Theory.Outliers;
using Numerics.Spectra.Theory.TangentKernel;
using Numerics.Spectra.Theory.Training;

using var lapack = Lapack.Load();
var here = ShardExecutor.Sequential;

// Outliers of a trained hidden matrix M = W + u v^T, given its spike; here u = W v, so that the spike depends on the initial weights.
using var weights = GaussianEntries.Draw(StreamKey.Derive(seed: 1, study: 0, replica: 0, matrix: 0), 800, 800, deviation: 1 / Math.Sqrt(800), here);
using var right = new Numerics.LinearAlgebra.Storage.DenseMatrix<double>(800, 1) { [0, 0] = 1 };
using var left = Multiply.Product(lapack, weights, right);
var spectrum = OutlierSpectrum.OfSpikes(lapack, weights, left, right, strengths: [1.0]);
foreach (var outlier in spectrum.Outliers()) Print("spike", outlier.SingularValue);

// The same of a deep linear network that is infinitely wide: mean-field theory of training (level one), then the outliers (level two).
var model = new DeepLinearModel
{
    Depth = 2, WidthRatio = 1, SampleRatio = 2, Parameterization = Parameterization.MuP, OutputScale = 2, InitialScales = [1, 1, 1], LearningRate = 0.8, Optimizer = new OptimizerMemory(steps: 1),
};
var trained = OutlierSpectrum.OfHistory(lapack, DeepLinearDmft.Solve(model).History(matrix: 1, step: 1));
foreach (var outlier in trained.Outliers()) Print("trained", outlier.SingularValue);

// Edges of the laws of Marchenko and Pastur: of singular values, and of a covariance with two population eigenvalues; the largest stable learning rate.
Print("edge", new MarchenkoPasturSingularValueLaw(sigma: 1, aspectRatio: 0.5).UpperEdge);
Print("covarianceEdge", new DysonSpectrum(new SilversteinEquation(ratio: 0.5, [(1, 0.5), (4, 0.5)]), SpectrumKind.Eigenvalues).UpperEdge.Position);
Print("learningRate", LazyTraining.MaximalLearningRate(initialScales: [1, 1, 1], sampleRatio: 2));

// Products with a Gaussian matrix of 10^6 x 10^6 that is never stored: |A e|^2 is 1 up to 10^-3, and e A^T A e is the same number.
var (rows, algebra) = (here.Cut(1_000_000), new PanelAlgebra<double>(here));
var streams = (Right: StreamKey.Derive(seed: 1, study: 0, replica: 0, matrix: 1), Left: StreamKey.Derive(seed: 1, study: 0, replica: 0, matrix: 2));
using var gaussian = new GaussianFactory<double>(MatrixKind.Revealed, lapack, here).Create(new(rows, rows, Scale: 1, RightCapacity: 1, LeftCapacity: 1, streams.Right, streams.Left));
using Panel<double> e = new(rows, 1), product = new(rows, 1), back = new(rows, 1);
algebra.Clear(e.View());
e[0, 0] = 1;
gaussian.Multiply(e.View(), product.View());
gaussian.MultiplyTransposed(product.View(), back.View());
Print("product", algebra.Dot(product.View(), product.View()));
Print("back", back[0, 0]);

static void Print(string name, double value) => Console.WriteLine($"{name} {value:R}");
