using Numerics.Spectra.Models;

namespace Numerics.Studies.Inputs.Images;

/// <summary>A grey-scale image on [-1, 1] x [-1, 1] with values in [-1, 1] that can be asked at any point: a formula, or pixels with bilinear values between them.</summary>
/// <remarks>Built-in images are the same bits on every machine: their values come from sums, products and comparisons, and sines of the lanes of the kernels.</remarks>
public abstract class TargetImage
{
    /// <summary>Name of the image of shapes.</summary>
    public const string Shapes = "shapes";

    /// <summary>Name of the image of overlapping disks.</summary>
    public const string DeadLeaves = "deadLeaves";

    /// <summary>Name of the handwritten digit.</summary>
    public const string Digit = "digit";

    /// <summary>The names of the built-in images.</summary>
    public static IReadOnlyList<string> BuiltIn { get; } = [Shapes, DeadLeaves, Digit];

    /// <summary>The image of a name, or of a PNG file.</summary>
    /// <param name="name">One of <see cref="BuiltIn"/>, or a path.</param>
    /// <param name="baseDirectory">Folder that relative paths refer to.</param>
    /// <exception cref="InputFileException">The file cannot be used.</exception>
    public static TargetImage Of(string name, string baseDirectory) => name switch
    {
        Shapes => new ShapesImage(),
        DeadLeaves => new DeadLeavesImage(),
        Digit => PixelImage.OfDigit(),
        _ => PngImage.Read(name, Path.Combine(baseDirectory, name)),
    };

    /// <summary>Values at points.</summary>
    public abstract double[] At(IReadOnlyList<PlanePoint> points);
}
