using System.Text.RegularExpressions;

namespace Numerics.Architecture.Tests.Rules;

/// <summary>No file names a folder of somebody's machine: home folders, temporary folders, drives.</summary>
internal static partial class MachinePaths
{
    public static IEnumerable<string> Violations(IEnumerable<SourceText> files) =>
        from file in files
        from line in file.Lines.Select((text, index) => (text, number: index + 1))
        let match = Absolute().Match(line.text)
        where match.Success
        select $"{file.Path}({line.number}): the path '{match.Value}' exists on one machine only.";

    [GeneratedRegex(@"(?<![\w.~$}>*/-])/(home|root|tmp|Users|work|private|var/tmp|mnt|media)/[\w.$-]+|\b[A-Z]:\\\w+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Absolute();
}
