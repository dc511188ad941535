namespace Numerics.Spectra.Theory.TangentKernel;

/// <summary>Solution of the scalar system of the NTK at one lambda above its bulk.</summary>
/// <param name="Sample">m = alpha R_p.</param>
/// <param name="Input">g = G^1 + sigma_0^2 r^y_1.</param>
/// <param name="Feature">r^h_0 .. r^h_{L-1}.</param>
/// <param name="Gradient">r^y_1 .. r^y_L, index 0 .. L-1.</param>
internal sealed record NtkResolvent(double Sample, double Input, double[] Feature, double[] Gradient);
