namespace Numerics.Studies.Contract;

/// <summary>What is said of a study before anything is run.</summary>
/// <param name="Name">Name on the command line, kebab-case.</param>
/// <param name="Summary">One line.</param>
/// <param name="StreamId">Number that keys this study's random streams; never reused.</param>
/// <param name="Citation">BibTeX of what to cite.</param>
public sealed record StudyCard(string Name, string Summary, uint StreamId, string Citation);
