using Numerics.LinearAlgebra.Evidence;
using Numerics.LinearAlgebra.Interop;

namespace Numerics.LinearAlgebra.Dense;

/// <summary>Turns LAPACK's info into evidence.</summary>
internal static class LapackInfo
{
    /// <summary>Evidence for a call; <paramref name="positive"/> is what a positive info means for the routine.</summary>
    /// <exception cref="InvalidOperationException">Negative info: an argument of ours was wrong.</exception>
    public static FactorizationEvidence Evidence(Lapack lapack, string routine, int info, Outcome positive) => info switch
    {
        0 => new(routine, lapack.Name, 0, Outcome.Ok),
        > 0 => new(routine, lapack.Name, info, positive),
        _ => throw Refused(lapack, routine, info),
    };

    /// <summary>For routines that can only refuse an argument: no evidence, no allocation.</summary>
    /// <exception cref="InvalidOperationException">An argument of ours was wrong.</exception>
    public static void RequireAccepted(Lapack lapack, string routine, int info)
    {
        if (info != 0)
        {
            throw Refused(lapack, routine, info);
        }
    }

    private static InvalidOperationException Refused(Lapack lapack, string routine, int info) =>
        new($"{routine} of provider {lapack.Name} refuses its argument {-info}; this is a defect of the caller inside this library, report it.");

    /// <summary>Evidence for a matrix without elements, where nothing is called.</summary>
    public static FactorizationEvidence Empty(Lapack lapack) => new("none (empty matrix)", lapack.Name, 0, Outcome.Ok);
}
