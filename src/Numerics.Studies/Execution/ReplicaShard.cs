using System.Globalization;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Execution;

/// <summary>Shard i of n, counted from 1: the replicas whose index leaves the remainder i - 1 on division by n.</summary>
/// <param name="Number">i, from 1.</param>
/// <param name="Count">n.</param>
public sealed record ReplicaShard(int Number, int Count)
{
    /// <summary>Parses "i/n", or "slurm" for the place of this task in a Slurm job array.</summary>
    /// <exception cref="ConfigurationException">Not of that form, or not 1 &lt;= i &lt;= n.</exception>
    public static ReplicaShard Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text == SlurmAllocation.Word)
        {
            return SlurmAllocation.Current.Shard();
        }

        string[] parts = text.Split('/');
        if (parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            && number >= 1 && number <= count)
        {
            return new ReplicaShard(number, count);
        }

        throw new ConfigurationException("command line", "--shard", $"'{text}' is not of the form i/n with 1 <= i <= n, nor '{SlurmAllocation.Word}'.");
    }

    /// <summary>Indices of this shard's replicas, increasing.</summary>
    public IReadOnlyList<int> Replicas(int total)
        => [.. Enumerable.Range(0, total).Where(replica => replica % Count == Number - 1)];

    /// <summary>The first indices of this shard, increasing.</summary>
    /// <param name="number">How many.</param>
    public IEnumerable<int> First(int number) => Enumerable.Range(0, number).Select(i => Number - 1 + (i * Count));

    /// <inheritdoc/>
    public override string ToString() => $"{Number}/{Count}";
}
