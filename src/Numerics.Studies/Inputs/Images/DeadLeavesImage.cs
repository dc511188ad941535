using Numerics.Spectra.Models;

namespace Numerics.Studies.Inputs.Images;

/// <summary>Sixty disks of random grey that fall on each other: an image with edges everywhere and of every length.</summary>
/// <remarks>
/// <code>
/// s &lt;- (1664525 s + 1013904223) mod 2^32 from s = 1, u = s/2^32;   each disk: centre (2u-1, 2u-1), radius (u/0.01 + (1-u)/0.36)^(-1/2), value 2u-1;  later disks cover earlier ones, 0 outside
/// </code>
/// <para>Source: the model of G. Matheron (1968), with radii between 0.1 and 0.6.</para>
/// </remarks>
internal sealed class DeadLeavesImage : TargetImage
{
    private const int Disks = 60;

    private readonly (PlanePoint Centre, double SquaredRadius, double Value)[] disks = new (PlanePoint, double, double)[Disks];

    /// <summary>Draws the disks.</summary>
    public DeadLeavesImage()
    {
        uint state = 1;
        double Next()
        {
            state = unchecked((1664525 * state) + 1013904223);
            return state / 4294967296.0;
        }

        for (int k = 0; k < Disks; k++)
        {
            double first = (2 * Next()) - 1;
            double second = (2 * Next()) - 1;
            double u = Next();
            disks[k] = (new PlanePoint(first, second), 1 / ((u / 0.01) + ((1 - u) / 0.36)), (2 * Next()) - 1);
        }
    }

    /// <inheritdoc/>
    public override double[] At(IReadOnlyList<PlanePoint> points) => [.. points.Select(point =>
    {
        for (int k = Disks - 1; k >= 0; k--)
        {
            double first = point.First - disks[k].Centre.First;
            double second = point.Second - disks[k].Centre.Second;
            if ((first * first) + (second * second) < disks[k].SquaredRadius)
            {
                return disks[k].Value;
            }
        }

        return 0.0;
    })];
}
