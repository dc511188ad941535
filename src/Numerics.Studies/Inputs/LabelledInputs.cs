using Numerics.Studies.Contract;

namespace Numerics.Studies.Inputs;

/// <summary>Classes taken from a file of real data: where the inputs of a training set come from.</summary>
public sealed record LabelledInputs
{
    /// <summary>File.</summary>
    [Parameter("file with one sample a row: .csv, .tsv, .txt (also with .gz), .npy or .npz; relative names refer to the folder of the configuration file")]
    public required string File { get; init; }

    /// <summary>Column of the label.</summary>
    [Parameter("column of the label, counted from 0; negative numbers count from the end", Minimum = -1_000_000, Maximum = 1_000_000)]
    public int LabelColumn { get; init; } = -1;

    /// <summary>Labels of the classes.</summary>
    [Parameter("labels of the classes: of two, [a, b], a gets target +1 and b -1; of C > 2 the network has C outputs, one for each class, with target 1 - 1/C for its own and -1/C for the others")]
    public required double[] Classes { get; init; }

    /// <summary>Whether there is a header.</summary>
    [Parameter("of a text: whether its first row names the columns; \"auto\" takes a row without numbers for names and refuses one that can be either", Schema = AutoChoice.Schema)]
    public AutoChoice Header { get; init; }

    /// <summary>Whether there is a count of rows.</summary>
    [Parameter("of a text: whether its first column counts the rows and is left out; \"auto\" refuses a column without a name that does", Schema = AutoChoice.Schema)]
    public AutoChoice Index { get; init; }

    /// <summary>Samples per class.</summary>
    [Parameter("number of samples of each class, the first in the file", Minimum = 1, Maximum = 100_000)]
    public required int PerClass { get; init; }

    /// <summary>Whether to centre.</summary>
    [Parameter("subtract the mean of every input column over all rows of the file")]
    public bool Centre { get; init; } = true;

    /// <summary>Whether to normalise.</summary>
    [Parameter("scale every sample to mean square 1")]
    public bool Normalise { get; init; } = true;
}
