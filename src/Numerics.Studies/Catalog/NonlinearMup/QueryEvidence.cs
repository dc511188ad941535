using System.Globalization;
using Numerics.Spectra.Theory.Outliers;

namespace Numerics.Studies.Catalog.NonlinearMup;

/// <summary>What the bases of one hidden matrix rest on: how many vectors were asked, how many directions they have, and the largest part that was left out.</summary>
/// <param name="Queries">Vectors asked, from both sides.</param>
/// <param name="Right">Directions of the features.</param>
/// <param name="Left">Directions of the gradients.</param>
/// <param name="LeftOut">Largest part of a vector left out, over its norm.</param>
internal readonly record struct QueryEvidence(int Queries, int Right, int Left, double LeftOut)
{
    /// <summary>Reads it off a history.</summary>
    public static QueryEvidence Of(HiddenLayerHistory history) => new(
        history.Features.Count + history.Gradients.Count,
        history.Features.Rank,
        history.Gradients.Rank,
        Math.Max(history.Features.LargestLeftOut, history.Gradients.LargestLeftOut));

    /// <summary>The larger numbers of both.</summary>
    public static QueryEvidence Larger(QueryEvidence a, QueryEvidence b) =>
        new(Math.Max(a.Queries, b.Queries), Math.Max(a.Right, b.Right), Math.Max(a.Left, b.Left), Math.Max(a.LeftOut, b.LeftOut));

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Right} of the features and {Left} of the gradients for {Queries} vectors asked; largest part left out {LeftOut:0.#e+0} of a vector");
}
