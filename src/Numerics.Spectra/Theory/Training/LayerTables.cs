namespace Numerics.Spectra.Theory.Training;

/// <summary>Order parameters of one hidden layer over pairs of times: what the layers beside it, the spectra of its matrices and the tangent kernel need of it.</summary>
/// <remarks>
/// u and z are the Gaussian fields of the products A h and A^T g of the matrices below and above the layer. All averages are over the N sites.
/// <para>Source: derived here, docs/deep-linear.md, sections 2 and 8.</para>
/// </remarks>
internal class LayerTables
{
    /// <summary>Empty tables.</summary>
    /// <param name="times">T + 1.</param>
    public LayerTables(int times)
    {
        Features = new TimeMatrix(times);
        Gradients = new TimeMatrix(times);
        Cross = new TimeMatrix(times);
        FeatureToBackward = new TimeMatrix(times);
        FeatureToForward = new TimeMatrix(times);
        GradientToForward = new TimeMatrix(times);
        GradientToBackward = new TimeMatrix(times);
    }

    /// <summary>C.</summary>
    public TimeMatrix Features { get; }

    /// <summary>G.</summary>
    public TimeMatrix Gradients { get; }

    /// <summary>K(t, r) = &lt;h(t) g(r)&gt;.</summary>
    public TimeMatrix Cross { get; }

    /// <summary>a = dh/dz.</summary>
    public TimeMatrix FeatureToBackward { get; }

    /// <summary>dh/du.</summary>
    public TimeMatrix FeatureToForward { get; }

    /// <summary>b = dg/du.</summary>
    public TimeMatrix GradientToForward { get; }

    /// <summary>dg/dz.</summary>
    public TimeMatrix GradientToBackward { get; }
}
