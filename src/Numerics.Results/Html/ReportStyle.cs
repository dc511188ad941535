namespace Numerics.Results.Html;

/// <summary>How the page looks: on a telephone, on a screen, on paper, light and dark.</summary>
internal static class ReportStyle
{
    /// <summary>The style sheet. It holds none of the characters that XML would encode, since HTML takes it as it stands.</summary>
    public const string Sheet = """

        :root { color-scheme: light dark; --paper: #ffffff; --ink: #1c2128; --soft: #59636e; --line: #d1d9e0; --wash: #f6f8fa;
          --good: #1a7f37; --weak: #8a5a00; --bad: #c21f2b; --link: #0550ae; --shade: #1c212855; }
        @media screen and (prefers-color-scheme: dark) {
          :root { --paper: #14171c; --ink: #e6e9ee; --soft: #9aa4b0; --line: #333b45; --wash: #1c2128;
            --good: #4ac26b; --weak: #e0a83a; --bad: #ff7b72; --link: #79b8ff; --shade: #e6e9ee66; }
        }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 84rem; padding: 1.25rem clamp(0.75rem, 3vw, 2rem) 3rem; background: var(--paper); color: var(--ink);
          font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif; overflow-wrap: anywhere; }
        h1 { margin: 0 0 0.75rem; font-size: 1.5rem; line-height: 1.25; }
        .verdict { margin: 0 0 1rem; padding: 0.75rem 1rem; border-left: 0.4rem solid var(--line); background: var(--wash); font-size: 1.1rem; line-height: 1.45; }
        .verdict.agrees { border-color: var(--good); }
        .verdict.inconclusive { border-color: var(--weak); }
        .verdict.disagrees { border-color: var(--bad); }
        h2 { margin: 2rem 0 0.5rem; font-size: 1.15rem; line-height: 1.3; break-after: avoid; }
        p, ul { margin: 0.5rem 0; }
        ul { padding-left: 1.25rem; }
        a { color: var(--link); }
        .soft { color: var(--soft); font-size: 0.9rem; }
        .distorted { margin: 0 0 1rem; padding: 0.75rem 1rem; border: 0.2rem solid var(--bad); color: var(--bad); font-weight: 600; }
        .scroll { max-width: 100%; overflow-x: auto; margin: 0.5rem 0; background:
            linear-gradient(to right, var(--paper) 40%, transparent) left / 3rem 100% no-repeat local,
            linear-gradient(to left, var(--paper) 40%, transparent) right / 3rem 100% no-repeat local,
            linear-gradient(to right, var(--shade), transparent) left / 0.8rem 100% no-repeat scroll,
            linear-gradient(to left, var(--shade), transparent) right / 0.8rem 100% no-repeat scroll; }
        table { border-collapse: collapse; font-size: 0.875rem; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
        th, td { padding: 0.3rem 0.8rem 0.3rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; white-space: nowrap; font-weight: 400; }
        thead th { color: var(--soft); border-bottom-width: 2px; }
        th.number, td.number { text-align: right; padding: 0.3rem 0.4rem 0.3rem 0.8rem; }
        tbody th { font-weight: 600; }
        .pairs td, .sentence { white-space: normal; overflow-wrap: anywhere; }
        .pairs th { padding-right: 1.5rem; }
        td .soft, th .soft { font-size: inherit; }
        .lines { white-space: pre-line; }
        @media (max-width: 40rem) {
          .pairs th { max-width: 9rem; min-width: 6rem; padding-right: 0.8rem; white-space: normal; overflow-wrap: anywhere; }
        }
        .sentence { display: inline-block; min-width: 14rem; }
        .badge { font-weight: 600; }
        .badge.agrees { color: var(--good); }
        .badge.inconclusive { color: var(--weak); }
        .badge.disagrees { color: var(--bad); }
        .figures { display: flex; flex-wrap: wrap; gap: 1.5rem; align-items: flex-start; }
        figure { margin: 0; max-width: 100%; break-inside: avoid; }
        .card { --paper: #ffffff; --shade: #1c212855; background-color: #ffffff; border: 1px solid var(--line); border-radius: 0.4rem; padding: 0.5rem; }
        .card svg { display: block; width: 100%; height: auto; }
        figcaption { font-size: 0.9rem; color: var(--soft); }
        @page { margin: 1.5cm; }
        @media print {
          body { max-width: none; padding: 0; font-size: 9.5pt; }
          table { font-size: 7.5pt; }
          th, td { white-space: normal; padding-right: 0.5rem; }
          tr { break-inside: avoid; }
          .scroll { overflow: visible; background: none; }
          .figures { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; }
          figure { width: auto !important; }
          figure.wide { grid-column: 1 / -1; }
          .card { border: 0; padding: 0; }
          .card svg { min-width: 0 !important; }
          a { color: inherit; text-decoration: none; }
        }

        """;
}
