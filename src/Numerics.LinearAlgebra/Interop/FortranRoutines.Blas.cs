namespace Numerics.LinearAlgebra.Interop;

/// <content>Products.</content>
internal sealed unsafe partial class FortranRoutines<T>
{
    private readonly GemmSignature gemm;
    private readonly GemvSignature gemv;
    private readonly SyrkSignature syrk;

    /// <summary>Whether the rank-k update is exported; <see cref="Gemm"/> replaces it at twice the operations.</summary>
    public bool HasSyrk => syrk is not null;

    /// <summary>C = alpha op(A) op(B) + beta C with op(A) m x k, op(B) k x n.</summary>
    public void Gemm(char transA, char transB, int m, int n, int k, T alpha, T* a, int lda, T* b, int ldb, T beta, T* c, int ldc)
    {
        byte ta = (byte)transA, tb = (byte)transB;
        gemm(&ta, &tb, &m, &n, &k, &alpha, a, &lda, b, &ldb, &beta, c, &ldc, 1, 1);
    }

    /// <summary>y = alpha op(A) x + beta y with A m x n, unit strides.</summary>
    public void Gemv(char trans, int m, int n, T alpha, T* a, int lda, T* x, T beta, T* y)
    {
        byte t = (byte)trans;
        int stride = 1;
        gemv(&t, &m, &n, &alpha, a, &lda, x, &stride, &beta, y, &stride, 1);
    }

    /// <summary>Triangle of C = alpha A A^T + beta C ('N', A n x k) or alpha A^T A + beta C ('T', A k x n).</summary>
    public void Syrk(char uplo, char trans, int n, int k, T alpha, T* a, int lda, T beta, T* c, int ldc)
    {
        byte u = (byte)uplo, t = (byte)trans;
        syrk(&u, &t, &n, &k, &alpha, a, &lda, &beta, c, &ldc, 1, 1);
    }
}
