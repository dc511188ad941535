using System.Numerics;

namespace Numerics.Spectra.Analysis;

/// <summary>Solves A x = b for an operator on complex vectors by the generalised minimal residual method with restarts.</summary>
/// <remarks>
/// <para>Arnoldi basis by modified Gram-Schmidt, Givens rotations on the Hessenberg matrix. The residual is that of the recurrence.</para>
/// <para>Source: Y. Saad and M. H. Schultz, SIAM J. Sci. Stat. Comput. 7 (1986) 856.</para>
/// </remarks>
internal sealed class Gmres
{
    // Newton steps of every pencil tried needed 10 to 60 vectors; the limit bounds the memory.
    private const int Restart = 120;
    private const int MaximalCycles = 4;

    private readonly Action<PlanarVector, PlanarVector> apply;
    private readonly List<PlanarVector> basis = [];
    private readonly Complex[] column = new Complex[Restart + 1];
    private readonly Complex[,] hessenberg = new Complex[Restart + 1, Restart];
    private readonly double[] cosine = new double[Restart];
    private readonly Complex[] sine = new Complex[Restart];
    private readonly Complex[] right = new Complex[Restart + 1];

    private Gmres(Action<PlanarVector, PlanarVector> apply) => this.apply = apply;

    /// <summary>x with |A x - b| &lt;= tolerance |b|, or the best found; second value: the relative residual reached.</summary>
    public static (PlanarVector Solution, double Residual) Solve(Action<PlanarVector, PlanarVector> apply, PlanarVector b, double tolerance)
    {
        var solver = new Gmres(apply);
        var x = new PlanarVector(b.Length, b.IsReal);
        double norm = b.Norm();
        if (norm == 0)
        {
            return (x, 0);
        }

        PlanarVector residual = b.Clone();
        double reached = norm;
        for (int cycle = 0; cycle < MaximalCycles && reached > tolerance * norm; cycle++)
        {
            reached = solver.Cycle(residual, reached, tolerance * norm, x);
            if (cycle + 1 < MaximalCycles && reached > tolerance * norm)
            {
                apply(x, residual);
                residual.Scale(-1);
                residual.Add(1, b);
                reached = residual.Norm();
            }
        }

        return (x, reached / norm);
    }

    /// <summary>One cycle from the residual <paramref name="start"/>; adds the correction to <paramref name="x"/>, returns the new residual norm.</summary>
    private double Cycle(PlanarVector start, double norm, double target, PlanarVector x)
    {
        int limit = Math.Min(Restart, start.Length);
        Basis(0, start).CopyFrom(start);
        basis[0].Scale(1 / norm);
        Array.Clear(right);
        right[0] = norm;
        int used = 0;
        while (used < limit && Complex.Abs(right[used]) > target)
        {
            (double next, double length) = Expand(used, start);
            Rotate(used, next);
            used++;
            if (next <= 1e-14 * length)
            {
                break; // the space is exhausted: further vectors would be rounding
            }
        }

        Correct(used, x);
        return Complex.Abs(right[used]);
    }

    /// <summary>Adds a vector; returns its length after and before orthogonalisation.</summary>
    private (double Next, double Length) Expand(int j, PlanarVector like)
    {
        PlanarVector w = Basis(j + 1, like);
        apply(basis[j], w);
        double length = w.Norm();
        for (int i = 0; i <= j; i++)
        {
            column[i] = basis[i].Dot(w);
            w.Add(-column[i], basis[i]);
        }

        double norm = w.Norm();
        if (norm > 0)
        {
            w.Scale(1 / norm);
        }

        return (norm, length);
    }

    private void Rotate(int j, double next)
    {
        for (int i = 0; i < j; i++)
        {
            Complex upper = (cosine[i] * column[i]) + (sine[i] * column[i + 1]);
            column[i + 1] = (cosine[i] * column[i + 1]) - (Complex.Conjugate(sine[i]) * column[i]);
            column[i] = upper;
        }

        double modulus = Complex.Abs(column[j]);
        double r = Math.Sqrt((modulus * modulus) + (next * next));
        cosine[j] = r == 0 ? 1 : modulus / r;
        sine[j] = r == 0 ? 0 : modulus == 0 ? 1 : column[j] / modulus * (next / r);
        column[j] = modulus == 0 ? r : column[j] / modulus * r;
        right[j + 1] = -Complex.Conjugate(sine[j]) * right[j];
        right[j] *= cosine[j];
        for (int i = 0; i <= j; i++)
        {
            hessenberg[i, j] = column[i];
        }
    }

    private void Correct(int used, PlanarVector x)
    {
        var y = new Complex[used];
        for (int i = used - 1; i >= 0; i--)
        {
            Complex sum = right[i];
            for (int k = i + 1; k < used; k++)
            {
                sum -= hessenberg[i, k] * y[k];
            }

            y[i] = hessenberg[i, i] == Complex.Zero ? 0 : sum / hessenberg[i, i];
        }

        for (int i = 0; i < used; i++)
        {
            x.Add(y[i], basis[i]);
        }
    }

    private PlanarVector Basis(int index, PlanarVector like)
    {
        if (index == basis.Count)
        {
            basis.Add(new PlanarVector(like.Length, like.IsReal));
        }

        return basis[index];
    }
}
