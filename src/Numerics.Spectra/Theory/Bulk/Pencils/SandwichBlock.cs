using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.Spectra.Theory.Bulk.Pencils;

/// <summary>One block of the equation: inverts a complex matrix M and multiplies others by the inverse F on both sides, F S F.</summary>
/// <remarks>
/// <code>
/// [[Re M, -Im M],[Im M, Re M]] [Re F; Im F] = [1; 0]        F S F by real products of the planes
/// </code>
/// <para>Real matrices have one plane and a quarter of the products.</para>
/// <para>Source: derived here, docs/bulk.md, section 2.</para>
/// </remarks>
internal sealed class SandwichBlock : IDisposable
{
    private readonly Lapack lapack;
    private readonly int order;
    private readonly bool isReal;
    private readonly DenseMatrix<double> factorReal;
    private readonly DenseMatrix<double> inputReal;
    private readonly DenseMatrix<double> middleReal;
    private readonly DenseMatrix<double> outputReal;
    private readonly DenseMatrix<double> factorImaginary;
    private readonly DenseMatrix<double> inputImaginary;
    private readonly DenseMatrix<double> middleImaginary;
    private readonly DenseMatrix<double> outputImaginary;

    public SandwichBlock(Lapack lapack, int order, bool isReal)
    {
        this.lapack = lapack;
        this.order = order;
        this.isReal = isReal;
        int other = isReal ? 0 : order;
        factorReal = new DenseMatrix<double>(order, order);
        inputReal = new DenseMatrix<double>(order, order);
        middleReal = new DenseMatrix<double>(order, order);
        outputReal = new DenseMatrix<double>(order, order);
        factorImaginary = new DenseMatrix<double>(other, other);
        inputImaginary = new DenseMatrix<double>(other, other);
        middleImaginary = new DenseMatrix<double>(other, other);
        outputImaginary = new DenseMatrix<double>(other, other);
    }

    /// <summary>Where M, later S, is written: real plane.</summary>
    public Span<double> InputReal => inputReal.AsSpan();

    /// <summary>Where M, later S, is written: imaginary plane.</summary>
    public Span<double> InputImaginary => inputImaginary.AsSpan();

    /// <summary>F = M^-1, kept and copied out; false if M is singular or not finite.</summary>
    public bool Invert(Span<double> real, Span<double> imaginary)
    {
        int size = isReal ? order : 2 * order;
        using var embedded = new DenseMatrix<double>(size, size);
        using var unit = new DenseMatrix<double>(size, order);
        for (int j = 0; j < order; j++)
        {
            inputReal.Column(j).CopyTo(embedded.Column(j));
            unit[j, j] = 1;
            for (int i = 0; !isReal && i < order; i++)
            {
                embedded[order + i, j] = inputImaginary[i, j];
                embedded[i, order + j] = -inputImaginary[i, j];
                embedded[order + i, order + j] = inputReal[i, j];
            }
        }

        if (!double.IsFinite(SpanProducts.Norm(embedded.AsSpan())) || !double.IsFinite(SpanProducts.Dot(embedded.AsSpan(), embedded.AsSpan())))
        {
            return false;
        }

        using LuFactorization<double> factorization = LinearSolve.Factor(lapack, embedded);
        if (!factorization.Evidence.Converged)
        {
            return false;
        }

        using DenseMatrix<double> solution = factorization.Solve(unit);
        for (int j = 0; j < order; j++)
        {
            solution.Column(j)[..order].CopyTo(factorReal.Column(j));
            if (!isReal)
            {
                solution.Column(j)[order..].CopyTo(factorImaginary.Column(j));
            }
        }

        factorReal.AsSpan().CopyTo(real);
        factorImaginary.AsSpan().CopyTo(imaginary);
        return true;
    }

    /// <summary>F S F with S in the input planes.</summary>
    public void Multiply(Span<double> real, Span<double> imaginary)
    {
        Product(factorReal, factorImaginary, inputReal, inputImaginary, middleReal, middleImaginary);
        Product(middleReal, middleImaginary, factorReal, factorImaginary, outputReal, outputImaginary);
        outputReal.AsSpan().CopyTo(real);
        outputImaginary.AsSpan().CopyTo(imaginary);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        factorReal.Dispose();
        inputReal.Dispose();
        middleReal.Dispose();
        outputReal.Dispose();
        factorImaginary.Dispose();
        inputImaginary.Dispose();
        middleImaginary.Dispose();
        outputImaginary.Dispose();
    }

    private void Product(
        DenseMatrix<double> aReal,
        DenseMatrix<double> aImaginary,
        DenseMatrix<double> bReal,
        DenseMatrix<double> bImaginary,
        DenseMatrix<double> cReal,
        DenseMatrix<double> cImaginary)
    {
        Gemm(aReal, bReal, 1, 0, cReal);
        if (!isReal)
        {
            Gemm(aImaginary, bImaginary, -1, 1, cReal);
            Gemm(aReal, bImaginary, 1, 0, cImaginary);
            Gemm(aImaginary, bReal, 1, 1, cImaginary);
        }
    }

    private void Gemm(DenseMatrix<double> a, DenseMatrix<double> b, double alpha, double beta, DenseMatrix<double> c) =>
        LinearAlgebra.Dense.Multiply.Into(lapack, transposeA: false, a, transposeB: false, b, alpha, beta, c, checkFinite: false);
}
