using SkiaSharp;

namespace Numerics.Studies.Inputs.Images;

/// <summary>Reads a square, grey, opaque PNG.</summary>
internal static class PngImage
{
    /// <summary>Most pixels along a side: 64 million pixels take 256 MB while they are decoded and 512 MB as numbers.</summary>
    public const int MostPixels = 8192;

    /// <summary>The pixels of a file, 0 as -1 and white as 1, in 8 bits.</summary>
    /// <param name="name">The file as the user wrote it.</param>
    /// <param name="path">Where it is.</param>
    /// <exception cref="InputFileException">It cannot be used.</exception>
    public static PixelImage Read(string name, string path)
    {
        if (!File.Exists(path))
        {
            throw new InputFileException($"'{name}' is neither a built-in image ({string.Join(", ", TargetImage.BuiltIn)}) nor a file; give one of these or the path of a grey-scale PNG.");
        }

        if (BoundedFile.Refusal(path, BoundedFile.Data) is { } refusal)
        {
            throw new InputFileException($"'{name}' is not read: {refusal}");
        }

        using SKCodec? codec = Open(path);
        if (codec is null || codec.EncodedFormat != SKEncodedImageFormat.Png)
        {
            throw new InputFileException($"'{name}' is not a PNG; convert it to a grey-scale PNG.");
        }

        (int width, int height) = (codec.Info.Width, codec.Info.Height);
        if (width != height || width < 2)
        {
            throw new InputFileException($"'{name}' has {width} x {height} pixels; it must be a square of at least 2 x 2: cut or scale it.");
        }

        if (width > MostPixels)
        {
            throw new InputFileException($"'{name}' has {width} x {height} pixels, at most {MostPixels} x {MostPixels} are read; scale it down (imageSize says how many pixels are trained on).");
        }

        var info = new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        using var bitmap = new SKBitmap(info);
        if (codec.GetPixels(info, bitmap.GetPixels()) != SKCodecResult.Success)
        {
            throw new InputFileException($"'{name}' is a damaged or truncated PNG; write it again.");
        }

        return new PixelImage(Grey(name, bitmap.GetPixelSpan(), width), width);
    }

    private static SKCodec? Open(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            return SKCodec.Create(SKData.Create(stream));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputFileException($"'{path}' cannot be read: {exception.Message.TrimEnd('.')}.");
        }
    }

    private static double[] Grey(string name, ReadOnlySpan<byte> pixels, int side)
    {
        double[] values = new double[side * side];
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> pixel = pixels.Slice(4 * i, 4);
            if (pixel[0] != pixel[1] || pixel[1] != pixel[2])
            {
                throw new InputFileException($"'{name}' is not grey-scale: the pixel in row {i / side}, column {i % side} is ({pixel[0]}, {pixel[1]}, {pixel[2]}); convert it to grey.");
            }

            if (pixel[3] != byte.MaxValue)
            {
                throw new InputFileException($"'{name}' is transparent in row {i / side}, column {i % side}; remove its alpha channel.");
            }

            values[i] = (2 * pixel[0] / 255.0) - 1;
        }

        return values;
    }
}
