namespace Numerics.LinearAlgebra.Interop;

/// <content>Eigenvalues and singular values.</content>
internal sealed unsafe partial class FortranRoutines<T>
{
    private readonly SyevdSignature syevd;
    private readonly GesddSignature gesdd;
    private readonly GeevSignature geev;

    /// <summary>Symmetric eigenproblem, divide and conquer.</summary>
    public int Syevd(char job, char uplo, int n, T* a, int lda, T* values, T* work, int lwork, int* iwork, int liwork)
    {
        byte j = (byte)job, u = (byte)uplo;
        int info = 0;
        syevd(&j, &u, &n, a, &lda, values, work, &lwork, iwork, &liwork, &info, 1, 1);
        return info;
    }

    /// <summary>Singular values, divide and conquer.</summary>
    public int Gesdd(char job, int m, int n, T* a, int lda, T* s, T* u, int ldu, T* vt, int ldvt, T* work, int lwork, int* iwork)
    {
        byte j = (byte)job;
        int info = 0;
        gesdd(&j, &m, &n, a, &lda, s, u, &ldu, vt, &ldvt, work, &lwork, iwork, &info, 1);
        return info;
    }

    /// <summary>Eigenvalues of a general matrix, no vectors.</summary>
    public int GeevValues(int n, T* a, int lda, T* real, T* imaginary, T* work, int lwork)
    {
        byte no = (byte)'N';
        int info = 0, one = 1;
        T unused = default;
        geev(&no, &no, &n, a, &lda, real, imaginary, &unused, &one, &unused, &one, work, &lwork, &info, 1, 1);
        return info;
    }

    /// <summary>Eigenvalues of a general matrix with right vectors, packed as LAPACK says: a pair has the real and the imaginary part in two columns.</summary>
    public int GeevVectors(int n, T* a, int lda, T* real, T* imaginary, T* right, int ldr, T* work, int lwork)
    {
        byte no = (byte)'N', yes = (byte)'V';
        int info = 0, one = 1;
        T unused = default;
        geev(&no, &yes, &n, a, &lda, real, imaginary, &unused, &one, right, &ldr, work, &lwork, &info, 1, 1);
        return info;
    }
}
