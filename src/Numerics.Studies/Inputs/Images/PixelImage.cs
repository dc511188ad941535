using Numerics.Spectra.Models;

namespace Numerics.Studies.Inputs.Images;

/// <summary>A square of pixels whose centres fill [-1, 1] x [-1, 1] up to the border, with bilinear values between them.</summary>
/// <param name="values">Row after row, in [-1, 1].</param>
/// <param name="side">Rows, and columns; at least 2.</param>
internal sealed class PixelImage(double[] values, int side) : TargetImage
{
    private const double DigitWhite = 16;

    /// <summary>A three of the set "Optical Recognition of Handwritten Digits" (E. Alpaydin, C. Kaynak, UCI 1998, CC BY 4.0): its fourth row, 8 x 8, 0 to 16.</summary>
    private static ReadOnlySpan<byte> Three =>
    [
        0, 0, 7, 15, 13, 1, 0, 0,
        0, 8, 13, 6, 15, 4, 0, 0,
        0, 2, 1, 13, 13, 0, 0, 0,
        0, 0, 2, 15, 11, 1, 0, 0,
        0, 0, 0, 1, 12, 12, 1, 0,
        0, 0, 0, 0, 1, 10, 8, 0,
        0, 0, 8, 4, 5, 14, 9, 0,
        0, 0, 7, 13, 13, 9, 0, 0,
    ];

    /// <summary>A handwritten three.</summary>
    public static PixelImage OfDigit() => new([.. Three.ToArray().Select(grey => (2 * grey / DigitWhite) - 1)], 8);

    /// <inheritdoc/>
    public override double[] At(IReadOnlyList<PlanePoint> points) => [.. points.Select(point =>
    {
        (int row, double down) = Place(point.First);
        (int column, double across) = Place(point.Second);
        double upper = ((1 - across) * values[(row * side) + column]) + (across * values[(row * side) + column + 1]);
        double lower = ((1 - across) * values[((row + 1) * side) + column]) + (across * values[((row + 1) * side) + column + 1]);
        return ((1 - down) * upper) + (down * lower);
    })];

    /// <summary>The pixel before a coordinate, and how far the coordinate is on the way to the next one.</summary>
    private (int Pixel, double Part) Place(double coordinate)
    {
        double place = Math.Clamp((coordinate + 1) * (side - 1) / 2, 0, side - 1);
        // Grid points that coincide with pixels take their value to the last bit.
        double nearest = Math.Round(place);
        place = Math.Abs(place - nearest) < 1e-9 ? nearest : place;
        int pixel = Math.Min((int)place, side - 2);
        return (pixel, place - pixel);
    }
}
