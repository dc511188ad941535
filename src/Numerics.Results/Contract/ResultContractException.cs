namespace Numerics.Results.Contract;

/// <summary>A result breaks what every result must hold: before writing a bug upstream, after reading a file that was changed or damaged.</summary>
/// <param name="message">One sentence that names the place and the value.</param>
public sealed class ResultContractException(string message) : InvalidOperationException(message);
