namespace Numerics.Spectra.Theory.TangentKernel;

/// <summary>Place of a vector in a <see cref="ChainSystem"/>.</summary>
/// <param name="Group">0 or 1.</param>
/// <param name="Slot">Position in the group.</param>
internal readonly record struct ChainSlot(int Group, int Slot);
