using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Records;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <summary>Lays documents into files, each at its own place; runs within the caller's transaction.</summary>
internal sealed class FileShelf(RecordsDb db, RegisterBook book, FilePlans plans, FileKeeping keeping, Caller caller, TimeProvider clock)
{
    /// <summary>A new file for the document, in its place of the plan.</summary>
    public async Task<CaseFile> OpenFor(Document document, FilingPlace place, CancellationToken cancel)
    {
        await book.Prepare(document.Office, cancel);
        var file = CaseFile.Open(document.Office, await book.NextFileMark(document.Office, cancel), document.Matter, place, document.Unit, document.Holder, clock.GetUtcNow());
        db.Add(file);
        await Lay(document, file, 0, cancel);
        return file;
    }

    /// <summary>Lays the document and what belongs to it behind the last one. The file's row is locked, so that places are not given twice.</summary>
    public async Task Lay(Document document, CaseFile file, CancellationToken cancel)
    {
        await db.Database.ExecuteSqlAsync($"select 1 from records.case_file where office = {file.Office} and id = {file.Id} for update", cancel);
        var last = await db.Documents.Where(d => d.File == file.Id).MaxAsync(d => d.FilePosition, cancel) ?? 0;
        if (document.IsOpen) file.Reopen();
        await KeepOwnRule(document, file, cancel);
        await Lay(document, file, last, cancel);
    }

    // What was to lie in a group with a higher mark or a longer time is not kept for less because it lies elsewhere.
    private async Task KeepOwnRule(Document document, CaseFile file, CancellationToken cancel)
    {
        if (document.FilingMark is not { } proposed || proposed == file.FilingMark) return;
        var at = clock.GetUtcNow();
        var plan = await plans.On(file.Office, Prague.Day(at), cancel);
        var terms = (await keeping.RuleOf(file, cancel)).Terms;
        if (plan.RuleUnder(proposed) is not { } rule || terms.With(rule.Terms) == terms) return;
        db.Add(new DocumentRule { Office = document.Office, Id = document.Id, Plan = plan.Key, FilingMark = proposed, Reason = $"Původně zatříděn pod {proposed}.", SetAt = at, SetByName = caller.Name });
    }

    /// <summary>Marks the file as settled when no open document is left in it.</summary>
    /// <param name="settled">The document that is being settled and not saved yet.</param>
    public async Task SettleIfDone(Guid id, Document settled, CancellationToken cancel)
    {
        var file = await db.Files.FirstAsync(f => f.Id == id, cancel);
        var others = await db.Documents.Where(d => d.File == id && d.Id != settled.Id).Select(d => d.State).ToListAsync(cancel);
        if (others.TrueForAll(s => s.IsEnd())) file.Settle();
    }

    private async Task Lay(Document document, CaseFile file, int last, CancellationToken cancel)
    {
        var at = clock.GetUtcNow();
        document.LieIn(file, ++last);
        foreach (var child in await db.Documents.Where(d => d.Parent == document.Id && d.File == null && d.Number != null).OrderBy(d => d.CreatedAt).ToListAsync(cancel)) child.LieIn(file, ++last);
        db.Add(Step.Of(document, StepKind.PutIntoFile, caller, at, file.Mark));
        if (document.Kind == DocumentKind.Received) db.Publish(new DocumentFiled(document.Id, document.Origin, file.Mark, at), document.Office);
    }
}
