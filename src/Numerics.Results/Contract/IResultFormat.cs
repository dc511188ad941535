using Numerics.Results.Files;
using Numerics.Studies.Records;

namespace Numerics.Results.Contract;

/// <summary>One way of writing a result to disk. Implementers are listed in <see cref="ResultFormats.All"/>.</summary>
public interface IResultFormat
{
    /// <summary>Short lower-case name, for example <c>json</c>.</summary>
    string Name { get; }

    /// <summary>Writes the result below a run directory; files of the same name are replaced as a whole or not at all.</summary>
    /// <param name="result">What to write.</param>
    /// <param name="directory">Existing run directory.</param>
    /// <returns>Paths of the files written, below <paramref name="directory"/>.</returns>
    /// <exception cref="InvalidOperationException">A number is not finite or an array does not fit its axes: a bug upstream.</exception>
    /// <exception cref="ResultFileException">The files cannot be written.</exception>
    IReadOnlyList<string> Write(RunResult result, string directory);
}
