namespace Numerics.Studies.Contract;

/// <summary>A value of a configuration that is a size of several numbers (a pair of populations): a parameter of such a type, marked <see cref="ParameterAttribute.IsSize"/>, takes a list of them as a ladder.</summary>
public interface ILadderSize
{
    /// <summary>The number that the ladder is ordered by and that its axis shows: the total.</summary>
    double Total { get; }
}
