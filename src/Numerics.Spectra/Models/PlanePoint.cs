namespace Numerics.Spectra.Models;

/// <summary>A point of the plane, or a vector in it. Images lie on [-1, 1] x [-1, 1], the first coordinate down the rows.</summary>
/// <param name="First">First coordinate.</param>
/// <param name="Second">Second coordinate.</param>
public readonly record struct PlanePoint(double First, double Second)
{
    /// <summary>Scalar product.</summary>
    public double Dot(PlanePoint other) => (First * other.First) + (Second * other.Second);

    /// <summary>Distance between two points.</summary>
    public double DistanceTo(PlanePoint other) => Math.Sqrt(((First - other.First) * (First - other.First)) + ((Second - other.Second) * (Second - other.Second)));
}
