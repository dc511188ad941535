namespace Numerics.Studies.Inputs.Checkpoints;

/// <summary>How stored integers q become numbers: scale (q - zero point), for the whole tensor or for each place along one side.</summary>
/// <param name="Scales">One scale, or one for each place along the side.</param>
/// <param name="ZeroPoints">As many zero points.</param>
/// <param name="Axis">The side, from 0; of no meaning with one scale.</param>
public sealed record Dequantisation(IReadOnlyList<double> Scales, IReadOnlyList<double> ZeroPoints, int Axis)
{
    /// <summary>Mean square of the rounding to whole steps, scale^2/12.</summary>
    internal double Noise => Scales.Average(scale => scale * scale) / 12;

    /// <summary>Turns numbers of a tensor in row-major order.</summary>
    /// <param name="shape">Sides of the tensor.</param>
    /// <param name="start">Place of the first number.</param>
    /// <param name="values">Integers, replaced by the numbers.</param>
    internal void Apply(IReadOnlyList<long> shape, long start, Span<double> values)
    {
        long inner = 1;
        for (int side = shape.Count - 1; side > Axis && Scales.Count > 1; side--)
        {
            inner *= shape[side];
        }

        for (int i = 0; i < values.Length; i++)
        {
            int place = Scales.Count == 1 ? 0 : (int)((start + i) / inner % Scales.Count);
            values[i] = Scales[place] * (values[i] - ZeroPoints[place]);
        }
    }
}
