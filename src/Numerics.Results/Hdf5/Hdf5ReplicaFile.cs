using System.Security.Cryptography;
using System.Text;
using Numerics.LinearAlgebra.Evidence;
using Numerics.Studies.Records;
using PureHDF;

namespace Numerics.Results.Hdf5;

/// <summary>
/// The bytes of one replica file: an HDF5 file whose user block (the first 512 bytes, which HDF5 leaves to the writer) holds the SHA-256 of all that
/// follows. The checksum is compared before anything is parsed, so a damaged file never reaches the HDF5 reader.
/// </summary>
internal static class Hdf5ReplicaFile
{
    private const int UserBlock = 512;
    private const string Magic = "numerics replica sha256 ";

    /// <summary>Bytes of a record that has been checked against its shapes.</summary>
    public static byte[] Encode(ReplicaRecord record, IReadOnlyList<ObservableShape> shapes, string fingerprint)
    {
        H5File file = [];
        file.Attributes["schema"] = (long)ResultSchema.Version;
        file.Attributes["fingerprint"] = fingerprint;
        file.Attributes["replica"] = (long)record.Replica;
        file.Attributes["seed"] = record.Seed;
        file.Attributes["outcome"] = Outcomes.ReplicaWord(record.Outcome);
        file.Attributes["wall_seconds"] = record.WallSeconds;
        if (record.Message is not null)
        {
            file.Attributes["message"] = record.Message.Replace('\0', ' ');
        }

        foreach (ObservableShape shape in record.Outcome == Outcome.Ok ? shapes : [])
        {
            double[] numbers = [.. record.Values[shape.Name].Select(value => value ?? double.NaN)];
            H5Dataset dataset = shape.Axes.Count == 0
                ? new(numbers[0])
                : new(numbers, fileDims: [.. shape.Axes.Select(axis => (ulong)axis.Values.Count)]);
            dataset.Attributes["dimensions"] = Dimensions(shape);
            file[shape.Name] = dataset;
        }

        using MemoryStream stream = new();
        file.Write(stream, new H5WriteOptions(UserBlockSize: UserBlock));
        byte[] bytes = stream.ToArray();
        Seal(bytes.AsSpan(UserBlock)).CopyTo(bytes.AsSpan());
        return bytes;
    }

    /// <summary>Whether the bytes are those that were written.</summary>
    public static bool IsIntact(ReadOnlySpan<byte> bytes) =>
        bytes.Length > UserBlock && bytes[..UserBlock].SequenceEqual(Seal(bytes[UserBlock..]));

    /// <summary>Record in intact bytes.</summary>
    /// <exception cref="InvalidDataException">It is not the record asked for; the message says how, to follow "it".</exception>
    public static ReplicaRecord Decode(byte[] bytes, int replica, ulong seed, string fingerprint, IReadOnlyList<ObservableShape> shapes)
    {
        using MemoryStream stream = new(bytes, writable: false);
        using PureHDF.VOL.Native.NativeFile file = H5File.Open(stream);
        long schema = file.Attribute("schema").Read<long>();
        Require(schema <= ResultSchema.Version, $"has schema version {schema}, this program reads up to {ResultSchema.Version}");
        long storedReplica = file.Attribute("replica").Read<long>();
        Require(storedReplica == replica, $"holds replica {storedReplica}, not {replica}");
        ulong storedSeed = file.Attribute("seed").Read<ulong>();
        Require(storedSeed == seed, $"is of seed {storedSeed}, this run has {seed}");
        Require(file.Attribute("fingerprint").Read<string>() == fingerprint, "is of a run with another configuration");
        Outcome outcome = Outcomes.Parse(file.Attribute("outcome").Read<string>()!);
        Dictionary<string, IReadOnlyList<double?>> values = new(StringComparer.Ordinal);
        if (outcome == Outcome.Ok)
        {
            HashSet<string> names = [.. file.Children().Select(child => child.Name)];
            Require(names.SetEquals(shapes.Select(shape => shape.Name)), "holds other observables than this run has");
            foreach (ObservableShape shape in shapes)
            {
                values.Add(shape.Name, ReadValues(file.Dataset(shape.Name), shape));
            }
        }

        return new(
            replica,
            seed,
            outcome,
            file.AttributeExists("message") ? file.Attribute("message").Read<string>() : null,
            values,
            file.Attribute("wall_seconds").Read<double>());
    }

    private static double?[] ReadValues(IH5Dataset dataset, ObservableShape shape)
    {
        ulong[] expected = [.. shape.Axes.Select(axis => (ulong)axis.Values.Count)];
        bool fits = dataset.Space.Dimensions.AsSpan().SequenceEqual(expected) && dataset.Attribute("dimensions").Read<string>() == Dimensions(shape);
        Require(fits, $"holds '{shape.Name}' in another shape than this run has");
        double[] numbers = shape.Axes.Count == 0 ? [dataset.Read<double>()] : dataset.Read<double[]>();
        Require(numbers.Length == shape.Length && !numbers.Any(double.IsInfinity), $"holds values of '{shape.Name}' that are no numbers");
        return [.. numbers.Select(number => double.IsNaN(number) ? (double?)null : number)];
    }

    private static string Dimensions(ObservableShape shape) => string.Join(" ", shape.Axes.Select(axis => axis.Name));

    private static byte[] Seal(ReadOnlySpan<byte> content)
    {
        byte[] block = new byte[UserBlock];
        Encoding.ASCII.GetBytes($"{Magic}{Convert.ToHexStringLower(SHA256.HashData(content))}\n").CopyTo(block, 0);
        return block;
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidDataException(otherwise);
        }
    }
}
