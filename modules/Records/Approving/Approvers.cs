using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Database;

namespace Virtuos.Records;

/// <summary>What an office decided about approving; without a row nobody approves what they wrote.</summary>
internal sealed class ApprovalSetting : IOfficeOwned, ILedgered
{
    public Guid Office { get; set; }

    /// <summary>One setting an office: its id is the office.</summary>
    public Guid Id => Office;

    /// <summary>The author may approve their own document when they say why.</summary>
    public required bool OwnApproval { get; set; }
}

/// <summary>Who can approve a document, and with what right.</summary>
internal sealed class Approvers(RecordsDb db, Caller caller, IDirectory directory)
{
    /// <summary>
    /// Heads of the document's unit, then whoever leads the office, without the author; where that leaves nobody, heads of other units; and
    /// the author only where the office allows it.
    /// </summary>
    public async Task<IReadOnlyList<OfficialCard>> For(Document document, Guid author, CancellationToken cancel)
    {
        var all = await directory.Officials(document.Office, cancel);
        var leads = all.Where(o => o.Roles.Contains(Roles.Head) || o.Roles.Contains(Roles.Mayor)).ToList();
        List<OfficialCard> chosen = [.. leads.Where(o => o.Id != author && (o.Unit == document.Unit || o.Roles.Contains(Roles.Mayor))).OrderBy(o => o.Unit != document.Unit)];
        if (chosen.Count == 0) chosen.AddRange(leads.Where(o => o.Id != author));
        if (leads.Find(o => o.Id == author) is { } self && await AllowsOwn(cancel)) chosen.Add(self);
        return chosen;
    }

    /// <summary>The step of a document that was sent before offices had routes: whoever it lies with.</summary>
    public async Task<RunStep> OneStep(Document document, string nobody, CancellationToken cancel)
    {
        var holder = document.Holder ?? Guid.Empty;
        return new("", false, [new(holder, (await directory.Official(holder, cancel))?.Name ?? nobody)]);
    }

    /// <summary>May the caller decide about it where there is no route: it lies with them or with somebody they substitute, or they lead its unit.</summary>
    public bool Decides(Document document) =>
        caller.May(RecordsPermissions.Approve) && ((document.Holder is { } holder && caller.ActsFor.Contains(holder)) || caller.May(RecordsPermissions.Approve, document.Unit));

    /// <summary>Did the caller write it, or send it as it is: then other eyes are needed.</summary>
    public bool IsOwn(OwnDocument own) => caller.Person is { } me && (own.Author == me || own.SentBy == me);

    public async Task<bool> AllowsOwn(CancellationToken cancel) => await db.ApprovalSettings.AnyAsync(s => s.OwnApproval, cancel);

    public Task<Step?> LastReturn(Guid document, CancellationToken cancel) =>
        db.Steps.AsNoTracking().Where(s => s.Document == document && s.Kind == StepKind.Returned).OrderByDescending(s => s.At).FirstOrDefaultAsync(cancel);

    /// <summary>Notes a step, in the place of whoever is substituted.</summary>
    public void Note(Document document, StepKind kind, Guid? fromHolder, string toName, string? note, DateTimeOffset at)
    {
        if (fromHolder is { } substituted && substituted != caller.Person && caller.ActsFor.Contains(substituted)) caller.For(substituted, caller.Purpose);
        db.Add(Step.Moved(document, kind, caller, at, document.Unit, fromHolder, toName, note));
    }
}
