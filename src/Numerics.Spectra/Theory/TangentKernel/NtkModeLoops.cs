namespace Numerics.Spectra.Theory.TangentKernel;

/// <summary>What the history of training feeds back to one covariance mode: from its component d or e (second letter) to the source of its component d or e (first letter).</summary>
/// <remarks>Source: derived here, docs/deep-linear.md, section 4.</remarks>
internal readonly record struct NtkModeLoops(double DD, double DE, double ED, double EE);
