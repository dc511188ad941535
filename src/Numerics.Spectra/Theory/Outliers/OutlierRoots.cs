using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.Spectra.Analysis;
using Numerics.Spectra.Theory.Bulk.Laws;

namespace Numerics.Spectra.Theory.Outliers;

/// <summary>
/// The zeros of det D in the strength theta, with the least factorizations: every factorization gives the count of roots above and the determinant.
/// </summary>
/// <remarks>
/// Few roots are isolated by bisection on the count and refined by Brent's method. Many roots come all at once from the companion matrix; a root is
/// taken from there only if the count falls by one between two points close by on its two sides, and one secant of det D between them removes what geev
/// left of error; the others are bisected between confirmed neighbours. So the count never rests on a tolerance of the companion matrix, nor the
/// value on geev. No allocation per factorization.
/// <para>Source: derived here, docs/nonlinear-mup.md, section 3a; inertia by J. R. Bunch and L. Kaufman, Math. Comput. 31 (1977) 163; R. P. Brent, Algorithms for Minimization without Derivatives (1973), chapter 4.</para>
/// </remarks>
internal sealed class OutlierRoots(Lapack lapack, OutlierBlocks blocks, BulkResolvent bulk, SymmetricIndefinite factorization)
{
    /// <summary>
    /// Relative half-width of the bracket that confirms a root of the companion matrix: above the error of geev (1e-13 to 1e-12 at order 160), and small
    /// enough that the secant's error, its square over the distance to the next root, is rounding.
    /// </summary>
    private const double Confirmation = 1e-11;

    private const double RootTolerance = 1e-14;

    /// <summary>
    /// Roots from which the companion matrix is cheaper. Measured with oneMKL at orders 80 to 320: its eigenvalues cost 20 to 25 factorizations and each
    /// confirmation 2; a root by bisection and Brent costs 10 to 24.
    /// </summary>
    private const int CompanionFrom = 2;

    private readonly List<double> found = [];
    private int factorizations;
    private int fromCompanion;

    /// <summary>theta of every root above the edge, descending.</summary>
    public (double[] Strengths, OutlierRootEvidence Evidence) Find(double edgeStrength)
    {
        if (blocks.Order == 0)
        {
            return ([], new(0, 0, 0, "nothing was asked of the matrix"));
        }

        Sample low = At(edgeStrength);
        int count = low.Above;
        string reason = count == 0 ? "no negative eigenvalue at the edge" : "one root: bisection is cheaper than the companion matrix";
        if (count > 0)
        {
            Sample high = At(Math.Max(edgeStrength, blocks.StrengthBound(bulk)));
            if (count < CompanionFrom)
            {
                Isolate(low, high);
            }
            else
            {
                FromCompanion(low, high);
                reason = $"{count} roots: the companion matrix is cheaper than bisection from {CompanionFrom}; inertia confirms {fromCompanion}";
            }
        }

        found.Sort((x, y) => y.CompareTo(x));
        return ([.. found], new(count, fromCompanion, factorizations, reason));
    }

    /// <summary>Number of roots above theta.</summary>
    public int CountAbove(double theta) => At(theta).Above;

    /// <summary>Takes every root of the companion matrix that the inertia confirms; what lies between confirmed ones is bisected.</summary>
    private void FromCompanion(Sample low, Sample high)
    {
        double[] candidates = OutlierCompanion.SquaredStrengths(lapack, blocks, bulk, OutlierCompanion.RealTolerance);
        Sample upper = high;
        foreach (double x in candidates)
        {
            double theta = Math.Sqrt(x);
            (double below, double above) = (theta * (1 - Confirmation), theta * (1 + Confirmation));
            if (below <= low.Theta || above >= upper.Theta)
            {
                continue;
            }

            (Sample under, Sample over) = (At(below), At(above));
            if (under.Above != over.Above + 1 || Math.Sign(under.Determinant) * Math.Sign(over.Determinant) >= 0)
            {
                continue;
            }

            Isolate(over, upper);
            found.Add(below + ((above - below) * under.Determinant / (under.Determinant - over.Determinant)));
            fromCompanion++;
            upper = under;
        }

        Isolate(low, upper);
    }

    /// <summary>Splits the interval until each part has one root, or roots too close to tell apart.</summary>
    private void Isolate(Sample low, Sample high)
    {
        int inside = low.Above - high.Above;
        if (inside <= 0)
        {
            return;
        }

        if (inside == 1 && TryRefine(low, high, out double root))
        {
            found.Add(root);
            return;
        }

        double theta = 0.5 * (low.Theta + high.Theta);
        if (high.Theta - low.Theta <= RootTolerance * high.Theta)
        {
            found.AddRange(Enumerable.Repeat(theta, inside));
            return;
        }

        Sample middle = At(theta);
        Isolate(middle, high);
        Isolate(low, middle);
    }

    /// <summary>One simple zero of det D in the bracket: Brent's method; refuses if rounding hides the change of sign.</summary>
    private bool TryRefine(Sample low, Sample high, out double root)
    {
        bool bracketed = Math.Sign(low.Determinant) * Math.Sign(high.Determinant) < 0;
        root = bracketed
            ? BracketedRoot.Find(theta => At(theta).Determinant, low.Theta, low.Determinant, high.Theta, high.Determinant, RootTolerance)
            : double.NaN;
        return bracketed;
    }

    /// <summary>det D/z^n, the growth of the unperturbed directions taken out; never rounded to zero, so that its sign is that of det D.</summary>
    private Sample At(double theta)
    {
        factorizations++;
        double x = theta * theta;
        double z = bulk.SingularValue(x);
        (double gL, double gR) = bulk.AtSquaredStrength(x);
        blocks.Fill(factorization.Matrix, z, gL, gR);
        PivotSigns signs = factorization.Factor();
        double logarithm = Math.Clamp(signs.LogAbsoluteDeterminant - (blocks.Order * Math.Log(z)), -700, 300);
        return new Sample(theta, signs.Negative, signs.DeterminantSign * Math.Exp(logarithm));
    }

    /// <summary>What one factorization tells at theta.</summary>
    private readonly record struct Sample(double Theta, int Above, double Determinant);
}
