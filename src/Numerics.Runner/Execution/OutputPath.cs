namespace Numerics.Runner.Execution;

/// <summary>Where a run writes if <c>--out</c> does not say.</summary>
internal static class OutputPath
{
    /// <summary><c>results/&lt;name&gt;-&lt;yyyyMMdd-HHmmss&gt;</c> (UTC) below the current directory, numbered if that exists: never one that is there.</summary>
    public static string Default(string name)
    {
        string path = Path.Combine("results", $"{name}-{DateTimeOffset.UtcNow:yyyyMMdd-HHmmss}");
        string candidate = path;
        for (int number = 2; Path.Exists(candidate); number++)
        {
            candidate = $"{path}-{number}";
        }

        return candidate;
    }
}
