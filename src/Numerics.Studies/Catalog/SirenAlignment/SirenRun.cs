using Numerics.Spectra.Networks;

namespace Numerics.Studies.Catalog.SirenAlignment;

/// <summary>What one training has given so far; with weights and biases all that the rest of it needs.</summary>
internal sealed class SirenRun
{
    private const int Version = 1;

    /// <summary>Losses of the steps done.</summary>
    public List<double> Losses { get; } = [];

    /// <summary>Order parameters at the recorded steps that are done.</summary>
    public List<double?[]> Values { get; } = [];

    /// <summary>Residuals at the steps whose images are kept.</summary>
    public List<double[]> Residuals { get; } = [];

    /// <summary>Leading eigenvectors there; empty where one was not found.</summary>
    public List<double[]> Eigenvectors { get; } = [];

    /// <summary>What is kept of a training that goes on with the next step; null if there is nothing.</summary>
    /// <param name="state">As <see cref="Kept"/> gave it, or null.</param>
    /// <param name="parameters">Overwritten with those of the state.</param>
    public static SirenRun? Restore(byte[]? state, SirenParameters parameters)
    {
        if (state is null)
        {
            return null;
        }

        using var reader = new BinaryReader(new MemoryStream(state));
        if (reader.ReadInt32() != Version)
        {
            return null;
        }

        var run = new SirenRun();
        parameters.CopyFrom(Numbers(reader));
        run.Losses.AddRange(Numbers(reader));
        foreach (double[] values in Lists(reader))
        {
            run.Values.Add([.. values.Select(value => double.IsNaN(value) ? (double?)null : value)]);
        }

        run.Residuals.AddRange(Lists(reader));
        run.Eigenvectors.AddRange(Lists(reader));
        return run;
    }

    /// <summary>All of it as bytes.</summary>
    public byte[] Kept(SirenParameters parameters)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Version);
        Write(writer, parameters.ToArray());
        Write(writer, [.. Losses]);
        Write(writer, [.. Values.Select(values => (double[])[.. values.Select(value => value ?? double.NaN)])]);
        Write(writer, [.. Residuals]);
        Write(writer, [.. Eigenvectors]);
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Adds what was measured at a recorded step.</summary>
    public void Record(SirenOrderParameters measured, bool withImages)
    {
        Values.Add(measured.Values);
        if (withImages)
        {
            Residuals.Add(measured.Residual);
            Eigenvectors.Add(measured.Eigenvector);
        }
    }

    /// <summary>Fills in the loss rates at the recorded steps: central differences of ln loss, one-sided at the ends.</summary>
    public void AddRates(int[] steps)
    {
        int index = SirenOrderParameters.Index("lossRate");
        for (int k = 0; k < steps.Length; k++)
        {
            int before = Math.Max(0, steps[k] - 1);
            int after = Math.Min(Losses.Count - 1, steps[k] + 1);
            Values[k][index] = after > before && Losses[before] > 0 && Losses[after] > 0 ? Math.Log(Losses[before] / Losses[after]) / (after - before) : null;
        }
    }

    private static void Write(BinaryWriter writer, double[] numbers)
    {
        writer.Write(numbers.Length);
        foreach (double number in numbers)
        {
            writer.Write(number);
        }
    }

    private static void Write(BinaryWriter writer, double[][] lists)
    {
        writer.Write(lists.Length);
        foreach (double[] list in lists)
        {
            Write(writer, list);
        }
    }

    private static double[] Numbers(BinaryReader reader)
    {
        double[] numbers = new double[reader.ReadInt32()];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = reader.ReadDouble();
        }

        return numbers;
    }

    private static double[][] Lists(BinaryReader reader)
    {
        double[][] lists = new double[reader.ReadInt32()][];
        for (int i = 0; i < lists.Length; i++)
        {
            lists[i] = Numbers(reader);
        }

        return lists;
    }
}
