using System.Xml.Linq;
using Numerics.Results.Contract;
using Numerics.Studies.Records;

namespace Numerics.Results.Html;

/// <summary>The tables that a study asks for.</summary>
internal static class ReportTables
{
    /// <summary>A section each; none where the run has none of the numbers.</summary>
    public static IEnumerable<XElement?> Sections(RunResult result) => result.Tables.Select(table => HtmlPart.Section(
        table.Title,
        HtmlPart.Table(StudyTable.Titles(table), 1 + table.Columns.TakeWhile(column => column.Words is not null).Count(), StudyTable.Rows(table, result).Select(row => row.ToArray<object>()))));
}
