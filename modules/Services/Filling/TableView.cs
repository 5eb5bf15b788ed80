using Virtuos.Kernel;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Web;
using Virtuos.Services.FormEngine;
using Virtuos.Ui;

namespace Virtuos.Services.Filling;

/// <summary>How a table is shown in parts, and how its mistakes are told by the numbers of rows.</summary>
internal static class TableView
{
    /// <summary>Empty rows offered behind the last one.</summary>
    public const int EmptyRows = 5;

    /// <summary>Rows shown at once; fewer of wide tables, so that a page stays light and its form within limits.</summary>
    public static int RowsOf(Question table) => Math.Clamp(400 / table.Columns.Count, 10, 50);

    /// <summary>The first row (from 0) of the part in which a row lies; what is no number is the beginning.</summary>
    public static int Start(string? from, Question table) =>
        int.TryParse(from, out var row) && row is > 0 and < TableLimits.Rows ? row / RowsOf(table) * RowsOf(table) : 0;

    /// <summary>The number of the row (from 1) that a field such as <c>stays.17.arrival</c> lies in.</summary>
    public static int? RowOf(string? field, Question table) =>
        field is not null && field.StartsWith(table.Id + ".", StringComparison.Ordinal) && int.TryParse(field.Split('.')[1], out var row) ? row : null;

    /// <summary>Mistakes with the number of their row before them.</summary>
    public static IReadOnlyList<FieldError> Errors(IReadOnlyList<Refusal> refusals, Texts texts) =>
        [.. refusals.Select(r => new FieldError(r.Field ?? "", r.Field?.Split('.') is [_, var row, _] && int.TryParse(row, out var number) ? texts["services.table.row-error", ("row", number), ("problem", texts.Say(r))] : texts.Say(r)))];
}
