using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.Training;

namespace Numerics.Spectra.Theory.TangentKernel;

/// <summary>
/// Overlaps of an eigenvector of the neural tangent kernel with the history of training: the system whose singular points are the outliers.
/// </summary>
/// <remarks>
/// <code>
/// mu_l = f_{l-1} rho_{l-1} + kappa m omega^h_{l-1} (omega^h_0 = omega_d),   pi_l = q_l (f_l tau_{l+1} + kappa m omega^y_{l+1}) (q_0 -> 1),   pi_L = 0,   f_l = rho sigma_l^2
/// omega^h_l = R11 (f_{l-1} Hu omega^h_{l-1} + K mu)   + R12 (q_l f_l a omega^y_{l+1} + C pi),    rho_l = R11 Gz^T mu + R12 a^T pi
/// omega^y_l = R21 (f_{l-1} b omega^h_{l-1} + G mu)    + R22 (q_l f_l Gz omega^y_{l+1} + K^T pi),  tau_l = R21 b^T mu + R22 Hu^T pi
/// tau_p = R_p B^T rho_e,   omega_p = R_p (B omega_e + R rho_e)
/// omega_d = &lt;R_dd sqrt(lam) szs&gt; omega_p + alpha &lt;R_dd lam sv&gt; tau_p + f_0 &lt;R_de sz0&gt; omega^y_1 + &lt;R_de ss&gt; pi_0
/// rho_0   = alpha &lt;R_dd lam vz0^T&gt; tau_p + &lt;R_de sz0^T&gt; pi_0
/// omega_e = &lt;R_ed lam^(3/2) vzs&gt; omega_p + alpha &lt;R_ed lam^2 vv&gt; tau_p + f_0 &lt;R_ee lam vz0&gt; omega^y_1 + &lt;R_ee lam vs&gt; pi_0
/// rho_e   = &lt;R_ed lam^(3/2) vzs^T&gt; tau_p + (1/alpha) &lt;R_ee sqrt(lam) szs^T&gt; pi_0
/// R_dd = R_ee = 1/D_k,   R_de = m lam/D_k,   R_ed = g/D_k,   R^l = [[1, -A12],[-A21, 1]]^-1
/// </code>
/// <para>Derivation: an eigenvector of the block pencil of K is a probe appended to the history; every Gaussian matrix joins two neighbours of the chain samples,
/// inputs, layers 1..L, and answers as it did to the history. So even and odd places of the chain feed only each other, which halves the order.</para>
/// <para>Source: derived here, docs/deep-linear.md, section 4; the theory is that of C. Lauditi, C. Pehlevan and B. Bordelon, Spectral Dynamics in Deep Networks, arXiv 2605.07870 (2026).</para>
/// <para>k-vectors over past steps: omega overlaps with past h, g, v, Delta; rho, tau responses. C, G, K, a, b, Hu = dh/du, Gz = dg/dz: order
/// parameters of layer l; B, R of the samples. Population operator and fresh samples: no omega_p, tau_p, omega_e, rho_e.</para>
/// Equation: ntk-history
/// <para>Valid above the bulk of NtkScalarSystem; a covariance mode that stands alone is left out of the averages and answers through <see cref="Loops"/>.</para>
/// </remarks>
internal sealed class NtkHistorySystem
{
    private readonly DeepLinearSolution solution;
    private readonly int k;
    private readonly bool onTrainingSet;
    private readonly double retained;
    private readonly double[][] spikes;
    private readonly NtkInputAverages averages;
    private readonly NtkInputAverages? single;

    /// <summary>The system of one step.</summary>
    /// <param name="solution">Order parameters.</param>
    /// <param name="step">k, the number of past steps.</param>
    /// <param name="onTrainingSet">Whether the operator lives on the samples of training.</param>
    /// <param name="except">Index of the covariance mode left out of the averages; negative for none.</param>
    public NtkHistorySystem(DeepLinearSolution solution, int step, bool onTrainingSet, int except)
    {
        this.solution = solution;
        this.onTrainingSet = onTrainingSet;
        k = step;
        DeepLinearModel model = solution.Model;
        retained = model.Optimizer.Retained(step);
        spikes = [.. Enumerable.Range(0, model.Depth).Select(matrix =>
            Enumerable.Range(0, k).Select(s => model.LayerSpikeSize(matrix) * model.Optimizer.Weight(step, s)).ToArray())];

        averages = new NtkInputAverages(solution, k, solution.Input.Modes.Where((mode, index) => index != except && mode.Weight > 0));
        if (except >= 0)
        {
            single = new NtkInputAverages(solution, k, [solution.Input.Modes[except]]);
            single.Bare();
        }
    }

    private int Depth => solution.Model.Depth;

    /// <summary>X Y at the resolvents of one lambda: lambda is an eigenvalue of K if it has the eigenvalue 1.</summary>
    public DenseMatrix<double> Folded(Lapack lapack, NtkResolvent resolvent)
    {
        using ChainSystem chain = Chain(resolvent);
        return chain.Folded(lapack);
    }

    /// <summary>
    /// The history's share in what the mode left out feeds back to itself, W_xy: from its component y back to the source of its component x, x and y being d or e.
    /// </summary>
    public NtkModeLoops Loops(Lapack lapack, NtkResolvent resolvent)
    {
        NtkInputAverages mode = single ?? throw new InvalidOperationException("No covariance mode was left out.");
        using ChainSystem chain = Chain(resolvent);
        using DenseMatrix<double> response = chain.ResponseOfOne(lapack);
        double Loop(Action<ChainSystem, NtkInputAverages> couple)
        {
            using ChainSystem coupling = Empty();
            couple(coupling, mode);
            return coupling.LoopThrough(response);
        }

        return onTrainingSet
            ? new NtkModeLoops(Loop(GradientFromSamples), Loop(ErrorFromSamples), Loop(GradientFromFirstLayer), Loop(ErrorFromFirstLayer))
            : new NtkModeLoops(0, 0, Loop(GradientFromFirstLayer), 0);
    }

    private ChainSystem Empty()
    {
        int zero = onTrainingSet ? 4 : 2;
        int one = onTrainingSet ? 2 : 0;
        for (int l = 1; l <= Depth; l++)
        {
            (l % 2 == 0 ? ref zero : ref one) += l < Depth ? 4 : 2;
        }

        return new ChainSystem(k, zero, one);
    }

    private ChainSystem Chain(NtkResolvent resolvent)
    {
        ChainSystem chain = Empty();
        averages.Weigh(resolvent);
        GradientFromFirstLayer(chain, averages);
        if (onTrainingSet)
        {
            Samples(chain, resolvent);
            GradientFromSamples(chain, averages);
            ErrorFromSamples(chain, averages);
            ErrorFromFirstLayer(chain, averages);
        }

        for (int l = 1; l <= Depth; l++)
        {
            Layer(chain, resolvent, l);
        }

        return chain;
    }

    /// <summary>Slot of vector <paramref name="index"/> of layer l (omega^y, tau, omega^h, rho); l = 0 inputs (omega_d, rho_0, omega_e, rho_e).</summary>
    private ChainSlot Slot(int l, int index)
    {
        int group = l % 2;
        int before = l == 0 ? 0 : group == 0 ? (onTrainingSet ? 4 : 2) : (onTrainingSet ? 2 : 0);
        return new ChainSlot(group, before + (4 * ((Math.Max(l, 1) - 1) / 2)) + index);
    }

    /// <summary>Slot of omega_p (0) or tau_p (1).</summary>
    private static ChainSlot SampleSlot(int index) => new(1, index);

    private double Field(int matrix) => retained * solution.Model.OperatorScale(matrix) * solution.Model.OperatorScale(matrix);

    private void Samples(ChainSystem chain, NtkResolvent resolvent)
    {
        double response = resolvent.Sample / solution.Model.SampleRatio;
        (ChainSlot omegaP, ChainSlot tauP) = (SampleSlot(0), SampleSlot(1));
        (ChainSlot omegaE, ChainSlot rhoE) = (Slot(0, 2), Slot(0, 3));
        chain.Add(tauP, rhoE, response, solution.Sample.Propagator!, transpose: true);
        chain.Add(omegaP, omegaE, response, solution.Sample.Propagator!);
        chain.Add(omegaP, rhoE, response, solution.Sample.ResidualCorrelations!);
    }

    private void GradientFromSamples(ChainSystem chain, NtkInputAverages of)
    {
        double alpha = solution.Model.SampleRatio;
        (ChainSlot omegaP, ChainSlot tauP, ChainSlot omegaD, ChainSlot rho0) = (SampleSlot(0), SampleSlot(1), Slot(0, 0), Slot(0, 1));
        chain.Add(omegaD, omegaP, 1, of.GradientOnSamplesByDD);
        chain.Add(omegaD, tauP, alpha, of.GradientErrorByDD);
        chain.Add(rho0, tauP, alpha, of.ErrorOnWeightsByDD, transpose: true);
    }

    private void ErrorFromSamples(ChainSystem chain, NtkInputAverages of)
    {
        (ChainSlot omegaP, ChainSlot tauP, ChainSlot omegaE, ChainSlot rhoE) = (SampleSlot(0), SampleSlot(1), Slot(0, 2), Slot(0, 3));
        chain.Add(omegaE, omegaP, 1, of.ErrorOnSamplesByED);
        chain.Add(omegaE, tauP, solution.Model.SampleRatio, of.ErrorsByED);
        chain.Add(rhoE, tauP, 1, of.ErrorOnSamplesByED, transpose: true);
    }

    /// <summary>e answers to layer 1; R_ee = R_dd, so that the averages of d serve.</summary>
    private void ErrorFromFirstLayer(ChainSystem chain, NtkInputAverages of)
    {
        double alpha = solution.Model.SampleRatio;
        (ChainSlot omegaE, ChainSlot rhoE, ChainSlot omegaY, ChainSlot tau) = (Slot(0, 2), Slot(0, 3), Slot(1, 0), Slot(1, 1));
        chain.Add(omegaE, omegaY, Field(0), of.ErrorOnWeightsByDD);
        chain.Add(omegaE, omegaY, 1, of.GradientErrorByDD, transpose: true, spikes[0]);
        chain.Add(omegaE, tau, Field(0), of.GradientErrorByDD, transpose: true);
        chain.Add(rhoE, omegaY, 1 / alpha, of.GradientOnSamplesByDD, transpose: true, spikes[0]);
        chain.Add(rhoE, tau, Field(0) / alpha, of.GradientOnSamplesByDD, transpose: true);
    }

    private void GradientFromFirstLayer(ChainSystem chain, NtkInputAverages of)
    {
        (ChainSlot omegaD, ChainSlot rho0, ChainSlot omegaY, ChainSlot tau) = (Slot(0, 0), Slot(0, 1), Slot(1, 0), Slot(1, 1));
        chain.Add(omegaD, omegaY, Field(0), of.GradientOnWeightsByDE);
        chain.Add(omegaD, omegaY, 1, of.GradientsByDE, right: spikes[0]);
        chain.Add(omegaD, tau, Field(0), of.GradientsByDE);
        chain.Add(rho0, omegaY, 1, of.GradientOnWeightsByDE, transpose: true, spikes[0]);
        chain.Add(rho0, tau, Field(0), of.GradientOnWeightsByDE, transpose: true);
    }

    private void Layer(ChainSystem chain, NtkResolvent resolvent, int l)
    {
        LayerTables site = solution.Site(l);
        double a12 = Field(l - 1) * retained * resolvent.Feature[l - 1];
        double a21 = l == Depth ? solution.KernelWeight(l, k) : solution.KernelWeight(l, k) + (solution.Model.AspectRatio(l) * Field(l) * retained * resolvent.Gradient[l]);
        double d = 1 - (a12 * a21);
        ChainSlot omegaBelow = l == 1 ? Slot(0, 0) : Slot(l - 1, 2);
        ChainSlot rhoBelow = l == 1 ? Slot(0, 1) : Slot(l - 1, 3);
        FromBelow(chain, l, a21 / d, site.GradientToForward, site.Gradients, site.GradientToForward, omegaBelow, rhoBelow, 0);
        if (l == Depth)
        {
            return;
        }

        FromBelow(chain, l, 1 / d, site.FeatureToForward, site.Cross, site.GradientToBackward, omegaBelow, rhoBelow, 2);
        double aspect = solution.Model.AspectRatio(l);
        FromAbove(chain, l, aspect / d, site.GradientToBackward, site.Cross, transposed: true, site.FeatureToForward, 0);
        FromAbove(chain, l, aspect * a12 / d, site.FeatureToBackward, site.Features, transposed: false, site.FeatureToBackward, 2);
    }

    /// <summary>Overlap (response f omega + correlation mu) and response (mu) of layer l to the layer below.</summary>
    private void FromBelow(
        ChainSystem chain, int l, double factor, TimeMatrix response, TimeMatrix correlation, TimeMatrix answer, ChainSlot omegaBelow, ChainSlot rhoBelow, int first)
    {
        double field = Field(l - 1);
        (ChainSlot omega, ChainSlot rho) = (Slot(l, first), Slot(l, first + 1));
        chain.Add(omega, omegaBelow, factor * field, response);
        chain.Add(omega, omegaBelow, factor, correlation, right: spikes[l - 1]);
        chain.Add(omega, rhoBelow, factor * field, correlation);
        chain.Add(rho, omegaBelow, factor, answer, transpose: true, spikes[l - 1]);
        chain.Add(rho, rhoBelow, factor * field, answer, transpose: true);
    }

    /// <summary>The same for the layer above (omega^y, tau).</summary>
    private void FromAbove(
        ChainSystem chain, int l, double factor, TimeMatrix response, TimeMatrix correlation, bool transposed, TimeMatrix answer, int first)
    {
        double field = Field(l);
        (ChainSlot omega, ChainSlot rho) = (Slot(l, first), Slot(l, first + 1));
        (ChainSlot omegaAbove, ChainSlot tauAbove) = (Slot(l + 1, 0), Slot(l + 1, 1));
        chain.Add(omega, omegaAbove, factor * field, response);
        chain.Add(omega, omegaAbove, factor, correlation, transposed, spikes[l]);
        chain.Add(omega, tauAbove, factor * field, correlation, transposed);
        chain.Add(rho, omegaAbove, factor, answer, transpose: true, spikes[l]);
        chain.Add(rho, tauAbove, factor * field, answer, transpose: true);
    }
}
