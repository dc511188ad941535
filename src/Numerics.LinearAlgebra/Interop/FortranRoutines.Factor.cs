namespace Numerics.LinearAlgebra.Interop;

/// <content>Triangular and orthogonal factorizations.</content>
internal sealed unsafe partial class FortranRoutines<T>
{
    private readonly PotrfSignature potrf;
    private readonly GetrfSignature getrf;
    private readonly GetrsSignature getrs;
    private readonly GeqrfSignature geqrf;
    private readonly OrgqrSignature orgqr;
    private readonly SytrfSignature sytrf;
    private readonly SytrsSignature sytrs;

    /// <summary>Cholesky.</summary>
    public int Potrf(char uplo, int n, T* a, int lda)
    {
        byte u = (byte)uplo;
        int info = 0;
        potrf(&u, &n, a, &lda, &info, 1);
        return info;
    }

    /// <summary>LU with row pivots.</summary>
    public int Getrf(int m, int n, T* a, int lda, int* pivots)
    {
        int info = 0;
        getrf(&m, &n, a, &lda, pivots, &info);
        return info;
    }

    /// <summary>LU with integers in zero-extended 64-bit slots: a library with 64-bit integers then does no harm, and shows itself in the pivots.</summary>
    public int GetrfPadded(long m, long n, T* a, long lda, int* pivots)
    {
        long info = 0;
        getrf((int*)&m, (int*)&n, a, (int*)&lda, pivots, (int*)&info);
        return (int)info;
    }

    /// <summary>Solves with an LU factorization.</summary>
    public int Getrs(char trans, int n, int rightSides, T* a, int lda, int* pivots, T* b, int ldb)
    {
        byte t = (byte)trans;
        int info = 0;
        getrs(&t, &n, &rightSides, a, &lda, pivots, b, &ldb, &info, 1);
        return info;
    }

    /// <summary>Householder QR.</summary>
    public int Geqrf(int m, int n, T* a, int lda, T* tau, T* work, int lwork)
    {
        int info = 0;
        geqrf(&m, &n, a, &lda, tau, work, &lwork, &info);
        return info;
    }

    /// <summary>First n columns of the orthogonal factor from k reflectors.</summary>
    public int Orgqr(int m, int n, int k, T* a, int lda, T* tau, T* work, int lwork)
    {
        int info = 0;
        orgqr(&m, &n, &k, a, &lda, tau, work, &lwork, &info);
        return info;
    }

    /// <summary>Symmetric indefinite factorization of Bunch and Kaufman.</summary>
    public int Sytrf(char uplo, int n, T* a, int lda, int* pivots, T* work, int lwork)
    {
        byte u = (byte)uplo;
        int info = 0;
        sytrf(&u, &n, a, &lda, pivots, work, &lwork, &info, 1);
        return info;
    }

    /// <summary>Solves with the factorization of <see cref="Sytrf"/>.</summary>
    public int Sytrs(char uplo, int n, int rightSides, T* a, int lda, int* pivots, T* b, int ldb)
    {
        byte u = (byte)uplo;
        int info = 0;
        sytrs(&u, &n, &rightSides, a, &lda, pivots, b, &ldb, &info, 1);
        return info;
    }
}
