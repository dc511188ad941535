using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;
using Numerics.Studies.Comparison;
using Numerics.Studies.Configuration;
using Numerics.Studies.Contract;
using Numerics.Studies.Execution;

namespace Numerics.Runner.Invocation;

/// <summary>The options that all verbs share, and their values after parsing.</summary>
internal sealed class RunnerOptions
{
    private readonly Option<string[]> set = new("--set")
    {
        Description = "Override path=value (repeatable), applied before validation; the value is JSON or else text.",
        HelpName = "path=value",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string?> outDirectory = new("--out")
    {
        Description = "Directory of the results; must not hold files. Default: results/<study>-<date>-<time>.",
        HelpName = "DIR",
    };

    private readonly Option<int?> replicas = new("--replicas")
    {
        Description = "Replicas; short for --set replicas=R.",
        HelpName = "R",
        CustomParser = Whole<int>,
    };

    private readonly Option<ulong?> seed = new("--seed")
    {
        Description = "Root seed; short for --set seed=S.",
        HelpName = "S",
        CustomParser = Whole<ulong>,
    };

    private readonly Option<int?> threads = new("--threads")
    {
        Description = "Threads in all; default: those of the Slurm task or of the affinity mask, which is also the most. Results do not depend on it.",
        HelpName = "T",
        CustomParser = Whole<int>,
    };

    private readonly Option<string?> shard = new("--shard")
    {
        Description = "Shard i of n, 1 <= i <= n: the replicas whose index leaves i - 1 on division by n; 'slurm': the place of this task in its job array. Join with 'merge'.",
        HelpName = "i/n|slurm",
    };

    private readonly Option<bool> json = new("--json") { Arity = ArgumentArity.Zero, Description = "One JSON object on standard output and nothing else there." };

    private readonly Option<bool> quiet = new("--quiet") { Arity = ArgumentArity.Zero, Description = "The verdict, warnings that change what it means, and errors: no table, no progress, no notices." };

    private readonly Option<bool> printConfiguration = new("--print-config")
    {
        Arity = ArgumentArity.Zero,
        Description = "Print the resolved configuration (itself a valid configuration file) and stop.",
    };

    private readonly Option<string[]> distort = new("--distort")
    {
        Description = "Multiply the theory of an observable before judging, observable=factor (repeatable): a check that the run would notice a wrong theory.",
        HelpName = "observable=factor",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<bool> strict = new("--strict") { Arity = ArgumentArity.Zero, Description = "An inconclusive verdict, or none where theory and simulation were asked for, ends with exit code 2 as well." };

    private readonly Option<bool> entries = new("--entries") { Arity = ArgumentArity.Zero, Description = "The table shows entries, not one line for each observable." };

    private readonly Option<string?> lapack = new("--lapack")
    {
        Description = "LAPACK provider by name or path instead of the automatic choice; see 'doctor'.",
        HelpName = "NAME",
    };

    /// <summary>The options in the order of the help.</summary>
    public IReadOnlyList<Option> All => [set, outDirectory, replicas, seed, threads, shard, json, quiet, entries, strict, distort, printConfiguration, lapack];

    /// <summary>Names of the options of a run, which are all of them.</summary>
    public static IReadOnlyList<string> OfRuns { get; } = [.. new RunnerOptions().All.Select(option => option.Name)];

    /// <summary>Refuses options that were given and mean nothing to the verb.</summary>
    /// <param name="parsed">From the parser.</param>
    /// <param name="verb">Its name.</param>
    /// <param name="used">Names of the options that it uses.</param>
    /// <exception cref="ConfigurationException">Names the verb and the options.</exception>
    public void RefuseUnused(ParseResult parsed, string verb, IReadOnlyList<string> used)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        string[] unused = [.. All.Where(option => parsed.GetResult(option) is { Implicit: false }).Select(option => option.Name).Except(used, StringComparer.Ordinal)];
        if (unused.Length > 0)
        {
            throw new ConfigurationException(
                "command line", unused[0], $"'{verb}' has no use for {string.Join(", ", unused)}; leave {(unused.Length == 1 ? "it" : "them")} out.");
        }
    }

    /// <summary>Whether <c>--json</c> was given.</summary>
    public bool Json(ParseResult parsed) => parsed.GetValue(json);

    /// <summary>Whether <c>--entries</c> was given.</summary>
    public bool Entries(ParseResult parsed) => parsed.GetValue(entries);

    /// <summary>Whether <c>--strict</c> was given.</summary>
    public bool Strict(ParseResult parsed) => parsed.GetValue(strict);

    /// <summary>Factors of <c>--distort</c> by observable.</summary>
    /// <exception cref="ConfigurationException">Not observable=factor, or two factors of one observable.</exception>
    public IReadOnlyDictionary<string, double> Distortions(ParseResult parsed)
    {
        Dictionary<string, double> factors = new(StringComparer.Ordinal);
        foreach ((string observable, double factor) in (parsed.GetValue(distort) ?? []).Select(Distortion.Parse))
        {
            if (!factors.TryAdd(observable, factor))
            {
                throw new ConfigurationException("command line", "--distort", $"'{observable}' is given twice; give one factor.");
            }
        }

        return factors;
    }

    /// <summary>Whether <c>--quiet</c> was given.</summary>
    public bool Quiet(ParseResult parsed) => parsed.GetValue(quiet);

    /// <summary>Whether <c>--print-config</c> was given.</summary>
    public bool PrintConfiguration(ParseResult parsed) => parsed.GetValue(printConfiguration);

    /// <summary>Directory of <c>--out</c>, or null.</summary>
    /// <exception cref="ConfigurationException">An empty name.</exception>
    public string? Out(ParseResult parsed) => parsed.GetValue(outDirectory) is not { } path ? null
        : path.StartsWith('-') ? throw new ConfigurationException("command line", "--out", $"'{path}' looks like an option, not like a directory; write ./{path} if it is meant.")
        : !string.IsNullOrWhiteSpace(path) ? path
        : throw new ConfigurationException("command line", "--out", "The name of the directory is empty; give one, or leave the option out.");

    /// <summary>Provider of <c>--lapack</c>, or null.</summary>
    public string? Lapack(ParseResult parsed) => parsed.GetValue(lapack);

    /// <summary>Shard, or null.</summary>
    /// <exception cref="ConfigurationException">Not i/n.</exception>
    public ReplicaShard? Shard(ParseResult parsed) => parsed.GetValue(shard) is { } text ? ReplicaShard.Parse(text) : null;

    /// <summary>Threads: as asked, at most the processors of the affinity mask.</summary>
    /// <param name="parsed">From the parser.</param>
    /// <param name="processes">Processes of this run on this machine: without an instruction they share its processors evenly.</param>
    /// <exception cref="ConfigurationException">Fewer than one.</exception>
    public int Threads(ParseResult parsed, int processes = 1)
    {
        int asked = parsed.GetValue(threads) ?? SlurmAllocation.Current.ProcessorsPerTask ?? Math.Max(1, Environment.ProcessorCount / processes);
        return asked >= 1
            ? Math.Min(asked, Environment.ProcessorCount)
            : throw new ConfigurationException("command line", "--threads", $"{asked} threads asked, at least 1 needed.");
    }

    /// <summary>A sentence if fewer threads are used than asked, otherwise null.</summary>
    public string? ThreadsNotice(ParseResult parsed) => parsed.GetValue(threads) is { } asked && asked > Environment.ProcessorCount
        ? $"{Environment.ProcessorCount} threads instead of {asked}: there are no more processors in the affinity mask."
        : null;

    /// <summary>All overrides in order: <c>--set</c>, then <c>--replicas</c> and <c>--seed</c>.</summary>
    /// <exception cref="ConfigurationException">An override is not of the form path=value.</exception>
    public IReadOnlyList<ConfigurationOverride> Overrides(ParseResult parsed)
    {
        List<string> texts = [.. parsed.GetValue(set) ?? []];
        if (parsed.GetValue(replicas) is { } count)
        {
            texts.Add($"replicas={count.ToString(CultureInfo.InvariantCulture)}");
        }

        if (parsed.GetValue(seed) is { } root)
        {
            texts.Add($"seed={root.ToString(CultureInfo.InvariantCulture)}");
        }

        return [.. texts.Select(ConfigurationOverride.Parse)];
    }

    /// <summary>A whole number, or a sentence that says what is wrong: the parser's own names a type of the program.</summary>
    private static T? Whole<T>(ArgumentResult result)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        string text = result.Tokens.Count == 0 ? "" : result.Tokens[^1].Value;
        if (T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out T value))
        {
            return value;
        }

        string option = (result.Parent as OptionResult)?.Option.Name ?? "The option";
        result.AddError($"{option} takes a whole number {(T.IsNegative(T.MinValue) ? "" : "from 0 ")}up to {T.MaxValue}, not '{text}'.");
        return null;
    }
}
