namespace Numerics.Studies.Catalog.Citations;

/// <summary>What studies ask to cite: every work once, as BibTeX.</summary>
internal static class Bibliography
{
    internal const string AjankiErdosKrueger2019 = """
        @article{AjankiErdosKrueger2019,
          title   = {Stability of the Matrix Dyson Equation and Random Matrices with Correlations},
          author  = {Ajanki, Oskari and Erd{\H o}s, L{\'a}szl{\'o} and Kr{\"u}ger, Torben},
          journal = {Probability Theory and Related Fields},
          volume  = {173},
          pages   = {293--373},
          year    = {2019}
        }
        """;

    internal const string AljadeffSternSharpee2015 = """
        @article{AljadeffSternSharpee2015,
          title   = {Transition to Chaos in Random Networks with Cell-Type-Specific Connectivity},
          author  = {Aljadeff, Johnatan and Stern, Merav and Sharpee, Tatyana},
          journal = {Physical Review Letters},
          volume  = {114},
          pages   = {088101},
          year    = {2015}
        }
        """;

    internal const string Anderson2013 = """
        @article{Anderson2013,
          title   = {Convergence of the Largest Singular Value of a Polynomial in Independent {W}igner Matrices},
          author  = {Anderson, Greg W.},
          journal = {Annals of Probability},
          volume  = {41},
          pages   = {2103--2181},
          year    = {2013}
        }
        """;

    internal const string BaikBenArousPeche2005 = """
        @article{BaikBenArousPeche2005,
          title   = {Phase Transition of the Largest Eigenvalue for Nonnull Complex Sample Covariance Matrices},
          author  = {Baik, Jinho and Ben Arous, G{\'e}rard and P{\'e}ch{\'e}, Sandrine},
          journal = {Annals of Probability},
          volume  = {33},
          pages   = {1643--1697},
          year    = {2005}
        }
        """;

    internal const string BenaychGeorgesNadakuditi2012 = """
        @article{BenaychGeorgesNadakuditi2012,
          title   = {The Singular Values and Vectors of Low Rank Perturbations of Large Rectangular Random Matrices},
          author  = {Benaych-Georges, Florent and Nadakuditi, Raj Rao},
          journal = {Journal of Multivariate Analysis},
          volume  = {111},
          pages   = {120--135},
          year    = {2012}
        }
        """;

    internal const string Bolthausen2014 = """
        @article{Bolthausen2014,
          title   = {An Iterative Construction of Solutions of the TAP Equations for the Sherrington-Kirkpatrick Model},
          author  = {Bolthausen, Erwin},
          journal = {Communications in Mathematical Physics},
          volume  = {325},
          pages   = {333--366},
          year    = {2014}
        }
        """;

    internal const string BordelonPehlevan2022 = """
        @article{BordelonPehlevan2022,
          title         = {Self-Consistent Dynamical Field Theory of Kernel Evolution in Wide Neural Networks},
          author        = {Bordelon, Blake and Pehlevan, Cengiz},
          year          = {2022},
          eprint        = {2205.09653},
          archivePrefix = {arXiv}
        }
        """;

    internal const string CandesSur2020 = """
        @article{CandesSur2020,
          title   = {The Phase Transition for the Existence of the Maximum Likelihood Estimate in High-Dimensional Logistic Regression},
          author  = {Cand{\`e}s, Emmanuel J. and Sur, Pragya},
          journal = {Annals of Statistics},
          volume  = {48},
          pages   = {27--42},
          year    = {2020}
        }
        """;

    internal const string BordelonPehlevan2023 = """
        @inproceedings{BordelonPehlevan2023,
          title     = {Dynamics of Finite Width Kernel and Prediction Fluctuations in Mean Field Neural Networks},
          author    = {Bordelon, Blake and Pehlevan, Cengiz},
          booktitle = {Advances in Neural Information Processing Systems},
          volume    = {36},
          year      = {2023}
        }
        """;

    internal const string Castiglione2025 = """
        @inproceedings{Castiglione2025,
          title     = {Phase Transitions of {NTK} Alignment in {SIREN} Image Regression},
          author    = {Castiglione and Buckley and Simpson},
          booktitle = {Advances in Neural Information Processing Systems},
          year      = {2025}
        }
        """;

    internal const string Cohen2021 = """
        @article{Cohen2021,
          title         = {Gradient Descent on Neural Networks Typically Occurs at the Edge of Stability},
          author        = {Cohen, Jeremy M. and Kaur, Simran and Li, Yuanzhi and Kolter, J. Zico and Talwalkar, Ameet},
          year          = {2021},
          eprint        = {2103.00065},
          archivePrefix = {arXiv}
        }
        """;

    internal const string CookHachemNajimRenfrew2018 = """
        @article{CookHachemNajimRenfrew2018,
          title   = {Non-Hermitian Random Matrices with a Variance Profile ({I}): Deterministic Equivalents and Limiting {ESD}s},
          author  = {Cook, Nicholas and Hachem, Walid and Najim, Jamal and Renfrew, David},
          journal = {Electronic Journal of Probability},
          volume  = {23},
          number  = {110},
          pages   = {1--61},
          year    = {2018}
        }
        """;

    internal const string HeltonRashidiFarSpeicher2007 = """
        @article{HeltonRashidiFarSpeicher2007,
          title   = {Operator-valued Semicircular Elements: Solving a Quadratic Matrix Equation with Positivity Constraints},
          author  = {Helton, J. William and Rashidi Far, Reza and Speicher, Roland},
          journal = {International Mathematics Research Notices},
          volume  = {2007},
          pages   = {rnm086},
          year    = {2007}
        }
        """;

    internal const string HuangGaoYangSongChen2025 = """
        @inproceedings{HuangGaoYangSongChen2025,
          title     = {Bridging Scales: Spectral Theory Reveals How Local Connectivity Rules Sculpt Global Neural Dynamics in Spatially Extended Networks},
          author    = {Huang, Y. and Gao, K. and Yang, D. and Song, S. and Chen, G.},
          booktitle = {Advances in Neural Information Processing Systems},
          year      = {2025}
        }
        """;

    internal const string JiangBordelonPehlevanHanin2026 = """
        @misc{JiangBordelonPehlevanHanin2026,
          title         = {Hyperparameter Transfer with Mixture-of-Experts Layers},
          author        = {Jiang, Tianze and Bordelon, Blake and Pehlevan, Cengiz and Hanin, Boris},
          eprint        = {2601.20205},
          archivePrefix = {arXiv},
          year          = {2026}
        }
        """;

    internal const string Jacot2018 = """
        @article{Jacot2018,
          title         = {Neural Tangent Kernel: Convergence and Generalization in Neural Networks},
          author        = {Jacot, Arthur and Gabriel, Franck and Hongler, Cl{\'e}ment},
          year          = {2018},
          eprint        = {1806.07572},
          archivePrefix = {arXiv}
        }
        """;

    internal const string KadmonSompolinsky2015 = """
        @article{KadmonSompolinsky2015,
          title   = {Transition to Chaos in Random Neuronal Networks},
          author  = {Kadmon, Jonathan and Sompolinsky, Haim},
          journal = {Physical Review X},
          volume  = {5},
          pages   = {041030},
          year    = {2015}
        }
        """;

    internal const string LauditiPehlevanBordelon2026 = """
        @article{LauditiPehlevanBordelon2026,
          title  = {Spectral Dynamics in Deep Networks},
          author = {Lauditi, Clarissa and Pehlevan, Cengiz and Bordelon, Blake},
          year   = {2026}
        }
        """;

    internal const string Loureiro2021 = """
        @inproceedings{Loureiro2021,
          title     = {Learning {G}aussian Mixtures with Generalised Linear Models: Precise Asymptotics in High-Dimensions},
          author    = {Loureiro, Bruno and Sicuro, Gabriele and Gerbelot, C{\'e}dric and Pacco, Alessandro and Krzakala, Florent and Zdeborov{\'a}, Lenka},
          booktitle = {Advances in Neural Information Processing Systems},
          volume    = {34},
          year      = {2021}
        }
        """;

    internal const string Lu2021 = """
        @article{Lu2021,
          title         = {Householder Dice: A Matrix-Free Algorithm for Simulating Dynamics on Gaussian and Random Orthogonal Ensembles},
          author        = {Lu, Yue M.},
          year          = {2021},
          eprint        = {2101.07464},
          archivePrefix = {arXiv}
        }
        """;

    internal const string MarchenkoPastur1967 = """
        @article{MarchenkoPastur1967,
          title   = {Distribution of Eigenvalues for Some Sets of Random Matrices},
          author  = {Marchenko, V. A. and Pastur, L. A.},
          journal = {Mathematics of the USSR-Sbornik},
          volume  = {1},
          pages   = {457--483},
          year    = {1967}
        }
        """;

    internal const string RajanAbbott2006 = """
        @article{RajanAbbott2006,
          title   = {Eigenvalue Spectra of Random Matrices for Neural Networks},
          author  = {Rajan, Kanaka and Abbott, L. F.},
          journal = {Physical Review Letters},
          volume  = {97},
          pages   = {188104},
          year    = {2006}
        }
        """;

    internal const string Tao2013 = """
        @article{Tao2013,
          title   = {Outliers in the Spectrum of iid Matrices with Bounded Rank Perturbations},
          author  = {Tao, Terence},
          journal = {Probability Theory and Related Fields},
          volume  = {155},
          pages   = {231--263},
          year    = {2013}
        }
        """;

    internal const string Vankadara2026 = """
        @misc{Vankadara2026,
          title         = {How to Scale Mixture-of-Experts: From muP to the Maximally Scale-Stable Parameterization},
          author        = {Vankadara, Leena Chennuru and Haas, Moritz and Hayward, Luke and Bordt, Sebastian and Breccia, Alessandro},
          eprint        = {2605.14200},
          archivePrefix = {arXiv},
          year          = {2026}
        }
        """;

    internal const string Sitzmann2020 = """
        @article{Sitzmann2020,
          title         = {Implicit Neural Representations with Periodic Activation Functions},
          author        = {Sitzmann, Vincent and Martel, Julien N. P. and Bergman, Alexander W. and Lindell, David B. and Wetzstein, Gordon},
          year          = {2020},
          eprint        = {2006.09661},
          archivePrefix = {arXiv}
        }
        """;

    internal const string YangHu2022 = """
        @article{YangHu2022,
          title         = {Tensor Programs V: Tuning Large Neural Networks via Zero-Shot Hyperparameter Transfer},
          author        = {Yang, Greg and Hu, Edward J. and others},
          year          = {2022},
          eprint        = {2203.03466},
          archivePrefix = {arXiv}
        }
        """;

    /// <summary>The citation of a study.</summary>
    internal static string Of(params IReadOnlyList<string> works) => string.Join('\n', works);
}
