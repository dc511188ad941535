using Numerics.Studies.Records;
using PureHDF;

namespace Numerics.Results.Hdf5;

/// <summary>
/// Gives every axis of a result a dimension scale. Axes of equal name and equal values share one, named like the axis; an axis that has the name of
/// an earlier one but other values gets <c>observable_axis</c>.
/// </summary>
internal sealed class Hdf5Scales
{
    private readonly Dictionary<string, (Axis Axis, H5Dataset Dataset)> _scales = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];

    /// <summary>Scales by dataset name in order of appearance.</summary>
    public IEnumerable<KeyValuePair<string, H5Dataset>> Datasets => _order.Select(name => KeyValuePair.Create(name, _scales[name].Dataset));

    /// <summary>Number of texts among the attributes, for <see cref="Hdf5Text.Resolve"/>.</summary>
    public int Texts => _order.Sum(name => _scales[name].Axis.Labels is null ? 1 : 2);

    /// <summary>The scale of an axis of an observable, made if it is new.</summary>
    public H5Dataset For(ObservableShape shape, Axis axis)
    {
        string name = axis.Name;
        for (int attempt = 0; ; attempt++)
        {
            if (!_scales.TryGetValue(name, out (Axis Axis, H5Dataset Dataset) known))
            {
                return Add(name, axis);
            }

            if (known.Axis.Name == axis.Name && known.Axis.Values.SequenceEqual(axis.Values) && SameLabels(known.Axis, axis))
            {
                return known.Dataset;
            }

            name = attempt == 0 ? $"{shape.Name}_{axis.Name}" : $"{shape.Name}_{axis.Name}_{attempt + 1}";
        }
    }

    private static bool SameLabels(Axis a, Axis b) =>
        a.Labels is null ? b.Labels is null : b.Labels is not null && a.Labels.SequenceEqual(b.Labels, StringComparer.Ordinal);

    private H5Dataset Add(string name, Axis axis)
    {
        H5Dataset dataset = new(axis.Values.ToArray(), fileDims: [(ulong)axis.Values.Count]);
        dataset.Attributes["CLASS"] = "DIMENSION_SCALE";
        dataset.Attributes["NAME"] = name.Length < Hdf5ResultFormat.ScaleStringLength ? name : name[..(Hdf5ResultFormat.ScaleStringLength - 1)];
        dataset.Attributes["axis"] = Hdf5Text.Attribute(axis.Name);
        if (axis.Labels is not null)
        {
            dataset.Attributes["flag_meanings"] = Hdf5Text.Attribute(string.Join(' ', axis.Labels)); // CF convention: blanks between, in order of the values
        }

        _scales.Add(name, (axis, dataset));
        _order.Add(name);
        return dataset;
    }
}
