using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Services.FormEngine;

namespace Virtuos.Services.Filling;

/// <summary>A change of the rows of a table.</summary>
internal abstract record TableChange
{
    /// <summary>The rows from <paramref name="Start"/> on as they were edited, some of them struck out; <paramref name="Seen"/> is the stamp of the page they were read from.</summary>
    public sealed record Edit(int Start, IReadOnlyList<string[]> Rows, IReadOnlySet<int> Struck, long Seen) : TableChange;

    /// <summary>Rows put behind the others, or in place of all.</summary>
    public sealed record Put(string Text, bool InPlaceOfAll) : TableChange;
}

internal sealed record ChangeTableInput(string Token, string Field, TableChange Change);

/// <summary>
/// Changes the rows of a table in a draft. Rows may be wrong for now: they are kept as typed, and the page lists them by number.
/// Edits of rows that another window has changed meanwhile are refused, because row numbers may have moved.
/// </summary>
internal sealed class ChangeTable(Caller caller, ServicesDb db, DraftReader drafts, TimeProvider clock) : UseCase<ChangeTableInput, Done>(caller, ServicesPermissions.File)
{
    protected override async Task<Result<Done>> Do(ChangeTableInput input, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            var opened = await drafts.Open(input.Token, cancel);
            if (!opened.Succeeded) return opened.As<Done>();
            var draft = opened.Value;
            if (FormRoute.Of(draft.Form, draft.Answers).Questions.FirstOrDefault(q => q.Id == input.Field && q.Type == QuestionType.Table) is not { } table) return Refusal.NotFound();
            var page = draft.Form.PageOf(table.Id).Id;
            List<string[]> rows = [.. (draft.Content.Answers[table.Id] as TableAnswer)?.Rows ?? []];
            var refusal = input.Change switch
            {
                TableChange.Edit edit when edit.Seen != draft.Content.StampOf(page) => Refusal.Conflict("services.table.changed"),
                TableChange.Edit edit => Apply(rows, edit),
                TableChange.Put put => Apply(rows, put, table),
                _ => null,
            };
            if (refusal is not null) return refusal;
            if (rows.Count > (table.Max ?? TableLimits.Rows)) return Refusal.Invalid(table.Id, "services.answer.rows-max", ("max", (int)(table.Max ?? TableLimits.Rows)));

            draft.Content.Answers[table.Id] = new TableAnswer(AnswerCheck.Tidy(table, rows, Prague.Today(clock)));
            draft.Content.Touch(page);
            draft.Draft.Write(draft.Token, draft.Content, clock.GetUtcNow());
            try
            {
                await db.SaveChangesAsync(cancel);
                return new Done();
            }
            catch (DbUpdateConcurrencyException) when (attempt < 8)
            {
                db.ChangeTracker.Clear();
            }
        }
    }

    private static Refusal? Apply(List<string[]> rows, TableChange.Edit edit)
    {
        for (var at = 0; at < edit.Rows.Count; at++)
            if (edit.Start + at < rows.Count) rows[edit.Start + at] = edit.Rows[at];
            else if (!edit.Rows[at].All(string.IsNullOrWhiteSpace)) rows.Add(edit.Rows[at]);
        foreach (var struck in edit.Struck.Where(s => s < rows.Count).OrderDescending()) rows.RemoveAt(struck);
        return null;
    }

    private static Refusal? Apply(List<string[]> rows, TableChange.Put put, Question table)
    {
        var (added, tooWide) = TableText.Parse(put.Text, table);
        if (tooWide.Count > 0) return Refusal.Invalid("paste", "services.table.too-wide", ("rows", string.Join(", ", tooWide.Take(10))), ("columns", table.Columns.Count));
        if (added.Count == 0) return Refusal.Invalid("paste", "services.table.nothing");
        if (put.InPlaceOfAll) rows.Clear();
        rows.AddRange(added);
        return null;
    }
}
