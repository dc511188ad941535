using MathNet.Numerics.LinearAlgebra;

namespace Numerics.Spectra.Tests.Support;

/// <summary>A deep linear network in raw weights with plain matrix algebra.</summary>
internal interface INaiveNetwork
{
    /// <summary>W_0 .. W_{L-1}, w as a row.</summary>
    Matrix<double>[] Weights { get; }

    /// <summary>E (f - y)^2 without noise.</summary>
    double TestLoss();

    /// <summary>Residuals y - f of samples in rows.</summary>
    Vector<double> Residuals(Matrix<double> x, Vector<double> noise);

    /// <summary>One step on (1/2P) sum (y - f)^2.</summary>
    void Step(Matrix<double> x, Vector<double> noise, double schedule);

    /// <summary>gamma^2 D times the inner products of the gradients of f at inputs in rows, over all raw weights.</summary>
    Matrix<double> TangentKernel(Matrix<double> x);
}
