using Numerics.Spectra.Analysis;

namespace Numerics.Spectra.Theory.Bulk.Dyson;

/// <summary>The linear system of a Newton step along the real branch, bordered by the coordinate: regular where x(c) has its fold, the spectral edge.</summary>
/// <remarks>Source: H. B. Keller, Numerical solution of bifurcation and nonlinear eigenvalue problems (1977).</remarks>
internal sealed class BorderedSystem
{
    private readonly DysonLinearization linear;
    private readonly double[] weights;
    private readonly PlanarVector spectral;
    private readonly PlanarVector direction;
    private readonly PlanarVector image;

    public BorderedSystem(DysonLinearization linear, double[] weights, int length)
    {
        this.linear = linear;
        this.weights = weights;
        spectral = new PlanarVector(length, isReal: true);
        direction = new PlanarVector(length, isReal: true);
        image = new PlanarVector(length, isReal: true);
        linear.WriteSpectralDerivative(spectral);
    }

    /// <summary>(d, dx) with (1 - F') d - F_x dx = residual and w . d = gap.</summary>
    public PlanarVector Solve(PlanarVector residual, double gap, double tolerance)
    {
        int n = weights.Length;
        var right = new PlanarVector(n + 1, isReal: true);
        residual.Real.CopyTo(right.Real);
        right.Real[n] = gap;
        return Gmres.Solve(Apply, right, tolerance).Solution;
    }

    private void Apply(PlanarVector x, PlanarVector y)
    {
        int n = weights.Length;
        x.Real[..n].CopyTo(direction.Real);
        linear.Apply(direction, image);
        double sum = 0;
        double dx = x.Real[n];
        for (int i = 0; i < n; i++)
        {
            y.Real[i] = x.Real[i] - image.Real[i] - (spectral.Real[i] * dx);
            sum += weights[i] * x.Real[i];
        }

        y.Real[n] = sum;
    }
}
