using Numerics.Studies.Contract;

namespace Numerics.Studies.Tests.Contract;

public sealed class WorkProgressTests
{
    private readonly List<double> told = [];

    private readonly WorkProgress whole;

    public WorkProgressTests() => whole = new WorkProgress(told.Add);

    [Fact]
    public void Fractions_are_kept_between_0_and_1()
    {
        foreach (double fraction in (double[])[-1, 0.25, 7])
        {
            whole.Report(fraction);
        }

        Assert.Equal([0, 0.25, 1], told);
    }

    [Fact]
    public void Parts_follow_each_other_and_the_last_takes_what_is_left()
    {
        WorkProgress first = whole.Part(0.5);
        first.Report(0);
        first.Report(0.5);
        first.Report(1);
        WorkProgress second = whole.Part(0.25);
        second.Report(0.5);
        WorkProgress last = whole.Part(1);
        last.Report(0);
        last.Report(1);
        Assert.Equal([0, 0.25, 0.5, 0.625, 0.75, 1], told);
    }

    [Fact]
    public void Parts_of_parts_share_their_share()
    {
        whole.Part(0.5).Report(1);
        WorkProgress half = whole.Part(0.5);
        half.Part(0.5).Report(1);
        half.Part(0.5).Report(0.5);
        Assert.Equal([0.5, 0.75, 0.875], told);
    }

    [Fact]
    public void Pieces_worked_on_at_the_same_time_count_equally()
    {
        WorkProgress[] pieces = whole.Split(4);
        pieces[2].Report(1);
        pieces[0].Report(0.5);
        pieces[2].Report(1);
        pieces[1].Part(0.5).Report(1);
        Assert.Equal([0.25, 0.375, 0.375, 0.5], told);
    }

    [Fact]
    public void Threads_do_not_lose_a_piece()
    {
        double last = 0;
        Parallel.ForEach(new WorkProgress(fraction => last = fraction).Split(64), piece => piece.Report(1));
        Assert.Equal(1, last);
    }
}
