using System.Text.Json.Serialization;

namespace Numerics.Studies.Records;

/// <summary>How the layers of a figure are arranged.</summary>
[JsonConverter(typeof(CamelCaseWord<FigureKind>))]
public enum FigureKind
{
    /// <summary>Curves along one axis.</summary>
    Curves,

    /// <summary>Points of the plane, two observables as coordinates, in equal units: eigenvalues.</summary>
    Plane,

    /// <summary>Two swept parameters as coordinates, words as colours: a phase diagram.</summary>
    Map,

    /// <summary>Two axes of one observable as coordinates, its values as colours: space and time.</summary>
    Field,
}
