namespace Numerics.Studies.Records;

/// <summary>The version of everything written to disk or printed as JSON. It rises with every change of names or meaning.</summary>
public static class ResultSchema
{
    /// <summary>Current version.</summary>
    public const int Version = 3;
}
