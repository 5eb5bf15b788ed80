using Microsoft.EntityFrameworkCore;

namespace Virtuos.Records;

/// <summary>Writes down how documents and files were settled and by whom, as they were that day; runs within the caller's transaction.</summary>
internal sealed class SettlementPen(RecordsDb db, ActingPerson persons)
{
    /// <summary>A document was settled by whoever acts now, other than by leaving the office.</summary>
    public async Task Settled(Document document, CancellationToken cancel)
    {
        var way = SettlementWays.Of(document.How!);
        db.Add(Of(document, way, document.SettledAt!.Value, await persons.Now(document.Office, document.Unit, cancel)));
    }

    /// <summary>An own document left the office: it is settled by its author and approved by whoever sealed it.</summary>
    public async Task Left(Document document, OwnDocument own, DateTimeOffset at, CancellationToken cancel) => db.Add(new Settlement
    {
        Office = document.Office,
        Thing = SettledThing.Document,
        ThingId = document.Id,
        At = at,
        Way = SettlementWays.Document,
        Handler = await persons.Of(document.Office, own.Author, document.Unit, cancel),
        Approvals = await Approved(document, own, cancel),
    });

    // Everybody on the route whose yes counts: what was asked again after a return to an earlier step counts by its last asking.
    private async Task<IReadOnlyList<Approval>> Approved(Document document, OwnDocument own, CancellationToken cancel)
    {
        if (own is not { ApprovedAt: { } at, Approver: { } approver }) return [];
        var runs = await db.ApprovalRuns.AsNoTracking().Where(r => r.Document == document.Id && r.State == RunState.Approved).ToListAsync(cancel);
        // Another office does not approve: it says what it thinks, by a paper of its own.
        var tasks = (await db.ApprovalTasks.AsNoTracking().Where(t => t.Document == document.Id).ToListAsync(cancel)).FindAll(t => runs.Find(r => r.Id == t.Run) is { } run && !run.AsksOffice(t));
        List<Approval> approvals = [];
        foreach (var task in tasks.Where(t => t.State == AnswerState.Approved && t.Turn == tasks.Where(o => o.Step == t.Step).Max(o => o.Turn)).OrderBy(t => t.DecidedAt).ThenBy(t => t.Step))
            approvals.Add(new(task.DecidedAt!.Value, await persons.Of(document.Office, task.DecidedBy, document.Unit, cancel)));
        return approvals.Count > 0 ? approvals : [new(at, await persons.Of(document.Office, approver, document.Unit, cancel))];
    }

    /// <summary>
    /// A file is closed by whoever acts now, in the way in which its documents were settled; what was settled before anybody wrote that down is
    /// told from its history.
    /// </summary>
    public async Task Closed(CaseFile file, IReadOnlyList<Document> documents, DateTimeOffset at, CancellationToken cancel)
    {
        var ids = documents.Select(d => d.Id).ToList();
        var written = await db.Settlements.AsNoTracking().Where(s => ids.Contains(s.ThingId)).ToListAsync(cancel);
        foreach (var document in documents.Where(d => d.Number is not null && !written.Exists(s => s.ThingId == d.Id)))
            if (await Told(document, cancel) is { } told)
            {
                db.Add(told);
                written.Add(told);
            }
        var main = documents.LastOrDefault(d => d is { Kind: DocumentKind.Received, How: not null });
        var way = main is null ? SettlementWays.Document : SettlementWays.Of(main.How!);
        db.Add(new Settlement
        {
            Office = file.Office,
            Thing = SettledThing.File,
            ThingId = file.Id,
            At = at,
            Way = way,
            Content = way == SettlementWays.Other ? Content(main!) : main?.SettledNote,
            Reason = way == SettlementWays.Other ? Reason(main!) : null,
            Handler = await persons.Now(file.Office, file.Unit, cancel),
            Approvals = written.Find(s => s.Approvals.Count > 0)?.Approvals ?? [],
        });
    }

    private async Task<Settlement?> Told(Document document, CancellationToken cancel)
    {
        if (document.Kind == DocumentKind.Own && await db.OwnDocuments.AsNoTracking().FirstOrDefaultAsync(o => o.Id == document.Id, cancel) is { } own)
        {
            if (await Last(document, StepKind.Dispatched, cancel) is not { } sent) return null;
            await Left(document, own, sent.At, cancel);
            return db.Settlements.Local.First(s => s.ThingId == document.Id);
        }
        if (document.How is null || document.SettledAt is not { } at) return null;
        var step = await Last(document, document.How == "lapsed" ? StepKind.Lapsed : StepKind.Settled, cancel);
        return Of(document, SettlementWays.Of(document.How), at, await persons.Of(document.Office, step?.Actor, document.Unit, cancel));
    }

    private Task<Step?> Last(Document document, StepKind kind, CancellationToken cancel) =>
        db.Steps.AsNoTracking().Where(s => s.Document == document.Id && s.Kind == kind).OrderByDescending(s => s.At).FirstOrDefaultAsync(cancel);

    private static Settlement Of(Document document, string way, DateTimeOffset at, InternalPerson by) => new()
    {
        Office = document.Office,
        Thing = SettledThing.Document,
        ThingId = document.Id,
        At = at,
        Way = way,
        Content = way == SettlementWays.Other ? Content(document) : document.SettledNote,
        Reason = way == SettlementWays.Other ? Reason(document) : null,
        Handler = by,
    };

    // Another way than those listed says which and why (rules obs63 and obs84); the records speak Czech.
    private static string Content(Document document) => document.SettledNote ?? (document.How == "lapsed" ? "K podání se nepřihlíží." : document.How ?? "");

    private static string Reason(Document document) => document.How == "lapsed" ? "Podání nebylo ve lhůtě potvrzeno (§ 37 odst. 4 správního řádu)." : "Způsob vyřízení není ve výčtu národního standardu.";
}
