using Numerics.Results;
using Numerics.Studies.Records;

namespace Numerics.Runner.Execution;

/// <summary>A run after it was written.</summary>
/// <param name="Result">What came out.</param>
/// <param name="Directory">Where it is.</param>
/// <param name="Signal">Signal that ended it early, or null.</param>
internal sealed record FinishedRun(RunResult Result, ResultDirectory Directory, string? Signal);
