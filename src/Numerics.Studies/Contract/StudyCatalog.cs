namespace Numerics.Studies.Contract;

/// <summary>Studies that can be run, by name.</summary>
/// <param name="studies">Studies in the order in which they are listed.</param>
public sealed class StudyCatalog(IReadOnlyList<IStudy> studies)
{
    /// <summary>Studies in the order in which they are listed.</summary>
    public IReadOnlyList<IStudy> Studies { get; } = studies;

    /// <summary>Names in the same order.</summary>
    public IReadOnlyList<string> Names { get; } = studies.Select(study => study.Card.Name).ToArray();

    /// <summary>The study of that name.</summary>
    /// <param name="name">Name, exactly as listed.</param>
    /// <param name="origin">Where the name was read, for the message.</param>
    /// <exception cref="ConfigurationException">No such study; the message names the nearest one.</exception>
    public IStudy Find(string name, string origin = "command line")
        => Studies.FirstOrDefault(study => study.Card.Name == name)
            ?? throw new ConfigurationException(origin, "study", $"There is no study '{name}'.{NearestName.Suggestion(name, Names)}");
}
