namespace Numerics.Studies.Contract;

/// <summary>How far a piece of work is. A study reports fractions of the piece in hand; pieces add up by their shares. Safe from any thread.</summary>
public sealed class WorkProgress
{
    private readonly Action<double> report;
    private double begun;

    /// <summary>The whole of a work.</summary>
    /// <param name="report">Told the fraction done, 0 to 1.</param>
    public WorkProgress(Action<double> report) => this.report = report;

    /// <summary>The fraction of this piece that is done.</summary>
    public void Report(double fraction) => report(Math.Clamp(fraction, 0, 1));

    /// <summary>The next piece: it begins where the last one ended.</summary>
    /// <param name="share">Its share of this one; 1 or more takes all that is left.</param>
    public WorkProgress Part(double share)
    {
        double start = begun;
        begun = Math.Min(1, begun + share);
        double width = begun - start;
        return new WorkProgress(fraction => Report(start + (width * fraction)));
    }

    /// <summary>Equal pieces that are worked on at the same time.</summary>
    public WorkProgress[] Split(int count)
    {
        double[] fractions = new double[count];
        Lock gate = new();
        return [.. Enumerable.Range(0, count).Select(piece => new WorkProgress(fraction =>
        {
            lock (gate)
            {
                fractions[piece] = fraction;
                Report(fractions.Average());
            }
        }))];
    }
}
