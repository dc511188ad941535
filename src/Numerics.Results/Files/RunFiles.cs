namespace Numerics.Results.Files;

/// <summary>Names of the files in the directory of a run (docs/results-format.md).</summary>
public static class RunFiles
{
    /// <summary>Manifest, written first.</summary>
    public const string Manifest = "manifest.json";

    /// <summary>Folder of the replica files.</summary>
    public const string ReplicaFolder = "replicas";

    /// <summary>The result as JSON.</summary>
    public const string Json = "result.json";

    /// <summary>The result as HDF5.</summary>
    public const string Hdf5 = "result.h5";

    /// <summary>The result as a long table.</summary>
    public const string Parquet = "result.parquet";

    /// <summary>The result as a page to read.</summary>
    public const string Report = "report.html";

    /// <summary>Folder of the figures.</summary>
    public const string FigureFolder = "figures";

    /// <summary>Folder of the weights, where they were asked for.</summary>
    public const string WeightFolder = "weights";

    /// <summary>Name of the figure that shows how an observable approaches its limit, without extension.</summary>
    public static string FiniteSizeFigure(string observable) => $"finite-size-{observable}";

    /// <summary>Name of the file of one replica, for example <c>replica-000012.h5</c>.</summary>
    public static string Replica(int replica) => $"replica-{replica:D6}.h5";

    /// <summary>Name of the file of what an unfinished replica keeps of itself, for example <c>replica-000012-point-3.state</c>.</summary>
    /// <param name="replica">Replica.</param>
    /// <param name="part">Its part; empty for the whole.</param>
    public static string ReplicaState(int replica, string part) => $"replica-{replica:D6}{(part.Length == 0 ? "" : "-")}{part}.state";

    /// <summary>Pattern of such files of one replica.</summary>
    public static string ReplicaStates(int replica) => $"replica-{replica:D6}*.state";
}
