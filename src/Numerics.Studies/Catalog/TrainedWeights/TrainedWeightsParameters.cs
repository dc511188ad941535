using Numerics.Spectra.Theory.NullBulk;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Catalog.TrainedWeights;

/// <summary>Parameters of the study <c>trained-weights</c>; without a checkpoint it shows three matrices of known truth.</summary>
public sealed record TrainedWeightsParameters
{
    /// <summary>Checkpoint.</summary>
    [Parameter("checkpoint: a .safetensors (or its index), .npy, .npz or .onnx file, or a folder of them; relative names refer to the folder of the configuration; null: three drawn matrices of known truth")]
    public string? Trained { get; init; }

    /// <summary>Checkpoint at initialisation.</summary>
    [Parameter("checkpoint of the same network at initialisation, with the same names; null: none")]
    public string? Initial { get; init; }

    /// <summary>Names taken.</summary>
    [Parameter("patterns of names with * and ?; a tensor is taken if one fits; embeddings are taken only if a pattern other than * fits")]
    public string[] Include { get; init; } = ["*"];

    /// <summary>Names left out.</summary>
    [Parameter("patterns of names that are left out")]
    public string[] Exclude { get; init; } = [];

    /// <summary>How convolutions become matrices.</summary>
    [Parameter("how a convolution out x in x kh x kw becomes matrices: flatten to out x (in kh kw), or perFrequency, one matrix out x in for each real Fourier vector of its kernel positions")]
    public ConvolutionForm Convolution { get; init; } = ConvolutionForm.Flatten;

    /// <summary>Whether column means are removed.</summary>
    [Parameter("subtract the mean of every column: removes the one large direction of embeddings and position tables")]
    public bool RemoveColumnMean { get; init; }

    /// <summary>Whether scales of rows and columns are controlled for.</summary>
    [Parameter("a matrix is restructured only if it also is with the scales of its rows and columns divided out (one more decomposition)")]
    public bool NormaliseProfile { get; init; } = true;

    /// <summary>alpha.</summary>
    [Parameter("rate of false alarms of a matrix, for its outliers together and for the test of its bulk; rates are measured at 0.01", Letter = "alpha", Minimum = 1e-6, Maximum = 0.2)]
    public double FalseAlarmRate { get; init; } = 0.01;

    /// <summary>Few.</summary>
    [Parameter("share of the directions that is no longer few: a matrix is restructured if the certified least rank of its change is at least this share and 5", Minimum = 0, Maximum = 1)]
    public double FewShare { get; init; } = 0.03;

    /// <summary>The rule of decision with these numbers.</summary>
    internal PictureRule Rule => new() { FalseAlarmRate = FalseAlarmRate, FewShare = FewShare };
}

/// <summary>How the tensor of a convolution becomes matrices.</summary>
public enum ConvolutionForm
{
    /// <summary>One matrix, out x (in kh kw).</summary>
    Flatten,

    /// <summary>One matrix out x in for each frequency of the kernel.</summary>
    PerFrequency,
}
